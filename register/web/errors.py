"""Every error of the application as a calm page, or as problem+json for machines. Never a trace, never a word typed.

The same table serves both: a stable code, a status, one sentence on what happened and one on what to do next.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import Scope

from register.kernel.errors import (
    BadRequest,
    Conflict,
    FieldError,
    InsufficientScope,
    MailedCodeNeeded,
    NotFound,
    NotSignedIn,
    OtherKind,
    RegisterError,
    TooLarge,
    TooManyRequests,
)
from register.kernel.i18n import Message, current_locale, msg, say
from register.kernel.incidents import described
from register.web.rendering import render

AnyRequest = Request[Any, Any, State]
PROBLEM_JSON = "application/problem+json"
_RETRY_SECONDS = 2
"""A killed database is back within one or two, and a hall full of phones waits as long as we say."""
_log = logging.getLogger("register.web")


class Fault(msgspec.Struct, frozen=True):
    """An error as it is shown: its code and status, what happened, what is wrong by field, extra headers."""

    code: str
    status: int
    message: Message
    fields: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = {}
    detail: str | None = None
    """For programmers only: what the reader of JSON made of the body, in English."""
    incident: str | None = None


TITLES: Mapping[int, Message] = {
    400: msg("The request could not be read"),
    401: msg("Sign in to continue"),
    403: msg("This form is no longer valid"),
    404: msg("Page not found"),
    405: msg("This address does not accept that request"),
    409: msg("Something changed in the meantime"),
    413: msg("This is too large"),
    422: msg("Some answers need to be corrected"),
    428: msg("The state that was read is missing"),
    429: msg("Too many requests"),
    500: msg("Something went wrong on our side"),
    503: msg("The register is not available just now"),
}
_BY_CODE: Mapping[str, Message] = {
    InsufficientScope.code: msg("The key is too narrow"),
    Conflict.code: msg("Nothing was done"),
    OtherKind.code: msg("Nothing was done"),
    MailedCodeNeeded.code: msg("This page needs the code sent by e-mail"),
}
"""A conflict of its own says why; that something changed is said only of what did."""
NEXT_STEPS: Mapping[int, Message] = {
    400: msg("Go back, check what you typed, and send it again."),
    401: msg("After signing in you return to the page that you asked for."),
    403: msg("Go back, load the page again, and send the form once more. Your draft is kept."),
    404: msg("Check the address, or start again from the first page."),
    405: msg("Start again from the first page."),
    409: msg("Go back and load the page again to see how things stand now."),
    413: msg("Go back and shorten what you typed."),
    422: msg("Go back and correct the answers named below."),
    428: msg("Read the record again and send its ETag with the change."),
    429: msg("Nothing was lost. Wait a moment before you try again."),
    500: msg(
        "What you sent may have been recorded: look before you send it again. If it happens again, tell the ethics"
        " office and give this number."
    ),
    503: msg("Wait a few seconds, then load the page again. What was confirmed to you is kept."),
}
_METHOD_REFUSED = msg("This address exists, but not for this kind of request.")
_UNEXPECTED = msg("The register met a fault of its own.")


def fault_of(error: Exception) -> Fault:
    """The fault behind any exception; what is not foreseen becomes an incident with a number and no words."""
    if isinstance(error, RegisterError):
        return _foreseen(error)
    if isinstance(error, HTTPException):
        return _from_litestar(error)
    return Fault("internal_error", 500, _UNEXPECTED, incident=_log_incident(error))


def _foreseen(error: RegisterError) -> Fault:
    headers: dict[str, str] = {}
    if isinstance(error, TooManyRequests):
        headers["retry-after"] = str(max(1, error.retry_after))
    if error.status == 503:
        headers["retry-after"] = str(_RETRY_SECONDS)
    if isinstance(error, NotSignedIn):
        headers["www-authenticate"] = "Bearer"
    if isinstance(error, InsufficientScope):
        headers["www-authenticate"] = 'Bearer error="insufficient_scope"'
    incident = _log_incident(error) if error.status == 500 else None
    return Fault(error.code, error.status, error.message, error.fields, headers, incident=incident)


def _from_litestar(error: HTTPException) -> Fault:
    """What the framework itself refuses: unknown addresses, methods, bodies that are too large or cannot be read."""
    status = error.status_code
    if status in {401, 403, 404}:
        return _foreseen(NotFound())
    if status == 405:
        allowed = {name.lower(): value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
        return Fault("method_not_allowed", 405, _METHOD_REFUSED, headers=allowed)
    if status == 413:
        return _foreseen(TooLarge())
    if 400 <= status < 500:
        return Fault(BadRequest.code, 400, BadRequest.sentence, detail=_detail(error))
    return Fault("internal_error", 500, _UNEXPECTED, incident=_log_incident(error))


def _detail(error: HTTPException) -> str | None:
    """What and where, as msgspec says it; only for the one who sent it."""
    extra = error.extra if isinstance(error.extra, list) else []
    said = [f"{item.get('key', '')}: {item.get('message', '')}" for item in extra if isinstance(item, Mapping)]
    return "; ".join(said)[:500] or None


def _log_incident(error: Exception) -> str:
    """Log where it happened, never what was said: the text of an error may hold what somebody declared."""
    number = f"{secrets.randbelow(10**8):08d}"
    _log.error("incident %s: %s", number, described(error))
    return number


def wants_json(scope: Scope) -> bool:
    """Whether the one who asks is a program: by the address, or by what it accepts."""
    if scope["path"].startswith(("/api/", "/schema")):
        return True
    headers = dict(scope["headers"])
    accepted = headers.get(b"accept", b"").decode("latin-1").lower()
    return "json" in accepted and "text/html" not in accepted


def _title(fault: Fault) -> Message:
    """What happened, in a few words."""
    return _BY_CODE.get(fault.code) or TITLES.get(fault.status, _UNEXPECTED)


def as_problem(fault: Fault) -> Response[bytes]:
    """RFC 9457, with the code and the faults by field beside the standard members."""
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": say(_title(fault)),
        "status": fault.status,
        "code": fault.code,
        "detail": say(fault.message),
    }
    if fault.fields:
        problem["fields"] = [{"name": each.name, "message": say(each.message)} for each in fault.fields]
    if fault.detail:
        problem["reason"] = fault.detail
    if fault.incident:
        problem["incident"] = fault.incident
    return Response(
        msgspec.json.encode(problem),
        status_code=fault.status,
        media_type=PROBLEM_JSON,
        headers={"content-language": current_locale().tag, **fault.headers},
    )


def as_page(request: AnyRequest, fault: Fault) -> Response[str]:
    """The calm page."""
    titled = fault.status if fault.status in TITLES else 500
    page = render(
        request,
        "web/error.html",
        fault.status,
        fault=fault,
        title=_title(fault),
        next_step=NEXT_STEPS[titled],
        code_for=request.url.path if fault.code == MailedCodeNeeded.code and request.method == "GET" else None,
        fields=fault.fields,
    )
    page.headers.update({name: value for name, value in fault.headers.items() if name != "www-authenticate"})
    return page


def handle(request: AnyRequest, error: Exception) -> Response[Any]:
    """The one exception handler of the application."""
    fault = fault_of(error)
    if wants_json(request.scope):
        return as_problem(fault)
    try:
        return as_page(request, fault)
    except Exception as second:  # noqa: BLE001 - a fault in the page of a fault must still be an answer
        _log_incident(second)
        return Response(say(fault.message), status_code=fault.status, media_type=MediaType.TEXT)


HANDLERS: Mapping[type[Exception] | int, Callable[[AnyRequest, Any], Response[Any]]] = {
    Exception: handle,
    HTTPException: handle,
}
"""For `Litestar(exception_handlers=…)`."""
