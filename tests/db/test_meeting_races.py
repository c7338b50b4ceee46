"""Two at the same moment in a meeting: nothing is lost, nothing is doubled, and nobody meets a fault of ours."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import msgspec
import pytest

from declarations.meetings import store
from declarations.meetings.model import Delegation, Function, Item, Level, Measure, Meeting, Participant, Sitting
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service.arriving import enter, send_code
from declarations.meetings.service.completing import close, complete
from declarations.meetings.service.linking import issue_again
from declarations.meetings.service.voting import name_voting
from declarations.presiding.service import matters, opinions
from declarations.votes import store as votes
from declarations.votes import store_board
from declarations.votes.model import Answer, Stance
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.dispensing import DispenseCommand, dispense
from declarations.votes.service.freezing import open_vote
from declarations.votes.service.open_votes import enter as enter_votes
from declarations.votes.service.standing import stand_aside
from register.access import AccessSettings, configure
from register.access.service.resolving import identity_of_participant
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound, RegisterError, Stale
from register.kernel.identity import ANONYMOUS, Identity
from tests.db.test_meetings import is_sound
from tests.db.test_presiding import question, reporting
from tests.factories import World
from tests.meetings import aside_rule, attending, delegation, item, meeting, officer, over, participant, sitting

T = TypeVar("T")


@pytest.fixture(autouse=True)
def how_people_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    configure(AccessSettings(secret=b"m" * 32))
    monkeypatch.setattr("declarations.meetings.service.arriving.secrets.randbelow", lambda _most: 42)


class Hall(msgspec.Struct):
    """A meeting in session with an open ballot, its chair, and six participants of one delegation inside."""

    secretary: Identity
    chair: Identity
    meeting: Meeting
    sitting: Sitting
    us: Delegation
    item: Item
    people: list[Participant]
    inside: list[Identity]


@pytest.fixture
async def hall(world: World) -> Hall:
    secretary, chair = await world.person("meeting_secretary"), await world.person("presiding_officer")
    made = await meeting(await world.person("ethics_officer"), secretary)
    now = await sitting(secretary, made)
    us = await delegation(secretary, made)
    about = await item(secretary, made, called_at=made.created_at, vote="show", decision="other", sitting=now.id)
    await officer(secretary, made, Function.PRESIDING_OFFICER, chair)
    await aside_rule(secretary, made, "own", "leaves", "Rule 12")
    people = [await participant(secretary, made, us) for _ in range(6)]
    inside = [await attending(who, room_code(now)) for who in people]
    return Hall(secretary, chair, made, now, us, about, people, inside)


def said(on: Item, *levels: Level) -> AnswerCommand:
    stance = Stance.SOMETHING if levels else Stance.NOTHING
    return AnswerCommand(item=on.id, stance=stance, levels=levels, client_key=uuid4())


async def together(*acts: Awaitable[T]) -> tuple[list[T], list[RegisterError]]:
    """What came of acts at the same moment: what was done, and what was refused in words. Faults are raised."""
    done, refused = [], []
    for result in await asyncio.gather(*acts, return_exceptions=True):
        if isinstance(result, RegisterError):
            refused.append(result)
        elif isinstance(result, BaseException):
            raise result
        else:
            done.append(result)
    return done, refused


async def test_what_one_person_says_several_times_at_once_is_kept_in_an_order(hall: Hall, tmp_path: Path) -> None:
    who = hall.inside[0]
    done, _ = await together(*(answer(who, said(hall.item, Level.OWN)) for _ in range(4)))
    assert sorted(each.number for each in done) == [1, 2, 3, 4]
    same = said(hall.item)
    again, _ = await together(*(answer(who, same) for _ in range(4)))
    assert {each.id for each in again} == {again[0].id}
    asked, reported = question(), reporting()
    for acts in (
        [opinions.ask(who, asked) for _ in range(3)],
        [matters.report(who, reported) for _ in range(3)],
    ):
        kept, _ = await together(*acts)
        assert len({each.id for each in kept}) == 1
    other = hall.inside[1]
    await together(*(stand_aside(other, hall.item.id, measure) for measure in (Measure.SPEAKS, Measure.LEAVES) * 2))
    async with transaction(hall.secretary) as tx:
        stands = [each for each in await votes.asides(tx, hall.item.id) if each.participant == other.participant]
    assert len(stands) == 1
    assert await is_sound(tmp_path)


async def snapshot_of(hall: Hall) -> Any:
    async with transaction(hall.secretary) as tx:
        found = await store_board.snapshot(tx, hall.item.id)
    assert found is not None
    return found.content


async def test_a_vote_opened_while_all_answer_and_one_is_dispensed_keeps_one_moment(hall: Hall, tmp_path: Path) -> None:
    await answer(hall.inside[0], said(hall.item, Level.OWN))
    async with transaction(hall.secretary) as tx:
        [aside] = await votes.asides(tx, hall.item.id)
    rule = DispenseCommand(allows=Measure.SPEAKS, rule="Rule 13", reason="The body needs the facts.")
    acts: list[Awaitable[object]] = [answer(who, said(hall.item, Level.OWN)) for who in hall.inside[1:]]
    acts.insert(2, dispense(hall.chair, hall.meeting.id, hall.item.id, aside.id, rule))
    acts.insert(3, open_vote(hall.secretary, hall.meeting.id, hall.item.id, hall.item.version))
    done, refused = await together(*acts)
    assert refused == []
    given = {str(each.participant): str(each.id) for each in done if isinstance(each, Answer)}
    assert len(given) == 5
    kept = await snapshot_of(hall)
    answered, stood = set(kept["answers"]), {each["participant"] for each in kept["aside"]}
    assert answered == stood, "an answer and what the rule of the body makes of it are one moment"
    assert {who: each for who, each in kept["answers"].items() if who in given}.items() <= given.items()
    async with transaction(hall.secretary) as tx:
        latest = dict(await store_board.latest_ids(tx, hall.meeting.id, hall.item.id))
    assert {str(who) for who in latest} == {str(each.id) for each in hall.people}, "later ones are kept too"
    assert await is_sound(tmp_path)


async def test_a_vote_is_opened_once_and_one_delegate_votes_at_any_moment(hall: Hall, tmp_path: Path) -> None:
    acts = [open_vote(hall.secretary, hall.meeting.id, hall.item.id, hall.item.version) for _ in range(3)]
    opened, refused = await together(*acts)
    assert (len(opened), {type(each) for each in refused} <= {Conflict, Stale}) == (1, True)
    votes_of_us = {hall.us.id: "yes"}
    naming: list[Awaitable[object]] = [
        name_voting(hall.secretary, hall.meeting.id, hall.us.id, who.id) for who in hall.people[:4]
    ]
    entering: list[Awaitable[object]] = [
        enter_votes(hall.secretary, hall.meeting.id, hall.item.id, votes_of_us) for _ in range(2)
    ]
    _, refused = await together(*naming, *entering)
    assert refused == []
    async with transaction(hall.secretary) as tx:
        [vote] = await store_board.open_votes(tx, hall.item.id)
        in_force = await tx.fetch("select participant from voting_delegate where until is null")
    assert len(in_force) == 1
    assert vote.participant in {None, *(each.id for each in hall.people[:4])}
    assert await is_sound(tmp_path)


async def test_an_answer_beside_the_end_of_a_meeting_is_kept_or_refused_in_words(hall: Hall, tmp_path: Path) -> None:
    await over(hall.secretary, hall.meeting)
    seen = await version_of(hall)
    answers = [answer(who, said(hall.item)) for who in hall.inside]
    ends: list[Awaitable[object]] = [complete(hall.secretary, hall.meeting.id, seen, despite=True)]
    done, refused = await together(*answers[:3], *ends, *answers[3:])
    assert {type(each) for each in refused} <= {Conflict, NotFound}
    async with transaction(hall.secretary) as tx:
        kept = dict(await store_board.latest_ids(tx, hall.meeting.id, hall.item.id))
    assert set(kept.values()) == {each.id for each in done if isinstance(each, Answer)}
    await close(hall.secretary, hall.meeting.id, await version_of(hall))
    with pytest.raises((Conflict, NotFound)):
        await answer(hall.inside[0], said(hall.item))
    assert await is_sound(tmp_path)


async def version_of(hall: Hall) -> int:
    async with transaction(hall.secretary) as tx:
        return (await store.meeting(tx, hall.meeting.id)).version


async def test_a_mailed_code_opens_one_session_however_often_it_comes_at_once(hall: Hall) -> None:
    token = link_token(hall.people[0].id, 1)
    await send_code(token)
    done, refused = await together(*(enter(token, "000042") for _ in range(5)))
    assert len(done) == 1
    assert {type(each) for each in refused} == {Invalid}


async def test_a_session_that_begins_while_a_new_link_is_given_dies_with_the_old_one(hall: Hall) -> None:
    for who in hall.people[:4]:
        came, refused = await together(
            enter(link_token(who.id, 1), room_code(hall.sitting)),
            _issued(hall, who.id),
            enter(link_token(who.id, 1), room_code(hall.sitting)),
        )
        assert {type(each) for each in refused} <= {NotFound}
        tokens = [each for each in came if each]
        assert {await identity_of_participant(each) for each in tokens} <= {ANONYMOUS}
        assert await identity_of_participant(await enter(link_token(who.id, 2), room_code(hall.sitting))) != ANONYMOUS


async def _issued(hall: Hall, who: UUID) -> str:
    await issue_again(hall.secretary, hall.meeting.id, who)
    return ""
