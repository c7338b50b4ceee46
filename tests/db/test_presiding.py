"""What lies before the presiding officer alone: opinions, reports, measures; and who never learns of them."""

from typing import Any
from uuid import uuid4

import msgspec
import pytest

from declarations.meetings.model import Function, Meeting, Participant
from declarations.meetings.secrets import room_code
from declarations.presiding.model import Verdict
from declarations.presiding.service import opinions
from declarations.presiding.service.opinions import AskCommand, OpinionCommand
from register.access import AccessSettings, configure
from register.kernel.db import transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.identity import Identity
from tests.factories import World
from tests.meetings import attending, meeting, officer, participant, sitting


@pytest.fixture(autouse=True)
def how_people_come_in() -> None:
    configure(AccessSettings(secret=b"m" * 32))


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
    return Hall(made, secretary, chair, office, await attending(deputy, code), deputy, *inside)


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
