"""An audit under a written mandate that pages can show: an extract that is ready, a case that waits, one unmasked."""

import csv
import io
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from register.kernel import clock
from tests.browser.visiting import Visitor

_SECONDS_OF_WORK = 60
RECORDER = "second.officer@demo.example"
_CASES = 8
"""Asked for, so that some of them are such as the officer has no part in."""
_TEXT = "path => fetch(path).then(answer => answer.text())"


@dataclass
class EngagementRecords:
    """Addresses of one of each."""

    engagement: str
    waiting: str
    agreed: str


def arrange_engagements(recorder: Visitor, officer: Visitor, auditor: Visitor) -> EngagementRecords:
    """One engagement with all of them, recorded by another officer than the one who answers in it."""
    number = iter(range(100))

    def made(who: Visitor, path: str, body: Any) -> str:
        answer = who.call(path, body, **{"idempotency-key": f"engaging-{next(number)}"})
        return str(answer["body"]["id"])

    auditors = recorder.call("/api/v1/engagement-auditors")["body"]
    today = clock.today()
    mandate = {
        "title": "Audit of gifts, interests and outside activities",
        "body": "Board of External Auditors",
        "mandate": "AUD/2026/14",
        "signed_by": "Ioana Petrescu, Chair of the Board",
        "signed_on": str(today - timedelta(days=20)),
        "since": "2024-01-01",
        "until": str(today),
        "in_force_from": str(today - timedelta(days=1)),
        "in_force_until": str(today + timedelta(days=90)),
        "auditors": [each["id"] for each in auditors],
    }
    here = f"/engagements/{made(recorder, '/api/v1/engagements', mandate)}"
    extract = made(auditor, f"/api/v1{here}/extracts", {"language": "en", "format": "csv"})
    _wait(auditor, here)
    text = auditor.page.evaluate(_TEXT, f"/api/v1{here}/extracts/{extract}/file")
    cases = [row["Case"] for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff")))]
    for case in cases[-_CASES:]:
        reason = "The sample of finding 3 holds this case; we need to see its file."
        body = {"pseudonym": case, "reason": reason, "names_others": True}
        made(auditor, f"/api/v1{here}/unmaskings", body)
    agreed, *waiting = [each["id"] for each in officer.call(f"/api/v1{here}")["body"]["unmaskings"]]
    yes = {"answer": "agree", "reason": "The sample was drawn before; the file is needed."}
    officer.call(f"/api/v1{here}/unmaskings/{agreed}/answer", yes, **{"if-match": '"1"'})
    return EngagementRecords(here, f"{here}/unmaskings/{waiting[0]}", f"{here}/unmaskings/{agreed}")


def _wait(auditor: Visitor, here: str) -> None:
    until = time.monotonic() + _SECONDS_OF_WORK
    while auditor.call(f"/api/v1{here}")["body"]["extracts"][0]["state"] != "ready":
        assert time.monotonic() < until, "the extract was not made"
        time.sleep(0.5)
