"""Dispensation from a rule of the body: by whoever presides over the item, never for oneself, and never by another."""

from pathlib import Path
from uuid import uuid4

import asyncpg
import msgspec
import pytest

from declarations.meetings import store
from declarations.meetings.model import BodyRole, Function, Item, Level, Measure, Participant
from declarations.meetings.secrets import room_code
from declarations.meetings.service.matrix import RuleCommand, set_rule
from declarations.minutes.service import read_figures
from declarations.votes.model import Aside, Did, Stance
from declarations.votes.records import VOTES
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.dispensing import DispenseCommand, dispense, withdraw
from declarations.votes.service.leading import ItemLed, read_item
from declarations.votes.service.open_votes import keeps_from_voting
from declarations.votes.service.recording import note_what_was_done
from declarations.votes.service.standing import own_standing
from declarations.votes.service.statements import read_statements
from declarations.votes.service.watching import open_board
from register.access import AccessSettings, configure
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.identity import Identity
from tests.db.test_meetings import is_sound
from tests.factories import World
from tests.meetings import aside_rule, attending, delegation, item, meeting, officer, participant, sitting

ALLOWED = DispenseCommand(allows=Measure.SPEAKS, rule="Rule 14 (3)", reason="Nobody else knows the file.")


class Hall(msgspec.Struct):
    """A delegate of a delegation whom a rule of the body sends out, before a chair, a deputy and the secretary."""

    secretary: Identity
    chair: Identity
    deputy: Identity
    item: Item
    who: Participant
    alternate: Participant
    inside: Identity

    async def led(self, by: Identity | None = None) -> ItemLed:
        return await read_item(by or self.chair, self.item.meeting, self.item.id)

    async def aside(self) -> Aside:
        return (await self.led()).asides[0].aside

    async def dispense(self, by: Identity, command: DispenseCommand = ALLOWED) -> Aside:
        return await dispense(by, self.item.meeting, self.item.id, (await self.aside()).id, command)


@pytest.fixture
async def hall(world: World) -> Hall:
    configure(AccessSettings(secret=b"m" * 32))
    secretary = await world.person("meeting_secretary")
    made = await meeting(await world.person("ethics_officer"), secretary)
    code = room_code(await sitting(secretary, made))
    us = await delegation(secretary, made)
    who, alternate = [await participant(secretary, made, us) for _ in range(2)]
    chair, deputy = [await world.person("presiding_officer") for _ in range(2)]
    await officer(secretary, made, Function.PRESIDING_OFFICER, chair)
    await officer(secretary, made, Function.DEPUTY, deputy, 1)
    about = await item(secretary, made, called_at=made.created_at, vote="show")
    await aside_rule(secretary, made, Level.OWN, "leaves", "Rule 14 (1)")
    inside = await attending(who, code)
    said = AnswerCommand(item=about.id, stance=Stance.SOMETHING, levels=(Level.OWN,), client_key=uuid4())
    await answer(inside, said)
    return Hall(secretary, chair, deputy, about, who, alternate, inside)


async def test_whoever_presides_dispenses_from_a_rule_and_the_person_the_secretary_and_the_minutes_learn_it(
    hall: Hall, world: World, tmp_path: Path
) -> None:
    made = await hall.dispense(hall.chair)
    (seen,) = (await hall.led(hall.secretary)).asides
    assert (seen.aside.id, seen.aside.citation, seen.aside.reason) == (made.id, ALLOWED.rule, ALLOWED.reason)
    assert keeps_from_voting(seen.aside), "it allows to speak, and no more"
    assert (await hall.led(hall.secretary)).officers == {hall.chair.person: hall.chair.name}
    own = (await own_standing(hall.inside, hall.item.id)).now
    assert own is not None
    assert (own.dispensed, own.measure, own.reason) == (True, "speaks", ALLOWED.reason)
    told = await world.superuser.fetch("select recipient from outbox")
    assert [row["recipient"] for row in told] == [hall.who.id]
    (counted,) = (await read_figures(hall.secretary, hall.item.meeting)).items[0].asides
    assert (counted.dispensed, counted.citation, counted.names) == (1, ALLOWED.rule, ())
    await withdraw(hall.chair, hall.item.meeting, hall.item.id, made.id, "The delegation has sent an expert.")
    own_now = await own_standing(hall.inside, hall.item.id)
    assert own_now.now is not None
    assert (own_now.now.by_matrix, own_now.now.measure, own_now.now.citation) == (True, "leaves", "Rule 14 (1)")
    assert [each.withdrawn_because for each in own_now.withdrawn] == ["The delegation has sent an expert."]
    assert [each.who.id for each in (await hall.led()).withdrawn] == [hall.who.id]
    assert await is_sound(tmp_path)


