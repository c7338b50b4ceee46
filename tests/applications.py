"""Applications that tests share: building one costs as much as a dozen requests, and none remembers a request."""

from functools import cache
from typing import Any

from litestar import Litestar
from litestar.openapi import OpenAPIConfig

from register.access.guards import HANDLERS as ACCESS_HANDLERS
from register.access.guards import access_guard
from register.access.middleware import IdentityMiddleware
from register.access.pages import access_pages
from register.app import litestar_app
from register.demonstration import demonstration_settings
from register.settings import Settings
from register.web.errors import HANDLERS
from register.web.headers import SecurityHeaders
from register.web.language import Language
from register.web.pages import static_file

_BODY_BYTES = 10_000_000


@cache
def whole() -> Litestar:
    """Everything that is served, without the layers around it."""
    return litestar_app(Settings())


@cache
def whole_demonstration() -> Litestar:
    """The same with the demonstration's own pages."""
    return litestar_app(demonstration_settings(Settings()))


def dressed(app: Any) -> Any:
    """An application with sign-in, language and headers around it, as it is served."""
    return SecurityHeaders(IdentityMiddleware(Language(app)))


def rooms(*handlers: Any, described: bool = False, body_bytes: int = _BODY_BYTES) -> Any:
    """Sign-in and some rooms in an application of their own."""
    return dressed(_rooms(*handlers, described=described, body_bytes=body_bytes))


@cache
def _rooms(*handlers: Any, described: bool, body_bytes: int) -> Litestar:
    return Litestar(
        [*access_pages, *handlers, static_file],
        guards=[access_guard],
        exception_handlers={**HANDLERS, **ACCESS_HANDLERS},
        logging_config=None,
        openapi_config=OpenAPIConfig(title="Declaration register", version="1") if described else None,
        request_max_body_size=body_bytes,
    )
