"""`register report`: a period counted and kept, and the workbook on it, in one go."""

from datetime import date
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest

from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Invalid
from register.kernel.i18n import LOCALES
from reports.periodic import store_reports
from reports.periodic.commands import written
from reports.periodic.model import Profile
from reports.periodic.service.making import REPORTER
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


async def test_a_period_that_cannot_be_counted_leaves_no_file(world: World, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        await written((date(2026, 2, 1), date(2026, 1, 1)), Profile.PUBLIC, LOCALES["en"], tmp_path / "report.xlsx")
    assert list(tmp_path.iterdir()) == []
