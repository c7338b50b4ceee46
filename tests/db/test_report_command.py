"""`register report`: a period counted and kept, and the workbook on it, in one go."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest

from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Invalid
from register.kernel.i18n import LOCALES, say
from reports.periodic import store_reports
from reports.periodic.commands import written
from reports.periodic.model import Profile
from reports.periodic.proving import check_workbook
from reports.periodic.service import releasing
from reports.periodic.service.making import REPORTER, make_data_set
from reports.periodic.service.releasing import ReportCommand
from reports.periodic.stored import Report
from reports.periodic.words import not_beside
from tests.factories import World


def properties(file: Path) -> dict[str, str]:
    return {each.name: each.value for each in vars(openpyxl.load_workbook(file))["custom_doc_props"].props}


async def fingerprint_of(kept: UUID) -> str:
    async with transaction(REPORTER) as tx:
        return (await store_reports.data_set(tx, kept)).fingerprint


async def test_the_workbook_stands_on_the_data_set_that_was_kept(world: World, tmp_path: Path) -> None:
    await world.declaration(await world.person())
    file, today = tmp_path / "report.xlsx", clock.today()
    period = (date(today.year - 1, 1, 1), today)
    kept = await written(period, Profile.GENERAL_ASSEMBLY, LOCALES["ar"], file)
    told = properties(file)
    assert told["register.data_set"] == await fingerprint_of(kept)
    assert (told["register.released"], told["register.profile"]) == ("no", "general_assembly")
    other = tmp_path / "public.xlsx"
    await written(period, Profile.PUBLIC, LOCALES["en"], other)
    assert len(openpyxl.load_workbook(other).sheetnames) < len(openpyxl.load_workbook(file).sheetnames), "fewer tables"


async def released(world: World, period: tuple[date, date]) -> Report:
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    made = await releasing.draft(officer, await make_data_set(officer, *period), Profile.GENERAL_ASSEMBLY)
    kept = await releasing.write(officer, made, 1, ReportCommand(symbol="A/81/12"))
    kept = await releasing.freeze(officer, made, kept.version)
    return await releasing.release(reviewer, made, kept.version)


@pytest.mark.parametrize("tag", LOCALES)
async def test_what_overlaps_a_released_report_says_so_at_once_and_on_its_cover(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], tag: str
) -> None:
    today, file = clock.today(), tmp_path / "report.xlsx"
    first = await released(world, (today - timedelta(days=99), today - timedelta(days=50)))
    apart = (today - timedelta(days=9), today)
    await written(apart, Profile.GENERAL_ASSEMBLY, LOCALES[tag], file)
    assert capsys.readouterr().err == "", "the control: neither the period nor the one before has a day in common"
    assert "register.beside" not in properties(file)
    for days in ((80, 20), (49, 10)):  # days of it, and the period before that has days of it
        period = (today - timedelta(days=days[0]), today - timedelta(days=days[1]))
        await written(period, Profile.GENERAL_ASSEMBLY, LOCALES[tag], file)
        (told,) = capsys.readouterr().err.splitlines()
        assert "A/81/12" in told
        assert told == say(not_beside([first.beside]))
        cover = openpyxl.load_workbook(file).worksheets[0]
        said = say(not_beside([first.beside]), LOCALES[tag])
        assert said in {cell.value for row in cover.iter_rows() for cell in row}
        assert next(answer.holds for answer in await check_workbook(file)) is True, "it is still found and compared"


async def test_a_period_that_cannot_be_counted_leaves_no_file(world: World, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        await written((date(2026, 2, 1), date(2026, 1, 1)), Profile.PUBLIC, LOCALES["en"], tmp_path / "report.xlsx")
    assert list(tmp_path.iterdir()) == []
