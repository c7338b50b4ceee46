"""The text for the minutes: counts and nil statements, names only by a cited rule, in four languages."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from docx import Document

from declarations.meetings.model import Level, Meeting
from declarations.meetings.secrets import room_code
from declarations.minutes.pages import minutes_pages
from declarations.minutes.report_schemas import ReportOut
from declarations.minutes.reporting import read_report
from declarations.minutes.service import read_figures
from declarations.minutes.texts import minutes
from declarations.votes.board_schemas import ItemLedOut
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.leading import read_item
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import attending, item, meeting, participant, sitting
from tests.web.visitors import SETTINGS, signed_in


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*minutes_pages)


@pytest.fixture
async def secretary(world: World) -> Identity:
    return await world.person("meeting_secretary")


@pytest.fixture
async def held(world: World, app: Any, secretary: Identity) -> Meeting:
    """Three participants; on the one item that was called one has an interest, one has none, one is silent."""
    made = await meeting(await world.person("ethics_officer"), secretary)
    hall = await sitting(secretary, made)
    called = await item(secretary, made, called_at=made.created_at)
    for stance, levels in ((Stance.NOTHING, ()), (Stance.SOMETHING, (Level.FAMILY,))):
        inside = await attending(await participant(secretary, made), room_code(hall))
        await answer(inside, AnswerCommand(item=called.id, stance=stance, levels=levels, client_key=new_id()))
    silent = await participant(secretary, made, family_name="Silent")
    for rank, (measure, citation) in enumerate((("leaves", "Rule 5"), ("speaks", ""))):
        who = silent if rank == 0 else await participant(secretary, made, family_name="Unnamed", email="")
        await world.superuser.execute(
            "insert into standing_aside (id, meeting, item, participant, measure, by_matrix, citation, recorded_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, now())",
            *(new_id(), made.id, called.id, who.id, measure, bool(citation), citation),
        )
    return made


async def test_a_language_that_is_not_there_leaves_that_of_the_request(
    held: Meeting, app: Any, world: World, secretary: Identity
) -> None:
    english = "Answers received: 2 of 4 participants."
    async with signed_in(app, world, secretary) as client:
        for asked in ("lang=en&in=xx", "lang=en&in=", "lang=fr&in=en"):
            assert english in (await client.get(f"/meetings/{held.id}/minutes?{asked}")).text, asked
        strange = await client.get(f"/meetings/{held.id}/minutes?lang=fr&in=xx")
        assert english not in strange.text, "the control"
        assert strange.text == (await client.get(f"/meetings/{held.id}/minutes?lang=fr&in=fr")).text


async def test_the_text_counts_and_names_nobody_but_by_a_rule(
    held: Meeting, app: Any, world: World, secretary: Identity
) -> None:
    async with signed_in(app, world, secretary) as client:
        text = (await client.get(f"/meetings/{held.id}/minutes?in=en")).text
    assert "Answers received: 2 of 4 participants." in text
    assert "Nothing to disclose: 1. Something to disclose: 1." in text
    assert "nobody was obliged to" in text
    assert "Rule 5" in text
    assert "Rosa Silent" in text
    assert "Unnamed" not in text, "no rule names those who chose for themselves"


async def test_a_count_before_a_noun_is_a_plural_so_that_every_language_can_agree(
    held: Meeting, secretary: Identity
) -> None:
    [said] = [
        each
        for passage in minutes(await read_figures(secretary, held.id), "en")
        for each in passage.sentences
        if each.id.startswith("Answers received")
    ]
    assert (said.count, said.plural is not None, said.values["all"]) == (2, True, 4)


async def test_nothing_is_said_of_a_ballot_that_was_not_held(
    held: Meeting, app: Any, world: World, secretary: Identity
) -> None:
    said = "The ballot was secret; no disclosure was compared with it."
    async with signed_in(app, world, secretary) as client:
        assert said not in await _say(client, held)
        await world.superuser.execute("update agenda_item set voting_at = now() where meeting = $1", held.id)
        assert said in await _say(client, held)


async def test_programs_read_of_how_many_it_is_recorded_what_they_did(
    held: Meeting, world: World, secretary: Identity
) -> None:
    await world.superuser.execute("update standing_aside set did = 'speaks' where measure = 'leaves'")
    found = ReportOut.of(await read_report(secretary, held.id))
    [about] = [each for each in found.items if each.asides]
    assert {each.measure: (each.count, each.recorded) for each in about.asides} == {"leaves": (1, 1), "speaks": (1, 0)}


async def test_the_colon_after_a_heading_is_set_as_its_language_sets_it(
    held: Meeting, app: Any, world: World, secretary: Identity
) -> None:
    async with signed_in(app, world, secretary) as client:
        for tag, label in (("en", "Item 5:"), ("fr", "Point 5\u00a0:")):
            page = await client.get(f"/meetings/{held.id}/minutes?in={tag}")
            last = "".join(page.all("h2")[-1].itertext()).replace("\u2068", "").replace("\u2069", "")
            assert last.startswith(f"{label} "), last
            file = await client.http.get(f"/meetings/{held.id}/minutes.docx?in={tag}")
            lines = [each.text for each in Document(BytesIO(file.content)).paragraphs]
            assert [each for each in lines if each.startswith(f"{label} ")], (tag, lines)


async def test_whoever_speaks_and_votes_after_disclosing_does_not_stand_aside(
    held: Meeting, app: Any, world: World, secretary: Identity
) -> None:
    left = "Announced, with no record of what was then done: 1."
    async with signed_in(app, world, secretary) as client:

        async def counts() -> tuple[object, object]:
            found = await client.http.get(f"/meetings/{held.id}/minutes.xlsx?in=en")
            sheet = openpyxl.load_workbook(BytesIO(found.content)).worksheets[0]
            return sheet.cell(2, 6).value, sheet.cell(2, 7).value

        assert left in await _say(client, held), "the control"
        assert await counts() == (2, 0)
        await world.superuser.execute("update standing_aside set measure = 'speaks_and_votes' where citation = ''")
        assert left not in await _say(client, held)
        assert await counts() == (1, 1)
        await world.superuser.execute("update standing_aside set did = 'speaks_and_votes' where citation = ''")
        assert "Spoke and voted after disclosing: 1." in await _say(client, held)
    found = await read_report(secretary, held.id)
    [about] = [each for each in found.items if each.asides]
    assert (about.aside, about.taking_part, [each.measure for each in about.stood]) == (1, 1, ["leaves"])
    assert ReportOut.of(found).items[0].taking_part == 1
    led = await read_item(secretary, held.id, about.item.id)
    assert ([each.aside.measure for each in led.standing], len(led.taking_part)) == (["leaves"], 1)
    out = ItemLedOut.of(led)
    assert (len(out.asides), len(out.taking_part)) == (1, 1)


async def _say(client: Any, held: Meeting) -> str:
    return str((await client.get(f"/meetings/{held.id}/minutes?in=en")).text)


async def test_as_done_counts_only_what_was_recorded_as_done(
    held: Meeting, app: Any, world: World, secretary: Identity
) -> None:
    done = ("Left for the item:", "Spoke without voting:", "Spoke and voted after disclosing:")
    async with signed_in(app, world, secretary) as client:
        text = await _say(client, held)
        assert not [each for each in done if each in text], "nothing was recorded yet"
        assert "To stand aside by Rule 5 : Rosa Silent" in text
        assert "Of these, with no record of what was then done: 1." in text
        assert "Announced, with no record of what was then done: 1." in text
        await world.superuser.execute(
            "update standing_aside set measure = 'speaks_and_votes', dispensed = true, by_matrix = false,"
            " reason = 'No close tie', citation = 'Rule 14 (3)' where citation = ''"
        )
        text = await _say(client, held)
        assert "Dispensed by the presiding officer: 1." in text
        assert not [each for each in done if each in text], "what is allowed is not yet done"
        counted = openpyxl.load_workbook(
            BytesIO((await client.http.get(f"/meetings/{held.id}/minutes.xlsx?in=en")).content)
        )
        assert counted.worksheets[0].cell(2, 6).value == 1, "who is dispensed does not stand aside"
        await world.superuser.execute("update standing_aside set did = 'did_not_vote'")
        text = await _say(client, held)
        assert text.count("Stayed, and neither spoke nor voted: 1.") == 2
        assert not [each for each in (*done, "no record") if each in text]


async def test_the_document_and_the_workbook_say_the_same_from_right_to_left_in_arabic(
    held: Meeting, app: Any, world: World, secretary: Identity
) -> None:
    async with signed_in(app, world, secretary) as client:
        written = Document(BytesIO((await client.http.get(f"/meetings/{held.id}/minutes.docx?in=ar")).content))
        counted = openpyxl.load_workbook(
            BytesIO((await client.http.get(f"/meetings/{held.id}/minutes.xlsx?in=ar")).content)
        )
    assert all(paragraph._p.pPr is not None and paragraph._p.pPr.xpath("w:bidi") for paragraph in written.paragraphs)
    sheet = counted.worksheets[0]
    assert sheet.sheet_view.rightToLeft
    assert [sheet.cell(2, column).value for column in (3, 4, 5, 6)] == [2, 1, 1, 2]


@pytest.mark.parametrize("days", [363, 366])
async def test_what_was_erased_after_its_period_is_not_counted_as_nought(
    held: Meeting, app: Any, world: World, secretary: Identity, days: int
) -> None:
    await world.superuser.execute("set session_replication_role = replica")
    for table in ("standing_aside", "meeting_answer"):
        await world.superuser.execute(f"delete from {table} where meeting = $1", held.id)  # a constant of this test
    await world.superuser.execute(
        "update meeting set status = 'closed', closed_at = now() - make_interval(days => $2) where id = $1",
        held.id,
        days,
    )
    await world.superuser.execute("set session_replication_role = origin")
    async with signed_in(app, world, secretary) as client:
        text = (await client.get(f"/meetings/{held.id}/minutes?in=en")).text
        counted = openpyxl.load_workbook(
            BytesIO((await client.http.get(f"/meetings/{held.id}/minutes.xlsx?in=en")).content)
        )
    is_over = days > 365
    assert ("No answers are held" in text, "Answers received: 0" in text) == (is_over, not is_over)
    assert counted.worksheets[0].cell(2, 3).value == (None if is_over else 0)


async def test_the_minutes_are_nobody_elses(held: Meeting, app: Any, world: World, secretary: Identity) -> None:
    address = f"/meetings/{held.id}/minutes"
    async with signed_in(app, world, await world.person("ethics_officer")) as client:
        assert (await client.get(address, status=404)).status == 404
    async with signed_in(app, world, secretary) as client:
        assert (await client.get(address)).status == 200, "the control"


@pytest.mark.parametrize("tag", ["ar", "en", "fr", "es"])
async def test_the_page_speaks_every_language(
    held: Meeting, app: Any, world: World, secretary: Identity, tag: str
) -> None:
    async with signed_in(app, world, secretary) as client:
        assert (await client.get(f"/meetings/{held.id}/minutes?lang={tag}")).language == tag


async def test_the_attendance_list_states_the_code_and_has_a_place_to_sign_beside_each_name(
    held: Meeting, app: Any, world: World, secretary: Identity
) -> None:
    async with signed_in(app, world, secretary) as client:
        page = await client.get(f"/meetings/{held.id}/attendance")
    assert "I abide by it in this meeting" in page.text
    assert "Code of Conduct for INTERPOL Meetings" in page.text
    assert len([row for row in page.all("tr") if row.find("td") is not None]) == 4
