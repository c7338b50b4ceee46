"""A hall that votes: phones and boards that go on by themselves whatever breaks, as the scripts of the pages do."""

import asyncio
import contextlib
import json
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import asyncpg

from declarations.meetings.model import Delegation, Function, Item, Meeting
from declarations.meetings.service.acknowledging import own_code
from register.access.middleware import MEETING_COOKIE, SESSION_COOKIE
from register.access.service.resolving import identity_of_participant
from register.access.tokens import digest, new_token
from register.kernel.identity import Identity
from tests.factories import World
from tests.meetings import delegation, item, meeting, officer, participant

FIRST_WAIT, LONGEST_WAIT, PATIENCE = 1.0, 15.0, 10.0
"""Seconds, as in disclosing.js and board.js."""
_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_GONE = (OSError, asyncio.IncompleteReadError)


@dataclass
class Hall:
    """A meeting with items that are called, who answers on them, and who watches."""

    meeting: Meeting
    items: list[Item]
    phones: list[str]
    watchers: list[str]
    officers: list[Identity]


async def prepared(superuser: asyncpg.Connection, participants: int, boards: int, items: int = 1) -> Hall:
    """A meeting of up to 196 delegations with everybody in, and the code acknowledged."""
    world = World(superuser)
    office, secretary = [await world.person(role) for role in ("ethics_officer", "meeting_secretary")]
    of = await meeting(office, secretary)
    called = [
        await item(secretary, of, position=n, number=str(n), called_at=of.created_at, vote="show")
        for n in range(1, items + 1)
    ]
    leading = [secretary]
    for precedence in range(-(-boards // 4) - 1):
        leading.append(await world.person("presiding_officer"))
        await officer(secretary, of, Function.DEPUTY, leading[-1], precedence)
    groups = [await delegation(secretary, of, f"Delegation {n}") for n in range(min(196, participants))]
    phones = [await _let_in(superuser, secretary, of, groups[n % len(groups)]) for n in range(participants)]
    version = (await own_code(await identity_of_participant(phones[0]))).code.version
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute("update participant set acknowledged_at = now(), acknowledged_code = $1", version)
    await superuser.execute("set session_replication_role = origin")
    watchers = [await session_of(superuser, leading[n // 4]) for n in range(boards)]
    return Hall(of, called, phones, watchers, leading)


async def _let_in(superuser: asyncpg.Connection, secretary: Identity, of: Meeting, group: Delegation) -> str:
    who, token = await participant(secretary, of, group), new_token()
    await superuser.execute(
        "insert into participant_session (id, participant, meeting, token_hash, opened_with, opened_at,"
        " last_seen_at, expires_at) values ($1, $1, $2, $3, 'room', now(), now(), now() + interval '2 hours')",
        who.id,
        of.id,
        digest(token),
    )
    return token


async def session_of(superuser: asyncpg.Connection, person: Identity) -> str:
    """A session of somebody who has an account."""
    token = new_token()
    await superuser.execute(
        "insert into session (person, token_hash, epoch, expires_at)"
        " select person, $2, epoch, now() + interval '2 hours' from account where person = $1",
        person.person,
        digest(token),
    )
    return token


@dataclass
class Answer:
    """What came back."""

    status: int
    head: str
    body: bytes

    def header(self, name: str) -> str:
        """A header by its name in small letters; empty where there is none."""
        found = re.search(rf"^{name}: *(.*?)\r?$", self.head, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""


class Browser:
    """One connection that is kept, and opened again when it is gone."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def close(self) -> None:
        """Leave."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request; tried once more on a new connection where the kept one was closed meanwhile."""
        was_kept = self._streams is not None
        try:
            return await self._ask(method, path, body, headers)
        except _GONE:
            self.close()
            if not was_kept:
                raise
            return await self._ask(method, path, body, headers)
        except BaseException:
            self.close()
            raise

    async def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        reader = await self.send(method, path, body, headers)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        answer = Answer(int(head.split()[1]), head, b"")
        answer.body = await reader.readexactly(int(answer.header("content-length") or 0))
        return answer

    async def send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> asyncio.StreamReader:
        """Send a request as a browser does; where its answer will be."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
        reader, writer = self._streams
        at = f"127.0.0.1:{self.port}"
        lines = [
            f"{method} {path} HTTP/1.1",
            f"host: {at}",
            f"origin: http://{at}",
            "sec-fetch-site: same-origin",
            f"cookie: {self.cookie}",
            f"content-length: {len(body)}",
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        ]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return reader


@dataclass
class Heard:
    """What the phones of a vote came to: the id and moment of each acknowledgement, and its seconds from the touch."""

    acknowledged: list[tuple[UUID, float]] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    tries: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Account:
    """What the register has of the answers on an item, against what was acknowledged."""

    kept: int
    people: int
    lost: int
    doubled: int


async def accounted(superuser: asyncpg.Connection, about: Item, heard: Heard) -> Account:
    """Count them; an acknowledged answer that is not there is lost, a second one of a participant is doubled."""
    rows = await superuser.fetch("select id, participant from meeting_answer where item = $1", about.id)
    ids, people = {row["id"] for row in rows}, {row["participant"] for row in rows}
    lost = {one for one, _ in heard.acknowledged} - ids
    return Account(len(ids), len(people), len(lost), len(ids) - len(people))


class Phone:
    """An item on a phone: one touch, sent again under its key until the register has it."""

    def __init__(self, port: int, token: str, about: Item, pace: float = 1.0) -> None:
        self._browser = Browser(port, f"{MEETING_COOKIE}={token}")
        self._item, self._pace = about, pace
        self._csrf = ""
        self.key = str(uuid4())

    async def open(self) -> None:
        """Load the page."""
        page = await self._browser.ask("GET", f"/attend/items/{self._item.id}")
        found = re.search(rb'name="csrf" value="([^"]*)"', page.body)
        if page.status != 200 or found is None:
            raise AssertionError(f"the item page answered {page.status}: {page.body[-300:]!r}")
        self._csrf = found[1].decode()

    async def answer(self, heard: Heard) -> None:
        """Touch “nothing to disclose”, and see it through; the page is then asked for what it says of the answer."""
        try:
            if await self._received(heard):
                with contextlib.suppress(*_GONE):
                    await self._browser.ask("GET", f"/attend/items/{self._item.id}")
        finally:
            self._browser.close()

    async def _received(self, heard: Heard) -> bool:
        began, wait = time.perf_counter(), FIRST_WAIT
        while True:
            heard.tries += 1
            answer = await self._attempt()
            if answer is not None and answer.status in {200, 201}:
                break
            if answer is not None and answer.status not in _AGAIN:
                heard.refused.append(f"{answer.status} {answer.body[:200]!r}")
                return False
            asked = float(answer.header("retry-after") or 0) if answer else 0.0
            await asyncio.sleep(max(wait * random.uniform(0.5, 1.5), asked) * self._pace)
            wait = min(wait * 2, LONGEST_WAIT)
        ended = time.perf_counter()
        heard.acknowledged.append((UUID(json.loads(answer.body)["id"]), ended))
        heard.latencies.append(ended - began)
        return True

    async def _attempt(self) -> Answer | None:
        said = {"item": str(self._item.id), "stance": "nothing", "language": "en", "client_key": self.key}
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._browser.ask(
                    "POST",
                    "/api/v1/attend/answers",
                    json.dumps(said).encode(),
                    content_type="application/json",
                    x_csrf_token=self._csrf,
                )
        except _GONE:
            return None


async def all_opened(phones: Sequence[Phone], at_once: int = 20) -> None:
    """Everybody has the page before them; not all in the same moment."""
    turn = asyncio.Semaphore(at_once)

    async def load(phone: Phone) -> None:
        async with turn:
            await phone.open()

    await asyncio.gather(*map(load, phones))


class Watcher:
    """A board: a stream that is opened again when it breaks, and the page asked first where it was refused."""

    def __init__(self, port: int, of: Meeting, token: str, pace: float = 1.0) -> None:
        self._port, self._cookie, self._pace = port, f"{SESSION_COOKIE}={token}", pace
        self._path = f"/meetings/{of.id}/board"
        self._retry, self._wait, self._last = FIRST_WAIT, FIRST_WAIT, ""
        self.shown: list[tuple[float, list[int]]] = []
        self.opened = 0
        self.is_over = False

    def says(self, line: int) -> int:
        """How many have answered on an item, as far as it knows."""
        return self.shown[-1][1][line] if self.shown else -1

    async def watch(self) -> None:
        """Until it is over."""
        while not self.is_over:
            browser = Browser(self._port, self._cookie)
            try:
                status = await self._follow(browser)
            except _GONE:
                status = 0
            finally:
                browser.close()
            if status not in {0, 200}:
                await self._until_page()
            elif not self.is_over:
                await asyncio.sleep(self._retry * self._pace)

    async def _follow(self, browser: Browser) -> int:
        again = {"last_event_id": self._last} if self._last else {}
        reader = await browser.send("GET", f"{self._path}/events", b"", again)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head.split()[1])
        if status == 200:
            self.opened += 1
            while (line := await reader.readline()) not in {b"", b"0\r\n"} and not self.is_over:
                self._take(line.strip().decode())
        return status

    def _take(self, line: str) -> None:
        name, _, value = line.partition(": ")
        if name == "retry":
            self._retry = int(value) / 1000
        elif name == "id":
            self._last = value
        elif line == "event: end":
            self.is_over = True
        elif value.startswith('{"frame'):
            self._wait = FIRST_WAIT
            self.shown.append((time.perf_counter(), [each["answered"] for each in json.loads(value)["lines"]]))

    async def _until_page(self) -> None:
        """Ask for the page, ever more slowly, until the register is there; over where it is open to us no more."""
        while True:
            await asyncio.sleep(self._wait * random.uniform(0.5, 1.5) * self._pace)
            self._wait = min(self._wait * 2, LONGEST_WAIT)
            status = await self._page()
            if status not in _AGAIN | {0}:
                self.is_over = status != 200
                return

    async def _page(self) -> int:
        browser = Browser(self._port, self._cookie)
        try:
            return (await browser.ask("GET", self._path)).status
        except _GONE:
            return 0
        finally:
            browser.close()
