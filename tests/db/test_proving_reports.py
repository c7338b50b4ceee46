"""`register verify --report`: a workbook that says what was reported passes; a changed cell is named; so is a fork."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import asyncpg
import pytest
from openpyxl import load_workbook

from register.kernel.db import transaction
from register.kernel.errors import NotConfigured
from register.kernel.i18n import LOCALES, say
from register.ledger.findings import Answer
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import SigningKey
from reports.model import Organisation
from reports.periodic import store_reports
from reports.periodic.model import Profile
from reports.periodic.proving import THRESHOLD, check_workbook
from reports.periodic.publishing import Heading, publish
from reports.periodic.service import releasing
from reports.periodic.service.making import REPORTER, make_data_set
from reports.periodic.workbook import write_workbook
from reports.settings import configure, organisation
from tests.db.test_periodic import drafted
from tests.factories import World

_KEY = SigningKey(bytes(range(32)))


@pytest.fixture(autouse=True)
def named() -> Iterator[None]:
    """An organization that has one name, whatever other tests called it."""
    held = organisation()
    configure(Organisation({"en": "Organization", "ar": "المنظمة"}))
    yield
    configure(held)


@pytest.fixture
async def workbook(world: World, tmp_path: Path) -> Path:
    """A report in Arabic on a sealed register, as `register report` writes it."""
    sealer = Sealer(_KEY, SealLog(tmp_path / "seals.log"))
    await world.declaration(await world.person())
    await sealer.seal_all()
    kept = await make_data_set(REPORTER, date(2026, 1, 1), date(2026, 6, 30))
    async with transaction(REPORTER) as tx:
        counted = (await store_reports.data_set(tx, kept)).opened()
    said = publish(counted, Heading(Profile.GENERAL_ASSEMBLY, "", {}), THRESHOLD)
    path = tmp_path / "report.xlsx"
    with path.open("w+b") as out:
        write_workbook(said, LOCALES["ar"], organisation(), out, is_released=False)
    await world.declaration(await world.person())
    await sealer.seal_all()
    return path


DRAFT = ("The report is not released.", True)


def told(answers: list[Answer]) -> list[tuple[str, bool]]:
    return [(say(each.sentence, LOCALES["en"]), each.holds) for each in answers]


async def test_a_workbook_is_compared_with_what_was_reported(workbook: Path, superuser: asyncpg.Connection) -> None:
    stands = ("Seal 1 of the report stands: seal 2 only added to the entries under it.", True)
    assert told(await check_workbook(workbook)) == [("The file is the report, byte for byte.", True), stands, DRAFT]
    book = load_workbook(workbook)
    book.save(workbook)
    again = told(await check_workbook(workbook))
    assert again[0][0].startswith("Every cell is that of the report.")
    assert again[1] == stands
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    place = next(cell for cell in cells if isinstance(cell.value, int))
    place.value = 4711
    book.save(workbook)
    ((said, holds), after, _) = told(await check_workbook(workbook))
    assert (holds, after) == (False, stands)
    assert f"Sheet “{place.parent.title}”, cell {place.coordinate}: the file says “4711”" in said
    await superuser.execute("set session_replication_role = replica; update seal set root = sha256(root) where n = 1")
    assert told(await check_workbook(workbook))[1][1] is False
    await superuser.execute("delete from periodic_data_set")
    assert [holds for _, holds in told(await check_workbook(workbook))] == [False]
    workbook.write_bytes(b"PK no workbook")
    with pytest.raises(NotConfigured):
        await check_workbook(workbook)


async def test_another_name_of_the_organization_is_told_and_is_no_fault(workbook: Path) -> None:
    held = organisation()
    configure(Organisation({"en": "Organization for Shared Waters"}))
    try:
        (same, name, stands, _) = told(await check_workbook(workbook))
    finally:
        configure(held)
    assert same == ("The file is the report, byte for byte.", True)
    assert name[0].startswith("The file calls the organization “المنظمة”; here")
    assert (name[1], stands[1]) == (True, True)
    book = load_workbook(workbook)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    next(cell for cell in cells if cell.value == "المنظمة").value = "منظمة أخرى"
    book.save(workbook)
    assert told(await check_workbook(workbook))[0][1] is False, "the control: a name on one page alone"


async def test_it_says_whether_the_report_is_released_and_what_corrects_it(
    world: World, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    officer, second = await world.person("ethics_officer"), await world.person("report_reviewer")
    begun = await drafted(world, officer)
    frozen = await releasing.freeze(officer, begun.id, begun.version)
    path = tmp_path / "report.xlsx"
    with path.open("w+b") as out:
        write_workbook(frozen.opened(), LOCALES["en"], organisation(), out, is_released=False)

    async def last() -> tuple[str, bool]:
        return told(await check_workbook(path))[-1]

    assert await last() == DRAFT
    await releasing.release(second, begun.id, frozen.version)
    assert await last() == ("The report is released, and no released report corrects it.", True)
    await releasing.draft(officer, begun.data_set, Profile(begun.profile), corrects=begun.id)
    assert await last() == ("The report is released, and no released report corrects it.", True), (
        "a draft corrects none"
    )
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute(
        "update periodic_report c set status = 'released', symbol = 'A/81/12/Corr.1', published = r.published,"
        " fingerprint = repeat('0', 64), frozen_by = r.frozen_by, frozen_at = r.frozen_at,"
        " released_by = r.released_by, released_at = r.released_at from periodic_report r where r.id = c.corrects"
    )
    assert await last() == ("The report is released, and A/81/12/Corr.1 corrects it.", True)
    await superuser.execute(
        "update periodic_report set status = 'set_aside', set_aside_because = 'x',"
        " released_by = null, released_at = null"
    )
    assert await last() == ("The report was set aside and never released.", True)
