"""The decision as a letter: what it says, in the language that was asked for. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from declarations.codes.labels import label
from declarations.filing.measures import language_in, told_measures
from declarations.filing.model import Step
from declarations.filing.rows import Shown
from declarations.filing.service.granted import NOT_RENEWED, Kept, kept_by, leaves_the_earlier, verdict
from declarations.filing.service.reading import Case, JudgedFinding, day_in
from declarations.filing.showing import rows_of_content
from declarations.letters.model import Letter, Office, Passage, Row, Section
from register.kernel.dates import local
from register.kernel.i18n import LOCALES, Message, msg, ours, say, say_value
from register.kernel.text import visible

_TOLD: Mapping[str, tuple[str, ...]] = {
    "gift": ("direction", "category", "giver_name", "event_date", "value"),
    "outside_activity": (
        "activity_class",
        "position",
        "other_party",
        "start_date",
        "end_date",
        "hours_per_week",
        "during_leave",
    ),
    "approval_request": ("subject", "other_party", "occasion"),
    "conflict": ("domain", "other_party", "matter", "event_date"),
    "nil": ("period", "matters"),
}
"""What a letter names of each kind: which declaration it is about, and nothing of the story."""
_AUTHORIZED = ("other_party", "start_date", "hours_per_week", "during_leave", "remunerated", "income")
"""The terms of an authorization of an activity that a letter on a refused change repeats, beside its end."""
_ISOLATES = re.compile("[\u2068\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
OFFICE = msg("Ethics Office")


class Written(msgspec.Struct, frozen=True):
    """What a letter of a decision is made of, beside the case itself."""

    case: Case
    """With the version on which it was decided."""
    decided: Step
    fingerprint: str
    """Of the entry in which the decision stands."""
    contest: Passage | None
    """How to contest, its placeholders filled, in the language of the letter or the one that stands in for it."""
    office: Office


def decision_letter(written: Written, language: str) -> Letter:
    """The letter to the declarant: the decision, its reasons, its rule, how to contest it, who decided."""
    case, decided = written.case, written.decided
    told = _Telling(language)
    reference = case.declaration.reference
    return Letter(
        language=language,
        organization=written.office.name(language),
        office=told(OFFICE),
        title=told(msg("Decision on declaration %(reference)s", reference=reference)),
        day=told.value(local(decided.at).date()),
        dated=decided.at,
        reference=told(msg("Reference: %(reference)s", reference=reference)),
        addressee=(visible(case.content.declarant_name), told(label("capacity", case.declaration.capacity))),
        opening=tuple(_opening(case, told)),
        rows=tuple(_rows(case, decided, told)),
        sections=tuple(_sections(written, told)),
        signature=tuple(_signature(decided, told)),
        foot=tuple(_foot(written, told)),
        name=f"{reference}-{language}",
    )


class _Telling:
    """Saying things in the language of the letter, each value kept in its own direction."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, message: Message) -> str:
        said = say(message, self.language, isolate=True)
        one_way = LOCALES[self.language].direction == "ltr" and not _RIGHT_TO_LEFT.search(said)
        return _ISOLATES.sub("", said) if one_way else said

    def value(self, value: Shown | datetime) -> str:
        return visible(value) if isinstance(value, str) else say_value(value, self.language)


def _opening(case: Case, told: _Telling) -> Iterator[Passage]:
    day = local(case.declaration.filed_at).date()
    yield Passage(
        told(msg("This letter concerns the declaration of %(day)s. It says what was decided, and why.", day=day))
    )


def _rows(case: Case, decided: Step, told: _Telling) -> Iterator[Row]:
    found, kept = case.declaration, kept_by(case, decided)
    rows = {row.field: row for row in rows_of_content(kept.content if kept else case.content, items=found.items)}
    for field in _TOLD[found.kind]:
        if field in rows and not (kept and field in _AUTHORIZED):
            yield Row(told(rows[field].key), told.value(rows[field].value))


