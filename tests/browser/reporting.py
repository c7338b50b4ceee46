"""Periodic reports that pages can show: one draft, one that waits for a second person, two that are released."""

from dataclasses import dataclass
from typing import Any

from tests.browser.visiting import Visitor

REVIEWER = "report_reviewer@demo.example"
READER = "governing_body_reader@demo.example"
TITLES = {
    "en": "Gifts and interests declared",
    "ar": "الهدايا والمصالح المفصح عنها",
    "fr": "Cadeaux et intérêts déclarés",
    "es": "Obsequios e intereses declarados",
}
SUMMARIES = {
    "en": "Fewer gifts were declared than in the period before.",
    "ar": "قلّ عدد الهدايا المفصح عنها عن الفترة السابقة.",
    "fr": "Moins de cadeaux ont été déclarés qu’auparavant.",
    "es": "Se declararon menos obsequios que en el período anterior.",
}


@dataclass
class ReportRecords:
    """Addresses of one of each."""

    draft: str
    frozen: str
    released: str
    public: str


def write(officer: Visitor, report: str, **more: str) -> None:
    """Write the texts of a draft on its page, from wherever one is."""
    officer.go(f"{report}/texts")
    texts = {f"{tag}.title": title for tag, title in TITLES.items()}
    texts |= {f"{tag}.summary": summary for tag, summary in SUMMARIES.items()}
    officer.fill(symbol="A/81/12", **texts, **more)
    officer.press(f"{report}/texts")


def freeze(officer: Visitor, report: str) -> None:
    """Freeze a draft that is written."""
    officer.go(report)
    officer.press(f"{report}/freezing")


def release(reviewer: Visitor, report: str) -> None:
    """Release what is frozen."""
    reviewer.go(report)
    reviewer.press(f"{report}/release")


def arrange_reports(officer: Visitor, reviewer: Visitor) -> ReportRecords:
    """One of each, all on the numbers of one half-year; the draft corrects what is released."""

    def made(path: str, body: Any, key: str) -> str:
        return str(officer.call(path, body, **{"idempotency-key": f"arranged-{key}"})["body"]["id"])

    counted = made("/api/v1/data-sets", {"since": "2026-01-01", "until": "2026-06-30"}, "numbers")
    reports = {
        profile: f"/reports/{made('/api/v1/reports', {'profile': profile, 'data_set': counted}, profile)}"
        for profile in ("general_assembly", "executive_committee", "public")
    }
    for report in reports.values():
        write(officer, report)
        freeze(officer, report)
    released, public = reports["general_assembly"], reports["public"]
    for report in (released, public):
        release(reviewer, report)
    draft = made(f"/api/v1{released}/corrections", {}, "correction")
    return ReportRecords(f"/reports/{draft}", reports["executive_committee"], released, f"/public{public}")
