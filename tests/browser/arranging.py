"""Records that every page can show: made through the interface for programs, by those who may."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from register.kernel import clock
from tests.browser import declaring
from tests.browser.advising import AdviceRecords, arrange_advice
from tests.browser.engaging import RECORDER, EngagementRecords, arrange_engagements
from tests.browser.reporting import REVIEWER, ReportRecords, arrange_reports
from tests.browser.stating import AssetRecords, arrange_assets
from tests.browser.visiting import (
    ADMINISTRATOR,
    ASSET_FILER,
    ASSET_READER,
    ASSISTANT,
    AUDITOR,
    DECLARANT,
    DESIGNATE,
    HEAD,
    OFFICER,
    POLICY_OWNER,
    Demonstration,
    Visitor,
)
from tests.kinds import DETAILS, FACTS

_SECONDS_OF_MAIL = 20
PASSWORD = "river stones under a lamp"
"""Of whoever came in by a link."""
REGISTER = """No.,Name of staff member,Donor,Description of gift,Date received,Estimated value,Outcome
1,Vera Quill,Delta Pumps,Fountain pen,2024-05-13,45 USD,Returned
2,Vera Quill,Delta Pumps,Calendar,03/07/2024,Above limit,Kept
3,,Delta Pumps,Umbrella,2024-05-15,20 USD,Kept
4,Luis Vega,Harbour Authority,Box of dates,2024-06-01,not valued,Shared in the office
"""
"""An older register with a day that could be two, a row without a person, and values in words."""


@dataclass
class Records:
    """Addresses of one of each."""

    begun: str
    """A draft without answers."""
    filled: str
    """A draft that could be submitted."""
    closed: str
    asked: str
    recommended: str
    decided: str
    amended: str
    for_another: str
    person: str
    link: str
    proposal: str
    """A proposed version of a profile."""
    tried: dict[str, str]
    """A profile that was tried on other terms, by who tried it."""
    imported: str
    """A register that was looked at and has faults."""
    letter: int
    """The number of a letter to the giver in the case that is decided."""
    party: str
    """An entry of the directory with another name and a story."""
    interest: str
    """A conflict of interest that is in force."""
    separation: str
    """The end of a service, with its letter."""
    activity: str
    """An outside activity on which the supervisor is asked."""
    opinion: str
    """The link that the supervisor was mailed."""
    advice: AdviceRecords
    assets: AssetRecords
    reports: ReportRecords
    audit: EngagementRecords


def file(visitor: Visitor, key: str, amount: str = "123.50", **sent: Any) -> str:
    """A declaration; its reference."""
    facts = {
        "direction": "offered_to_me",
        "category": "gift",
        "giver_type": "academic",
        "giver_relation": "none",
        "recipient": "self",
        "event_date": declaring.RECEIVED.isoformat(),
        "value": {"amount": amount, "currency": "USD"},
        **{name: value == "yes" for name, value in declaring.CIRCUMSTANCES.items()},
    }
    details = {
        "description": declaring.DESCRIPTION,
        "circumstances": declaring.STORY,
        "giver_name": declaring.GIVER,
        "value_basis": "estimate",
    }
    body = {"facts": facts, "details": details, "language": "ar", "attested": True, **sent}
    return str(
        visitor.call("/api/v1/declarations", body, **{"idempotency-key": f"arranged-{key}"})["body"]["reference"]
    )


def act(visitor: Visitor, reference: str, what: str, **body: Any) -> None:
    """One act in a case, on the state that stands now."""
    here = f"/api/v1/cases/{reference}"
    visitor.call(f"{here}/{what}", body, **{"if-match": visitor.call(here)["etag"]})


def _recommended(officer: Visitor, reference: str) -> str:
    act(officer, reference, "taking")
    act(officer, reference, "notes", note="Dossier lu ; rien à signaler.")
    act(officer, reference, "recommendation", decision="authorize", reasons="Présent d’usage, sans suite attendue.")
    return reference


def arrange(demo: Demonstration, people: dict[str, Visitor]) -> Records:
    """Make one of each."""
    declarant, officer, assistant = people[DECLARANT], people[OFFICER], people[ASSISTANT]
    closed = file(declarant, "small", "4.00")
    asked, recommended, decided, amended = (file(declarant, name) for name in ("asked", "put", "decided", "amended"))
    act(officer, asked, "taking")
    act(officer, asked, "questions", question="Avez-vous vu un prix ?", field="value")
    _recommended(officer, recommended)
    _recommended(officer, decided)
    act(people[HEAD], decided, "decision", decision="authorize", reasons="It was offered in public.")
    _amend(declarant, amended)
    (principal,) = assistant.call("/api/v1/principals")["body"]
    return Records(
        begun=_draft(declarant),
        filled=_draft(declarant, "123.50"),
        closed=closed,
        asked=asked,
        recommended=recommended,
        decided=decided,
        amended=amended,
        for_another=file(assistant, "for another", declarant=principal["id"]),
        **_person(people[ADMINISTRATOR]),
        proposal=_proposal(people[POLICY_OWNER]),
        tried={email: _what_if(people[POLICY_OWNER], people[email]) for email in (OFFICER, POLICY_OWNER)},
        imported=_import(officer),
        letter=_letter(officer, decided),
        party=_party(officer),
        **_leaving(declarant, officer),
        **_consulted(declarant, officer),
        advice=arrange_advice(declarant, officer, people[HEAD], people[DESIGNATE]),
        assets=arrange_assets(people[ASSET_FILER], officer, people[ASSET_READER]),
        reports=arrange_reports(officer, people[REVIEWER]),
        audit=arrange_engagements(demo.person(RECORDER, "en"), officer, people[AUDITOR]),
    )


def _consulted(declarant: Visitor, officer: Visitor) -> dict[str, str]:
    """An outside activity, and the link to the question that its supervisor was asked."""
    kind = "outside_activity"
    details = msgspec.structs.asdict(DETAILS[kind])
    body = {"kind": kind, "facts": FACTS[kind], "details": details, "language": "en", "attested": True}
    made = declarant.call("/api/v1/declarations", body, **{"idempotency-key": "arranged-activity"})["body"]["reference"]
    act(officer, made, "taking")
    act(officer, made, "opinion", activity="Un cours du soir, deux heures par semaine")
    return {"activity": made, "opinion": mailed_link(officer, "head.policy@demo.example", "/opinion/")}


def _leaving(declarant: Visitor, officer: Visitor) -> dict[str, str]:
    """An interest that is in force, and the end of its declarant's service."""
    body = {
        "kind": "conflict",
        "facts": FACTS["conflict"],
        "details": msgspec.structs.asdict(DETAILS["conflict"]),
        "language": "en",
        "attested": True,
    }
    made = declarant.call("/api/v1/declarations", body, **{"idempotency-key": "arranged-interest"})["body"]
    leaving = {"reference": made["reference"], "last_day": (clock.today() + timedelta(days=700)).isoformat()}
    record = officer.call("/api/v1/separations", leaving)["body"]["id"]
    officer.call(f"/api/v1/separations/{record}/letter", {})
    return {"interest": made["reference"], "separation": f"/desk/separations/{record}"}


