"""Whoever leads a meeting, with every route in hand, cannot learn what the register knows of a participant.

Marker words stand in what one participant declared with an account, declared from the link, disclosed, asked and
reported. Each walker takes every route that the policy opens to them (`PROOF=full`: every route at all), with the ids
of that participant; what is not theirs comes back in no answer, header, file, log or mail.
"""

import contextlib
import io
import logging
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from email.message import EmailMessage
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from declarations.filing.model import Declaration, GiftDetails
from declarations.meetings.model import Function, Item, Level, Meeting, Part, Participant, Sitting
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service.arriving import enter, send_code
from declarations.presiding.model import Kind, Matter, Opinion
from declarations.presiding.service import matters, opinions
from declarations.presiding.service.matters import ReportCommand
from declarations.presiding.service.opinions import AskCommand
from declarations.votes.model import Answer, Stance
from declarations.votes.service import gifts
from declarations.votes.service.disclosing import AnswerCommand, answer
from register.access import configure
from register.access.csrf import csrf_field
from register.access.middleware import MEETING_COOKIE
from register.access.policy import permits
from register.access.service.resolving import identity_of_participant
from register.kernel import clock
from register.kernel.identity import Identity
from register.notices.configuration import configure as configure_mail
from register.notices.mailer import BATCH, Mailer
from register.notices.model import MailSettings
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import dressed, whole
from tests.factories import World, gift_command, gift_facts
from tests.meetings import attending, concerned, delegation, item, meeting, officer, participant, sitting
from tests.page_client import PageClient
from tests.web.visitors import ORIGIN, SETTINGS, signed_in, visiting

MAIL = MailSettings(sender="register@waters.example", base_url=ORIGIN, organisation={"en": "Waters"})
pytestmark = pytest.mark.proof
FULL = os.environ.get("PROOF") == "full"
PARTY = "Northern Waterworks"
KNOWN = ("Zephyrine Hydraulics", "engraved astrolabe")
"""Declared with an account: the register’s alone."""
GIVEN = ("Quillfeather Foundry", "opaline sextant")
"""A gift declared from the link: for the person and the ethics office."""
DISCLOSED, ASKED, REPORTED = ("tamarind shares",), ("heliotrope question",), ("vermilion shouting",)
EVERYTHING = KNOWN + GIVEN + DISCLOSED + ASKED + REPORTED
_ENDS = re.compile(r"/sign-out|/attend/leave|/account/sessions/end|/api/v1/attend/session|.*/events|.*/closing")
"""Would end what the walk goes on with; streams are read in tests/process, with the numbers that they hold."""


class Hall:
    """A meeting whose item concerns the giver of a gift that a participant once declared, with an account."""

    meeting: Meeting
    sitting: Sitting
    item: Item
    who: Participant
    deputy: Participant
    head: Participant
    secretary: Identity
    chair: Identity
    known: Declaration
    given: Declaration
    answer: Answer
    asked: Opinion
    reported: Matter


class Sent:
    """Keeps what the register mails."""

    keeps = False

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    @contextlib.asynccontextmanager
    async def session(self) -> AsyncIterator["Sent"]:
        """Always open."""
        yield self

    async def send(self, letter: EmailMessage) -> None:
        """Keep it."""
        self.letters.append(letter)


@pytest.fixture
async def hall(world: World, monkeypatch: pytest.MonkeyPatch) -> Hall:
    configure(SETTINGS)
    configure_mail(MAIL)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    monkeypatch.setattr("declarations.meetings.service.arriving.secrets.randbelow", lambda _most: 42)
    made = Hall()
    made.secretary, person = await world.person("meeting_secretary"), await world.person("declarant")
    made.chair = await world.person("presiding_officer")
    office, day = await world.person("ethics_officer"), clock.today()
    made.meeting = await meeting(office, made.secretary, starts_on=day, ends_on=day + timedelta(days=2))
    made.sitting = await sitting(made.secretary, made.meeting)
    us = await delegation(made.secretary, made.meeting)
    made.item = await item(made.secretary, made.meeting, called_at=made.meeting.created_at)
    await concerned(made.secretary, made.item, PARTY)
    email = await world.superuser.fetchval("select email from person where id = $1", person.person)
    made.who = await participant(made.secretary, made.meeting, us, person=person.person, email=email)
    made.deputy = await participant(made.secretary, made.meeting, us)
    made.head = await participant(made.secretary, made.meeting, us, function=Part.HEAD)
    await officer(made.secretary, made.meeting, Function.PRESIDING_OFFICER, made.chair)
    await officer(made.secretary, made.meeting, Function.DEPUTY, made.deputy, 1)
    said: dict[str, Any] = {"event_date": (day - timedelta(days=3)).isoformat(), "description": KNOWN[1]}
    await world.declaration(person, gift_command(giver_name=PARTY, **said))
    made.known = await world.declaration(person, gift_command(giver_name=KNOWN[0], **said))
    await said_inside(made, await attending(made.who, room_code(made.sitting)))
    return made


