"""Links and codes against those who guess, scan, forward, photograph and stay: nobody does more than they may."""

import logging
import os
import random
import re
from datetime import timedelta
from typing import Any

import asyncpg
import msgspec
import pytest

from declarations.meetings import settings as meeting_settings
from declarations.meetings import store
from declarations.meetings.accreditation_pages import accreditation_pages
from declarations.meetings.arrival_pages import arrival_pages
from declarations.meetings.model import Meeting, Status
from declarations.meetings.records import MEETINGS
from declarations.meetings.secrets import link_path, link_token, room_code
from declarations.meetings.service.arriving import ARRIVALS, enter, open_link, send_code
from declarations.meetings.service.linking import issue_again, revoke
from declarations.meetings.settings import MeetingSettings
from declarations.meetings.store_arrivals import behind_link
from declarations.votes.attend_pages import attend_pages
from declarations.votes.code_pages import code_pages
from declarations.votes.coming_in_api import coming_in_api
from declarations.votes.delegation_pages import delegation_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.access.middleware import MEETING_COOKIE
from register.access.tokens import digest, new_token
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, TooManyRequests
from register.kernel.identity import Identity
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import item, meeting, participant, sitting
from tests.web import visitors
from tests.web.test_attending import Hall, come_in, enter_hall
from tests.web.visitors import SETTINGS, visiting

FULL = os.environ.get("PROOF") == "full"
GUESSES = 10_000 if FULL else 300
_ROOMS = (arrival_pages, attend_pages, code_pages, coming_in_api, delegation_pages, accreditation_pages)
_OWN_PAGES = ("/attend", "/attend/code", "/attend/delegation", "/api/v1/attend/code")


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*(handler for room in _ROOMS for handler in room))


class Guarded(Hall):
    """A hall with its secretary."""

    secretary: Identity


@pytest.fixture
async def hall(world: World, app: Any) -> Guarded:
    made = Guarded()
    made.secretary = await world.person("meeting_secretary")
    made.meeting = await meeting(await world.person("ethics_officer"), made.secretary)
    made.sitting = await sitting(made.secretary, made.meeting)
    made.item = await item(made.secretary, made.meeting, called_at=made.meeting.created_at)
    made.who = await participant(made.secretary, made.meeting)
    return made


@pytest.fixture
def unlimited() -> Any:
    """Without the limits, so that the guesses themselves are what is refused."""
    before = meeting_settings.meeting_settings()
    meeting_settings.configure(MeetingSettings(code_tries=0, code_tries_per_day=0, tries_per_address=0))
    yield
    meeting_settings.configure(before)


async def sessions(superuser: asyncpg.Connection) -> int:
    return int(await superuser.fetchval("select count(*) from participant_session"))


@pytest.mark.proof
async def test_ten_thousand_guessed_links_name_nobody(hall: Guarded) -> None:
    rng = random.Random(20261121)
    right = link_token(hall.who.id, hall.who.link_turn)
    async with transaction(ARRIVALS) as tx:
        for number in range(GUESSES):
            near = list(right)
            near[rng.randrange(len(near) - 1)] = rng.choice("abcdefgXYZ-_0")
            guess = "".join(near) if number % 2 else new_token()
            if guess != right:
                assert await behind_link(tx, digest(guess)) is None
    assert (await open_link(right)).participant.id == hall.who.id, "the control"


