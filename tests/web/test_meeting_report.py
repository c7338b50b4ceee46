"""The report of one meeting as a workbook, and what meetings add up to: every number counted again from the rows."""

from collections import Counter
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import msgspec
import openpyxl
import pytest

from declarations.meetings.model import Decision, Function, Level, Meeting
from declarations.meetings.secrets import room_code
from declarations.meetings.service.completing import complete
from declarations.meetings.service.preparing import read_meeting
from declarations.minutes.aggregates import aggregated
from declarations.minutes.report_model import Report
from declarations.minutes.reporting import read_report
from declarations.presiding.model import Act, Finding, Kind, Verdict
from declarations.presiding.service import matters, measures, opinions
from declarations.presiding.service.matters import ReportCommand, ReviewCommand
from declarations.presiding.service.measures import MeasureCommand
from declarations.presiding.service.opinions import AskCommand, OpinionCommand
from declarations.votes.model import Medium, Stance
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.recording import record_answer
from register.access import AccessSettings, configure
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.locales import LOCALES
from reports.meeting_book import meeting_workbook
from tests.factories import World
from tests.meetings import aside_rule, attending, delegation, item, meeting, officer, over, participant, sitting

FORMULA = "=HYPERLINK(A1)"


class Hall(msgspec.Struct):
    """A meeting with those who lead it."""

    meeting: Meeting
    secretary: Identity
    chair: Identity
    asker: Identity


@pytest.fixture(autouse=True)
def how_people_come_in() -> None:
    configure(AccessSettings(secret=b"m" * 32))


@pytest.fixture
async def hall(world: World) -> Hall:
    """Two delegations; disclosure is called for on an election and a contract, and not on a third item."""
    secretary = await world.person("meeting_secretary")
    made = await meeting(await world.person("ethics_officer"), secretary, title=FORMULA)
    room = await sitting(secretary, made)
    here = await delegation(secretary, made, "+Atlantis")
    there = await delegation(secretary, made, votes=False, reason="Arrears")
    await aside_rule(secretary, made, "family", "leaves", "Rule 5")
    election = await item(secretary, made, called_at=made.created_at, vote="show", sitting=room.id)
    contract = await item(secretary, made, position=2, number="6", decision="contract", called_at=made.created_at)
    await item(secretary, made, position=3, number="7", titles={"en": FORMULA}, vote="none", decision="none")
    chair = msgspec.structs.replace(await world.person(), roles=frozenset({"declarant", "presiding_officer"}))
    await officer(secretary, made, Function.PRESIDING_OFFICER, chair)
    inside = [
        await attending(await participant(secretary, made, of, family_name=name), room_code(room))
        for name, of in (("Haddock", here), ("Castafiore", there))
    ]
    await answer(inside[0], _said(election.id, "family", "gift"))
    await answer(inside[0], _said(contract.id))
    await answer(inside[1], _said(election.id, "own"))
    await answer(inside[1], _said(election.id))  # the later one counts
    silent = await participant(secretary, made, here, family_name="Calculus", email="")
    await record_answer(secretary, made.id, silent.id, Medium.LIST, _said(contract.id, "own"))
    await world.superuser.execute("update participant_session set opened_with = 'mail'")
    return Hall(made, secretary, chair, inside[0])


def _said(about: UUID, *levels: str) -> AnswerCommand:
    stance = Stance.SOMETHING if levels else Stance.NOTHING
    return AnswerCommand(item=about, stance=stance, levels=tuple(map(Level, levels)), client_key=new_id())


async def _presided(hall: Hall) -> None:
    """One opinion asked and given, one matter reported and reviewed, two measures."""
    asked = await opinions.ask(hall.asker, AskCommand("May I?", "en", uuid4()))
    await opinions.give(hall.chair, hall.meeting.id, asked.id, OpinionCommand(Verdict.COMPATIBLE, "Yes.", "en"), 1)
    told = ReportCommand(kind=Kind.ABUSE, text="Loud.", about="Mr Loud", named=(), language="en", client_key=uuid4())
    matter = await matters.report(hall.asker, told)
    review = ReviewCommand(finding=Finding.NOT_COMPLIANT, text="Heard.", language="en")
    await matters.review(hall.chair, hall.meeting.id, matter.id, review, 1)
    warned = MeasureCommand(kinds=(Act.WARN, Act.CALL_TO_ORDER), about="Mr Loud", language="en")
    await measures.take(hall.chair, hall.meeting.id, matter.id, warned)