def _amend(declarant: Visitor, reference: str) -> None:
    declarant.go(f"/declarations/{reference}/amend")
    declarant.fill(reason="وجدت الإيصال.")
    declarant.press(f"/declarations/{reference}/amend")
    draft = declaring.draft_of(declarant)
    declarant.go(f"{draft}/value")
    declarant.fill(**declaring.value("62.00"))
    declarant.press(f"{draft}/value")
    declarant.go(f"{draft}/check")
    declarant.fill(attested="yes")
    declarant.press(f"{draft}/submit")


def _draft(declarant: Visitor, amount: str = "") -> str:
    declarant.go("/declare/gift")
    declarant.press("/declare/gift")
    return declaring.take_steps(declarant, amount) if amount else declaring.draft_of(declarant)


def _person(administrator: Visitor) -> dict[str, str]:
    """Somebody's page, and the one-time link that was mailed to them."""
    administrator.go("/people")
    person = administrator.page.locator("main a", has_text="Moreau").first.get_attribute("href") or ""
    administrator.go(person)
    with administrator.page.expect_navigation():
        administrator.page.locator(f'form[action="{person}/link"] button').click()
    return {"person": person, "link": mailed_link(administrator, "staff.moreau@demo.example")}


def _letter(officer: Visitor, reference: str) -> int:
    act(
        officer,
        reference,
        "giver-letters",
        purpose="thanks",
        language="fr",
        addressee="Musée du fleuve",
        gift="un livre",
    )
    letters = officer.call(f"/api/v1/cases/{reference}/giver-letters")["body"]["letters"]
    return int(letters[0]["number"])


