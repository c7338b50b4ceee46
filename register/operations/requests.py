"""Each request measured and, where that is wished, logged: method, template of the route, status, milliseconds.

The address itself stays out: it may hold a reference or a search. What is not one of our routes has the route `-`.
"""

import logging
import secrets
import time

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from register.kernel import db
from register.operations import figures
from register.operations.logs import request_id

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = frozenset({"/healthz", "/readyz"})
_log = logging.getLogger("register.requests")


class Measured:
    """Outermost of all, so that what fails anywhere below is counted too."""

    def __init__(self, app: ASGIApp, *, logged: bool = False) -> None:
        self._app = app
        self._logged = logged

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        number, began, status = secrets.token_hex(8), time.perf_counter(), [500]
        token = request_id.set(number)

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                MutableScopeHeaders.from_message(message).setdefault("x-request-id", number)
            await send(message)

        figures.RUNNING.inc()
        try:
            await self._app(scope, receive, named)
        finally:
            figures.RUNNING.dec()
            self._note(scope, status[0], time.perf_counter() - began)
            request_id.reset(token)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = str(scope.get("path_template") or "-")
        method = str(scope.get("method"))
        method = method if method in _METHODS else "-"
        figures.REQUESTS.labels(method, route, str(status)).inc()
        figures.DURATION.labels(route).observe(seconds)
        used, size = db.pool_use()
        figures.POOL_USED.set(used)
        figures.POOL_SIZE.set(size)
        if self._logged and route not in _QUIET:
            what = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
            _log.info("%s %s %s %s ms", method, route, status, what["ms"], extra={"what": what})
