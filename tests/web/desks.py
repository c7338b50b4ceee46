"""The desk as its people meet it: its pages and its interface with sign-in around them."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from litestar import Litestar
from litestar.openapi import OpenAPIConfig

from declarations.review.api import review_api
from declarations.review.pages import review_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.access.guards import HANDLERS as ACCESS_HANDLERS
from register.access.guards import access_guard
from register.access.middleware import IdentityMiddleware
from register.access.pages import access_pages
from register.kernel.identity import Identity
from register.web.errors import HANDLERS
from register.web.headers import SecurityHeaders
from register.web.language import Language
from register.web.pages import static_file
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.factories import World
from tests.page_client import Page, PageClient
from tests.web.visitors import SETTINGS, signed_in


def desk_app() -> Any:
    """The desk in an application of its own."""
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    app = Litestar(
        [*access_pages, *review_pages, *review_api, static_file],
        guards=[access_guard],
        exception_handlers={**HANDLERS, **ACCESS_HANDLERS},
        logging_config=None,
        openapi_config=OpenAPIConfig(title="Desk", version="1"),
    )
    return SecurityHeaders(IdentityMiddleware(Language(app)))


@contextlib.asynccontextmanager
async def at_desk(world: World, person: Identity) -> AsyncIterator[PageClient]:
    """A browser in which a person of the desk is signed in, speaking their language."""
    async with signed_in(desk_app(), world, person) as client:
        yield client


def filled(page: Page, **fields: str) -> dict[str, str]:
    """A form of the page, with its hidden fields."""
    return {name: page.hidden()[name] for name in ("csrf", "seen")} | fields
