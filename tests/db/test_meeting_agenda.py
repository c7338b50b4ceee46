"""The secretary's hands: agenda and its revisions, whom items concern, the chair, the matrix; nobody else's."""

from pathlib import Path

import asyncpg
import pytest

from declarations.meetings import store
from declarations.meetings.model import BodyRole, Decision, Function, Level, Measure, PartyRole, Status
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service import completing, matrix, planning_agenda, presiding_change, sitting_plan
from declarations.meetings.service.arriving import enter, open_link
from declarations.meetings.service.concerning import ConcernedCommand, name_party, withdraw_party
from declarations.meetings.service.matrix import RuleCommand
from declarations.meetings.service.planning_agenda import ItemCommand
from declarations.meetings.service.preparing import read_meeting
from declarations.meetings.service.presiding_change import OfficerCommand, SeveralPeople
from register.access import AccessSettings, configure
from register.access.service.resolving import identity_of_participant
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound, Stale
from register.kernel.identity import ANONYMOUS, Identity
from tests.db.test_meetings import is_sound
from tests.factories import World
from tests.meetings import attending, meeting, over, participant, sitting

CONTRACT = ItemCommand(number="3", titles={"en": "Award of a contract"}, decision=Decision.CONTRACT)


@pytest.fixture(autouse=True)
def how_people_come_in() -> None:
    configure(AccessSettings(secret=b"m" * 32))


@pytest.fixture
async def office(world: World) -> Identity:
    return await world.person("ethics_officer")


@pytest.fixture
async def secretary(world: World) -> Identity:
    return await world.person("meeting_secretary")


async def test_under_the_conduct_of_technical_work_the_code_stands_first_and_stays_there(
    office: Identity, secretary: Identity
) -> None:
    made = await meeting(office, secretary, code="iso-coc")
    entered = await planning_agenda.enter_item(secretary, made.id, CONTRACT)
    view = await planning_agenda.read_agenda(secretary, made.id)
    assert [each.is_code for each in view.items] == [True, False]
    with pytest.raises(Invalid):
        await planning_agenda.arrange(secretary, made.id, [entered, view.items[0].id])
    with pytest.raises(Conflict):
        await planning_agenda.withdraw_item(secretary, made.id, view.items[0].id, view.items[0].version)
    plain = await meeting(office, secretary)  # the control: another code has no standing item
    await planning_agenda.enter_item(secretary, plain.id, CONTRACT)
    assert len((await planning_agenda.read_agenda(secretary, plain.id)).items) == 1


async def test_a_published_agenda_stays_as_it_was_and_is_not_published_twice(
    office: Identity, secretary: Identity
) -> None:
    made = await meeting(office, secretary)
    item = await planning_agenda.enter_item(secretary, made.id, CONTRACT)
    concerned = await name_party(secretary, made.id, item, ConcernedCommand("Northern Works", PartyRole.BIDDER))
    again = await name_party(secretary, made.id, item, ConcernedCommand("Northern Works", PartyRole.BIDDER))
    assert concerned == again
    assert await planning_agenda.publish(secretary, made.id) == 1
    with pytest.raises(Conflict):
        await planning_agenda.publish(secretary, made.id)
    await withdraw_party(secretary, made.id, item, concerned)
    assert await planning_agenda.publish(secretary, made.id) == 2
    second, first = (await planning_agenda.read_agenda(secretary, made.id)).revisions
    assert first.carries_code
    assert [bool(each.agenda[0]["concerned"]) for each in (first, second)] == [True, False]


async def test_an_item_is_called_once_by_its_secretary_on_the_state_that_was_read(
    office: Identity, secretary: Identity, world: World
) -> None:
    made = await meeting(office, secretary)
    item = await planning_agenda.enter_item(secretary, made.id, CONTRACT)
    stranger = await world.person("meeting_secretary")
    for other in (stranger, office):
        with pytest.raises(NotFound):
            await planning_agenda.call_item(other, made.id, item, 1)
        with pytest.raises(NotFound):
            await planning_agenda.read_agenda(other, made.id)
    with pytest.raises(Stale):
        await planning_agenda.call_item(secretary, made.id, item, 7)
    called = await planning_agenda.call_item(secretary, made.id, item, 1)
    assert await planning_agenda.call_item(secretary, made.id, item, called) == called


