"""The application as a visitor meets it: sign-in, pages of access, and pages that only probe the guard."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import UUID

import httpx
import msgspec
from litestar import get, post

from register.access import AccessSettings, configure, passwords
from register.access.api import access_api
from register.access.csrf import csrf_field
from register.access.guards import AnyRequest, identity_of
from register.kernel.identity import Identity
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.page_client import PageClient

ORIGIN = "https://register.example"
PASSWORD = "quiet lantern over seven bridges"
SETTINGS = AccessSettings(
    secret=b"v" * 32, password_passes=1, password_memory_kib=64, password_lanes=1, api_requests_per_minute=0
)


@get("/probe", opt={"action": "start.view"})
async def probe(request: AnyRequest) -> dict[str, Any]:
    """Who the register thinks is asking."""
    identity = identity_of(request)
    return {"person": identity.person, "roles": sorted(identity.roles), "session": identity.session}


@post("/probe", opt={"action": "start.view"})
async def posted_probe(request: AnyRequest) -> dict[str, Any]:
    return {"typed": (await request.body()).decode("latin-1")[:20]}


@get("/forgotten")
async def forgotten() -> str:
    """A route whose author forgot to say which action it is."""
    return "open"


def access_app(**settings: Any) -> Any:
    """Sign-in and the pages of access in an application of their own."""
    configure(msgspec.structs.replace(SETTINGS, **settings))
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*access_api, probe, posted_probe, forgotten, body_bytes=100_000)


async def give_password(world: World, person: Identity, password: str = PASSWORD) -> str:
    """Let a person sign in; their address."""
    password_hash = await passwords.hash_password(password)
    await world.superuser.execute(
        "insert into credential (person, password_hash) values ($1, $2)"
        " on conflict (person) do update set password_hash = excluded.password_hash",
        person.person,
        password_hash,
    )
    return await email_of(world, person.person)


async def email_of(world: World, person: UUID | None) -> str:
    return str(await world.superuser.fetchval("select email from person where id = $1", person))


async def sign_in(client: PageClient, email: str, password: str = PASSWORD) -> httpx.Response:
    """Open the form, fill it in, send it."""
    page = await client.get("/sign-in")
    return await send(client, "/sign-in", {**page.hidden(), "email": email, "password": password})


async def send(client: PageClient, path: str, data: Mapping[str, Any], **headers: str) -> httpx.Response:
    """Send a form as a browser sends it from a page of ours."""
    sent = {"origin": ORIGIN, "sec-fetch-site": "same-origin", **headers}
    return await client.http.post(path, data=dict(data), headers=sent)


async def press(client: PageClient, page_path: str, form_path: str, **fields: Any) -> httpx.Response:
    """Open a page and send one of its forms."""
    page = await client.get(page_path)
    return await send(client, form_path, {"csrf": page.hidden()["csrf"], **fields})


@contextlib.asynccontextmanager
async def visiting(app: Any, **headers: str) -> AsyncIterator[PageClient]:
    """A browser without any cookie."""
    client = PageClient(app, **headers)
    try:
        yield client
    finally:
        await client.close()


@contextlib.asynccontextmanager
async def signed_in(app: Any, world: World, person: Identity) -> AsyncIterator[PageClient]:
    """A browser in which a person is signed in."""
    async with visiting(app) as client:
        answer = await sign_in(client, await give_password(world, person))
        assert answer.status_code == 303, answer.text
        yield client
