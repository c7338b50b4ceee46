"""Forms of periodic reports: read from what was typed, or filled in from what stands."""

from datetime import date

import msgspec

from register.kernel.form import YES, Form
from register.kernel.i18n import LOCALES, Message, msg, pmsg
from reports.periodic.model import Profile
from reports.periodic.service.releasing import TEXTS, ReportCommand
from reports.periodic.stored import AssemblyDecision, Report
from reports.periodic.words import PROFILES

LONGEST = 6000
FIELDS: dict[str, Message] = {
    "title": msg("Title"),
    "session": pmsg("cover", "Session"),
    "agenda_item": pmsg("cover", "Agenda item"),
    "summary": msg("Summary"),
    "introduction": msg("Introduction"),
    "action": msg("Action requested"),
    "draft_decision": msg("Draft decision"),
    "recommendations": msg("Recommendations for revising the code"),
}
"""What the office writes in each language, as its form asks for it."""
LINES = frozenset({"title", "session", "agenda_item"})
"""The texts that are one line."""
DECISIONS: dict[str, Message] = {
    AssemblyDecision.ASSESS: pmsg("decision of the Assembly", "To assess the implementation of the code"),
    AssemblyDecision.REVISE: pmsg("decision of the Assembly", "To revise the code"),
    AssemblyDecision.NOTE: pmsg("decision of the Assembly", "To take note of the report"),
}


class Counting(msgspec.Struct, frozen=True):
    """Which period is to be counted, and for whom the first report on it is."""

    since: date
    until: date
    profile: Profile


class Decision(msgspec.Struct, frozen=True):
    """What the Assembly decided, and when."""

    decided: AssemblyDecision
    on: date
    words: dict[str, str]


def read_counting(form: Form) -> Counting:
    """The period and the readers. Raises Invalid with every fault."""
    since = form.day("since", missing=msg("Give the first day of the period."))
    until = form.day("until", missing=msg("Give the last day of the period."))
    profile = form.choice("profile", [str(each) for each in PROFILES])
    form.check()
    return Counting(since or date.min, until or date.min, Profile(str(profile)))


def read_texts(form: Form) -> ReportCommand:
    """What a draft says. Raises Invalid with every fault."""
    symbol = form.line("symbol", longest=60)
    threshold = form.typed("threshold").strip()
    if not (threshold.isascii() and threshold.isdigit() and len(threshold) < 4):
        form.refuse("threshold", msg("Choose a number from 2 to 50."))
    texts = {tag: {name: said for name in TEXTS if (said := _said(form, tag, name))} for tag in LOCALES}
    correction = {tag: said for tag in LOCALES if (said := form.text(f"{tag}.correction", longest=LONGEST))}
    form.check()
    return ReportCommand(
        symbol=symbol,
        texts={tag: said for tag, said in texts.items() if said},
        annex=form.typed("annex") == YES,
        threshold=int(threshold),
        correction=correction,
    )


def _said(form: Form, tag: str, name: str) -> str:
    field = f"{tag}.{name}"
    return form.line(field, longest=300) if name in LINES else form.text(field, longest=LONGEST)


def texts_form(report: Report) -> Form:
    """The form of a draft as it stands."""
    form = Form()
    form.put("symbol", report.symbol)
    form.put("threshold", str(report.threshold))
    form.put("annex", YES if report.annex else "")
    for tag in LOCALES:
        for name in TEXTS:
            form.put(f"{tag}.{name}", report.written.get(tag, {}).get(name, ""))
        form.put(f"{tag}.correction", report.reasons.get(tag, ""))
    return form


def read_decision(form: Form) -> Decision:
    """What the Assembly decided. Raises Invalid with every fault."""
    decided = form.choice("decided", [str(each) for each in DECISIONS])
    on = form.day("on", missing=msg("Give the day of the decision."))
    words = {tag: said for tag in LOCALES if (said := form.text(f"{tag}.decided", longest=LONGEST))}
    form.check()
    return Decision(AssemblyDecision(str(decided)), on or date.min, words)
