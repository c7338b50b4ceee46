"""Pages from templates: one environment over the templates of every room, strict about names, escaping everything."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Request, Response
from litestar.datastructures import State
from litestar.types import Scope

from register.kernel.clock import today
from register.kernel.dates import (
    format_day,
    format_day_numeric,
    format_moment,
    format_moment_numeric,
    format_time,
    local,
    time_zone,
)
from register.kernel.i18n import LOCALES, current_locale, ours
from register.kernel.identity import ANONYMOUS, Identity
from register.kernel.money import currency_name, current_currencies, format_amount, format_number
from register.kernel.text import visible
from register.web import speech
from register.web.assets import asset_path
from register.web.language import addresses
from register.web.site import place_among, site

_ROOT = Path(__file__).resolve().parents[2]
_ROOMS = ("register/*/templates", "declarations/*/templates", "reports/templates")

AnyRequest = Request[Any, Any, State]


def _folders() -> list[Path]:
    return [folder for pattern in _ROOMS for folder in sorted(_ROOT.glob(pattern))]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The environment of every page; made once."""
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in _folders()]),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        finalize=speech.finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # set by the extension
    made.globals.update(_GLOBALS)
    made.filters["plain"] = speech.plain
    made.filters["visible"] = visible
    return made


def _csrf_field() -> Any:
    return site().csrf_field()


_GLOBALS: Mapping[str, Any] = {
    "_": speech.gettext,
    "gettext": speech.gettext,
    "ngettext": speech.ngettext,
    "pgettext": speech.pgettext,
    "npgettext": speech.npgettext,
    "say": speech.say_html,
    "ours": ours,
    "money": format_amount,
    "number": format_number,
    "day": format_day,
    "table_day": format_day_numeric,
    "moment": format_moment,
    "table_moment": format_moment_numeric,
    "clock_time": format_time,
    "local": local,
    "time_zone": time_zone,
    "currency_name": currency_name,
    "current_currencies": current_currencies,
    "current_locale": current_locale,
    "LOCALES": LOCALES,
    "asset": asset_path,
    "csrf_field": _csrf_field,
    "site": site,
    "today": today,
}


def identity_in(scope: Scope) -> Identity:
    """Whoever the session layer found behind the request."""
    found = scope.get("identity")
    return found if isinstance(found, Identity) else ANONYMOUS


def render_text(template: str, scope: Scope, **context: Any) -> str:
    """The HTML of a template in the current language."""
    identity = identity_in(scope)
    links = site().navigation(identity)
    return (
        environment()
        .get_template(template)
        .render(
            identity=identity,
            navigation=links,
            place=place_among(links, scope["path"]),
            path=scope["path"],
            languages=addresses(scope),
            **context,
        )
    )


def render(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Response[str]:
    """The page of a template. `context` is what the template names; the layout's own needs are added."""
    text = render_text(template, request.scope, **context)
    return Response(text, status_code=status, media_type=MediaType.HTML)
