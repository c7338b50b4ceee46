"""What lies before the presiding officer alone: opinions, reports, measures; and who never learns of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from declarations.advice.model import GuidanceText
from declarations.meetings import store as meetings
from declarations.meetings.model import Function, Meeting, Participant
from declarations.meetings.secrets import room_code
from declarations.meetings.service.completing import close, complete
from declarations.meetings.service.overview import overview
from declarations.meetings.settings import MeetingSettings
from declarations.meetings.settings import configure as configure_meetings
from declarations.presiding.completing import refuse_unfinished
from declarations.presiding.model import Act, Finding, Kind, Verdict
from declarations.presiding.service import guidance, matters, measures, opinions
from declarations.presiding.service.matters import ReportCommand, ReviewCommand
from declarations.presiding.service.measures import InformCommand, MeasureCommand
from declarations.presiding.service.opinions import AskCommand, OpinionCommand
from declarations.presiding.waiting import lists_waiting, matters_waiting
from register.access import AccessSettings, configure
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.i18n import Message
from register.kernel.identity import Identity
from tests.db.test_meetings import is_sound
from tests.factories import World
from tests.meetings import attending, meeting, officer, over, participant, sitting


@pytest.fixture(autouse=True)
def how_people_come_in() -> Iterator[None]:
    configure(AccessSettings(secret=b"m" * 32))
    yield
    configure_meetings(MeetingSettings())


class Hall(msgspec.Struct):
    """A meeting in session: its officers, two participants inside, and the deputy who came by a link."""

    meeting: Meeting
    secretary: Identity
    chair: Identity
    chair_office: Any
    deputy: Identity
    deputy_row: Participant
    asker: Identity
    neighbour: Identity


@pytest.fixture
async def hall(world: World) -> Hall:
    secretary = await world.person("meeting_secretary")
    made = await meeting(await world.person("ethics_officer"), secretary)
    code = room_code(await sitting(secretary, made))
    chair = msgspec.structs.replace(await world.person(), roles=frozenset({"declarant", "presiding_officer"}))
    office = await officer(secretary, made, Function.PRESIDING_OFFICER, chair)
    deputy = await participant(secretary, made, family_name="Deputy")
    await officer(secretary, made, Function.DEPUTY, deputy, 1)
    inside = [await attending(await participant(secretary, made), code) for _ in range(2)]
    came = await attending(deputy, code)
    await world.superuser.execute("update participant_session set opened_with = 'mail'")
    return Hall(made, secretary, chair, office, came, deputy, *inside)


def question(text: str = "May I accept the dinner?") -> AskCommand:
    return AskCommand(text, "en", uuid4())


GIVEN = OpinionCommand(Verdict.WITH_CONDITIONS, "If the host invites every delegation.", "en")


async def rows(who: Identity, table: str) -> int:
    async with transaction(who) as tx:
        return int(await tx.fetchval(f"select count(*) from {table}"))


async def test_an_opinion_is_asked_and_given_between_two_people(hall: Hall) -> None:
    asked = question()
    row = await opinions.ask(hall.asker, asked)
    assert (await opinions.ask(hall.asker, asked)).id == row.id, "what a phone sends twice is one question"
    _, before = await opinions.list_asked(hall.chair, hall.meeting.id, None)
    assert [each.words.text for each in before.items] == ["May I accept the dinner?"]
    await opinions.give(hall.chair, hall.meeting.id, row.id, GIVEN, 1)
    [own] = (await opinions.list_own(hall.asker, None)).items
    assert own.answer is not None
    assert (own.opinion.verdict, own.answer.text) == (Verdict.WITH_CONDITIONS, GIVEN.reasons)
    with pytest.raises(Conflict):
        await opinions.give(hall.chair, hall.meeting.id, row.id, GIVEN, 2)


async def test_nobody_else_learns_that_an_opinion_was_asked(hall: Hall) -> None:
    row = await opinions.ask(hall.asker, question())
    for who in (hall.secretary, hall.deputy, hall.neighbour):
        assert await rows(who, "presiding_opinion") == 0
    assert await rows(hall.chair, "presiding_opinion") == 1, "the control"
    for who in (hall.secretary, hall.neighbour):
        with pytest.raises(NotFound):
            await opinions.list_asked(who, hall.meeting.id, None)
    with pytest.raises(NotFound):
        await opinions.give(hall.deputy, hall.meeting.id, row.id, GIVEN, 1)


def reporting(*named: Any, text: str = "He shouted at me.") -> ReportCommand:
    return ReportCommand(
        kind=Kind.HARASSMENT, text=text, about="Mr Loud", named=named, language="en", client_key=uuid4()
    )


REVIEW = ReviewCommand(finding=Finding.NOT_COMPLIANT, text="Three people heard it.", language="en")
WARNED = MeasureCommand(kinds=(Act.WARN, Act.CALL_TO_ORDER), about="Mr Loud", language="en")
TOLD = InformCommand(why="It went on.", texts=dict.fromkeys(("ar", "en", "fr", "es"), "The session was disturbed."))


async def seen_by(who: Identity, hall: Hall) -> list[str]:
    _, page = await matters.list_matters(who, hall.meeting.id, None)
    return [each.words.text for each in page.items]


async def test_a_report_goes_to_the_chair_and_nobody_else_learns_of_it(hall: Hall, superuser: Any) -> None:
    await matters.report(hall.asker, reporting())
    assert await seen_by(hall.chair, hall) == ["He shouted at me."]
    assert await seen_by(hall.deputy, hall) == []
    for who in (hall.secretary, hall.deputy, hall.neighbour):
        assert await rows(who, "reported_matter") == 0
        assert await rows(who, "event where kind = 'reported_matter'") == 0
    with pytest.raises(NotFound):
        await matters.list_matters(hall.secretary, hall.meeting.id, None)
    told = await superuser.fetch("select recipient from outbox")
    assert [row["recipient"] for row in told] == [hall.chair.person]


async def test_a_report_that_names_the_chair_goes_to_the_deputy_who_may_take_the_chair(hall: Hall) -> None:
    row = await matters.report(hall.asker, reporting(hall.chair_office))
    assert await seen_by(hall.chair, hall) == []
    assert await seen_by(hall.deputy, hall) == ["He shouted at me."]
    with pytest.raises(Invalid):
        await measures.take_chair(hall.deputy, hall.meeting.id, row.id, " ")
    await measures.take_chair(hall.deputy, hall.meeting.id, row.id, "The chair is handed over.")
    async with transaction(hall.secretary) as tx:
        found = await meetings.officers(tx, hall.meeting.id)
    chairs = {each.person or each.participant: each for each in found if each.function is Function.PRESIDING_OFFICER}
    assert chairs[hall.chair.person].until is not None
    assert chairs[hall.deputy_row.id].until is None
    assert chairs[hall.deputy_row.id].reason == "The chair is handed over."
    await matters.review(hall.deputy, hall.meeting.id, row.id, REVIEW, 1)


async def test_who_is_named_reads_no_row_of_the_report_by_whatever_office_or_door(hall: Hall, world: World) -> None:
    await matters.report(hall.asker, reporting(hall.chair_office))
    await world.superuser.execute("update meeting_officer set until = now() where id = $1", hall.chair_office)
    for function in (Function.DEPUTY, Function.PRESIDING_OFFICER):  # named anew, before the deputy in precedence
        await officer(hall.secretary, hall.meeting, function, hall.chair)
    guest = await participant(hall.secretary, hall.meeting, family_name="Loud")
    await officer(hall.secretary, hall.meeting, Function.PRESIDING_OFFICER, guest)
    await world.superuser.execute("update participant set person = $2 where id = $1", guest.id, hall.chair.person)
    by_link = Identity(participant=guest.id, meeting=hall.meeting.id, roles=frozenset({"presiding_officer"}))
    for who in (hall.chair, by_link, hall.secretary):
        for table in ("reported_matter", "presiding_measure", "event where kind = 'reported_matter'"):
            assert await rows(who, table) == 0
    assert await rows(hall.deputy, "reported_matter") == 1, "the control: the deputy in precedence reads it"


async def test_a_report_that_names_nobody_is_read_by_the_deputy_only_once_it_is_handed_over(hall: Hall) -> None:
    row = await matters.report(hall.asker, reporting())
    assert (await rows(hall.chair, "reported_matter"), await rows(hall.deputy, "reported_matter")) == (1, 0)
    await measures.hand_over(hall.chair, hall.meeting.id, row.id, "It is about me.", "en")
    assert (await rows(hall.chair, "reported_matter"), await rows(hall.deputy, "reported_matter")) == (0, 1)


async def test_a_chair_whom_no_case_concerns_is_not_replaced(hall: Hall) -> None:
    row = await matters.report(hall.asker, reporting())
    with pytest.raises(NotFound):
        await measures.take_chair(hall.deputy, hall.meeting.id, row.id, "I want it.")
    async with transaction(hall.deputy) as tx:
        done = await tx.execute("update meeting_officer set until = now(), reason = 'x'")
    assert done == "UPDATE 0"


async def test_a_report_that_names_everyone_who_presides_is_refused(hall: Hall) -> None:
    present = await matters.officers_present(hall.asker)
    with pytest.raises(Conflict):
        await matters.report(hall.asker, reporting(*(each.id for each in present)))
    await matters.report(hall.asker, reporting(present[0].id))  # the control


async def test_a_chair_hands_a_matter_over_and_loses_sight_of_it(hall: Hall) -> None:
    row = await matters.report(hall.asker, reporting())
    await measures.hand_over(hall.chair, hall.meeting.id, row.id, "It is about me.", "en")
    assert (await seen_by(hall.chair, hall), len(await seen_by(hall.deputy, hall))) == ([], 1)
    with pytest.raises(Conflict):
        await measures.hand_over(hall.deputy, hall.meeting.id, row.id, "About me too.", "en")


async def test_measures_follow_a_review_and_all_are_informed_last(hall: Hall, superuser: Any, tmp_path: Path) -> None:
    of, row = hall.meeting.id, await matters.report(hall.asker, reporting())
    second = await matters.report(hall.neighbour, reporting(text="I heard it."))
    with pytest.raises(Conflict):
        await measures.take(hall.chair, of, row.id, WARNED)
    together = msgspec.structs.replace(REVIEW, together=(second.id,))
    await matters.review(hall.chair, of, row.id, together, 1)
    assert (await matters.read_case(hall.chair, of, second.id)).read.matter.reviewed_with == row.id
    with pytest.raises(Conflict):
        await measures.inform(hall.chair, of, row.id, TOLD)
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(hall.chair) as tx:
            await tx.execute(
                "insert into presiding_measure (id, meeting, matter, kind, taken_at, taken_by, key_id, content)"
                " values (gen_random_uuid(), $1, $2, 'inform', now(), $3, 'k', '')",
                *(of, row.id, hall.chair.person),
            )
    await measures.take(hall.chair, of, row.id, WARNED)
    with pytest.raises(Invalid):
        await measures.inform(hall.chair, of, row.id, msgspec.structs.replace(TOLD, why=" "))
    before = await superuser.fetchval("select count(*) from outbox")
    await measures.inform(hall.chair, of, row.id, TOLD)
    assert await superuser.fetchval("select count(*) from outbox") - before == 3, "the deputy and two participants"
    [(_, texts)] = await measures.list_informed(hall.neighbour)
    assert texts["en"] == "The session was disturbed."
    with pytest.raises(Conflict):
        await measures.inform(hall.chair, of, row.id, TOLD)
    assert await is_sound(tmp_path)


async def test_a_meeting_is_not_completed_while_a_report_waits(hall: Hall) -> None:
    configure_meetings(MeetingSettings(before_completing=refuse_unfinished))
    row = await matters.report(hall.asker, reporting())
    await over(hall.secretary, hall.meeting)
    with pytest.raises(Conflict) as refused:
        await complete(hall.secretary, hall.meeting.id, hall.meeting.version, despite=True)
    assert not any(told in str(refused.value.message.id) for told in ("report", "presiding officer", "deputy"))
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(hall.secretary) as tx:
            await tx.execute("update meeting set status = 'completed' where id = $1", hall.meeting.id)
    await matters.review(hall.chair, hall.meeting.id, row.id, REVIEW, 1)
    await complete(hall.secretary, hall.meeting.id, hall.meeting.version, despite=True)


async def test_that_something_waits_is_said_before_completing_and_only_once_the_sittings_are_over(
    hall: Hall, superuser: asyncpg.Connection
) -> None:
    configure_meetings(MeetingSettings(before_completing=refuse_unfinished))
    row = await opinions.ask(hall.asker, question())

    async def waits() -> int:
        found = (await overview(hall.secretary, hall.meeting.id)).lacking.waits
        return sum("Something waits" in each.id for each in found)

    assert await waits() == 0, "while the sitting runs, nobody reads off the page when somebody asked"
    await superuser.execute(
        "update sitting set ends_at = now() - interval '1 minute', starts_at = now() - interval '1 h'"
    )
    assert await waits() == 1
    said = (await overview(hall.secretary, hall.meeting.id)).missing[0].id
    assert "Something waits before somebody who presides" in said
    assert (await overview(hall.chair, hall.meeting.id)).missing == []
    await opinions.give(hall.chair, hall.meeting.id, row.id, GIVEN, 1)
    assert await waits() == 0


async def test_a_meeting_that_goes_on_is_refused_in_the_same_words_whether_or_not_something_waits(hall: Hall) -> None:
    configure_meetings(MeetingSettings(before_completing=refuse_unfinished))

    async def refused() -> Message:
        with pytest.raises(Conflict) as found:
            await complete(hall.secretary, hall.meeting.id, hall.meeting.version, despite=True)
        return found.value.message

    before = await refused()
    await matters.report(hall.asker, reporting(hall.chair_office))
    assert await refused() == before, "nothing is read off it"
    await over(hall.secretary, hall.meeting)
    assert await refused() != before, "the control"


async def test_a_completed_meeting_is_not_closed_while_a_report_that_came_later_waits(hall: Hall) -> None:
    configure_meetings(MeetingSettings(before_completing=refuse_unfinished))
    await over(hall.secretary, hall.meeting)
    version = await complete(hall.secretary, hall.meeting.id, hall.meeting.version, despite=True)
    row = await matters.report(hall.asker, reporting())
    assert len((await overview(hall.secretary, hall.meeting.id)).lacking.waits) == 1
    with pytest.raises(Conflict):
        await close(hall.secretary, hall.meeting.id, version)
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(hall.secretary) as tx:
            await tx.execute("update meeting set status = 'closed' where id = $1", hall.meeting.id)
    await matters.review(hall.chair, hall.meeting.id, row.id, REVIEW, 1)
    await close(hall.secretary, hall.meeting.id, version)


async def test_before_any_sitting_is_planned_nobody_reads_off_the_page_that_something_waits(
    hall: Hall, superuser: asyncpg.Connection
) -> None:
    configure_meetings(MeetingSettings(before_completing=refuse_unfinished))
    await matters.report(hall.asker, reporting())
    await superuser.execute("delete from sitting where meeting = $1", hall.meeting.id)

    async def waits() -> int:
        found = (await overview(hall.secretary, hall.meeting.id)).lacking.waits
        return sum("Something waits" in each.id for each in found)

    assert await waits() == 0, "no sitting is over that was never planned"
    long_ago = "update meeting set starts_on = '2026-01-12', ends_on = '2026-01-14' where id = $1"
    await superuser.execute(long_ago, hall.meeting.id)
    assert await waits() == 1, "the control: the last day is over"


async def test_what_waits_leads_the_officer_before_whom_it_lies_to_it_and_nobody_else(hall: Hall) -> None:
    configure_meetings(MeetingSettings(waiting_before=lists_waiting))
    here = f"/meetings/{hall.meeting.id}"

    async def beside(who: Identity) -> frozenset[str]:
        return (await overview(who, hall.meeting.id)).waiting

    assert await matters_waiting(hall.chair) == []
    asked = await opinions.ask(hall.asker, question())
    row = await matters.report(hall.asker, reporting())
    assert [each.href for each in await matters_waiting(hall.chair)] == [f"{here}/opinions", f"{here}/matters"]
    assert await beside(hall.chair) == {"opinions", "matters"}
    for who in (hall.secretary, hall.deputy):
        assert await matters_waiting(who) == []
        assert await beside(who) == frozenset()
    await matters.report(hall.neighbour, reporting(hall.chair_office))
    assert await beside(hall.deputy) == {"matters"}, "it concerns the one in the chair"
    await opinions.give(hall.chair, hall.meeting.id, asked.id, GIVEN, 1)
    await matters.review(hall.chair, hall.meeting.id, row.id, REVIEW, 1)
    assert await matters_waiting(hall.chair) == []
    assert await beside(hall.chair) == frozenset()


async def test_whoever_the_code_of_the_hall_let_in_sees_no_mark(hall: Hall, superuser: asyncpg.Connection) -> None:
    configure_meetings(MeetingSettings(waiting_before=lists_waiting))
    await matters.report(hall.neighbour, reporting(hall.chair_office))
    assert (await overview(hall.deputy, hall.meeting.id)).waiting == {"matters"}, "the control: a mailed code"
    await superuser.execute("update participant_session set opened_with = 'room'")
    assert (await overview(hall.deputy, hall.meeting.id)).waiting == frozenset()


async def test_general_words_are_published_by_their_asker_alone(hall: Hall) -> None:
    of, row = hall.meeting.id, await opinions.ask(hall.asker, question())
    words = GuidanceText("Dinners", "A dinner to which all are invited is compatible.", "en")
    with pytest.raises(Conflict):
        await guidance.propose(hall.chair, of, row.id, words)
    await opinions.give(hall.chair, of, row.id, GIVEN, 1)
    await guidance.propose(hall.chair, of, row.id, words)
    assert (await guidance.list_published(hall.neighbour, None)).items == []
    with pytest.raises((asyncpg.CheckViolationError, asyncpg.InsufficientPrivilegeError)):
        async with transaction(hall.chair) as tx:
            await tx.execute("update opinion_guidance set status = 'published', published_at = now()")
    with pytest.raises(NotFound):
        await guidance.decide(hall.neighbour, row.id, agrees=True)
    await guidance.decide(hall.asker, row.id, agrees=True)
    [(_, found)] = (await guidance.list_published(hall.neighbour, None)).items
    assert found == words
    await guidance.decide(hall.asker, row.id, agrees=False)
    assert (await guidance.list_published(hall.neighbour, None)).items == []


async def test_an_unanswered_question_follows_the_chair_only_when_its_asker_sends_it_again(hall: Hall) -> None:
    row = await opinions.ask(hall.asker, question())
    async with transaction(hall.secretary) as tx:
        await tx.execute("update meeting_officer set until = now() where id = $1", hall.chair_office)
    assert await rows(hall.deputy, "presiding_opinion") == 0
    [own] = (await opinions.list_own(hall.asker, None)).items
    assert own.waits_for_nobody
    await opinions.send_again(hall.asker, row.id)
    assert await rows(hall.deputy, "presiding_opinion") == 1


async def test_what_was_kept_verifies_until_somebody_alters_it(hall: Hall, superuser: Any, tmp_path: Path) -> None:
    row = await matters.report(hall.asker, reporting())
    await matters.review(hall.chair, hall.meeting.id, row.id, REVIEW, 1)
    await measures.take(hall.chair, hall.meeting.id, row.id, WARNED)
    assert await is_sound(tmp_path)
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute("update reported_matter set finding = 'compliant'")
    await superuser.execute("set session_replication_role = origin")
    assert not await is_sound(tmp_path)


async def test_the_code_of_the_hall_which_the_secretary_knows_opens_no_words(hall: Hall, superuser: Any) -> None:
    await opinions.ask(hall.asker, question())
    await matters.report(hall.asker, reporting(hall.chair_office))
    assert (await opinions.list_own(hall.asker, None)).items[0].words.text, "the control"
    assert await seen_by(hall.deputy, hall)
    await superuser.execute("update participant_session set opened_with = 'room'")
    assert not (await opinions.list_own(hall.asker, None)).items[0].words.text
    assert not (await matters.list_own_reports(hall.asker, None)).items[0].words.text
    with pytest.raises(Conflict):
        await matters.list_matters(hall.deputy, hall.meeting.id, None)