def _party(officer: Visitor) -> str:
    at = "/api/v1/parties"
    party = officer.call(f"{at}/searches", {"typed": "world health"})["body"]["items"][0]["id"]
    name = {"name": "Всемирная организация здравоохранения", "language": "ru", "source": "Basic Documents"}
    officer.call(f"{at}/{party}/aliases", name, **{"if-match": officer.call(f"{at}/{party}")["etag"]})
    return f"/parties/{party}"


def _other_terms(owner: Visitor, nominal: str) -> dict[str, Any]:
    """The newest terms of a profile with another nominal value."""
    profiles = owner.call("/api/v1/profiles")["body"]["profiles"]
    newest = next(each for each in profiles if each["name"] == "un-style")["versions"][-1]["terms"]
    figures = [{**newest["figures"][0], "amount": nominal}, *newest["figures"][1:]]
    return {**newest, "effective_from": (clock.today() + timedelta(days=90)).isoformat(), "figures": figures}


def _what_if(owner: Visitor, who: Visitor) -> str:
    """The page of a what-if that is worked off."""
    body = {"profile": "un-style", "terms": _other_terms(owner, "200"), "off": ["PRE-exchange"]}
    made = who.call("/api/v1/what-if", body, **{"idempotency-key": "what-if"})["body"]["what_if"]["id"]
    for _ in range(_SECONDS_OF_MAIL):
        if who.call(f"/api/v1/what-if/{made}")["body"]["what_if"]["status"] == "done":
            break
        who.page.wait_for_timeout(1000)
    return f"/what-if/{made}"


def _proposal(owner: Visitor) -> str:
    body = {"profile": "un-style", "terms": _other_terms(owner, "60"), "instrument": "Service Order 26/04"}
    return f"/profiles/proposals/{owner.call('/api/v1/profiles/proposals', body)['body']['id']}"


def _import(officer: Visitor) -> str:
    """The page of a register, with what is wrong with it."""
    officer.go("/imports")
    officer.page.locator('[name="file"]').set_input_files(
        {"name": "gifts.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()}
    )
    officer.press("/imports")
    return officer.path


def mailed_link(visitor: Visitor, email: str, before: str = "/link/") -> str:
    """The one-time link that was mailed to somebody last."""
    letters = visitor.page.locator("article.letter", has_text=email)
    for _ in range(_SECONDS_OF_MAIL):
        visitor.go("/demonstration/mail")
        found = re.search(before + r"[\w-]{43}", "\n".join(letters.all_inner_texts()))
        if found:
            return found[0]
        visitor.page.wait_for_timeout(1000)
    raise AssertionError("no one-time link was mailed")


def comes_by_link(demo: Demonstration, email: str) -> Visitor:
    """Somebody at their first sign-in: by a link that was mailed, with a password of their own."""
    visitor = demo.stranger()
    visitor.go("/sign-in/link?lang=en")
    visitor.fill(email=email)
    visitor.press("/sign-in/link")
    visitor.go(mailed_link(visitor, email))
    visitor.fill(password=PASSWORD)
    visitor.press("/link")
    visitor.go("/?lang=en")
    return visitor