def _sections(written: Written, told: _Telling) -> Iterator[Section]:
    said = written.decided.said
    language = str(said.get("language") or "")
    kept = kept_by(written.case, written.decided)
    decided = [told(verdict(written.case, written.decided))]
    if kept:
        decided.append(told(kept.terms.sentence))
    elif end := day_in(said, "valid_until"):
        decided.append(told(msg("Authorized until %(day)s", day=end)))
    elif leaves_the_earlier(written.case, written.decided):
        decided.append(told(NOT_RENEWED))
    yield Section(told(msg("Decision")), tuple(Passage(text) for text in decided))
    if conditions := tuple(_conditions(said, told)):
        yield Section(told(msg("Conditions or measures")), conditions)
    yield Section(told(msg("Reasons")), (_words(said["reasons"], language),))
    if kept:
        yield from _kept(kept, told)
    findings = written.case.evaluation.findings
    if findings:
        passages = tuple(passage for found in findings for passage in _finding(found, told))
        yield Section(told(msg("The rule")), passages)
    if written.contest:
        yield Section(told(msg("How to contest this decision")), (written.contest,))


def _kept(kept: Kept, told: _Telling) -> Iterator[Section]:
    """What was asked and refused, and the terms under which the activity goes on."""
    asked = (each.after for each in kept.terms.changes)
    refused = [Row(told(row.key), told.value(row.value)) for row in asked if row and not row.words]
    if refused:
        yield Section(told(msg("What was asked")), (), tuple(refused))
    rows = {row.field: row for row in rows_of_content(kept.content)}
    terms = [Row(told(rows[name].key), told.value(rows[name].value)) for name in _AUTHORIZED if name in rows]
    terms.append(Row(told(msg("Last day of the authorization")), told.value(kept.ends_on)))
    yield Section(told(msg("What is authorized")), (), tuple(terms))
    if kept.terms.conditions:
        words = _words(kept.terms.conditions, kept.terms.conditions_language)
        yield Section(told(msg("Conditions or measures")), (words,))


def _conditions(said: Mapping[str, Any], told: _Telling) -> Iterator[Passage]:
    """Conditions as they were written; measures as the letter’s own sentences, beside what was written of them."""
    language = language_in(said)
    if said.get("conditions"):
        yield _words(said["conditions"], language)
    for each in told_measures(said):
        yield Passage(told(each.sentence))
        if each.words:
            yield _words(each.words, language)


def _words(text: object, language: str) -> Passage:
    return Passage(visible(str(text)), language, is_words=True)


def _finding(found: JudgedFinding, told: _Telling) -> Iterator[Passage]:
    """The sentence first, then the paragraph as it is printed, or told again in our words."""
    yield Passage(told(found.message))
    text = told(msg("“%(text)s”", text=say(found.text, told.language))) if found.quoted else told(found.text)
    place = told(citation(found))
    if not found.quoted:
        source = msg("%(citation)s (in our words)", citation=place)
    elif told.language != "en":
        source = msg("%(citation)s (unofficial translation)", citation=place)
    else:
        source = citation(found)
    yield Passage(f"{text}\n{told(source)}", told.language, is_words=True)


def citation(found: JudgedFinding) -> Message:
    """The instrument and the paragraph as they are cited."""
    return msg("%(instrument)s, %(clause)s", instrument=found.instrument, clause=clause_of(found))


def clause_of(found: JudgedFinding) -> Message | str:
    """The paragraph as it is cited: numbered ones as paragraphs."""
    return msg("para. %(clause)s", clause=found.clause) if found.clause[:1].isdigit() else ours(found.clause)


def _signature(decided: Step, told: _Telling) -> Iterator[str]:
    said = decided.said
    yield visible(str(said.get("actor_name") or ""))
    if said.get("in_role"):
        yield told(label("stored_role", str(said["in_role"])))
    if said.get("standing_for"):
        yield told(msg("In the place of %(person)s", person=visible(str(said["standing_for"]))))
    if said.get("instrument"):
        instrument = visible(str(said["instrument"]))
        yield told(msg("On the delegated authority of the executive head: %(instrument)s", instrument=instrument))


def _foot(written: Written, told: _Telling) -> Iterator[str]:
    yield told(
        msg(
            "Entry %(number)s of declaration %(reference)s in the register. Fingerprint: %(fingerprint)s",
            number=str(written.decided.seq),
            reference=written.case.declaration.reference,
            fingerprint=written.fingerprint,
        )
    )
    yield told(msg("The ethics office can confirm whether this letter agrees with the register."))