async def said_inside(hall: Hall, inside: Identity) -> None:
    """Whatever a participant may say, in a session that the code of the hall opened."""
    facts = gift_facts(event_date=clock.today().isoformat())
    details = GiftDetails(description=GIVEN[1], giver_name=GIVEN[0])
    gift = gifts.GiftCommand(facts=facts, details=details, attested=True, client_key=uuid4())
    hall.given = await gifts.declare_gift(inside, gift)
    command = AnswerCommand(
        item=hall.item.id, stance=Stance.SOMETHING, levels=(Level.OWN,), text=DISCLOSED[0], client_key=uuid4()
    )
    hall.answer = await answer(inside, command)
    hall.asked = await opinions.ask(inside, AskCommand(ASKED[0], "en", uuid4()))
    report = ReportCommand(kind=Kind.HARASSMENT, text=REPORTED[0], language="en", client_key=uuid4())
    hall.reported = await matters.report(inside, report)


# -- the doors


def places(hall: Hall) -> dict[str, Any]:
    """What stands in each place of an address; in all others the declaration of the person."""
    return {
        "meeting": hall.meeting.id,
        "item": hall.item.id,
        "sitting": hall.sitting.id,
        "participant": hall.who.id,
        "delegation": hall.who.delegation,
        "person": hall.who.person,
        "declarant": hall.who.person,
        "opinion": hall.asked.id,
        "matter": hall.reported.id,
        "answer": hall.answer.id,
        "reference": hall.known.reference,
        "number": 1,
    }


def doors(app: Litestar, hall: Hall, opens: Any) -> Iterator[tuple[str, str]]:
    """Every route that opens, with every method; what needs a reference with that of each declaration."""
    known = places(hall)
    for route in app.routes:
        assert isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items():
            if method == "OPTIONS" or not opens(str(handler.opt.get("action"))):
                continue
            both = (hall.known.reference, hall.given.reference)
            for reference in both if "{reference" in route.path_format else [""]:
                path = filled(route.path_format, {**known, "reference": reference}, hall.known.id)
                if not _ENDS.fullmatch(path):
                    yield method, path


def filled(template: str, known: dict[str, Any], usual: UUID) -> str:
    return re.sub(r"\{([a-z_]+)[^}]*\}", lambda place: str(known.get(place[1], usual)), template)


def example(schema: dict[str, Any], described: dict[str, Any], hall: Hall, name: str = "") -> Any:
    """The least body that a schema asks for, with the ids of the participant."""
    while "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    several = [each for each in schema.get("oneOf") or schema.get("anyOf") or () if each.get("type") != "null"]
    if several:
        return example(several[0], described, hall, name)
    if schema.get("type") == "object":
        wanted = schema.get("required", ())
        return {each: example(schema["properties"][each], described, hall, each) for each in wanted}
    if schema.get("type") == "array":
        return [example(schema["items"], described, hall, name)] if schema.get("minItems") else []
    return schema["enum"][0] if "enum" in schema else _word(schema, name, hall)


def _word(schema: dict[str, Any], name: str, hall: Hall) -> Any:
    formats = {
        "uuid": str(places(hall).get(name, uuid4())),
        "date": clock.today().isoformat(),
        "date-time": "2026-11-21T12:00:00Z",
    }
    usual = {"boolean": True, "integer": 1, "number": 1}
    text = formats.get(schema.get("format", ""), "en" if name == "language" else "a word")
    return usual.get(schema.get("type", ""), text)


