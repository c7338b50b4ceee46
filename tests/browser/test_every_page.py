"""Every page of the register in four languages: open to everyone, light, steady at 320 px, quiet in the console.

The pages are those that the application routes: a page without an entry here fails the first test.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from litestar.routes import HTTPRoute
from playwright.sync_api import Page, StorageState

from declarations.codes.vocabulary import Kind
from declarations.filing.kinds.brief import BRIEFS
from register.kernel.i18n import LOCALES
from tests.applications import whole_demonstration
from tests.browser.arranging import Records, arrange
from tests.browser.looking import JUDGED_WHOLE, WORDED
from tests.browser.visiting import (
    ADMINISTRATOR,
    ASSET_FILER,
    ASSET_READER,
    ASSISTANT,
    AUDITOR,
    CHROMIUM,
    DECLARANT,
    DESIGNATE,
    HEAD,
    OFFICER,
    POLICY_OWNER,
    Demonstration,
    Visitor,
    demonstration,
    looked_at,
)

pytestmark = pytest.mark.browser

NOBODY = ""
PEOPLE = (
    ASSET_FILER,
    ASSET_READER,
    DECLARANT,
    ASSISTANT,
    OFFICER,
    HEAD,
    DESIGNATE,
    ADMINISTRATOR,
    AUDITOR,
    POLICY_OWNER,
)
NOT_PAGES = {
    "/healthz",
    "/readyz",
    "/static/{name}",
    "/imports/{wanted}/not-imported",
    "/declarations/{reference}/letter.pdf",
    "/desk/{reference}/letter.pdf",
    "/desk/separations/{wanted}/letter.pdf",
    "/separation/letter.pdf",
    "/meetings/{meeting}/badges.pdf",
    "/meetings/{meeting}/board/events",
    "/meetings/{meeting}/minutes.docx",
    "/meetings/{meeting}/minutes.xlsx",
    "/meetings/{meeting}/projector/events",
    "/meetings/{meeting}/report.xlsx",
} | {f"{start}/{{name}}/evidence/{{wanted}}" for start in ("/declarations", "/desk", "/drafts")}
"""What answers machines, and files that are saved and never shown."""
OF_MEETINGS = ("/meetings", "/attend", "/join")
"""Looked at in `test_every_meeting_page`, by those who have a part in a meeting."""
MOST_BYTES = 100_000
AXE = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SCHEMES = {"ar": "light", "en": "light", "fr": "dark", "es": "dark"}

Looks = Sequence[tuple[str, str]]


def looks(at: Records) -> dict[str, Looks]:
    """For each page of the application: who looks at it, and where."""
    case, own = f"/desk/{at.asked}", "/declarations"
    return {
        "/": [(DECLARANT, "/"), (OFFICER, "/"), (ADMINISTRATOR, "/")],
        "/account": [(DECLARANT, "/account")],
        "/administration/mail": [(ADMINISTRATOR, "/administration/mail")],
        **advice_looks(at),
        **assets_looks(at),
        "/check": [(NOBODY, "/check"), (DECLARANT, "/check")],
        "/check/{kind}": [(who, f"/check/{kind}") for kind in BRIEFS for who in (NOBODY, DECLARANT)],
        "/codes": [(DECLARANT, "/codes")],
        "/codes/{code}": [(DECLARANT, f"/codes/{name}") for name in ("icsc-2013", "un-style", "meeting-participant")],
        "/codes/{code}/{rule}": [(DECLARANT, "/codes/icsc-2013/ICSC-50")],
        "/declarations": [(DECLARANT, own), (POLICY_OWNER, own)],
        "/declarations/for-others": [(ASSISTANT, f"{own}/for-others")],
        "/declarations/{name}/evidence": [(DECLARANT, f"{own}/{each}/evidence") for each in (at.asked, at.closed)],
        "/declarations/{reference}": [
            *((DECLARANT, f"{own}/{each}") for each in (at.closed, at.asked, at.decided, at.amended)),
            (HEAD, f"{own}/{at.for_another}"),
            (ASSISTANT, f"{own}/{at.for_another}"),
        ],
        "/declarations/{reference}/amend": [(DECLARANT, f"{own}/{at.asked}/amend")],
        "/declarations/{reference}/receipt": [(DECLARANT, f"{own}/{each}/receipt") for each in (at.closed, at.asked)],
        "/declarations/{reference}/giver-letters": [(DECLARANT, f"{own}/{at.decided}/giver-letters")],
        "/declarations/{reference}/giver-letters/{number}": [
            (DECLARANT, f"{own}/{at.decided}/giver-letters/{at.letter}")
        ],
        "/declarations/{reference}/letter": [(DECLARANT, f"{own}/{at.decided}/letter?language=ar")],
        "/declare": [(DECLARANT, "/declare")],
        "/declare/{kind}": [
            (ASSISTANT, "/declare/gift"),
            *((DECLARANT, f"/declare/{kind}") for kind in Kind),
        ],
        "/guidance/meetings": [(DECLARANT, "/guidance/meetings")],
        "/demonstration/mail": [(NOBODY, "/demonstration/mail")],
        "/desk": [(OFFICER, "/desk"), (HEAD, "/desk"), (OFFICER, "/desk?show=overdue")],
        "/desk/{name}/evidence": [(OFFICER, f"{case}/evidence")],
        "/desk/{reference}/translation": [(OFFICER, f"{case}/translation")],
        "/desk/{reference}": [
            (OFFICER, case),
            (OFFICER, f"/desk/{at.activity}"),
            (HEAD, f"/desk/{at.recommended}"),
            (OFFICER, f"/desk/{at.decided}"),
        ],
        "/desk/{reference}/giver-letters": [(OFFICER, f"/desk/{at.decided}/giver-letters")],
        "/desk/{reference}/giver-letters/{number}": [(OFFICER, f"/desk/{at.decided}/giver-letters/{at.letter}")],
        "/desk/{reference}/letter": [(OFFICER, f"/desk/{at.decided}/letter")],
        "/delegations": [(OFFICER, "/delegations"), (HEAD, "/delegations")],
        "/desk/assignments": [(OFFICER, f"/desk/assignments?case={at.amended}"), (OFFICER, "/desk/assignments")],
        "/desk/measures": [(OFFICER, "/desk/measures")],
        "/desk/signing": [(HEAD, "/desk/signing")],
        "/drafts/{name}/evidence": [(DECLARANT, f"{at.begun}/evidence")],
        "/drafts/{draft}": [(DECLARANT, at.begun)],
        "/drafts/{draft}/check": [(DECLARANT, f"{each}/check") for each in (at.begun, at.filled)],
        "/drafts/{draft}/{step}": [
            (DECLARANT, f"{at.filled}/{step}") for step in ("what", "giver", "value", "circumstances", "words")
        ],
        "/exports": [(OFFICER, "/exports")],
        "/imports": [(OFFICER, "/imports")],
        "/imports/{wanted}": [(OFFICER, at.imported)],
        "/link": [(NOBODY, at.link)],
        "/opinion": [(NOBODY, at.opinion)],
        "/parties": [(ADMINISTRATOR, "/parties"), (OFFICER, "/parties")],
        "/parties/load": [(ADMINISTRATOR, "/parties/load")],
        "/parties/promotions/{reference}": [(OFFICER, f"/parties/promotions/{at.asked}")],
        "/parties/typed": [(OFFICER, "/parties/typed")],
        "/parties/{party}": [(OFFICER, at.party), (ADMINISTRATOR, at.party)],
        "/people": [(ADMINISTRATOR, "/people")],
        "/people/{person}": [(ADMINISTRATOR, at.person)],
        "/profiles": [(POLICY_OWNER, "/profiles"), (HEAD, "/profiles")],
        "/profiles/proposals/{wanted}": [(POLICY_OWNER, at.proposal), (HEAD, at.proposal)],
        "/profiles/{profile}/next": [(POLICY_OWNER, "/profiles/un-style/next")],
        "/rates": [(POLICY_OWNER, "/rates")],
        "/acting-for": [(AUDITOR, "/acting-for")],
        "/reading-log": [(AUDITOR, "/reading-log")],
        "/counts": [(AUDITOR, "/counts")],
        "/separation": [(DECLARANT, "/separation"), (HEAD, "/separation")],
        "/separation/letter": [(DECLARANT, "/separation/letter?language=ar")],
        "/standing": [(DECLARANT, "/standing"), (HEAD, "/standing")],
        "/standing/{reference}/end": [(DECLARANT, f"/standing/{at.interest}/end")],
        "/desk/separations": [(OFFICER, "/desk/separations")],
        "/desk/changes": [(OFFICER, "/desk/changes")],
        "/desk/separations/{wanted}": [(OFFICER, at.separation)],
        "/desk/separations/{wanted}/letter": [(OFFICER, f"{at.separation}/letter?language=fr")],
        "/desk/{reference}/standing": [(OFFICER, f"/desk/{at.interest}/standing")],
        "/sign-in": [(NOBODY, "/sign-in")],
        "/sign-in/link": [(NOBODY, "/sign-in/link")],
        "/sign-in/link/sent": [(NOBODY, "/sign-in/link/sent")],
        "/standing-words": [(OFFICER, "/standing-words"), (HEAD, "/standing-words")],
        "/standing-words/new": [(OFFICER, "/standing-words/new")],
        "/standing-words/{key}": [(OFFICER, "/standing-words/reasons-modest")],
        "/standing-words/{key}/edit": [(OFFICER, "/standing-words/reasons-modest/edit")],
        "/verification": [(AUDITOR, "/verification")],
        "/what-if": [(OFFICER, "/what-if"), (POLICY_OWNER, "/what-if")],
        "/what-if/profiles/{profile}": [(POLICY_OWNER, "/what-if/profiles/un-style")],
        "/what-if/{wanted}": list(at.tried.items()),
    }


def advice_looks(at: Records) -> dict[str, Looks]:
    """The pages of advice: each side has its own."""
    asked, found = at.advice.proposed, at.advice.published
    desk = f"/desk/advice/{asked}"
    return {
        "/advice": [(DECLARANT, "/advice"), (HEAD, "/advice")],
        "/advice/new": [(DECLARANT, "/advice/new?about=gift")],
        "/advice/{advice}": [(DECLARANT, f"/advice/{asked}"), (HEAD, f"/advice/{found}")],
        "/advice/{advice}/declaration": [(DECLARANT, f"/advice/{asked}/declaration")],
        "/desk/advice": [(OFFICER, f"/desk/advice?show={show}") for show in ("open", "answered", "noted")],
        "/desk/advice/note": [(OFFICER, "/desk/advice/note")],
        "/desk/advice/figures": [(OFFICER, "/desk/advice/figures")],
        "/desk/advice/{advice}": [(OFFICER, desk), (DESIGNATE, f"/desk/advice/{found}")],
        "/desk/advice/{advice}/guidance": [(OFFICER, f"{desk}/guidance")],
        "/desk/advice/{advice}/publication": [(OFFICER, f"{desk}/publication")],
        "/guidance": [(DECLARANT, "/guidance"), (AUDITOR, "/guidance?topic=conflict")],
        "/guidance/{wanted}": [(DECLARANT, f"/guidance/{at.advice.guidance}")],
    }


def assets_looks(at: Records) -> dict[str, Looks]:
    """The pages of asset statements."""
    made, desk = at.assets, "/desk/assets"
    statement = f"{desk}/statements/{made.statement}"
    return {
        "/assets": [(ASSET_FILER, "/assets")],
        "/assets/{designation}/draft": [(ASSET_FILER, f"/assets/{made.designation}/draft")],
        "/assets/statements/{statement}": [(ASSET_FILER, f"/assets/statements/{made.statement}")],
        "/desk/assets": [(OFFICER, desk), (ASSET_READER, f"{desk}?show=to_review")],
        "/desk/assets/new": [(OFFICER, f"{desk}/new")],
        "/desk/assets/{designation}": [(who, f"{desk}/{made.designation}") for who in (OFFICER, ASSET_READER)],
        "/desk/assets/statements/{statement}": [(ASSET_READER, statement)],
        "/desk/assets/statements/{statement}/request": [(OFFICER, f"{statement}/request")],
    }


REFUSED: Looks = [
    (DECLARANT, "/nothing-here"),
    (NOBODY, "/nothing-here"),
    (NOBODY, "/link/spent"),
    (NOBODY, "/opinion/spent"),
]
"""Pages that answer 404."""


def sent(at: Records) -> Sequence[tuple[str, str, str]]:
    """Forms that are sent with nothing filled in, and where to: the page comes back with its faults."""
    steps = [f"{at.begun}/{step}" for step in ("what", "giver", "value", "circumstances", "words")]
    own = f"/declarations/{at.asked}"
    return [
        *((DECLARANT, step, step) for step in steps),
        (DECLARANT, f"{at.filled}/check", f"{at.filled}/submit"),
        (DECLARANT, own, f"{own}/answer"),
        (DECLARANT, f"{own}/evidence", f"{own}/evidence"),
        (DECLARANT, f"{own}/amend", f"{own}/amend"),
        (DECLARANT, f"/standing/{at.interest}/end", f"/standing/{at.interest}/end"),
        (OFFICER, f"/desk/{at.interest}/standing", f"/desk/{at.interest}/leaving"),
        (HEAD, f"/desk/{at.recommended}", f"/desk/{at.recommended}/decision"),
        (HEAD, "/desk/signing", "/desk/signing"),
        (DECLARANT, "/advice/new", "/advice/new"),
        (DECLARANT, f"/advice/{at.advice.proposed}/declaration", f"/advice/{at.advice.proposed}/declaration"),
        (OFFICER, "/desk/advice/note", "/desk/advice/note"),
        (OFFICER, f"/desk/advice/{at.advice.proposed}", f"/desk/advice/{at.advice.proposed}/answers"),
        (OFFICER, "/desk/assets/new", "/desk/assets/new"),
        (ASSET_READER, read := f"/desk/assets/statements/{at.assets.statement}", f"{read}/review"),
        (OFFICER, asked := f"{read}/request", asked),
        (HEAD, "/delegations", "/delegations"),
        (OFFICER, "/standing-words/new", "/standing-words/new"),
        (OFFICER, f"/desk/{at.decided}/giver-letters", f"/desk/{at.decided}/giver-letters"),
        (OFFICER, f"/desk/assignments?case={at.amended}", "/desk/assignments"),
        (POLICY_OWNER, "/profiles/un-style/next", "/profiles/un-style/next"),
        (POLICY_OWNER, "/rates", "/rates"),
        (NOBODY, "/sign-in", "/sign-in"),
        (NOBODY, "/sign-in/link", "/sign-in/link"),
    ]


def pages_of_the_application(*, of_meetings: bool = False) -> set[str]:
    """Every address that answers GET with a page for people: those of meetings, or the others."""
    routes = [
        route
        for route in whole_demonstration().routes
        if isinstance(route, HTTPRoute) and "GET" in route.route_handler_map
    ]
    shown = {route.path_format for route in routes if route.route_handler_map["GET"][0].include_in_schema is False}
    return {path for path in shown - NOT_PAGES if path.startswith(OF_MEETINGS) == of_meetings}


@dataclass
class SignedIn:
    """A demonstration, and everyone signed in to it."""

    demo: Demonstration
    states: dict[str, StorageState]


@dataclass
class Arranged(SignedIn):
    """Records to look at, too."""

    records: Records


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """One of its own: its records are the only ones."""
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    with demonstration(tmp_path_factory.mktemp("demonstration")) as served, looked_at(served) as found:
        yield found


@pytest.fixture(scope="module")
def arranged(demo: Demonstration) -> Arranged:
    people = {email: demo.person(email, "en") for email in PEOPLE}
    records = arrange(demo, people)
    states = {email: visitor.page.context.storage_state() for email, visitor in people.items()}
    for visitor in people.values():
        visitor.page.context.close()
    return Arranged(demo, states, records)


class Watcher:
    """Looks at pages with the eyes of one person and writes down what is wrong."""

    def __init__(self, arranged: SignedIn, language: str, width: int = 320) -> None:
        self._arranged = arranged
        self._language = language
        self._width = width
        self._visitors: dict[str, Visitor] = {}
        self._said: list[str] = []

    def visitor(self, email: str) -> Visitor:
        """The person at a phone unless told otherwise, in dark and light by turns of the languages."""
        if email not in self._visitors:
            view = {"viewport": {"width": self._width, "height": 900}, "color_scheme": SCHEMES[self._language]}
            state = {"storage_state": self._arranged.states[email]} if email else {}
            context = self._arranged.demo.context(**view, **state)
            context.add_init_script(_LISTEN)
            context.add_init_script(AXE_SCRIPT)
            visitor = Visitor(context.new_page(), self._arranged.demo.address)
            visitor.page.on("console", lambda message: self._said.append(message.text))
            visitor.page.on("pageerror", lambda error: self._said.append(str(error)))
            visitor.page.set_default_timeout(10_000)
            self._visitors[email] = visitor
        return self._visitors[email]

    def look(self, email: str, path: str, status: int = 200) -> Iterator[str]:
        """What is wrong with a page as it opens."""
        visitor = self.visitor(email)
        mark = "&" if "?" in path else "?"
        self._said.clear()
        visitor.go(f"{path}{mark}lang={self._language}", status)
        yield from (f"{email} {path}: {fault}" for fault in self._faults(visitor.page, status))

    def send(self, email: str, path: str, action: str) -> Iterator[str]:
        """What is wrong with the page that answers a form with nothing in it."""
        visitor = self.visitor(email)
        visitor.go(f"{path}{'&' if '?' in path else '?'}lang={self._language}")
        self._said.clear()
        visitor.press(action)
        if not visitor.wrong_fields():
            yield f"{email} {path}: nothing was refused"
        yield from (f"{email} {path}, sent: {fault}" for fault in visitor.page.evaluate(_LEADS))
        yield from (f"{email} {path}, sent: {fault}" for fault in self._faults(visitor.page, 422))

    def answered(self, email: str) -> Iterator[str]:
        """What is wrong with the answer of the pre-check."""
        visitor = self.visitor(email)
        visitor.go(f"/check?lang={self._language}")
        self._said.clear()
        visitor.press("/check")
        yield from (f"{email} answer: {fault}" for fault in self._faults(visitor.page, 200))

    def _faults(self, page: Page, status: int) -> Iterator[str]:
        found: dict[str, Any] = page.evaluate(_MEASURE, AXE if self._language in JUDGED_WHOLE else AXE | WORDED)
        locale = LOCALES[self._language]
        if found["spoken"] != [locale.tag, locale.direction]:
            yield f"lang and dir are {found['spoken']}"
        if found["bytes"] > MOST_BYTES:
            yield f"{found['bytes']} bytes"
        if found["sideways"] > 0:
            yield f"{found['sideways']} px too wide: {found['widest']}"
        yield from (f"CSP: {each}" for each in found["violations"])
        yield from (f"axe: {each}" for each in found["axe"])
        yield from (f"console: {each}" for each in self._said if not (status >= 400 and "status of" in each))


_LISTEN = """window.violations = []
addEventListener("securitypolicyviolation", each => violations.push(`${each.violatedDirective} ${each.blockedURI}`))"""
_LEADS = """() => [...document.querySelectorAll("[data-error-summary] a[href^='#']")].flatMap(link => {
  link.click()
  const led = document.activeElement?.id === link.hash.slice(1)
  const named = link.querySelector(".question")?.textContent.trim()
  return [led ? [] : `${link.hash} is not focused`, named ? [] : `${link.hash} is not named`].flat()
})"""
_MEASURE = """async options => {
  const sizes = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  const width = document.documentElement.clientWidth
  const wide = [...document.querySelectorAll("body *")].filter(each =>
    !each.closest(".sheet, .away, .skip") && each.getBoundingClientRect().right > width + 1)
  const judged = await axe.run(document, options)
  return {
    spoken: [document.documentElement.lang, document.documentElement.dir],
    bytes: sizes.reduce((sum, each) => sum + Math.max(each.decodedBodySize, each.transferSize), 0),
    sideways: document.documentElement.scrollWidth - innerWidth,
    widest: wide.slice(-1).map(each => each.outerHTML.slice(0, 120)).join(),
    violations: window.violations,
    axe: judged.violations.flatMap(each => each.nodes.map(node => `${each.id} ${node.html.slice(0, 160)}`)),
  }
}"""


def test_every_page_of_the_application_is_looked_at(arranged: Arranged) -> None:
    assert pages_of_the_application() == set(looks(arranged.records))


@pytest.mark.parametrize("language", list(LOCALES))
def test_every_page_is_open_to_everyone_in(arranged: Arranged, language: str) -> None:
    watcher, at = Watcher(arranged, language), arranged.records
    found = [fault for page in looks(at).values() for look in page for fault in watcher.look(*look)]
    found += [fault for email, path in REFUSED for fault in watcher.look(email, path, 404)]
    found += [fault for form in sent(at) for fault in watcher.send(*form)]
    found += [fault for email in (NOBODY, DECLARANT) for fault in watcher.answered(email)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_that_is_not_well_made_is_found_out(arranged: Arranged, language: str) -> None:
    watcher = Watcher(arranged, language)
    page = watcher.visitor(NOBODY).page
    page.goto(arranged.demo.address + "/sign-in?lang=ar")
    page.evaluate("""() => {
      const faulty = "<img src='x' width=999 height=1><p style='color: red'>…</p><a href='/a'></a>"
      document.body.insertAdjacentHTML("beforeend", faulty)
      document.querySelector("label").remove()
    }""")
    found = " ".join(watcher._faults(page, 200))
    for fault in ("lang and dir", "px too wide", "CSP: ", "axe: image-alt", "axe: label", "axe: link-name"):
        assert fault in found
