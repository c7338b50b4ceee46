"""The declaring side as a browser without scripts meets it: forms are sent as the page fills them in, then changed."""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import msgspec

from declarations.filing.api import filing_api
from declarations.filing.pages import filing_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.navigation import navigation
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.page_client import Page, PageClient, checked
from tests.web.visitors import SETTINGS

NAMES = {"en": "Organization for Shared Waters", "ar": "منظمة المياه المشتركة"}
Typed = Mapping[str, str | list[str]]


def declaring_app(**settings: Any) -> Any:
    """Sign-in and the declaring side in one application."""
    configure(msgspec.structs.replace(SETTINGS, **settings))
    configure_site(Site(names=NAMES, csrf_field=csrf_field, navigation=navigation, contact="ethics@example.org"))
    return rooms(*filing_pages, *filing_api, described=True, body_bytes=1_000_000)


def form_of(page: Page, action: str) -> ET.Element:
    """The form of a page that is sent to an address."""
    found = [form for form in page.all("form") if form.get("action") == action]
    assert found, f"no form to {action} among {[form.get('action') for form in page.all('form')]}"
    return found[0]


def as_filled(form: ET.Element) -> dict[str, str]:
    """What a browser would send if nobody touched the form."""
    sent: dict[str, str] = {}
    for field in form.iter():
        name = field.get("name")
        if not name or field.tag == "button":
            continue
        if field.tag == "textarea":
            sent[name] = field.text or ""
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            sent[name] = chosen[0].get("value", "")
        elif field.get("type") in {"radio", "checkbox"}:
            if "checked" in field.attrib:
                sent[name] = field.get("value", "")
        else:
            sent[name] = field.get("value", "")
    return sent


async def send(client: PageClient, page: Page, action: str, typed: Typed | None = None) -> httpx.Response:
    """Send a form of the page with some fields changed; the bare answer."""
    data = {**as_filled(form_of(page, action)), **(typed or {})}
    headers = {"sec-fetch-site": "same-origin", "origin": "https://register.example"}
    return await client.http.post(action, data=data, headers=headers)


async def press(
    client: PageClient, page: Page, action: str, typed: Typed | None = None, *, status: int | None = None
) -> Page:
    """Send a form of the page and go where it leads; with `status`, stay on the answer itself."""
    answer = await send(client, page, action, typed)
    if status is None:
        assert answer.status_code in {200, 303}, (answer.status_code, answer.text[:2000])
        while answer.status_code == 303:
            answer = await client.http.get(answer.headers["location"])
        return checked(answer)
    return checked(answer, status)


def place(page: Page) -> str:
    """The path of a page."""
    return page.response.request.url.path


def day(name: str, year: int = 2026, month: int | str = 5, number: int | str = 4) -> dict[str, str]:
    """Three fields of a date."""
    return {f"{name}_day": str(number), f"{name}_month": str(month), f"{name}_year": str(year)}


WHAT = {"direction": "received", "category": "gift", "items": "1", **day("event_date")}
GIVER = {
    "giver_name": "Delta Pumps Company",
    "giver_type": "commercial",
    "giver_relation": "none",
    "giver_country": "EG",
    "recipient": "self",
}
VALUE = {"value_basis": "price_seen", "value": "45.00", "value_currency": "USD"}
CIRCUMSTANCES = dict.fromkeys(
    (
        "official_function",
        "usual_courtesy",
        "unusual",
        "refusal_would_embarrass",
        "in_return_for_act",
        "could_appear_as_influence",
        "through_intermediary",
        "related_to_assignment",
    ),
    "no",
)
WORDS = {"description": "قلم حبر في علبة", "story": "بعد زيارة ميدانية", "language": "ar"}
STEPS: tuple[tuple[str, dict[str, str]], ...] = (
    ("what", WHAT),
    ("giver", GIVER),
    ("value", VALUE),
    ("circumstances", CIRCUMSTANCES),
    ("words", WORDS),
)


async def begin(client: PageClient, **typed: str) -> Page:
    """A new draft, at its first step."""
    return await press(client, await client.get("/declare/gift"), "/declare/gift", typed)


async def walk(client: PageClient, **changed: Mapping[str, str]) -> Page:
    """Every step of a new draft as above, some fields changed by step; the page before sending."""
    page = await begin(client)
    for name, typed in STEPS:
        assert place(page).endswith(f"/{name}"), place(page)
        page = await press(client, page, place(page), {**typed, **changed.get(name, {})})
    return page


def draft_of(page: Page) -> str:
    """The id of the draft that a page shows."""
    return place(page).split("/")[2]


async def submit(client: PageClient, page: Page) -> Page:
    """Attest and send; the receipt."""
    return await press(client, page, f"/drafts/{draft_of(page)}/submit", {"attested": "yes"})
