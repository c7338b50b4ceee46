"""Standing aside that was announced: the secretary writes it down, no rule of the body is undone by it."""

import pytest

from declarations.meetings.model import Level, Measure
from declarations.meetings.secrets import room_code
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.leading import read_item
from declarations.votes.service.standing import own_standing, stand_aside
from declarations.votes.service.told import ToldCommand, record_aside
from register.access import AccessSettings, configure
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.ids import new_id
from tests.factories import World
from tests.meetings import aside_rule, attending, delegation, item, meeting, participant, sitting


async def test_what_was_announced_is_written_down_and_stays_the_persons_to_change(world: World) -> None:
    configure(AccessSettings(secret=b"m" * 32))
    secretary = await world.person("meeting_secretary")
    made = await meeting(await world.person("ethics_officer"), secretary)
    code, us = room_code(await sitting(secretary, made)), await delegation(secretary, made)
    await aside_rule(secretary, made, "family", "leaves", "Rule 5")
    about = await item(secretary, made, called_at=made.created_at)
    free, bound, alone = [await participant(secretary, made, of) for of in (us, us, None)]

    async def told(who: object, measure: Measure, **said: object) -> Measure:
        command = ToldCommand(participant=who.id, measure=measure, **said)  # type: ignore[attr-defined,arg-type]  # a row
        return Measure((await record_aside(secretary, made.id, about.id, command)).measure)

    assert await told(free, Measure.LEAVES) is Measure.LEAVES
    assert await told(free, Measure.LEAVES) is Measure.LEAVES, "the same again is one"
    assert [each.who.id for each in (await read_item(secretary, made.id, about.id)).asides] == [free.id]
    inside = await attending(free, code)
    assert (await stand_aside(inside, about.id, Measure.SPEAKS)).measure == Measure.SPEAKS, "it is the person’s own"
    assert await told(free, Measure.REPLACED, replaced_by=bound.id) is Measure.REPLACED
    for wrong in (alone, free):  # nobody else of the delegation, or not said who
        with pytest.raises(Invalid):
            await told(wrong, Measure.REPLACED)
    there = await attending(bound, code)
    family = AnswerCommand(item=about.id, stance=Stance.SOMETHING, levels=(Level.FAMILY,), client_key=new_id())
    await answer(there, family)
    with pytest.raises(Conflict):
        await told(bound, Measure.SPEAKS)
    assert (await own_standing(there, about.id)).now.citation == "Rule 5"  # type: ignore[union-attr]  # a rule applies
    command = ToldCommand(participant=bound.id, measure=Measure.LEAVES)
    for stranger in (inside, await world.person("meeting_secretary"), await world.person("ethics_officer")):
        with pytest.raises(NotFound):
            await record_aside(stranger, made.id, about.id, command)