@pytest.mark.proof
@pytest.mark.usefixtures("unlimited")
async def test_ten_thousand_guessed_codes_open_nothing_and_the_mailed_one_dies_after_a_few(
    hall: Guarded, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, rng = link_token(hall.who.id, 1), random.Random(20261121)
    monkeypatch.setattr("declarations.meetings.service.arriving.secrets.randbelow", lambda _most: 123456)
    await send_code(token)
    right = {room_code(hall.sitting), "123456"}
    guesses = [str(rng.randrange(10**6)).zfill(6) for _ in range(GUESSES)]
    for guess in [*(guess for guess in guesses if guess not in right), "", "0" * 400, "١٢٣", "' or 1=1", "12345\x00"]:
        with pytest.raises(Invalid):
            await enter(token, guess)
    assert await sessions(superuser) == 0
    with pytest.raises(Invalid):
        await enter(token, "123456")
    assert await enter(token, room_code(hall.sitting)), "the control: the code of the hall still opens"


async def test_guessing_stops_soon_and_the_right_code_then_tells_nothing_either(
    hall: Guarded, superuser: asyncpg.Connection
) -> None:
    token, wrong = link_token(hall.who.id, 1), "000000" if room_code(hall.sitting) != "000000" else "111111"
    for _ in range(meeting_settings.meeting_settings().code_tries):
        with pytest.raises(Invalid):
            await enter(token, wrong)
    for code in (wrong, room_code(hall.sitting)):
        with pytest.raises(TooManyRequests):
            await enter(token, code)
    assert await sessions(superuser) == 0


async def test_scanners_consume_nothing_and_a_forwarded_link_shows_a_name_and_a_meeting(
    hall: Guarded, app: Any, superuser: asyncpg.Connection
) -> None:
    await send_code(link_token(hall.who.id, 1))
    kept = "select row(p.*)::text || row(c.*)::text from participant p join arrival_code c on c.participant = p.id"
    before = await superuser.fetchval(kept)
    async with visiting(app) as stranger:
        for _ in range(5):
            page = await stranger.get(link_path(hall.who))
            assert (await stranger.http.head(link_path(hall.who))).status_code in {200, 405}
        assert hall.who.family_name in page.text
        assert hall.meeting.title in page.text
        assert not any(word in page.text for word in (hall.who.email, "Election of the President", "Ruritania"))
        assert MEETING_COOKIE not in stranger.http.cookies
        for address in _OWN_PAGES:
            assert (await stranger.http.get(address)).status_code in {303, 401}, address
    assert await superuser.fetchval(kept) == before
    assert await sessions(superuser) == 0


async def test_a_second_device_has_its_own_session_and_leaving_ends_that_one_alone(hall: Guarded, app: Any) -> None:
    async with visiting(app) as phone, visiting(app) as tablet:
        await come_in(phone, hall)
        await enter_hall(tablet, hall)
        assert phone.http.cookies[MEETING_COOKIE] != tablet.http.cookies[MEETING_COOKIE]
        csrf = (await phone.get("/attend")).hidden()["csrf"]
        left = await visitors.send(phone, "/attend/leave", {"csrf": csrf})
        assert left.headers["location"] == "/join"
        assert "open your personal link" in (await phone.get("/join")).text
        assert (await phone.http.get("/attend")).status_code == 303
        assert (await tablet.http.get("/attend")).status_code == 200


@pytest.mark.parametrize("end", ["closed", "revoked", "new link"])
async def test_whatever_ends_a_link_takes_everything_at_the_next_request(hall: Guarded, app: Any, end: str) -> None:
    async with visiting(app) as client:
        await come_in(client, hall)
        assert (await client.http.get("/attend")).status_code == 200, "the control"
        fields = (await client.get(f"/attend/items/{hall.item.id}")).hidden()
        await ended(hall, end)
        for address in (*_OWN_PAGES, f"/attend/items/{hall.item.id}"):
            assert (await client.http.get(address)).status_code in {303, 401}, address
        said = {"csrf": fields["csrf"], "client_key": fields["client_key"], "stance": "nothing"}
        refused = await visitors.send(client, f"/attend/items/{hall.item.id}", said)
        assert refused.status_code in {303, 401, 403}
        assert "/attend" not in refused.headers.get("location", "").partition("?")[0]
        page = await client.get(link_path(hall.who), status=404)
        assert ("stays confidential" in page.text) == (end == "closed")
        assert hall.who.family_name not in page.text
    with pytest.raises(NotFound):
        await enter(link_token(hall.who.id, 1), room_code(hall.sitting))


async def ended(hall: Guarded, end: str) -> None:
    if end == "closed":
        async with transaction(hall.secretary) as tx:
            row = await store.meeting(tx, hall.meeting.id)
            await store.change(tx, MEETINGS[Meeting], row, "closed", status=Status.CLOSED.value, closed_at=tx.now)
        return
    change = revoke if end == "revoked" else issue_again
    await change(hall.secretary, hall.meeting.id, hall.who.id)


async def test_the_code_of_another_sitting_turn_meeting_or_day_is_refused(hall: Guarded, world: World) -> None:
    other = await meeting(await world.person("ethics_officer"), hall.secretary, title="Another session")
    tomorrow = await sitting(hall.secretary, hall.meeting, begins=hall.sitting.starts_at + timedelta(days=1), number=2)
    refused = [
        await sitting(hall.secretary, other),
        tomorrow,
        msgspec.structs.replace(hall.sitting, code_turn=1),
    ]
    for each in refused:
        with pytest.raises(Invalid):
            await enter(link_token(hall.who.id, 1), room_code(each))
    assert await enter(link_token(hall.who.id, 1), room_code(hall.sitting)), "the control"


async def test_neither_logs_nor_paths_nor_rows_hold_a_link_or_a_code(
    hall: Guarded, app: Any, superuser: asyncpg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    async def server(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        seen.append(f"{scope['path']} {scope.get('raw_path')} {scope.get('query_string')}")

    token = link_token(hall.who.id, 1)
    with caplog.at_level(logging.DEBUG):
        async with visiting(server) as client:
            await come_in(client, hall)
            cookie = client.http.cookies[MEETING_COOKIE]
    assert "/join b'/join' b''" in seen
    code = room_code(hall.sitting)
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]  # the browser’s
    written = "\n".join([*seen, *logged, *await every_row(superuser)])
    for secret in (token, cookie):
        assert secret not in written
    assert not re.search(rf"(?<![0-9a-z.]){code}(?![0-9a-z])", written)
    assert digest(token).hex() in written, "the control: of a link only the hash is kept"


async def every_row(superuser: asyncpg.Connection) -> list[str]:
    tables = ("participant", "participant_session", "arrival_code", "sitting", "event", "outbox", "rate_count")
    return [row[0] for table in tables for row in await superuser.fetch(f"select row(t.*)::text from {table} t")]


async def test_the_cookie_of_a_session_is_for_this_site_alone_and_for_no_script(hall: Guarded, app: Any) -> None:
    async with visiting(app) as client:
        page = await client.get(link_path(hall.who))
        fields = {name: page.hidden()[name] for name in ("csrf", "token")}
        came = await visitors.send(client, "/join", {**fields, "code": room_code(hall.sitting)})
        held = next(value for value in came.headers.get_list("set-cookie") if value.startswith(MEETING_COOKIE))
        said = {part.strip().casefold() for part in held.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= said
        assert not any(part.startswith("domain") for part in said)
