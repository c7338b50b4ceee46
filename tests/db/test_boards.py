"""The board of a meeting: numbers for those who lead it, and what follows before and after a vote."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from declarations.meetings.model import Function, Item, Level, Measure, Meeting, Sitting
from declarations.meetings.secrets import room_code
from declarations.meetings.service.preparing import check_particulars
from declarations.meetings.service.voting import name_voting
from declarations.minutes.service import read_figures
from declarations.votes.model import Medium, Stance
from declarations.votes.service.counting import Persons, indication
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.freezing import open_vote
from declarations.votes.service.leading import read_item, remind
from declarations.votes.service.open_votes import enter, enter_file
from declarations.votes.service.recording import confirm, find, record_answer
from declarations.votes.service.standing import stand_aside
from declarations.votes.service.statements import read_statements
from declarations.votes.service.watching import board_for_all, open_board, read_board
from register.access import AccessSettings, configure
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.i18n import say
from register.kernel.identity import Identity
from register.notices.service import opened as opened_notice
from tests.factories import World
from tests.meetings import attending, delegation, item, meeting, meeting_command, officer, participant, sitting


class Hall:
    """A meeting in session with two delegations, one item that is called and another that is not."""

    def __init__(self, office: Identity, secretary: Identity, made: Meeting, hall: Sitting) -> None:
        self.office, self.secretary, self.meeting, self.sitting = office, secretary, made, hall


@pytest.fixture
async def hall(world: World) -> Hall:
    configure(AccessSettings(secret=b"m" * 32))
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    made = await meeting(office, secretary)
    return Hall(office, secretary, made, await sitting(secretary, made))


async def test_the_board_counts_answers_by_item_and_delegation_and_is_closed_to_whoever_does_not_lead(
    hall: Hall, world: World
) -> None:
    one, other = [await delegation(hall.secretary, hall.meeting, name) for name in ("Borduria", "Syldavia")]
    people = [await participant(hall.secretary, hall.meeting, of) for of in (one, one, other, None)]
    called = await item(hall.secretary, hall.meeting, called_at=hall.meeting.created_at)
    await item(hall.secretary, hall.meeting, number="6", position=2)
    for who in (people[0], people[3]):
        inside = await attending(who, room_code(hall.sitting))
        for _ in range(2):
            await answer(inside, AnswerCommand(item=called.id, stance=Stance.NOTHING, client_key=uuid4()))
    board = await read_board(hall.secretary, hall.meeting.id)
    assert [(group.name, group.participants) for group in board.groups] == [("Borduria", 2), ("Syldavia", 1), ("", 1)]
    assert [(line.answered, board.missing(line)) for line in board.lines] == [((1, 0, 1), 2), ((0, 0, 0), 4)]
    assert board.filled(board.lines[0]) == (0, 1, 1)
    assert (await board_for_all(hall.meeting.id)).figures() == board.figures(), "once for all is the same board"
    assert "Borduria" not in str(board.shown_to_all()) + str(board.figures())
    for nobody in (
        hall.office,
        await world.person("meeting_secretary"),
        await attending(people[1], room_code(hall.sitting)),
    ):
        with pytest.raises(NotFound):
            await read_board(nobody, hall.meeting.id)


async def called_for(hall: Hall, **said: Any) -> Item:
    return await item(hall.secretary, hall.meeting, called_at=hall.meeting.created_at, **said)


def says(about: Item, *levels: Level) -> AnswerCommand:
    stance = Stance.SOMETHING if levels else Stance.NOTHING
    return AnswerCommand(item=about.id, stance=stance, levels=levels, client_key=uuid4())


async def test_what_the_secretary_writes_down_is_marked_and_confirmed_by_the_person_alone(
    hall: Hall, world: World
) -> None:
    called = await called_for(hall)
    who = await participant(hall.secretary, hall.meeting, family_name="Haddock")
    assert [each.id for each in await find(hall.secretary, hall.meeting.id, "Had")] == [who.id]
    command = says(called, Level.FAMILY)
    made = await record_answer(hall.secretary, hall.meeting.id, who.id, Medium.ALOUD, command)
    again = await record_answer(hall.secretary, hall.meeting.id, who.id, Medium.ALOUD, command)
    assert (again.id, made.medium, made.recorded_by) == (made.id, Medium.ALOUD, hall.secretary.person)
    chair = await chair_of(hall, world)
    with pytest.raises(NotFound):
        await record_answer(chair, hall.meeting.id, who.id, Medium.ALOUD, says(called))
    inside = await attending(who, room_code(hall.sitting))
    with pytest.raises(NotFound):
        await confirm(hall.secretary, made.id)
    await confirm(inside, made.id)
    (seen,) = (await read_item(chair, hall.meeting.id, called.id)).disclosed
    assert (seen.who.id, seen.answer.levels, seen.answer.confirmed_at is not None) == (who.id, ("family",), True)
    read = await world.superuser.fetch("select person, subject from reading where kind = 'agenda_item'")
    assert [tuple(row) for row in read] == [(chair.person, called.id)], "and it is recorded who read it"


async def chair_of(hall: Hall, world: World) -> Identity:
    chair = await world.person("presiding_officer")
    await officer(hall.secretary, hall.meeting, Function.PRESIDING_OFFICER, chair)
    return chair


async def test_opening_the_vote_keeps_what_was_and_marks_what_comes_later(hall: Hall, world: World) -> None:
    called = await called_for(hall, vote="show")
    us, them = (
        await delegation(hall.secretary, hall.meeting),
        await delegation(hall.secretary, hall.meeting, "Borduria", votes=False),
    )
    early, late = [await participant(hall.secretary, hall.meeting, of) for of in (us, them)]
    first = await record_answer(hall.secretary, hall.meeting.id, early.id, Medium.PAPER, says(called, Level.OWN))
    with pytest.raises(NotFound):
        await open_vote(await chair_of(hall, world), hall.meeting.id, called.id, called.version)
    await open_vote(hall.secretary, hall.meeting.id, called.id, called.version)
    with pytest.raises(Conflict):
        await open_vote(hall.secretary, hall.meeting.id, called.id, called.version + 1)
    await record_answer(hall.secretary, hall.meeting.id, late.id, Medium.LIST, says(called, Level.GIFT))
    view = await read_item(hall.secretary, hall.meeting.id, called.id)
    assert view.snapshot is not None
    assert view.snapshot.content["answers"] == {str(early.id): str(first.id)}
    assert [each["name"] for each in view.snapshot.content["entitled"]] == ["Ruritania"]
    assert [(each.who.id, each.is_later) for each in view.disclosed] == [(early.id, False), (late.id, True)]


async def test_an_open_vote_by_somebody_who_stood_aside_is_pointed_out_and_a_secret_one_is_never_entered(
    hall: Hall,
) -> None:
    shown = await called_for(hall, vote="show")
    us, them = [await delegation(hall.secretary, hall.meeting, name) for name in ("Syldavia", "Borduria")]
    for of in (us, them):
        who = await participant(hall.secretary, hall.meeting, of)
        await name_voting(hall.secretary, hall.meeting.id, of.id, who.id)
        if of is us:
            await stand_aside(await attending(who, room_code(hall.sitting)), shown.id, Measure.SPEAKS)
    await open_vote(hall.secretary, hall.meeting.id, shown.id, shown.version)
    file = b"Delegation;Vote\nSyldavia;yes\nborduria; NO \n"
    assert await enter_file(hall.secretary, hall.meeting.id, shown.id, file) == 2
    await enter(hall.secretary, hall.meeting.id, shown.id, {them.id: "abstain"})
    votes = (await read_item(hall.secretary, hall.meeting.id, shown.id)).votes
    assert [(each.delegation, each.vote.choice, each.stood_aside) for each in votes] == [
        ("Syldavia", "yes", True),
        ("Borduria", "abstain", False),
    ]
    with pytest.raises(Invalid):
        await enter_file(hall.secretary, hall.meeting.id, shown.id, b"Delegation;Vote\nNowhere;yes\n")
    secret = await called_for(hall, number="7", position=3, vote="secret")
    await open_vote(hall.secretary, hall.meeting.id, secret.id, secret.version)
    with pytest.raises(Conflict):
        await enter(hall.secretary, hall.meeting.id, secret.id, {us.id: "yes"})


async def test_a_reminder_goes_to_those_missing_and_urges_nobody_without_a_mandate(
    hall: Hall, superuser: asyncpg.Connection
) -> None:
    called = await called_for(hall)
    done, missing = [await participant(hall.secretary, hall.meeting) for _ in range(2)]
    await participant(hall.secretary, hall.meeting, email="")
    await record_answer(hall.secretary, hall.meeting.id, done.id, Medium.ALOUD, says(called))
    assert await remind(hall.secretary, hall.meeting.id, called.id) == 1
    row = await superuser.fetchrow("select id, recipient, key_id, wrapped_key, content from outbox")
    assert row is not None
    assert row["recipient"] == missing.id
    notice = opened_notice(row["id"], row["key_id"], row["wrapped_key"], row["content"])
    assert "you may" in say(notice.body[1], "en").lower()


COUNTED = Meeting(
    id=uuid4(),
    body="Council",
    title="First session",
    code="interpol-meetings-2023",
    starts_on=date(2026, 11, 23),
    ends_on=date(2026, 11, 23),
    languages=("en",),
    quorum_of="present",
    created_by=uuid4(),
    created_at=datetime(2026, 11, 1, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("quorum_of", "majority", "counts", "expected"),
    [
        (None, "simple", False, None),
        ("entitled", "simple", True, (190, 96)),
        ("present", "simple", True, (148, 75)),
        ("present", "simple", False, (148, 70)),
        ("present", "two_thirds", True, (148, 99)),
    ],
)
def test_the_indication_leaves_out_those_who_stand_aside(
    quorum_of: str | None, majority: str, counts: bool, expected: tuple[int, int] | None
) -> None:
    rule = msgspec.structs.replace(COUNTED, quorum_of=quorum_of, majority=majority, abstentions_count=counts)
    found = indication(rule, Persons(entitled=196, present=150, aside_entitled=6, aside_present=2, abstained=10))
    assert (found and (found.counted, found.needed)) == expected


@pytest.mark.parametrize(
    ("quorum", "present", "expected"),
    [
        (None, 150, (None, None)),
        ("1/3", 67, (66, True)),
        ("1/3", 66, (66, False)),
        ("1/2", 99, (98, True)),
        (">1/2", 99, (99, False)),
    ],
)
def test_the_quorum_is_a_share_of_those_entitled_and_leaves_out_those_who_stand_aside(
    quorum: str | None, present: int, expected: tuple[int | None, bool | None]
) -> None:
    rule = msgspec.structs.replace(COUNTED, quorum=quorum)
    found = indication(rule, Persons(entitled=196, present=present, aside_entitled=1, aside_present=1))
    assert found is not None
    assert (found.quorum_needed, found.quorum_met) == expected


@pytest.mark.parametrize(
    ("entitled", "without", "expected"),
    [
        (0, 0, (None, None, None)),
        (3, 3, (2, False, None)),
    ],
)
def test_a_quorum_of_nobody_is_not_reached(entitled: int, without: int, expected: tuple[object, ...]) -> None:
    rule = msgspec.structs.replace(COUNTED, quorum="1/2", majority="simple")
    nobody = Persons(entitled=entitled, present=0, aside_entitled=0, aside_present=0, without_delegate=without)
    found = indication(rule, nobody)
    assert found is not None
    assert (found.quorum_needed, found.quorum_met, found.needed) == expected


async def test_a_delegation_that_has_named_nobody_is_entitled_and_not_there(world: World) -> None:
    configure(AccessSettings(secret=b"m" * 32))
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    counts: dict[str, Any] = {"quorum": "1/2", "quorum_of": "entitled", "majority": "simple", "counts_rule": "Rule 40"}
    made = await meeting(office, secretary, **counts)
    hall = await sitting(secretary, made)
    about = await item(secretary, made, called_at=made.created_at, vote="show", sitting=hall.id)
    groups = [await delegation(secretary, made, name) for name in ("Borduria", "Syldavia", "Ruritania")]
    await delegation(secretary, made, "Observers", votes=False)

    async def counted() -> tuple[object, ...]:
        found = (await read_item(secretary, made.id, about.id)).indication
        assert found is not None
        return found.entitled, found.without_delegate, found.quorum_needed, found.quorum_met, found.needed

    assert await counted() == (3, 3, 2, False, 2), "nobody is named: nothing is reached, and three are to be mended"
    who = await participant(secretary, made, groups[0])
    await name_voting(secretary, made.id, groups[0].id, who.id)
    await attending(who, room_code(hall))
    assert await counted() == (3, 2, 2, False, 2), "one who is named and there is no quorum of three"


async def test_a_quorum_is_kept_with_the_rule_that_names_it_and_not_without(hall: Hall) -> None:
    counts = {"quorum": "1/3", "quorum_of": "present", "counts_rule": "Rule 40"}
    for faulty in ({"quorum": "3/2"}, {"quorum_of": None}, {"counts_rule": ""}):
        with pytest.raises(Invalid):
            check_particulars(meeting_command(**counts | faulty))
    made = await meeting(hall.office, hall.secretary, is_open=False, **counts)
    assert (made.quorum, hall.meeting.quorum) == ("1/3", None)


async def test_a_deputy_sees_numbers_and_reads_what_was_disclosed_only_once_they_preside(
    hall: Hall, world: World, superuser: asyncpg.Connection
) -> None:
    of, about = hall.meeting.id, await called_for(hall)
    who = await attending(await participant(hall.secretary, hall.meeting), room_code(hall.sitting))
    await answer(who, says(about, Level.OWN))
    chair, deputy, second = [await world.person("presiding_officer") for _ in range(3)]
    office = await officer(hall.secretary, hall.meeting, Function.PRESIDING_OFFICER, chair)
    for precedence, each in enumerate((deputy, second), start=1):
        await officer(hall.secretary, hall.meeting, Function.DEPUTY, each, precedence)

    async def reads(by: Identity) -> tuple[int, int]:
        async with transaction(by) as tx:
            rows = int(await tx.fetchval("select count(*) from meeting_answer where meeting = $1", of))
        asked = (read_item(by, of, about.id), read_statements(by, of, None), read_figures(by, of))
        answered = await asyncio.gather(*asked, return_exceptions=True)
        assert all(isinstance(each, NotFound) for each in answered if isinstance(each, BaseException))
        return sum(not isinstance(each, NotFound) for each in answered), rows

    assert await reads(deputy) == (0, 0)
    opened = await open_board(deputy, of)
    assert (opened.reads, opened.board.lines[0].total) == (False, 1), "numbers alone"
    assert await reads(chair) == await reads(hall.secretary) == (3, 1), "the control"
    await superuser.execute("update meeting_officer set until = now() where id = $1", office)
    assert await reads(deputy) == (3, 1), "first in precedence, and nobody else presides"
    assert await reads(second) == (0, 0)
    await officer(hall.secretary, hall.meeting, Function.PRESIDING_OFFICER, second)
    assert (await reads(second), await reads(deputy)) == ((3, 1), (0, 0)), "the chair was taken over"
