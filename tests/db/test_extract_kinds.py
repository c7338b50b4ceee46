"""Extracts of the other kinds: for the desk alone, never row by row for the governing body, each with its columns."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from declarations.filing.model import ActivityDetails, ApprovalDetails, ConflictDetails, NilDetails
from declarations.filing.service.filing import FilingCommand, amend, file_declaration
from declarations.review.service import measures
from register.kernel import clock
from register.kernel.errors import Invalid, NotFound
from register.kernel.i18n import LOCALES
from reports.extract import EXPORTER, NOT_ONE_BY_ONE, export_register
from reports.model import Audience, ExportRequest, Fate, FileFormat
from reports.words import outcome_label
from tests.activities import activity_command, authorized, in_days
from tests.conflicts import conflict_of, decided, recusal, with_measures
from tests.db.test_importing import imported as import_gifts
from tests.db.test_importing import register_of
from tests.db.test_importing_kinds import imported
from tests.factories import World
from tests.reviewing import staffed
from tests.unit.legacy.books import row as gift_row
from tests.web.test_declaring_kinds import DETAILS, FACTS

STORIES: dict[str, Any] = {
    "outside_activity": ActivityDetails,
    "conflict": ConflictDetails,
    "approval_request": ApprovalDetails,
    "nil": NilDetails,
}


async def exported(who: Any, kind: str, **more: Any) -> Any:
    out = io.BytesIO()
    made = await export_register(who, ExportRequest(kind=kind, audience=Audience.DESK, **more), out)
    out.seek(0)
    return made, out


async def filed(world: World, kind: str) -> Any:
    person = await world.person(family_name="Haddad")
    details = msgspec.convert(DETAILS[kind], STORIES[kind])
    return await file_declaration(
        person, FilingCommand(kind=kind, facts=FACTS[kind], details=details, attested=True), draft=None
    )


@pytest.mark.parametrize("kind", STORIES)
async def test_each_kind_leaves_for_the_desk_in_every_language_with_its_own_columns(world: World, kind: str) -> None:
    declared = await filed(world, kind)
    officer = await world.person("ethics_officer")
    for language in LOCALES:
        made, out = await exported(officer, kind, language=language)
        assert made.rows == 1
        book = openpyxl.load_workbook(out)
        sheet = book.worksheets[2]
        [head, row] = [[cell.value for cell in line] for line in sheet.iter_rows(max_row=2)]
        assert row[0] == declared.reference
        assert "Haddad" in str(row[1])
        assert len(set(head)) == len(head)
    told = dict(zip(*[[cell.value for cell in line] for line in sheet.iter_rows(max_row=2)], strict=True))
    assert (DETAILS[kind].get("other_party", "") in told.values()) is ("other_party" in DETAILS[kind])


async def test_the_columns_say_what_was_declared(world: World) -> None:
    await filed(world, "outside_activity")
    officer = await world.person("ethics_officer")
    _, out = await exported(officer, "outside_activity")
    rows = list(openpyxl.load_workbook(out).worksheets[2].iter_rows(max_row=2, values_only=True))
    told = dict(zip(*rows, strict=True))
    assert told["Activity class"] == "Teaching"
    assert told["Start"].date() == date(2031, 9, 1)
    assert (told["Other party"], told["Description"]) == ("University", "A course")


@pytest.mark.parametrize("kind", STORIES)
@pytest.mark.parametrize("form", FileFormat)
async def test_no_kind_but_gifts_leaves_row_by_row_without_names(world: World, kind: str, form: FileFormat) -> None:
    await filed(world, kind)
    for who in (EXPORTER, await world.person("ethics_officer")):
        with pytest.raises(Invalid) as refused:
            await export_register(who, ExportRequest(kind=kind, format=form), io.BytesIO())
        assert refused.value.fields[0].message == NOT_ONE_BY_ONE
    await export_register(EXPORTER, ExportRequest(format=form), io.BytesIO())  # the control: gifts do


async def test_a_kind_holds_no_row_of_another_and_the_row_security_of_the_officer_holds(world: World) -> None:
    for kind in STORIES:
        await filed(world, kind)
    officer, stranger = await world.person("ethics_officer"), await world.person("authorizing_official")
    counted = {kind: (await exported(officer, kind))[0].rows for kind in (*STORIES, "gift")}
    assert counted == {**dict.fromkeys(STORIES, 1), "gift": 0}
    with pytest.raises(NotFound):
        await exported(stranger, "conflict")


async def told_of(who: Any, kind: str) -> dict[str, Any]:
    _, out = await exported(who, kind)
    rows = list(openpyxl.load_workbook(out).worksheets[2].iter_rows(max_row=2, values_only=True))
    return dict(zip(*rows, strict=True))


async def test_an_activity_leaves_with_its_authorization_and_a_changed_version_is_not_decided(world: World) -> None:
    office = await staffed(world)
    kept = await authorized(office, 100)
    told = await told_of(office.officer, "outside_activity")
    assert (told["Authorized until"].date(), told["State of the authorization"]) == (in_days(100), "In force")
    assert told["With conditions"] in {"Yes", "No"}
    assert told["Remunerated"] in {"Yes", "No"}
    outcome, before = told["Outcome"], told["Hours per week"]
    command = activity_command(hours_per_week=12)
    await amend(office.declarant, kept.reference, command, "They need me more often.", kept.head_seq)
    told = await told_of(office.officer, "outside_activity")
    assert (told["Outcome"], told["Hours per week"], told["With conditions"]) == ("Not decided yet", 12, None)
    assert outcome == "Authorization granted"
    assert before != 12


@pytest.mark.parametrize("status", ["submitted", "under_review", "information_requested"])
def test_what_was_decided_of_an_earlier_version_is_not_said_of_an_undecided_one(status: str) -> None:
    said = outcome_label(Fate(status=status, outcome="authorize_with_conditions", direction=None))
    assert said.id == "Not decided yet"
    decided = outcome_label(Fate(status="decided", outcome="authorize_with_conditions", direction=None))
    assert decided.id != said.id  # the control


async def test_a_conflict_leaves_with_its_marks_and_how_far_its_measures_are(world: World) -> None:
    office = await staffed(world)
    late = await decided(office, with_measures(recusal(10), recusal(3)))
    measure = (await conflict_of(office.officer, late.reference)).measures[0]
    await measures.confirm_measure(office.officer, late.reference, measure.now.set.id, "", late.head_seq)
    await world.superuser.execute("update declaration set addressed_at = $1", clock.now())
    with clock.fixed(clock.now() + timedelta(days=11)):
        told = await told_of(office.officer, "conflict")
    assert (told["Measures"], told["Measures done"], told["Measures overdue"]) == (2, 1, 1)
    assert told["Addressed"].date() == clock.today()
    assert told["Resolved"] is None


@pytest.mark.parametrize(("written", "day"), [("10/03/2024", datetime(2024, 3, 10)), ("", None)])  # noqa: DTZ001
async def test_what_came_with_an_older_register_says_so_and_was_filed_on_the_day_that_it_gives(
    world: World, written: str, day: datetime | None
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    table = f"""
        No. | Name | Subject | Domain | Nature | Counterpart | Start date | Date submitted
        C1 | Luis Vega | A bid | Procurement | Actual | Pumps Ltd | 05/03/2024 | {written}"""
    await imported(officer, table, "conflict")
    told = await told_of(officer, "conflict")
    assert (told["From an older register"], told["Filed"]) == ("Yes", day)
    await filed(world, "outside_activity")
    told = await told_of(officer, "outside_activity")  # the control
    assert (told["From an older register"], told["Filed"].date()) == ("No", clock.today())


async def test_a_gift_says_to_the_desk_whether_it_came_with_an_older_register(world: World, tmp_path: Path) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await import_gifts(officer, register_of(tmp_path, gift_row(1)))
    assert (await told_of(officer, "gift"))["From an older register"] == "Yes"
