"""The desk as its people meet it: its pages and its interface with sign-in around them."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from declarations.review.api import review_api
from declarations.review.pages import review_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.identity import Identity
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.page_client import Page, PageClient
from tests.web.visitors import SETTINGS, signed_in


def desk_app() -> Any:
    """The desk in an application of its own."""
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*review_pages, *review_api, described=True)


@contextlib.asynccontextmanager
async def at_desk(world: World, person: Identity) -> AsyncIterator[PageClient]:
    """A browser in which a person of the desk is signed in, speaking their language."""
    async with signed_in(desk_app(), world, person) as client:
        yield client


def filled(page: Page, **fields: str) -> dict[str, str]:
    """A form of the page, with its hidden fields."""
    return {name: page.hidden()[name] for name in ("csrf", "seen")} | fields
