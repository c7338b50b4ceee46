"""Every page of the register in four languages: open to everyone, light, steady at 320 px, quiet in the console.

The pages are those that the application routes: a page without an entry here fails the first test.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from litestar.routes import HTTPRoute
from playwright.sync_api import Route

from declarations.codes.vocabulary import Kind
from declarations.filing.kinds.brief import BRIEFS
from register.kernel.i18n import LOCALES
from tests.applications import whole_demonstration
from tests.browser.arranging import Records, arrange
from tests.browser.reporting import READER, REVIEWER
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
    demonstration,
    looked_at,
)
from tests.browser.watching import SignedIn, Watcher

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
    REVIEWER,
    READER,
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
    "/engagements/{engagement}/extracts/{wanted}/file",
    "/reports/{report}/files/{name}",
    "/public/reports/{report}/files/{name}",
} | {f"{start}/{{name}}/evidence/{{wanted}}" for start in ("/declarations", "/desk", "/drafts")}
"""What answers machines, and files that are saved and never shown."""
OF_MEETINGS = ("/meetings", "/attend", "/join")
"""Looked at in `test_every_meeting_page`, by those who have a part in a meeting."""

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
        **report_looks(at),
        **engagement_looks(at),
        "/check": [(NOBODY, "/check"), (DECLARANT, "/check")],
        "/check/{kind}": [(who, f"/check/{kind}") for kind in BRIEFS for who in (NOBODY, DECLARANT)],
        "/codes": [(DECLARANT, "/codes")],
        "/codes/{code}": [(DECLARANT, f"/codes/{name}") for name in ("icsc-2013", "un-style", "meeting-participant")],
        "/codes/{code}/{rule}": [(DECLARANT, "/codes/icsc-2013/ICSC-50")],
        "/declarations": [(DECLARANT, own), (POLICY_OWNER, own)],
        "/declarations/for-others": [(ASSISTANT, f"{own}/for-others")],
        "/declarations/{name}/evidence": [(DECLARANT, f"{own}/{each}/evidence") for each in (at.asked, at.closed)],
        "/declarations/{reference}": [
            *((DECLARANT, f"{own}/{each}") for each in (at.closed, at.asked, at.decided, at.amended, at.activity)),
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


def report_looks(at: Records) -> dict[str, Looks]:
    """The pages of periodic reports."""
    made = at.reports
    return {
        "/reports": [(who, "/reports") for who in (OFFICER, REVIEWER, READER)],
        "/reports/new": [(OFFICER, "/reports/new")],
        "/reports/{report}": [
            *((OFFICER, each) for each in (made.draft, made.released)),
            (REVIEWER, made.frozen),
            (READER, made.released),
        ],
        "/reports/{report}/texts": [(OFFICER, f"{made.draft}/texts")],
        "/reports/{report}/decision": [(OFFICER, f"{made.released}/decision")],
        "/reports/{report}/tables/{code}": [(READER, f"{made.released}/tables/{code}") for code in ("gifts", "values")],
        "/public/reports": [(NOBODY, "/public/reports")],
        "/public/reports/{report}": [(NOBODY, made.public)],
        "/public/reports/{report}/tables/{code}": [(NOBODY, f"{made.public}/tables/gifts")],
    }


def engagement_looks(at: Records) -> dict[str, Looks]:
    """The pages of audits under a written mandate."""
    made = at.audit
    return {
        "/engagements": [(who, "/engagements") for who in (OFFICER, AUDITOR)],
        "/engagements/new": [(OFFICER, "/engagements/new")],
        "/engagements/{engagement}": [(who, made.engagement) for who in (OFFICER, AUDITOR, DESIGNATE)],
        "/engagements/{engagement}/unmaskings/{wanted}": [
            *((who, made.waiting) for who in (OFFICER, AUDITOR)),
            (AUDITOR, made.agreed),
        ],
        "/engagements/{engagement}/unmaskings/{wanted}/case": [(AUDITOR, f"{made.agreed}/case")],
    }


REFUSED: Looks = [
    (DECLARANT, "/reports"),
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
        (OFFICER, f"{at.reports.released}/decision", f"{at.reports.released}/decision"),
        (OFFICER, "/engagements/new", "/engagements/new"),
        (OFFICER, at.audit.waiting, f"{at.audit.waiting}/answer"),
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


def test_every_page_of_the_application_is_looked_at(arranged: Arranged) -> None:
    assert pages_of_the_application() == set(looks(arranged.records))


@pytest.mark.proof
def test_every_page_is_open_to_everyone_in_four_languages(arranged: Arranged) -> None:
    watcher, at = Watcher(arranged), arranged.records
    found = [fault for page in looks(at).values() for look in page for fault in watcher.look(*look)]
    found += [fault for email, path in REFUSED for fault in watcher.look(email, path, 404)]
    assert not found, "\n".join(found)


def test_every_form_comes_back_with_its_faults(arranged: Arranged) -> None:
    """Each in one of the languages, judged by all rules; the answer of the pre-check in all of them."""
    watcher, at = Watcher(arranged), arranged.records
    found = [fault for form in sent(at) for fault in watcher.send(*form)]
    pairs = [(email, language) for language in LOCALES for email in (NOBODY, DECLARANT)]
    found += [fault for pair in pairs for fault in watcher.answered(*pair)]
    assert not found, "\n".join(found)


SPOILT = "<img src='x' width=999 height=1><p style='color: red'>…</p><a href='/a'></a>"
SPOIL = """faulty => {
  document.body.insertAdjacentHTML("beforeend", faulty)
  document.querySelector("label").remove()
}"""
FAULTS = ("lang and dir", "px too wide", "CSP: ", "axe: image-alt", "axe: label", "axe: link-name")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_that_is_not_well_made_is_found_out(arranged: Arranged, language: str) -> None:
    watcher = Watcher(arranged)
    page = watcher.visitor(NOBODY).page
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(arranged.demo.address + "/sign-in?lang=ar")
    page.evaluate(SPOIL, SPOILT)
    found = " ".join(watcher.faults(page, language, 200))
    for fault in FAULTS:
        assert fault in found


@pytest.mark.parametrize("turn", range(len(LOCALES)))
def test_a_page_that_is_put_in_its_place_is_found_out_too(arranged: Arranged, turn: int) -> None:
    """Whichever language is opened first, the faults of each are found."""
    watcher = Watcher(arranged)
    for _ in range(turn):
        watcher._languages()

    def spoilt(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace("<label", "<span").replace("</label", "</span")
        text = text.replace(' lang="', ' lang="x').replace("</main>", f"{SPOILT}</main>")
        route.fulfill(response=answer, body=text)

    watcher.visitor(NOBODY).page.route("**/sign-in?**", spoilt)
    found = list(watcher.look(NOBODY, "/sign-in"))
    lacking = [
        (language, fault)
        for language in LOCALES
        for fault in FAULTS
        if not any(each.startswith(f"{NOBODY} /sign-in {language}: ") and fault in each for each in found)
    ]
    assert lacking == []
