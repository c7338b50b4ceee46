"""The composition root: everything that is served, put together in one place; may import all, is imported by none."""

import contextlib
import re
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from litestar import Litestar, Router
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, ControllerRouterHandler

from declarations.votes.live import BOARDS
from register import configuring
from register.access.guards import HANDLERS as SIGN_IN_FIRST
from register.access.guards import access_guard
from register.access.middleware import IdentityMiddleware
from register.handlers import handlers
from register.kernel import db
from register.operations.requests import Measured
from register.settings import Settings
from register.web import openapi
from register.web.errors import HANDLERS
from register.web.headers import SecurityHeaders
from register.web.language import Language
from register.web.pages import health, static_file
from register.web.requests import StrictRequest
from register.work import working


def create_app(settings: Settings, database_url: str, *, works: bool = False) -> ASGIApp:
    """The application on a database; with `works`, mail, seals and clearing run in this process too."""
    configuring.configure(settings)
    app = litestar_app(
        settings, [_database(settings, database_url), _boards(database_url), *([_work(settings)] if works else [])]
    )
    return Measured(SecurityHeaders(IdentityMiddleware(Language(app))), logged=settings.log.requests)


def litestar_app(settings: Settings, lifespan: Sequence[Callable[[Litestar], Any]] = ()) -> Litestar:
    """The routes with their guard and error pages, for serving and for the tests that walk them."""
    routes: list[ControllerRouterHandler] = [static_file, *health(db.ping), *handlers(settings)]
    return Litestar(
        route_handlers=routes,
        guards=[access_guard],
        exception_handlers=_exception_handlers(),
        request_class=StrictRequest,
        lifespan=list(lifespan),
        openapi_config=_openapi(),
        request_max_body_size=settings.limits.body_bytes,
        logging_config=None,
        debug=False,
    )


_CHANGE = re.compile(
    r"/api/v1/(?:declarations|cases)/\{reference\}/(?!(?:comments|words|evidence)$)[a-z-]+"
    r"|/api/v1/(?:declarations|cases)/\{reference\}/evidence/\{wanted\}/withdrawal"
    r"|/api/v1/(?:declarations|cases)/\{reference\}/measures/\{measure\}/(?:confirmation|lifting|report)"
    r"|/api/v1/imports/\{wanted\}/(?:mapping|commit|undo)"
    r"|/api/v1/parties/\{party\}/(?:aliases|aliases/\{alias\}/removal|merge|separation)"
    r"|/api/v1/standing-words/\{key\}/(?:versions|retirement|activation)"
    r"|/api/v1/advice/\{advice\}/messages|/api/v1/advice-desk/\{advice\}/(?:answers|guidance|publication|withdrawal)"
    r"|/api/v1/assets/\{designation\}/(?:draft/content|statements)"
    r"|/api/v1/asset-filers/\{designation\}/(?:end|keep)|/api/v1/asset-statements/\{statement\}/review"
    r"|/api/v1/meetings/\{meeting\}/(?:opinions/\{opinion\}/answer|matters/\{matter\}/review)"
    r"|/api/v1/meetings/\{meeting\}/(?:delegations/\{delegation\}|participants/\{participant\})"
    r"|/api/v1/meetings/\{meeting\}(?:/completion|/closing|/code)?"
    r"|/api/v1/meetings/\{meeting\}/agenda/\{item\}(?:/call|/end|/withdrawal)?"
    r"|/api/v1/meetings/\{meeting\}/items/\{item\}/vote"
    r"|/api/v1/attend/gifts/\{reference\}/amendment"
    r"|/api/v1/reports/\{report\}/(?:texts|freezing|release|setting-aside|decision)"
    r"|/api/v1/engagements/\{engagement\}/(?:end|unmaskings/\{wanted\}/answer)"
    r"|/api/v1/profiles/proposals/\{wanted\}/(?:adoption|rejection|withdrawal)"
)
"""A comment stands beside the case and changes nothing in it; everything else is decided on a state that was read."""


_CREATES = frozenset(
    {
        *("/api/v1/declarations", "/api/v1/imports", "/api/v1/asset-filers", "/api/v1/advice"),
        *("/api/v1/advice-desk/notes", "/api/v1/meetings/{meeting}/delegations"),
        *("/api/v1/meetings", "/api/v1/meetings/{meeting}/agenda", "/api/v1/meetings/{meeting}/participants"),
        *("/api/v1/data-sets", "/api/v1/reports", "/api/v1/reports/{report}/corrections"),
        *("/api/v1/engagements", "/api/v1/engagements/{engagement}/extracts"),
        "/api/v1/engagements/{engagement}/unmaskings",
    }
)
"""Creates that name their request, so that it is not done twice."""


def _headers(method: str, path: str) -> Sequence[str]:
    """The headers without which an operation of the interface is refused."""
    if method == "post" and path in _CREATES:
        return ["Idempotency-Key"]
    return ["If-Match"] if method in {"post", "put"} and _CHANGE.fullmatch(path) else []


def _exception_handlers() -> dict[int | type[Exception], Callable[[Any, Any], Any]]:
    found: dict[int | type[Exception], Callable[[Any, Any], Any]] = {}
    found.update(HANDLERS)
    found.update(dict(SIGN_IN_FIRST.items()))
    return found


def _openapi() -> openapi.Description:
    return openapi.Description(
        title="Declaration register",
        version="1",
        openapi_router=Router("/schema", route_handlers=[], opt={"action": "schema.read"}),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        use_handler_docstrings=True,
        headers=_headers,
    )


def _database(settings: Settings, url: str) -> Callable[[Litestar], Any]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        await db.open_pool(url, size=settings.pool_size)
        try:
            yield
        finally:
            await db.close_pool()

    return lifespan


def _boards(url: str) -> Callable[[Litestar], Any]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with BOARDS.running(url):
            yield

    return lifespan


def _work(settings: Settings) -> Callable[[Litestar], Any]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with working(settings):
            yield

    return lifespan
