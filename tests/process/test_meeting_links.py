"""Links, codes and cookies of a meeting against strangers, scanners and neighbours: over HTTP, on a running server."""

import asyncio
import base64
import os
import random
import re
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from statistics import median
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from declarations.meetings import store
from declarations.meetings.model import Function, Item, Meeting, Part, Participant, Sitting, Status
from declarations.meetings.records import MEETINGS
from declarations.meetings.secrets import link_path, link_token, room_code
from declarations.meetings.service.linking import issue_again, revoke
from register import vault
from register.access import AccessSettings, configure
from register.access.middleware import MEETING_COOKIE, SESSION_COOKIE
from register.access.tokens import digest, new_token
from register.kernel.db import transaction
from register.kernel.identity import Identity
from register.keys import derived_secret
from tests.applications import whole
from tests.databases import Database
from tests.factories import World
from tests.meetings import delegation, item, meeting, officer, participant, sitting
from tests.process.serving import Serving, serving

FULL = os.environ.get("PROOF") == "full"
GUESSES = 10_000 if FULL else 60
_MASTER = bytes(range(32))
_KEPT = ("participant", "arrival_code", "participant_session", "meeting_answer", "event", "outbox")
_OWN = ("/attend", "/attend/code", "/attend/gifts", "/attend/opinions", "/attend/report", "/api/v1/attend")


