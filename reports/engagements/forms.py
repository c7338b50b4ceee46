"""Forms of audit engagements, read into commands; every fault by field."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from register.kernel import clock
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, current_locale, msg
from reports.engagements.service.recording import LONGEST_REASON, Recorded
from reports.engagements.store import Candidate
from reports.model import FileFormat

_LINES = ("title", "body", "mandate", "signed_by")
_DAYS = {
    "signed_on": msg("Give the day on which the mandate was signed."),
    "since": msg("Give the first day of the period."),
    "until": msg("Give the last day of the period."),
    "in_force_from": msg("Give the first day on which it is in force."),
    "in_force_until": msg("Give the last day on which it is in force."),
}
_MISSING = {
    "title": msg("Give the engagement a title."),
    "body": msg("Name the auditing body."),
    "mandate": msg("Give the reference of the written mandate."),
    "signed_by": msg("Say who signed the mandate."),
}


def blank() -> Form:
    """The form as it is opened: in force from today."""
    form = Form()
    form.put_day("in_force_from", clock.today())
    return form


def read_recorded(form: Form, known: Iterable[Candidate]) -> Recorded:
    """What is recorded of a mandate. Raises Invalid with every fault."""
    said: dict[str, Any] = {name: form.line(name, missing=_MISSING[name], longest=200) for name in _LINES}
    said |= {name: form.day(name, missing=missing) or date.min for name, missing in _DAYS.items()}
    auditors = form.choices("auditors", [str(each.id) for each in known])
    if not auditors:
        form.refuse("auditors", msg("Name at least one auditor."))
    form.check()
    return Recorded(**said, auditors=tuple(UUID(each) for each in auditors))


def extract_form() -> Form:
    """What is asked for unless somebody chooses: a workbook in the language of the page."""
    form = Form()
    form.put("language", current_locale().tag)
    form.put("format", FileFormat.XLSX)
    return form


def read_extract(form: Form) -> tuple[str, FileFormat]:
    """The language and the form of an extract. Raises Invalid."""
    language, wanted = (
        form.choice("language", LOCALES.keys()),
        form.choice("format", [str(each) for each in FileFormat]),
    )
    form.check()
    return str(language), FileFormat(str(wanted))


NAMES_OTHERS = "yes"


def read_request(form: Form) -> tuple[str, str, bool]:
    """The pseudonym, the reason, and whether it is asked although it names other rows, too. Raises Invalid."""
    pseudonym = form.line("pseudonym", missing=msg("Write the pseudonym of a case."), longest=60)
    reason = form.text("reason", missing=msg("Say why."), longest=LONGEST_REASON)
    names_others = bool(form.choices("names_others", (NAMES_OTHERS,)))
    form.check()
    return pseudonym, reason, names_others


def read_answer(form: Form) -> tuple[bool, str]:
    """Whether somebody agrees, and why. Raises Invalid."""
    answer = form.choice("answer", ("agree", "refuse"))
    reason = form.text("reason", missing=msg("Say why."), longest=LONGEST_REASON)
    form.check()
    return answer == "agree", reason
