"""A page that uses every macro, in an application of its own: for tests and for looking at, never in production."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from jinja2 import ChoiceLoader, FileSystemLoader
from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from register.kernel.errors import BadRequest, Conflict, DatabaseUnavailable, Invalid, NotFound, TooManyRequests
from register.kernel.form import Form
from register.kernel.i18n import Message, msg
from register.kernel.identity import Identity
from register.kernel.money import Money
from register.kernel.paging import Page
from register.web.errors import HANDLERS
from register.web.forms import read_form
from register.web.headers import SecurityHeaders
from register.web.language import Language
from register.web.pages import health, static_file
from register.web.rendering import environment, render
from register.web.site import Link, Site, configure

AnyRequest = Request[Any, Any, State]
NAMES = {
    "en": "Organization for Shared Waters",
    "fr": "Organisation des eaux partagées",
    "es": "Organización de Aguas Compartidas",
    "ar": "منظمة المياه المشتركة",
}
DUE = date(2026, 5, 4)
ASKED_AT = datetime(2026, 5, 4, 14, 30, tzinfo=UTC)
PERSON = Identity(person=UUID(int=7), name="أمينة حداد", locale="en")
_CHOICES = [
    ("received", msg("I received it")),
    ("declined", msg("I declined it"), msg("It is still declared.")),
]
_LABELS = (msg("Gift"), msg("Value"), msg("Status"))


def context(form: Form) -> dict[str, Any]:
    """What the page shows besides the form."""
    asked = msg("On %(day)s %(name)s asked you about the value.", day=DUE, name="Amina Haddad")
    return {
        "form": form,
        "choices": _CHOICES,
        "givers": [("government", msg("Government")), ("commercial", msg("Company"))],
        "nominal": Money(Decimal("1234.5"), "USD"),
        "facts": _LABELS,
        "due": DUE,
        "page": Page(items=[], newer="abc", older="def"),
        "story": [{"at": ASKED_AT, "sentence": asked, "words": "هل تعرفون القيمة؟", "lang": "ar"}],
    }


@get("/style")
async def style(request: AnyRequest) -> Response[str]:
    return render(request, "style.html", **context(Form({"value_currency": ["CHF"]})))


@post("/style", status_code=200)
async def style_again(request: AnyRequest) -> Response[str]:
    form = await read_form(request)
    try:
        form.line("title", missing=msg("Write what was offered."))
        form.money("value", missing=msg("Write the amount."))
        form.day("received", missing=msg("Write the date."))
        form.yes_no("bidder")
        form.check()
    except Invalid:
        return render(request, "style.html", 422, **context(form))
    return render(request, "style.html", **context(form))


FAULTS: dict[int, Exception] = {
    400: BadRequest(),
    404: NotFound(),
    409: Conflict(),
    422: Invalid(),
    429: TooManyRequests(retry_after=30),
    500: RuntimeError("a gold watch from the bidder"),
    503: DatabaseUnavailable(),
}


@get(["/faults/{status:int}", "/api/v1/faults/{status:int}"])
async def fault(status: FromPath[int]) -> None:
    raise FAULTS[status]


@post("/api/v1/echo")
async def echo(data: JSONBody[dict[str, int]]) -> dict[str, int]:
    return data


async def _ready() -> None:
    return


def _places(identity: Identity) -> list[Link]:
    doors: list[tuple[str, Message]] = [("/style", msg("Start")), ("/declarations", msg("What I have declared"))]
    return [] if identity.is_anonymous else [Link(href, label) for href, label in doors]


def application(identity: Identity = PERSON) -> Any:
    """The application, signed in as `identity`."""
    configure(Site(names=NAMES, contact="ethics@example.org", navigation=_places, is_demonstration=True))
    loader = environment().loader
    assert isinstance(loader, ChoiceLoader)
    loader.loaders = [*loader.loaders, FileSystemLoader(Path(__file__).parent / "templates")]
    handlers = [style, style_again, fault, echo, static_file, *health(_ready)]
    app = Litestar(
        handlers,
        exception_handlers=dict(HANDLERS),
        openapi_config=None,
        request_max_body_size=1_000_000,
        logging_config=None,
    )
    dressed = SecurityHeaders(Language(app.asgi_handler))

    async def signed_in(scope: Any, receive: Any, send: Any) -> None:
        scope["identity"] = identity
        await dressed(scope, receive, send)

    app.asgi_handler = signed_in
    return app
