"""Meetings: set up by the office, kept by their secretary, attended by whoever came by a link and a code."""

from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from declarations.meetings import store
from declarations.meetings.model import Level, Status
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service.arriving import enter, leave, open_link, send_code
from declarations.meetings.service.preparing import list_meetings, open_it, read_meeting
from declarations.meetings.store_people import participant as participant_row
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import AnswerCommand, answer, own_screen
from register.access import AccessSettings, configure
from register.access.service.resolving import identity_of_participant
from register.auditing import sources
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound
from register.kernel.identity import ANONYMOUS, Identity
from register.ledger.findings import Report
from register.ledger.seal_log import SealLog
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from tests.factories import World
from tests.meetings import attending, delegation, item, meeting, participant, sitting

_KEY = SigningKey(bytes(range(32)))


@pytest.fixture(autouse=True)
def how_people_come_in() -> None:
    configure(AccessSettings(secret=b"m" * 32))


@pytest.fixture
async def office(world: World) -> Identity:
    return await world.person("ethics_officer")


@pytest.fixture
async def secretary(world: World) -> Identity:
    return await world.person("meeting_secretary")


async def test_the_office_sets_a_meeting_up_and_its_secretary_opens_it(office: Identity, secretary: Identity) -> None:
    made = await meeting(office, secretary)
    assert made.status is Status.OPEN
    assert [each.id for each in (await list_meetings(secretary, None)).items] == [made.id]


async def test_a_stranger_finds_no_meeting(office: Identity, secretary: Identity, world: World) -> None:
    made = await meeting(office, secretary)
    stranger = await world.person("meeting_secretary")
    with pytest.raises(NotFound):
        await read_meeting(stranger, made.id)
    with pytest.raises(NotFound):
        await open_it(stranger, made.id)


async def test_link_and_room_code_let_a_participant_in_and_the_session_ends_on_leaving(
    office: Identity, secretary: Identity
) -> None:
    made = await meeting(office, secretary)
    hall = await sitting(secretary, made)
    who = await participant(secretary, made, await delegation(secretary, made))
    with pytest.raises(Invalid):
        await enter(link_token(who.id, 1), "000000" if room_code(hall) != "000000" else "111111")
    inside = await attending(who, room_code(hall))
    assert (inside.person, inside.participant, inside.meeting) == (None, who.id, made.id)
    assert inside.roles == {"participant"}
    await leave(inside)


async def test_a_participant_reads_their_meeting_and_their_own_row_and_no_other(
    office: Identity, secretary: Identity
) -> None:
    made, other = await meeting(office, secretary), await meeting(office, secretary, title="Another session")
    hall, us = await sitting(secretary, made), await delegation(secretary, made)
    who, neighbour = await participant(secretary, made, us), await participant(secretary, made, us)
    await item(secretary, made)
    inside = await attending(who, room_code(hall))
    async with transaction(inside) as tx:
        assert (await store.meeting(tx, made.id)).id == made.id
        assert len(await store.items(tx, made.id)) == 1
        assert (await participant_row(tx, who.id)).id == who.id
        with pytest.raises(NotFound):
            await participant_row(tx, neighbour.id)
        with pytest.raises(NotFound):
            await store.meeting(tx, other.id)


async def test_a_participant_cannot_change_their_own_row_beyond_acknowledging(
    office: Identity, secretary: Identity
) -> None:
    made = await meeting(office, secretary)
    hall = await sitting(secretary, made)
    inside = await attending(await participant(secretary, made), room_code(hall))
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(inside) as tx:
            await tx.execute("update participant set body_role = 'chair' where id = $1", inside.participant)


async def test_a_new_link_and_closing_kill_what_was_given_out(office: Identity, secretary: Identity) -> None:
    made = await meeting(office, secretary)
    hall = await sitting(secretary, made)
    who = await participant(secretary, made)
    session = await enter(link_token(who.id, 1), room_code(hall))
    async with transaction(secretary) as tx:
        await tx.execute("update participant set revoked_at = now() where id = $1", who.id)
    assert await identity_of_participant(session) is ANONYMOUS
    with pytest.raises(NotFound):
        await open_link(link_token(who.id, 1))


async def test_a_code_by_mail_works_once(
    office: Identity, secretary: Identity, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await meeting(office, secretary)
    who = await participant(secretary, made)
    monkeypatch.setattr("declarations.meetings.service.arriving.secrets.randbelow", lambda _most: 42)
    await send_code(link_token(who.id, 1))
    assert await superuser.fetchval("select count(*) from outbox where recipient = $1", who.id) == 1
    inside = await attending(who, "000042")
    assert inside.participant == who.id
    with pytest.raises(Invalid):
        await enter(link_token(who.id, 1), "000042")


async def test_an_answer_sent_again_is_one_and_verifies_until_somebody_alters_it(
    office: Identity, secretary: Identity, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    made = await meeting(office, secretary)
    hall = await sitting(secretary, made)
    called = await item(secretary, made, called_at=made.created_at)
    inside = await attending(await participant(secretary, made), room_code(hall))
    command = AnswerCommand(
        item=called.id, stance=Stance.SOMETHING, levels=(Level.FAMILY,), text="My sister.", client_key=uuid4()
    )
    first, again = await answer(inside, command), await answer(inside, command)
    assert first.id == again.id
    screen = await own_screen(inside)
    assert screen.answers[called.id].id == first.id
    assert screen.words[called.id].text == "My sister."
    assert await is_sound(tmp_path)
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute("update meeting_answer set stance = 'nothing', levels = '{}'")
    await superuser.execute("set session_replication_role = origin")
    assert not await is_sound(tmp_path)


async def verified(folder: Path) -> Report:
    return await verify(sources(), PublicKeys({_KEY.id: _KEY.public}), SealLog(folder / "seals.log"))


async def is_sound(folder: Path) -> bool:
    return (await verified(folder)).is_sound
