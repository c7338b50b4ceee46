"""The application as it is served: every room, every guard, every layer around it."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec

from register.access import configure
from register.access.csrf import csrf_field
from register.access.scopes import SCOPES
from register.access.service.account import create_token
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.navigation import navigation
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import dressed, whole
from tests.web.visitors import ORIGIN, SETTINGS


def served_app(**settings: Any) -> Any:
    """What `register serve` mounts, on the open pool of a test."""
    configure(msgspec.structs.replace(SETTINGS, **settings))
    configure_site(
        Site(
            names={"en": "Organization for Shared Waters"},
            csrf_field=csrf_field,
            navigation=navigation,
            contact="ethics@example.org",
        )
    )
    return dressed(whole())


async def key_of(person: Identity) -> str:
    """A key for programs."""
    signed_in = Identity(person=person.person, roles=person.roles, session=new_id(), name=person.name)
    return (await create_token(signed_in, "test", SCOPES)).secret


@contextlib.asynccontextmanager
async def program(app: Any, person: Identity | None, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """A program with a key of the person; without a person, one without any key."""
    sent = dict(headers) | ({"authorization": f"Bearer {await key_of(person)}"} if person is not None else {})
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=sent) as client:
        yield client