async def test_no_secretary_deputy_or_person_concerned_dispenses_and_nothing_but_a_rule_is_dispensed_from(
    hall: Hall, world: World
) -> None:
    assert (await open_board(hall.deputy, hall.item.meeting)).of_chair == [], "it concerns somebody else"
    for nobody in (hall.secretary, hall.deputy, hall.inside):
        with pytest.raises(NotFound):
            await hall.dispense(nobody)
    for faulty in (msgspec.structs.replace(ALLOWED, rule=" "), msgspec.structs.replace(ALLOWED, allows=Measure.LEAVES)):
        with pytest.raises(Invalid):
            await hall.dispense(hall.chair, faulty)
    row = msgspec.structs.replace(
        await hall.aside(), id=uuid4(), by_matrix=False, dispensed=True, reason="So be it", measure=Measure.SPEAKS
    )
    for forger in (hall.secretary, hall.inside):
        forged = msgspec.structs.replace(row, recorded_by=forger.acting)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(forger) as tx:
                await tx.execute("update standing_aside set ended_at = now() where item = $1", hall.item.id)
                await store.keep(tx, VOTES[Aside], forged, "dispensed")
    made = await hall.dispense(hall.chair)  # the control
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(hall.secretary) as tx:
            await tx.execute("update standing_aside set ended_at = now() where id = $1", made.id)
    with pytest.raises(Conflict):
        await hall.dispense(hall.chair)
    await world.superuser.execute("update participant set person = $2 where id = $1", hall.who.id, hall.chair.person)
    with pytest.raises(NotFound):
        await withdraw(hall.chair, hall.item.meeting, hall.item.id, made.id, "It is I.")
    [of_chair] = (await open_board(hall.deputy, hall.item.meeting)).of_chair
    assert of_chair.id == made.id, "the board leads the deputy to it"
    await withdraw(hall.deputy, hall.item.meeting, hall.item.id, made.id, "The chair is the person concerned.")


async def test_what_the_person_then_did_is_recorded_as_it_was(hall: Hall) -> None:
    (seen,) = (await hall.led()).asides
    assert set(seen.done) == set(Did) - {Did.PAPERS_WITHHELD, Did.HANDED_OVER_CHAIR}
    places = (hall.item.meeting, hall.item.id, seen.aside.id)
    for impossible in (Did.PAPERS_WITHHELD, Did.HANDED_OVER_CHAIR, Did.REPLACED):
        with pytest.raises(Invalid):
            await note_what_was_done(hall.secretary, *places, impossible)
    for did, by in ((Did.DID_NOT_VOTE, None), (Did.REPLACED, hall.alternate.id)):
        await note_what_was_done(hall.secretary, *places, did, by)
        now = await hall.aside()
        assert (now.did, now.replaced_by) == (did, by)
    await note_what_was_done(hall.secretary, *places, Did.REPLACED)  # who was recorded before stays
    await note_what_was_done(hall.secretary, *places, Did.LEFT)
    with pytest.raises(Invalid):  # and who was announced is not taken for whoever came
        await note_what_was_done(hall.secretary, *places, Did.REPLACED)


async def test_papers_are_withheld_only_where_the_meeting_does_so_and_then_it_is_said_from_whom(
    hall: Hall, world: World
) -> None:
    rule = RuleCommand(Level.OWN, BodyRole.MEMBER, Measure.PAPERS_WITHHELD, "Rule 14 (2)")
    with pytest.raises(Invalid):
        await set_rule(hall.secretary, hall.item.meeting, rule)
    assert (await hall.led()).without_papers == [], "the control: the person leaves, with the papers"
    await world.superuser.execute("update meeting set papers_withheld = true")
    await set_rule(hall.secretary, hall.item.meeting, rule)
    said = AnswerCommand(item=hall.item.id, stance=Stance.SOMETHING, levels=(Level.OWN,), client_key=uuid4())
    await answer(hall.inside, said)
    view = await hall.led(hall.secretary)
    assert [who.id for who in view.without_papers] == [hall.who.id]
    assert Did.PAPERS_WITHHELD in view.asides[0].done


async def test_a_statement_for_the_whole_meeting_is_read_by_those_who_lead_it_and_that_is_recorded(
    hall: Hall, world: World
) -> None:
    stance, levels = Stance.SOMETHING, (Level.FAMILY,)
    said = AnswerCommand(item=None, stance=stance, levels=levels, text="A sister.", client_key=uuid4())
    await answer(hall.inside, said)
    office = await world.person("ethics_officer")
    creator = await world.superuser.fetchval("select created_by from meeting where id = $1", hall.item.meeting)
    creating = msgspec.structs.replace(office, person=creator)
    for nobody in (office, creating, hall.inside, await world.person("meeting_secretary")):
        with pytest.raises(NotFound):
            await read_statements(nobody, hall.item.meeting, None)
    for officer_of_it in (hall.secretary, hall.chair):
        view = await read_statements(officer_of_it, hall.item.meeting, None)
        assert [(each.who.id, each.words.text) for each in view.page.items] == [(hall.who.id, "A sister.")]
    read = await world.superuser.fetch("select person, subject from reading where kind = 'meeting' order by at")
    expected = [(each.person, hall.item.meeting) for each in (hall.secretary, hall.chair)]
    assert [tuple(row) for row in read] == expected