@pytest.fixture(scope="module")
def served(migrated: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server on the database of the tests, which writes a line for each request."""
    key = base64.b64encode(_MASTER).decode()
    environment = {
        "DATABASE_URL": migrated.app_url,
        "REGISTER_WORKERS": "1",
        "REGISTER_MASTER_KEY": key,
        "REGISTER_SIGNING_KEY": key,
        "REGISTER_BACKGROUND": "false",
        "REGISTER_LOG_REQUESTS": "true",
    }
    with serving(tmp_path_factory.mktemp("served"), also=environment) as running:
        running.wait_until_ready(120)
        yield running


class Browser:
    """A browser with cookies of its own, on one connection that it keeps."""

    def __init__(self, served: Serving, **cookies: str) -> None:
        self.at = f"http://127.0.0.1:{served.port}"
        self.cookies = dict(cookies)
        self.http = httpx.AsyncClient(base_url=self.at, timeout=20)

    async def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **sent: Any) -> httpx.Response:
        """One request, as a page of ours sends it unless `headers` say otherwise; cookies that are set are kept."""
        said = {"origin": self.at, "sec-fetch-site": "same-origin", **(headers or {})}
        if self.cookies:
            said["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await self.http.request(method, path, headers=said, **sent)
        for line in answer.headers.get_list("set-cookie"):
            self.cookies |= {name: held.value for name, held in SimpleCookie(line).items() if held.value}
        return answer

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """A page."""
        return await self.ask("GET", path, headers)

    async def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of a page."""
        page = await self.get(path)
        return dict(re.findall(r'name="(csrf|token|code|client_key)" value="([^"]*)"', page.text))

    async def come_in(self, who: Participant, code: str) -> httpx.Response:
        """By the link and a code."""
        return await self.ask("POST", "/join", data={**await self.hidden(link_path(who)), "code": code})


class Hall:
    """Two meetings in session, with a secretary, a chair who came by a link, and participants of two delegations."""

    def __init__(self, world: World, served: Serving) -> None:
        self.world, self.served = world, served
        self.browsers: list[Browser] = []

    secretary: Identity
    meeting: Meeting
    sitting: Sitting
    item: Item
    who: Participant
    chair: Participant
    other: Meeting
    stranger: Participant

    def browser(self, **cookies: str) -> Browser:
        """A new one."""
        made = Browser(self.served, **cookies)
        self.browsers.append(made)
        return made

    async def inside(self, who: Participant, opened_with: str = "room") -> Browser:
        """A browser in which somebody came in."""
        token = new_token()
        await self.world.superuser.execute(
            "insert into participant_session (id, participant, meeting, token_hash, opened_with, opened_at,"
            " last_seen_at, expires_at) values ($1, $2, $3, $4, $5, now(), now(), now() + interval '1 hour')",
            uuid4(),
            who.id,
            who.meeting,
            digest(token),
            opened_with,
        )
        return self.browser(**{MEETING_COOKIE: token})

    async def signed_in(self, person: Identity) -> str:
        """The cookie of an account."""
        token = new_token()
        await self.world.superuser.execute(
            "insert into session (person, token_hash, epoch, expires_at)"
            " select person, $2, epoch, now() + interval '1 hour' from account where person = $1",
            person.person,
            digest(token),
        )
        return token

    async def everything(self) -> dict[str, list[str]]:
        """Every row of what a visit could change."""
        read = self.world.superuser.fetch
        return {
            table: [row[0] for row in await read(f"select row(t.*)::text from {table} t order by 1")] for table in _KEPT
        }

    async def sessions(self) -> int:
        """How many browsers came in."""
        return int(await self.world.superuser.fetchval("select count(*) from participant_session"))


@pytest_asyncio.fixture(loop_scope="session")
async def hall(world: World, served: Serving) -> AsyncIterator[Hall]:
    before = vault.keyring()
    vault.configure(vault.Keyring([vault.MasterKey(_MASTER)]))
    configure(AccessSettings(secret=derived_secret("access")))
    made = Hall(world, served)
    office, made.secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    made.meeting = await meeting(office, made.secretary)
    made.other = await meeting(office, made.secretary, title="Extraordinary session")
    made.sitting = await sitting(made.secretary, made.meeting)
    us, them = [await delegation(made.secretary, made.meeting, name) for name in ("Ruritania", "Graustark")]
    made.item = await item(made.secretary, made.meeting, called_at=made.meeting.created_at)
    made.who = await participant(made.secretary, made.meeting, us, function=Part.HEAD)
    made.chair = await participant(made.secretary, made.meeting, them)
    made.stranger = await participant(made.secretary, made.other)
    await officer(made.secretary, made.meeting, Function.PRESIDING_OFFICER, made.chair)
    yield made
    for each in made.browsers:
        await each.http.aclose()
    vault.configure(before)


# -- guessing


@pytest.mark.proof
async def test_guessed_links_and_codes_let_nobody_in_and_take_as_long_as_each_other(hall: Hall) -> None:
    rng, client, right = random.Random(20261121), hall.browser(), link_token(hall.who.id, 1)
    seen, seconds = set(), {True: list[float](), False: list[float]()}
    for number in range(GUESSES):
        near = bool(number % 2)
        at = rng.randrange(42)
        guess = f"{right[:at]}{'A' if right[at] != 'A' else 'B'}{right[at + 1 :]}" if near else new_token()
        began = time.perf_counter()
        answer = await client.get(f"/join/{guess}")
        seconds[near].append(time.perf_counter() - began)
        assert hall.who.family_name not in answer.text
        seen.add(answer.status_code)
    assert seen == ({404, 429} if FULL else {404})
    assert median(seconds[True]) < 2 * median(seconds[False]) < 4 * median(seconds[True])
    page = {"csrf": (await hall.browser().hidden("/sign-in"))["csrf"], "token": right}
    codes = set()
    for _ in range(GUESSES):
        guess = str(rng.randrange(10**6)).zfill(6)
        if guess != room_code(hall.sitting):
            codes.add((await client.ask("POST", "/join", data={**page, "code": guess})).status_code)
    assert codes <= {403, 422, 429}
    assert await hall.sessions() == 0


async def test_guessed_codes_are_soon_refused_and_the_right_one_with_them(hall: Hall) -> None:
    client, code = hall.browser(), room_code(hall.sitting)
    wrong = [str((int(code) + step) % 10**6).zfill(6) for step in range(1, 14)]
    answers = [(await client.come_in(hall.who, guess)).status_code for guess in (*wrong, code)]
    assert answers == [422] * 10 + [429] * 4
    assert await hall.sessions() == 0
    assert (await hall.browser().come_in(hall.chair, code)).status_code == 303, (
        "the control: another’s tries are theirs"
    )


# -- scanners, and whoever a link was forwarded to


async def test_scanners_that_follow_everything_consume_nothing_and_see_a_name_and_a_meeting(hall: Hall) -> None:
    before, scanner, link = await hall.everything(), hall.browser(), link_path(hall.who)
    page = await scanner.get(link, **{"sec-fetch-site": "none", "user-agent": "LinkScanner"})
    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        await scanner.ask(method, link, {"sec-purpose": "prefetch", "purpose": "prefetch", "sec-fetch-site": "none"})
    followed = set(re.findall(r'(?:href|action|src)="(/[^"]*)"', page.text))
    assert any(link in each for each in followed), "the control: the page leads to itself in other languages"
    for address in sorted(followed):
        for method in ("GET", "HEAD"):
            assert (await scanner.ask(method, address, {"sec-fetch-site": "none"})).status_code < 500, address
    assert await hall.everything() == before
    assert MEETING_COOKIE not in scanner.cookies
    for word in (hall.who.email, "Election of the President", "Ruritania", str(hall.who.id), str(hall.meeting.id)):
        assert word not in page.text
    assert {page.headers[name] for name in ("cache-control", "referrer-policy")} == {"no-store", "same-origin"}
    assert re.findall(r'(?:href|action|src)="(?!/|#)[^"]*"', page.text) == [], "nothing leads elsewhere with the link"


async def test_a_forwarded_link_opens_nothing_without_a_code_and_one_of_each_device_its_own_session(hall: Hall) -> None:
    other = hall.browser()
    await other.get(link_path(hall.who))
    for address in _OWN:
        assert (await other.get(address)).status_code in {303, 401}, address
    yesterday = await sitting(hall.secretary, hall.meeting, begins=hall.sitting.starts_at - timedelta(days=1), number=2)
    assert (await other.come_in(hall.who, room_code(yesterday))).status_code == 422
    phone, tablet = hall.browser(), hall.browser()
    for device in (phone, tablet):
        assert (await device.come_in(hall.who, room_code(hall.sitting))).status_code == 303
    assert phone.cookies[MEETING_COOKIE] != tablet.cookies[MEETING_COOKIE]
    csrf = (await phone.hidden("/attend/opinions"))["csrf"]
    assert (await tablet.ask("POST", "/attend/leave", data={"csrf": csrf})).status_code == 403, "the token of a phone"
    assert (await phone.ask("POST", "/attend/leave", data={"csrf": csrf})).status_code == 303
    assert (await phone.get("/attend/code")).status_code == 303
    assert (await tablet.get("/attend/code")).status_code == 200


# -- cookies where they do not belong


async def test_the_cookie_of_a_participant_opens_no_other_meeting_no_account_and_no_officers_page(hall: Hall) -> None:
    mine, his = await hall.inside(hall.who, "mail"), await hall.inside(hall.chair)
    here, there = f"/meetings/{hall.meeting.id}", f"/meetings/{hall.other.id}"
    closed = [here, f"{here}/board", f"{here}/board/events", f"{here}/badges", f"/api/v1{here}", f"{here}/minutes.xlsx"]
    closed += ["/account", "/declarations", "/desk", "/people", "/api/v1/declarations", "/meetings/new"]
    found = {address: (await mine.get(address)).status_code for address in closed}
    assert set(found.values()) == {404}, found
    for address in (there, f"{there}/board", f"/api/v1{there}", f"/api/v1{there}/board", f"{there}/projector/events"):
        assert (await his.get(address)).status_code == 404, address
    for address in (here, f"{here}/board", f"/api/v1{here}/board"):
        assert (await his.get(address)).status_code == 200, "the control: the chair of this meeting"
    for address in (f"{here}/opinions", f"{here}/matters", f"/api/v1{here}/opinions"):
        assert (await his.get(address)).status_code == 409, "not by the code of the hall"
    text = (await mine.get("/attend/delegation")).text
    assert hall.who.family_name in text
    assert hall.chair.family_name not in text
    assert (await his.get("/attend/delegation")).status_code == 404, "who is no head of a delegation"


async def test_an_account_beside_a_link_keeps_to_its_own_pages(hall: Hall) -> None:
    person = await hall.world.person("declarant")
    both = await hall.inside(hall.who)
    both.cookies[SESSION_COOKIE] = await hall.signed_in(person)
    assert person.name in (await both.get("/account")).text
    assert (await both.get(f"/meetings/{hall.meeting.id}")).status_code == 404
    assert hall.item.titles["en"] not in (await both.get("/declarations")).text
    assert (await both.get("/attend/opinions")).status_code == 200
    tokens = [(await both.hidden(page))["csrf"] for page in ("/account", "/attend/opinions")]
    for token, path in zip(reversed(tokens), ("/sign-out", "/attend/leave"), strict=True):
        assert (await both.ask("POST", path, data={"csrf": token})).status_code == 403, path
    assert (await both.ask("POST", "/attend/leave", data={"csrf": tokens[1]})).status_code == 303
    assert (await both.get("/account")).status_code == 200, "the account stays"


# -- forged forms


def changing() -> list[tuple[str, str]]:
    """Every route of participants that changes something."""
    return [
        (method, re.sub(r"\{[^}]+\}", str(uuid4()), route.path_format))
        for route in whole().routes
        for method in getattr(route, "route_handler_map", {})
        if method not in {"GET", "HEAD", "OPTIONS"} and re.match(r"/(?:api/v1/)?(?:attend|join)\b", route.path_format)
    ]


async def test_no_form_of_a_participant_is_taken_from_elsewhere_or_without_its_token(hall: Hall) -> None:
    mine, his, stranger = await hall.inside(hall.who), await hall.inside(hall.chair), hall.browser()
    csrf, foreign = [(await each.hidden("/attend/opinions"))["csrf"] for each in (mine, his)]
    forgeries: list[tuple[str, dict[str, str]]] = [
        ("", {}),
        (foreign, {}),
        (csrf, {"sec-fetch-site": "cross-site"}),
        (csrf, {"sec-fetch-site": "same-site"}),
        (csrf, {"origin": "https://evil.example"}),
    ]
    before, routes = await hall.everything(), changing()
    assert len(routes) > 25
    for method, path in routes:
        for token, headers in forgeries if FULL else [forgeries[len(path) % 5], forgeries[0]]:
            sent: dict[str, Any] = {"json": {}} if path.startswith("/api/") else {"data": {"csrf": token}}
            answer = await mine.ask(
                method, path, {**headers, "x-csrf-token": token} if "json" in sent else headers, **sent
            )
            assert answer.status_code == 403, (method, path, token, headers, answer.text[:300])
    coming = {"token": link_token(hall.who.id, 1), "code": room_code(hall.sitting)}
    for kind in ("application/json", "text/plain"):
        sent = {"content": f'{{"token":"{coming["token"]}","code":"{coming["code"]}"}}'}
        headers = {"sec-fetch-site": "cross-site", "origin": "https://evil.example", "content-type": kind}
        answer = await stranger.ask("POST", "/api/v1/attend/session", headers, **sent)
        assert answer.status_code == 403, "nobody is let in as another from a page elsewhere, with a cookie or without"
    after = await hall.everything()
    assert [table for table in _KEPT if after[table] != before[table]] in ([], ["participant_session"])  # seen just now
    assert len(after["participant_session"]) == len(before["participant_session"])
    assert (await mine.ask("POST", "/attend/leave", data={"csrf": csrf})).status_code == 303, "the control"


# -- what ends


async def ended(hall: Hall, end: str) -> None:
    if end == "closed":
        async with transaction(hall.secretary) as tx:
            row = await store.meeting(tx, hall.meeting.id)
            await store.change(tx, MEETINGS[Meeting], row, "closed", status=Status.CLOSED.value, closed_at=tx.now)
    else:
        await (revoke if end == "revoked" else issue_again)(hall.secretary, hall.meeting.id, hall.chair.id)


@pytest.mark.parametrize("end", ["closed", "revoked", "new link"])
async def test_an_open_stream_ends_with_the_link_that_it_came_by(hall: Hall, end: str) -> None:
    chair = await hall.inside(hall.chair)
    said: list[str] = []
    heard = said.append

    async def watch() -> None:
        headers = {"cookie": f"{MEETING_COOKIE}={chair.cookies[MEETING_COOKIE]}"}
        async with chair.http.stream("GET", f"/meetings/{hall.meeting.id}/board/events", headers=headers) as answer:
            async for line in answer.aiter_lines():
                heard(line)
        heard("over")

    watching = asyncio.create_task(watch())
    async with asyncio.timeout(60):
        while not any(line.startswith("data:") for line in said):
            await asyncio.sleep(0.02)
        await ended(hall, end)
        await hall.world.superuser.execute("select pg_notify('register_boards', $1)", str(hall.meeting.id))
        await watching
    assert "event: end" in said
    assert said[-1] == "over"
    assert (await chair.get(f"/meetings/{hall.meeting.id}/board")).status_code == 303
    assert (await hall.browser().get(link_path(hall.chair))).status_code == 404


# -- what is written down


async def test_no_line_of_the_server_holds_a_link_a_code_or_a_cookie(hall: Hall) -> None:
    client, token, code = hall.browser(), link_token(hall.who.id, 1), room_code(hall.sitting)
    assert (await client.come_in(hall.who, code)).status_code == 303
    for address in (
        f"/join/{token}/",
        f"/join//{token}",
        f"/join/{token}?lang=fr",
        f"/attend?token={token}",
        f"/x/{token}",
    ):
        await client.get(address, referer=f"{client.at}/join/{token}")
    await client.ask("POST", "/api/v1/attend/session", json={"token": token})
    await asyncio.sleep(0.2)
    written = hall.served.output()
    assert "/join 404" in written or "/join 200" in written, "the control: requests are written down"
    for secret in (token, client.cookies[MEETING_COOKIE]):
        assert secret not in written
    assert not re.search(rf"(?<![0-9.]){code}(?![0-9])", written)
