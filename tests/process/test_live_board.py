"""Live boards behind two server processes: every board hears of every answer, and falls silent when it must."""

import asyncio
import base64
import contextlib
import json
import re
import signal
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio

from declarations.meetings import changes
from declarations.meetings.model import Item, Meeting
from declarations.meetings.service.acknowledging import acknowledge, own_code
from declarations.votes.live import CHANNEL, TOLD_EVERY, Boards
from register import vault
from register.access import AccessSettings, configure
from register.access.middleware import MEETING_COOKIE, SESSION_COOKIE
from register.access.service.resolving import identity_of_participant
from register.access.tokens import digest, new_token
from register.kernel.identity import Identity
from tests.databases import Database
from tests.factories import World
from tests.meetings import item, meeting, participant
from tests.process.serving import Serving, serving

_MASTER = bytes(range(32))
_BOARDS = 4


@pytest.fixture(scope="module")
def served(migrated: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Two server processes on the database of the tests."""
    key = base64.b64encode(_MASTER).decode()
    environment = {
        "DATABASE_URL": migrated.app_url,
        "REGISTER_WORKERS": "2",
        "REGISTER_MASTER_KEY": key,
        "REGISTER_SIGNING_KEY": key,
        "REGISTER_BACKGROUND": "false",
    }
    with serving(tmp_path_factory.mktemp("served"), also=environment) as running:
        running.wait_until_ready(120)
        yield running


class Scene:
    """A meeting with one called item, its secretary signed in, and boards that are open."""

    def __init__(self, world: World, served: Serving, secretary: Identity, made: Meeting, called: Item) -> None:
        self.world, self.served, self.secretary, self.meeting, self.item = world, served, secretary, made, called
        self.seen: list[list[int | None]] = []
        self.cookie = ""

    def browser(self, cookie: str) -> httpx.AsyncClient:
        """A browser whose every request comes on a connection of its own, to whichever process takes it."""
        at = f"http://127.0.0.1:{self.served.port}"
        headers = {"cookie": cookie, "connection": "close", "origin": at, "sec-fetch-site": "same-origin"}
        return httpx.AsyncClient(base_url=at, headers=headers, timeout=20)

    async def watch(self) -> None:
        """Open a board and keep what it says: how many have answered; None when it is told that it is over."""
        said: list[int | None] = []
        self.seen.append(said)
        async with (
            self.browser(f"{SESSION_COOKIE}={self.cookie}") as client,
            client.stream("GET", f"/meetings/{self.meeting.id}/board/events") as answer,
        ):
            assert answer.status_code == 200
            async for line in answer.aiter_lines():
                if line.startswith("event: end"):
                    said.append(None)
                elif line.startswith('data: {"frame'):
                    said.append(json.loads(line.removeprefix("data: "))["lines"][0]["answered"])

    async def answers(self) -> None:
        """One more participant answers, by a phone."""
        who = await participant(self.secretary, self.meeting)
        token = new_token()
        await self.world.superuser.execute(
            "insert into participant_session (id, participant, meeting, token_hash, opened_with, opened_at,"
            " last_seen_at, expires_at) values ($1, $1, $2, $3, 'room', now(), now(), now() + interval '1 hour')",
            who.id,
            self.meeting.id,
            digest(token),
        )
        inside = await identity_of_participant(token)
        await acknowledge(inside, (await own_code(inside)).code.version)
        async with self.browser(f"{MEETING_COOKIE}={token}") as client:
            page = (await client.get(f"/attend/items/{self.item.id}")).text
            hidden = dict(re.findall(r'name="(csrf|client_key)" value="([^"]*)"', page))
            sent = await client.post(f"/attend/items/{self.item.id}", data=hidden | {"stance": "nothing"})
            assert sent.status_code == 303, sent.text

    @property
    def last(self) -> set[int | None]:
        """What the boards said last."""
        return {said[-1] for said in self.seen}

    async def all_say(self, wanted: int | None, seconds: float = 60.0) -> None:
        """Wait until every board has said it last."""
        async with asyncio.timeout(seconds):
            while len(self.seen) < _BOARDS or not all(said and said[-1] == wanted for said in self.seen):
                await asyncio.sleep(0.05)


@pytest_asyncio.fixture(loop_scope="session")
async def scene(world: World, served: Serving) -> AsyncIterator[Scene]:
    before = vault.keyring()
    vault.configure(vault.Keyring([vault.MasterKey(_MASTER)]))
    configure(AccessSettings(secret=_MASTER))
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    made = await meeting(office, secretary)
    found = Scene(world, served, secretary, made, await item(secretary, made, called_at=made.created_at))
    found.cookie = await signed_in(world, secretary)
    watching = [asyncio.create_task(found.watch()) for _ in range(_BOARDS)]
    await found.all_say(0)
    yield found
    for task in watching:
        task.cancel()
    await asyncio.gather(*watching, return_exceptions=True)
    vault.configure(before)


async def signed_in(world: World, person: Identity) -> str:
    token = new_token()
    await world.superuser.execute(
        "insert into session (person, token_hash, epoch, expires_at)"
        " select person, $2, epoch, now() + interval '1 hour' from account where person = $1",
        person.person,
        digest(token),
    )
    return token


async def listeners(scene: Scene) -> list[int]:
    rows = await scene.world.superuser.fetch(
        "select pid from pg_stat_activity where application_name = 'register channel'"
    )
    return [row["pid"] for row in rows]


async def test_every_board_follows_every_answer_also_after_its_listener_was_lost(scene: Scene) -> None:
    async with asyncio.timeout(60):
        while len(await listeners(scene)) < 2:  # the second process may still be starting
            await asyncio.sleep(0.05)
    assert len(await listeners(scene)) == 2, "one for each process, none for a stream"
    for _ in range(3):
        await scene.answers()
    await scene.all_say(3)
    lost = await listeners(scene)
    for pid in lost:
        await scene.world.superuser.execute("select pg_terminate_backend($1)", pid)
    await scene.answers()
    await scene.all_say(4)
    assert not set(lost) & set(await listeners(scene)), "the control: the listeners are others"


async def test_processes_together_say_at_most_five_notices_a_second_of_a_meeting(migrated: Database) -> None:
    """Three of them keep something of one meeting all the time, and each of a meeting of its own, as the control."""
    heard: list[tuple[str, float]] = []
    loop, shared, hearers = asyncio.get_running_loop(), uuid4(), list(changes._hearers)
    listener = await asyncpg.connect(migrated.app_url)
    await listener.add_listener(CHANNEL, lambda *said: heard.append((str(said[3]), loop.time())))
    processes, own = [Boards() for _ in range(3)], [uuid4() for _ in range(3)]
    async with contextlib.AsyncExitStack() as running:
        for process in processes:
            await running.enter_async_context(process.running(migrated.app_url))
        until = loop.time() + 1.5
        while loop.time() < until:
            for process, of in zip(processes, own, strict=True):
                process._kept_here(shared)
                process._kept_here(of)
            await asyncio.sleep(0.01)
        last_kept = loop.time()
        await asyncio.sleep(1)
        assert not any(process._changed_here for process in processes), "everybody was heard in the end"
    await listener.close()
    changes._hearers[:] = hearers
    moments = [moment for what, moment in heard if what == str(shared)]
    assert 3 < len(moments) <= (moments[-1] - moments[0]) / TOLD_EVERY + 2, "at most five a second"
    assert moments[-1] >= last_kept - 0.02, "a notice followed what was kept last"
    assert sum(what != str(shared) for what, _ in heard) > 2 * len(moments), "the control: three meetings, three times"


async def test_a_board_falls_silent_when_its_session_ends_without_a_word_to_the_meeting(scene: Scene) -> None:
    assert None not in scene.last, "the control: they were open"
    await scene.world.superuser.execute("update session set ended_at = now() where person = $1", scene.secretary.person)
    await scene.all_say(None, 3.5)
    assert scene.last == {None}


async def test_a_board_falls_silent_when_its_right_ends(scene: Scene) -> None:
    assert None not in scene.last, "the control: they were open"
    await scene.world.superuser.execute(
        "update meeting_officer set until = now() where person = $1", scene.secretary.person
    )
    await scene.world.superuser.execute("select pg_notify('register_boards', $1)", str(scene.meeting.id))
    await scene.all_say(None)
    assert scene.last == {None}


async def test_a_board_falls_silent_when_the_meeting_closes(scene: Scene) -> None:
    assert None not in scene.last, "the control: they were open"
    await scene.world.superuser.execute("update meeting set status = 'closed', closed_at = now()")
    await scene.world.superuser.execute("select pg_notify('register_boards', $1)", str(scene.meeting.id))
    await scene.all_say(None)
    assert scene.last == {None}


async def test_open_boards_keep_no_server_from_stopping(scene: Scene) -> None:
    """The last one: it stops the server."""
    assert await asyncio.to_thread(scene.served.stop, signal.SIGTERM, 6) < 3, "within its grace"
    assert [said[-1] for said in scene.seen] == [0] * _BOARDS, "not told that it is over: they come back elsewhere"