async def test_the_chair_passes_with_a_reason_and_the_first_presides_no_longer(
    office: Identity, secretary: Identity, world: World
) -> None:
    made = await meeting(office, secretary)
    chair = await world.person("presiding_officer")
    first = OfficerCommand(function=Function.PRESIDING_OFFICER, person=chair.person)
    await presiding_change.name_officer(secretary, made.id, first)
    assert (await read_meeting(chair, made.id)).presides
    who = await participant(secretary, made, family_name="Quispe")
    second = OfficerCommand(function=Function.PRESIDING_OFFICER, who="Quispe")
    with pytest.raises(Invalid):
        await presiding_change.name_officer(secretary, made.id, second)
    given = OfficerCommand(function=Function.PRESIDING_OFFICER, who="Quispe", reason="Concerned by a case.")
    await presiding_change.name_officer(secretary, made.id, given)
    with pytest.raises(NotFound):
        await read_meeting(chair, made.id)
    inside = await attending(who, room_code(await sitting(secretary, made)))
    assert "presiding_officer" in inside.roles
    history = (await presiding_change.list_officers(secretary, made.id)).officers
    ended = [each for each in history if each.until is not None]
    assert [(each.person, each.reason) for each in ended] == [(chair.person, "Concerned by a case.")]


async def test_a_family_name_of_several_is_asked_about_and_a_meeting_keeps_a_secretary(
    office: Identity, secretary: Identity
) -> None:
    made = await meeting(office, secretary)
    for first in ("Ana", "Bo"):
        await participant(secretary, made, family_name="Quispe", first_name=first)
    with pytest.raises(SeveralPeople) as several:
        await presiding_change.name_officer(
            secretary, made.id, OfficerCommand(function=Function.DEPUTY, who="Quispe", precedence=1)
        )
    assert {each.first_name for each in several.value.offered} == {"Ana", "Bo"}
    [own] = (await presiding_change.list_officers(secretary, made.id)).officers
    with pytest.raises(Conflict):
        await presiding_change.end_function(secretary, made.id, own.id, "Ill.")


async def test_a_rule_on_standing_aside_needs_its_citation_and_can_be_taken_out_and_back(
    office: Identity, secretary: Identity
) -> None:
    made = await meeting(office, secretary)
    with pytest.raises(Invalid):
        await matrix.set_rule(secretary, made.id, RuleCommand(Level.OWN, BodyRole.CHAIR, Measure.LEAVES))
    cited = RuleCommand(Level.OWN, BodyRole.CHAIR, Measure.LEAVES, "Rules of Procedure, rule 31")
    for command, left in ((cited, 1), (RuleCommand(Level.OWN, BodyRole.CHAIR, None), 0), (cited, 1)):
        await matrix.set_rule(secretary, made.id, command)
        async with transaction(secretary) as tx:
            assert len(await store.aside_rules(tx, made.id)) == left


async def test_closing_kills_links_and_sessions_and_everything_verifies_until_an_item_is_altered(
    office: Identity, secretary: Identity, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    made = await meeting(office, secretary)
    item = await planning_agenda.enter_item(secretary, made.id, CONTRACT)
    hall, who = await sitting(secretary, made), await participant(secretary, made)
    old = room_code(hall)
    session = await enter(link_token(who.id, 1), old)
    assert await sitting_plan.turn_code(secretary, made.id, hall.id) != old
    assert (await identity_of_participant(session)).participant == who.id  # whoever is in stays in
    with pytest.raises(Invalid):
        await enter(link_token(who.id, 1), old)
    with pytest.raises(Conflict):
        await completing.close(secretary, made.id, made.version)
    await over(secretary, made)
    version = await completing.complete(secretary, made.id, made.version, despite=True)
    await completing.close(secretary, made.id, version)
    assert (await read_meeting(secretary, made.id)).meeting.status is Status.CLOSED
    assert await identity_of_participant(session) is ANONYMOUS
    with pytest.raises(NotFound):
        await open_link(link_token(who.id, 1))
    with pytest.raises(Conflict):
        await planning_agenda.end_item(secretary, made.id, item, 1)
    assert await is_sound(tmp_path)
    await superuser.execute("update agenda_item set number = '4' where id = $1", item)
    assert not await is_sound(tmp_path)
