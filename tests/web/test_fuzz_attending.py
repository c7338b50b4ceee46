"""Whatever a link, a phone or a stranger sends to the pages of participants is answered, never by a fault of ours."""

import json
import os
import random
import re
from typing import Any
from uuid import uuid4

import httpx
import pytest

from declarations.meetings.model import Item, Meeting, Participant, Sitting
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service.acknowledging import acknowledge, own_code
from declarations.meetings.service.arriving import enter
from declarations.meetings.settings import MeetingSettings
from declarations.meetings.settings import configure as configure_meetings
from register.access.middleware import MEETING_COOKIE
from register.access.service.resolving import identity_of_participant
from tests.applications import whole
from tests.factories import World
from tests.meetings import item, meeting, participant, sitting
from tests.web.served import served_app
from tests.web.visitors import ORIGIN

pytestmark = pytest.mark.proof
SENT = 12_000 if os.environ.get("PROOF") == "full" else 150
FIELDS = [
    "token",
    "code",
    "stance",
    "levels",
    "text",
    "party",
    "language",
    "client_key",
    "measure",
    "replaced_by",
    "of",
]
FIELDS += ["item", "kind", "about", "named", "agrees", "version", "direction", "category", "description", "giver_name"]
FIELDS += ["event_date", "value", "value_currency", "attested", "reason", "seen", "at", "facts", "details", "data"]
HOSTILE = [
    "\0",
    "\ud800",
    "\u202e",
    "%",
    "'",
    '"',
    "\r\n",
    "=1+1",
    "٣",
    "ß" * 300,
    "x" * 20_000,
    "0001-01-01",
    "1e400",
    "//evil",
]
_LEAVES = {"/attend/leave", "/api/v1/attend/session"}


class Hall:
    """A meeting with one called item, and a participant inside."""

    meeting: Meeting
    sitting: Sitting
    item: Item
    who: Participant
    cookie: str


@pytest.fixture
async def hall(world: World) -> Any:
    app, made, secretary = served_app(), Hall(), await world.person("meeting_secretary")
    made.meeting = await meeting(await world.person("ethics_officer"), secretary)
    made.sitting = await sitting(secretary, made.meeting)
    made.item = await item(secretary, made.meeting, called_at=made.meeting.created_at)
    made.who = await participant(secretary, made.meeting)
    made.cookie = await enter(link_token(made.who.id, 1), room_code(made.sitting))
    inside = await identity_of_participant(made.cookie)
    await acknowledge(inside, (await own_code(inside)).code.version)
    configure_meetings(
        MeetingSettings(code_tries=0, code_tries_per_day=0, tries_per_address=0, mailed_codes_per_hour=0)
    )
    yield app, made
    configure_meetings(MeetingSettings())


def routes() -> list[tuple[str, str]]:
    """Every route of participants and of those who come in."""
    return [
        (method, route.path_format)
        for route in whole().routes
        for method in getattr(route, "route_handler_map", {})
        if re.match(r"/(?:api/v1/)?(?:attend|join)\b", route.path_format) and route.path_format not in _LEAVES
    ]


def word(rng: random.Random, hall: Hall) -> Any:
    """Something that is typed: hostile, right, or of another kind."""
    right = ["nothing", "something", "own", "gift", "leaves", "en", "received", "yes", "2026-11-21", "12", "EUR"]
    right += [str(hall.item.id), str(hall.who.id), link_token(hall.who.id, 1), room_code(hall.sitting), str(uuid4())]
    return rng.choice([rng.choice(HOSTILE), rng.choice(right), rng.choice(right)])


def anything(rng: random.Random, hall: Hall, deep: int = 0) -> Any:
    """A value of JSON."""
    if deep < 3 and rng.random() < 0.25:
        return {rng.choice(FIELDS): anything(rng, hall, deep + 1) for _ in range(rng.randint(0, 4))}
    if deep < 3 and rng.random() < 0.2:
        return [anything(rng, hall, deep + 1) for _ in range(rng.randint(0, 3))]
    return rng.choice([word(rng, hall), word(rng, hall), None, True, -1, 0, 10**30, 1e308])


def body(rng: random.Random, hall: Hall, path: str, csrf: str) -> dict[str, Any]:
    """A body: a form with its token, JSON, or what is neither."""
    if rng.random() < 0.1:
        kind = rng.choice(["application/json", "text/plain", "multipart/form-data; boundary=b", ""])
        return {"content": rng.randbytes(rng.randint(0, 60)), "headers": {"content-type": kind}}
    if path.startswith("/api/"):
        said = {rng.choice(FIELDS): anything(rng, hall) for _ in range(rng.randint(0, 8))}
        text = json.dumps(said).encode("utf-8", "surrogatepass")
        return {"content": text, "headers": {"content-type": "application/json"}}
    fields = [(rng.choice(FIELDS), word(rng, hall)) for _ in range(rng.randint(0, 9))]
    pairs = [("csrf", csrf), *fields]
    return {"data": {name: str(value).encode("utf-8", "surrogatepass") for name, value in pairs}}


async def test_what_a_participant_sends_is_always_answered(hall: tuple[Any, Hall]) -> None:
    app, of = hall
    rng, every, found = random.Random(20261121), routes(), set()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        client.cookies.set(MEETING_COOKIE, of.cookie, domain="register.example", path="/")
        page = await client.get("/attend/opinions")
        csrf = re.findall(r'name="csrf" value="([^"]+)"', page.text)[0]
        for number in range(SENT):
            method, template = every[number % len(every)]
            path = re.sub(
                r"\{[^}]+\}", lambda _: str(rng.choice([of.item.id, uuid4(), "%00", "D-7K3M-Q2PX"])), template
            )
            path = (
                f"/join/{rng.choice([link_token(of.who.id, 1), 'A' * 43, '%00', 'x' * 3000, '../attend'])}"
                if (template == "/join" and method != "POST")
                else path
            )
            sent = body(rng, of, path, csrf) if method not in {"GET", "HEAD", "OPTIONS"} else {}
            headers = {
                "origin": ORIGIN,
                "sec-fetch-site": "same-origin",
                "x-csrf-token": csrf,
                **sent.pop("headers", {}),
            }
            params = {rng.choice(FIELDS): "x" * rng.randint(0, 30)} if rng.random() < 0.3 else None
            answer = await client.request(method, path, headers=headers, params=params, **sent)
            assert answer.status_code < 500, (method, path, sent, answer.text[:400])
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers.get("location", "/").startswith("/"), answer.headers["location"]
            found.add(answer.status_code)
        assert (await client.get("/attend")).status_code == 200, "the control: still inside"
    assert {200, 404, 422} <= found