async def _completed(hall: Hall) -> Report:
    await over(hall.secretary, hall.meeting)
    version = (await read_meeting(hall.secretary, hall.meeting.id)).meeting.version
    await complete(hall.secretary, hall.meeting.id, version, despite=True)
    return await read_report(hall.secretary, hall.meeting.id)


async def test_what_a_meeting_adds_up_to_is_what_its_rows_say(hall: Hall, world: World) -> None:
    await _presided(hall)
    assert (await read_report(hall.secretary, hall.meeting.id)).presided is None, "nothing of it while the hall sits"
    found = aggregated([await _completed(hall)] * 2)

    async def rows(table: str) -> list[Any]:
        return list(await world.superuser.fetch(f"select * from {table} where meeting = $1", hall.meeting.id))

    items = {row["id"]: row for row in await rows("agenda_item") if row["called_at"]}
    latest = {}
    for row in sorted(await rows("meeting_answer"), key=lambda row: row["number"]):
        latest[row["participant"], row["item"]] = row
    asides = [row for row in await rows("standing_aside") if not row["ended_at"]]
    for decision in Decision:
        of = [row for row in latest.values() if items[row["item"]]["decision"] == decision]
        if not any(row["decision"] == decision for row in items.values()):
            assert decision not in found.by_class, "no line for what there was none of"
            continue
        figures = found.by_class[decision]
        assert figures.items == 2 * sum(row["decision"] == decision for row in items.values())
        stances = Counter(row["stance"] for row in of)
        assert (figures.nothing, figures.something) == (2 * stances["nothing"], 2 * stances["something"])
        levels = Counter(level for row in of for level in row["levels"])
        assert figures.levels == {level: 2 * n for level, n in levels.items()}
        measured = Counter(row["measure"] for row in asides if items[row["item"]]["decision"] == decision)
        assert figures.asides == {measure: 2 * n for measure, n in measured.items()}
        assert figures.recorded == 2 * sum(row["medium"] != "link" for row in of)
    people = await rows("participant")
    assert (found.meetings, found.voluntary, found.participants) == (2, 2, 2 * len(people))
    assert found.acknowledged == 2 * sum(row["acknowledged_at"] is not None for row in people) == 4
    kinds = Counter(row["kind"] for row in await rows("presiding_measure"))
    assert found.measures == {kind: 2 * n for kind, n in kinds.items()} == {"warn": 2, "call_to_order": 2}
    assert (found.opinions_asked, found.opinions, found.matters) == (2, {"compatible": 2}, {"not_compliant": 2})
    assert aggregated([]).by_class == {}


async def test_the_workbook_opens_in_four_languages_and_nothing_in_it_calculates(hall: Hall) -> None:
    report = await read_report(hall.secretary, hall.meeting.id)
    for tag, locale in LOCALES.items():
        made = meeting_workbook(report, "Organization for Shared Waters", locale)
        book = openpyxl.load_workbook(BytesIO(made))
        assert all(sheet.freeze_panes for sheet in book)
        assert all(bool(sheet.sheet_view.rightToLeft) is (tag == "ar") for sheet in book)
        assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
        assert [sheet.max_row for sheet in book.worksheets[1:5]] == [2, 3, 3, 4]
    assert made == meeting_workbook(report, "Organization for Shared Waters", locale), "equal data, equal bytes"
    summary, sittings, officers, delegations, items, asides, presided = openpyxl.load_workbook(
        BytesIO(meeting_workbook(report, "Organization", LOCALES["en"]))
    ).worksheets
    assert FORMULA in {cell.value for row in summary.iter_rows() for cell in row}
    assert sittings["B2"].is_date, "moments are moments"
    assert officers["A3"].value
    assert [cell.value for cell in delegations[2]][::6] == ["+Atlantis", 2]
    assert [cell.value for cell in delegations[3]][4:8] == ["No", "Arrears", 1, 1]
    said = {row[0].value: [cell.value for cell in row[8:20]] for row in items.iter_rows(min_row=2)}
    assert said["5"] == [2, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1]
    assert said["6"] == [2, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0]
    assert set(said["7"]) == {None}, "of an item that was not called nothing is counted, not even nought"
    assert [cell.value for cell in asides[2]][2:] == ["Leaves for the item", 1, 0, 0, "Rule 5", "Rosa Haddock"]
    assert "once the meeting is completed" in str(presided["A2"].value)
    assert not any(
        "Castafiore" in str(cell.value)
        for sheet in (summary, delegations, items, asides)
        for row in sheet.iter_rows()
        for cell in row
    ), "nobody is named but by a rule"

    assert await read_report(hall.chair, hall.meeting.id) == report, "whoever presides reads the same"
    with pytest.raises(NotFound):
        await read_report(hall.asker, hall.meeting.id)
