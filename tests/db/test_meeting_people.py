"""Who takes part in a meeting: delegations and their right to vote, participants, links, lists that are imported."""

from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from declarations.meetings import store_people
from declarations.meetings.model import Credentials, Meeting, Part, Standing, Type
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service import entering, linking, voting
from declarations.meetings.service.arriving import enter, open_link
from declarations.meetings.service.entering import DelegationCommand, ParticipantCommand
from declarations.meetings.service.voting import ReplaceCommand
from register.access import AccessSettings, configure
from register.access.service.resolving import identity_of_participant
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound, Stale
from register.kernel.identity import ANONYMOUS, Identity
from tests.db.test_meetings import is_sound
from tests.factories import World
from tests.meetings import delegation, meeting, participant, sitting


@pytest.fixture(autouse=True)
def how_people_come_in() -> None:
    configure(AccessSettings(secret=b"m" * 32))


@pytest.fixture
async def office(world: World) -> Identity:
    return await world.person("ethics_officer")


@pytest.fixture
async def secretary(world: World) -> Identity:
    return await world.person("meeting_secretary")


@pytest.fixture
async def assembly(office: Identity, secretary: Identity) -> Meeting:
    return await meeting(office, secretary)


async def test_the_secretary_enters_a_delegation_and_its_people_and_nobody_else_does(
    assembly: Meeting, secretary: Identity, office: Identity, world: World
) -> None:
    command = DelegationCommand(name="Ruritania", credentials=Credentials.ACCEPTED)
    made = await entering.enter_delegation(secretary, assembly.id, command)
    view = await entering.read_delegation(secretary, assembly.id, made)
    assert view.delegation.may_vote
    person = ParticipantCommand(delegation=made, family_name="Okafor", email="A@delegates.example", function=Part.HEAD)
    await entering.enter_participant(secretary, assembly.id, person)
    with pytest.raises(Invalid):
        await entering.enter_participant(secretary, assembly.id, person)
    with pytest.raises(Invalid):
        await entering.enter_delegation(secretary, assembly.id, command)
    for other in (office, await world.person("meeting_secretary")):
        with pytest.raises(NotFound):
            await entering.list_participants(other, assembly.id, None)
        with pytest.raises(NotFound):
            await entering.enter_delegation(other, assembly.id, DelegationCommand(name="Elsewhere"))


async def test_a_member_without_its_vote_needs_a_reason_and_an_observer_none(
    assembly: Meeting, secretary: Identity
) -> None:
    row = await delegation(secretary, assembly)
    arrears = DelegationCommand(name=row.name, credentials=Credentials.ACCEPTED, votes=False)
    with pytest.raises(Invalid):
        await entering.correct_delegation(secretary, assembly.id, row.id, arrears, 1)
    said = DelegationCommand(name=row.name, credentials=Credentials.ACCEPTED, votes=False, reason="Article 52")
    assert await entering.correct_delegation(secretary, assembly.id, row.id, said, 1) == 2
    with pytest.raises(Stale):
        await entering.correct_delegation(secretary, assembly.id, row.id, said, 1)
    watching = DelegationCommand(name="Observers", standing=Standing.OBSERVER, votes=False)
    await entering.enter_delegation(secretary, assembly.id, watching)


async def test_who_votes_is_kept_by_sitting_with_its_history(
    assembly: Meeting, secretary: Identity, tmp_path: Path
) -> None:
    us, them = await delegation(secretary, assembly), await delegation(secretary, assembly, "Elsewhere")
    first, second = await sitting(secretary, assembly), await sitting(secretary, assembly, number=2)
    head, deputy = await participant(secretary, assembly, us), await participant(secretary, assembly, us)
    await voting.name_voting(secretary, assembly.id, us.id, head.id)
    await voting.name_voting(secretary, assembly.id, us.id, deputy.id, second.id)
    stranger = await participant(secretary, assembly, them)
    watcher = await participant(secretary, assembly, us, type=Type.OBSERVER)
    for other in (stranger, watcher):
        with pytest.raises(Invalid):
            await voting.name_voting(secretary, assembly.id, us.id, other.id)
    async with transaction(secretary) as tx:
        assert await store_people.voting_at(tx, assembly.id, first.id, tx.now) == {us.id: head.id}
        assert await store_people.voting_at(tx, assembly.id, second.id, tx.now) == {us.id: deputy.id}
    await voting.name_voting(secretary, assembly.id, us.id, deputy.id)
    history = (await entering.read_delegation(secretary, assembly.id, us.id)).votes
    assert [(each.participant, each.until is None) for each in history].count((head.id, False)) == 1
    assert await is_sound(tmp_path)


async def test_an_alternate_takes_the_place_the_vote_and_the_function(assembly: Meeting, secretary: Identity) -> None:
    us, hall = await delegation(secretary, assembly), await sitting(secretary, assembly)
    head = await participant(secretary, assembly, us, function=Part.HEAD)
    alternate = await participant(secretary, assembly, us, function=Part.ALTERNATE)
    await voting.name_voting(secretary, assembly.id, us.id, head.id)
    session = await enter(link_token(head.id, 1), room_code(hall))
    await voting.replace(secretary, assembly.id, head.id, ReplaceCommand(alternate.id, leaves=True))
    after = (await entering.read_participant(secretary, assembly.id, alternate.id)).participant
    assert after.function is Part.HEAD
    async with transaction(secretary) as tx:
        assert await store_people.voting_at(tx, assembly.id, None, tx.now) == {us.id: alternate.id}
    assert await identity_of_participant(session) is ANONYMOUS
    other = await participant(secretary, assembly, await delegation(secretary, assembly, "Elsewhere"))
    with pytest.raises(Invalid):
        await voting.replace(secretary, assembly.id, alternate.id, ReplaceCommand(other.id))


async def test_a_new_link_kills_the_one_before_and_its_sessions(assembly: Meeting, secretary: Identity) -> None:
    hall, who = await sitting(secretary, assembly), await participant(secretary, assembly)
    session = await enter(link_token(who.id, 1), room_code(hall))
    assert (await identity_of_participant(session)).participant == who.id
    await linking.issue_again(secretary, assembly.id, who.id)
    assert await identity_of_participant(session) is ANONYMOUS
    with pytest.raises(NotFound):
        await open_link(link_token(who.id, 1))
    await open_link(link_token(who.id, 2))
    await linking.revoke(secretary, assembly.id, who.id)
    with pytest.raises(NotFound):
        await open_link(link_token(who.id, 2))
    with pytest.raises(Conflict):
        await linking.revoke(secretary, assembly.id, who.id)


async def test_everyone_with_an_address_is_sent_the_link_once(
    assembly: Meeting, secretary: Identity, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    invited = [await participant(secretary, assembly) for _ in range(3)]
    await participant(secretary, assembly, email="")
    assert await linking.invite_all(secretary, assembly.id) == 3
    assert await linking.invite_all(secretary, assembly.id) == 0
    sent = await superuser.fetch(
        "select recipient from outbox where recipient = any($1)", [each.id for each in invited]
    )
    assert len(sent) == 3
    assert await is_sound(tmp_path)
    with pytest.raises(NotFound):
        await linking.invite(secretary, assembly.id, uuid4())
