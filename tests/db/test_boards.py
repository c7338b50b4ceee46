"""The board of a meeting: numbers for those who lead it, and what follows before and after a vote."""

from uuid import uuid4

import pytest

from declarations.meetings.model import Meeting, Sitting
from declarations.meetings.secrets import room_code
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.watching import board_for_all, read_board
from register.access import AccessSettings, configure
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from tests.factories import World
from tests.meetings import attending, delegation, item, meeting, participant, sitting


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