@cache
def described_api() -> dict[str, Any]:
    return whole().openapi_schema.to_schema()


def bodies(hall: Hall) -> dict[tuple[str, str], Any]:
    """Of each operation of the API, by method and template, a body that it takes."""
    described, found = described_api(), {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                found[method.upper(), path] = example(content["schema"], described, hall)
    return found


def sent_with(hall: Hall, csrf: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Bodies by the method and the shape of the path, so that each door gets its own."""
    for (method, template), body in bodies(hall).items():
        yield method + " " + re.sub(r"\{[^}]+\}", "[^/]+", template), {"json": body}
    yield r"[A-Z]+ /api/.*", {"json": {}}
    form = {"csrf": csrf, "text": "a word", "name": "Zeph", "seen": "1", "client_key": str(uuid4())}
    yield r"[A-Z]+ .*", {"data": {**form, **{name: str(value) for name, value in places(hall).items()}}}


async def walked(
    client: PageClient, app: Litestar, hall: Hall, opens: Any
) -> AsyncIterator[tuple[str, httpx.Response]]:
    """What every route answers, those that only show first, and once more after the others."""
    page = await client.get("/attend/opinions" if MEETING_COOKIE in client.http.cookies else "/account")
    headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "x-csrf-token": page.hidden()["csrf"]}
    headers |= {"if-match": '"1"', "idempotency-key": str(uuid4())}
    shapes = [(re.compile(shape), body) for shape, body in sent_with(hall, page.hidden()["csrf"])]
    found = sorted(doors(app, hall, opens))
    shown = [door for door in found if door[0] in {"GET", "HEAD"}]
    asked = {"q": "Zeph", "of": hall.known.reference, "name": "Delegate", "participant": str(hall.who.id)}
    for method, path in (*shown, *(door for door in found if door not in shown), *(shown if FULL else ())):
        body = next(body for shape, body in shapes if shape.fullmatch(f"{method} {path}"))
        more: dict[str, Any] = {"params": asked} if method in {"GET", "HEAD"} else body
        yield f"{method} {path}", await client.http.request(method, path, headers=headers, **more)


def words_of(content: bytes) -> str:
    """The words of an answer: of a page, or of a file that holds them packed."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    if content.startswith(b"%PDF"):
        if shutil.which("pdftotext") is None:
            pytest.skip("pdftotext is not installed")
        return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return content.decode("utf-8", "replace")


async def learned(client: PageClient, hall: Hall, who: Identity, words: tuple[str, ...]) -> tuple[list[str], set[str]]:
    """The routes whose answer holds one of the words, and those that answered at all."""
    found, answered, app = [], set(), whole()
    async for door, response in walked(client, app, hall, lambda action: FULL or permits(who, action)):
        answered |= {door} if response.status_code == 200 else set()
        assert response.status_code < 500, (door, response.text[:500])
        told = words_of(response.content) + repr(response.headers.raw)
        found += [f"{door}: {word}" for word in words if word in told]
    return found, answered


async def mailed() -> list[EmailMessage]:
    """Whatever waits to be mailed by now."""
    sent = Sent()
    mailer = Mailer(sent, MAIL)
    while await mailer.send_due() == BATCH:
        pass
    return sent.letters


def led(hall: Hall) -> set[str]:
    """What is open to those who lead: the control that the walk was let in."""
    shown = ("", "/board", "/participants", f"/items/{hall.item.id}", "/minutes", "/minutes.xlsx", "/minutes.docx")
    return {f"GET /meetings/{hall.meeting.id}{page}" for page in shown}


async def by_link(client: PageClient, session: str) -> Identity:
    client.http.cookies.set(MEETING_COOKIE, session, domain="register.example", path="/")
    return await identity_of_participant(session)


# -- the walkers


async def test_a_chair_with_an_account_learns_nothing_that_the_register_knows(
    hall: Hall, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "register"):
        async with signed_in(dressed(whole()), world, hall.chair) as client:
            found, answered = await learned(client, hall, hall.chair, KNOWN + GIVEN)
    assert found == []
    assert answered >= led(hall) | {f"GET /meetings/{hall.meeting.id}/opinions"}
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert [word for word in EVERYTHING if word in logged] == []
    letters = await mailed()
    assert letters, "the control: something was mailed"
    assert [word for word in EVERYTHING for letter in letters if word in words_of(letter.as_bytes())] == []


async def test_a_secretary_learns_neither_that_nor_what_lies_before_the_chair(hall: Hall, world: World) -> None:
    async with signed_in(dressed(whole()), world, hall.secretary) as client:
        found, answered = await learned(client, hall, hall.secretary, KNOWN + GIVEN + ASKED + REPORTED)
    assert found == []
    assert answered >= led(hall) | {f"GET /meetings/{hall.meeting.id}/badges"}


async def test_a_deputy_who_came_by_a_link_learns_neither(hall: Hall) -> None:
    await send_code(link_token(hall.deputy.id, 1))
    async with visiting(dressed(whole())) as client:
        who = await by_link(client, await enter(link_token(hall.deputy.id, 1), "000042"))
        found, answered = await learned(client, hall, who, KNOWN + GIVEN + ASKED + REPORTED)
    assert found == []
    here = f"GET /meetings/{hall.meeting.id}"
    disclosed = {f"{here}{page}" for page in (f"/items/{hall.item.id}", "/minutes", "/minutes.xlsx", "/minutes.docx")}
    assert not answered & disclosed, "what was disclosed to the meeting is read by whoever presides"
    assert answered >= led(hall) - disclosed | {"GET /attend/code", f"{here}/matters"}


async def test_the_head_of_the_same_delegation_learns_nothing_at_all(hall: Hall) -> None:
    async with visiting(dressed(whole())) as client:
        who = await by_link(client, await enter(link_token(hall.head.id, 1), room_code(hall.sitting)))
        found, answered = await learned(client, hall, who, EVERYTHING)
    assert found == []
    assert answered >= {"GET /attend/code", "GET /attend/delegation"}


async def test_whoever_holds_the_badge_and_the_code_of_the_hall_reads_what_the_meeting_may_read_and_no_more(
    hall: Hall,
) -> None:
    """The secretary prints the one and shows the other."""
    async with visiting(dressed(whole())) as client:
        who = await by_link(client, await enter(link_token(hall.who.id, 1), room_code(hall.sitting)))
        found, answered = await learned(client, hall, who, KNOWN + GIVEN + ASKED + REPORTED)
        assert DISCLOSED[0] in (await client.http.get(f"/attend/items/{hall.item.id}")).text, "the control"
    assert found == []
    assert answered >= {"GET /attend/opinions", "GET /attend/report", "GET /attend/gifts"}


async def test_the_person_alone_is_shown_it_all(hall: Hall, world: World) -> None:
    """The control of every walk: it is there, and its person sees it."""
    await send_code(link_token(hall.who.id, 1))
    async with visiting(dressed(whole())) as client:
        who = await by_link(client, await enter(link_token(hall.who.id, 1), "000042"))
        shown = {found.partition(": ")[2] for found in (await learned(client, hall, who, (*EVERYTHING, PARTY)))[0]}
    assert shown == {*GIVEN, *DISCLOSED, *ASKED, *REPORTED, PARTY}
    person = Identity(person=hall.who.person, roles=frozenset({"declarant"}))
    async with signed_in(dressed(whole()), world, person) as client:
        text = (await client.get(f"/declarations/{hall.known.reference}")).text
    assert all(word in text for word in KNOWN)


def test_a_word_in_a_packed_file_is_found() -> None:
    """The control of reading files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/sharedStrings.xml", f"<t>{KNOWN[0]}</t>")
    assert KNOWN[0] in words_of(packed.getvalue())
    assert KNOWN[0].encode() not in packed.getvalue()


def test_an_id_is_put_into_every_place_of_an_address(hall: Hall) -> None:
    """No route is walked with a brace left in it."""
    every = list(doors(whole(), hall, lambda _action: True))
    assert len(every) > 500
    assert [path for _, path in every if "{" in path] == []
    assert all(UUID(str(hall.meeting.id)) for _ in every[:1])
