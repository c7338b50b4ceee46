"""The twenty columns of an auditors' extract: what each means, and how a row of the view becomes its cells.

No column holds a name, a reference or a word that somebody wrote.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from declarations.codes.labels import label
from declarations.codes.vocabulary import Kind
from register.kernel.i18n import Locale, Message, msg, pmsg, say
from register.kernel.money import Money
from reports.cells import Kind as Cell
from reports.columns import EFFECT, OUTCOME, Heading, Row
from reports.engagements.pseudonyms import CASE, PERSON, Remembered, pseudonymiser
from reports.model import Fate
from reports.words import Lookup, Words

_CLASSES: Mapping[str, str] = {
    Kind.GIFT: "gift.category",
    Kind.OUTSIDE_ACTIVITY: "outside_activity.activity_class",
    Kind.APPROVAL_REQUEST: "approval_request.subject",
    Kind.CONFLICT: "conflict.domain",
}
_PARTIES: Mapping[str, str] = {Kind.CONFLICT: "conflict.counterpart_kind"}
_TIMELY: Mapping[str, Message] = {
    "in_time": pmsg("report", "In time"),
    "late": pmsg("report", "Late"),
    "undated": pmsg("report", "No day stated"),
}
BY_RULE = pmsg("extract for auditors", "The rules alone")
_STAFF = pmsg("extract for auditors", "Staff, the executive head included")
_REVIEWERS = pmsg("extract for auditors", "The ethics office or the governing body’s designate")
_TOGETHER: Mapping[str, Message] = {
    "staff": _STAFF,
    "executive_head": _STAFF,
    "ethics_officer": _REVIEWERS,
    "governing_body_designate": _REVIEWERS,
}
"""One person is the executive head, and the designate decides on that person alone: neither is told from the others."""

HEADINGS = (
    Heading(
        pmsg("column", "Case"),
        msg("A pseudonym of the declaration, the same in every extract under this mandate and in no other."),
        Cell.TEXT,
        18,
    ),
    Heading(
        pmsg("column", "Person"),
        msg("A pseudonym of the declarant, the same in every extract under this mandate and in no other."),
        Cell.TEXT,
        18,
    ),
    Heading(pmsg("column", "Kind"), msg("The kind of declaration."), Cell.LABEL, 16),
    Heading(
        pmsg("column", "Concerns"),
        msg("The category of a gift, the class of an activity, the subject of a request, the domain of a conflict."),
        Cell.LABEL,
        22,
    ),
    Heading(
        pmsg("column", "Group of the declarant"),
        msg("The capacity in which the person declared."),
        Cell.LABEL,
        18,
    ),
    Heading(
        pmsg("column", "Regime"),
        msg("The set of rules under which it was judged; its versions and figures stand in the register."),
        Cell.LABEL,
        20,
    ),
    Heading(pmsg("column", "Version"), msg("1 as filed; one more for every amendment."), Cell.COUNT, 9),
    Heading(
        pmsg("column", "Date of event"),
        msg("The day of the event or of the start, as declared; empty where none was stated."),
        Cell.DAY,
        12,
    ),
    Heading(
        pmsg("column", "Date filed"),
        msg("The day of filing; of what came with an older register the day of the event, on which it counts."),
        Cell.DAY,
        12,
    ),
    Heading(
        pmsg("column", "Timeliness"),
        msg("Whether it was filed within the time that the rules allow after the event."),
        Cell.LABEL,
        14,
    ),
    Heading(
        pmsg("column", "Date decided"),
        msg("The day of the decision in force; days to decision follow from it and from the date filed."),
        Cell.DAY,
        12,
    ),
    EFFECT,
    OUTCOME,
    Heading(pmsg("column", "Status"), msg("Where the declaration stands in the review."), Cell.LABEL, 20),
    Heading(
        pmsg("column", "Decided by"),
        msg("The authority that decided, never a person; the rules alone where there was nothing to decide."),
        Cell.LABEL,
        22,
    ),
    Heading(
        pmsg("column", "Leading rule"),
        msg("The rule that required most; the others are kept encrypted with the declaration."),
        Cell.LABEL,
        16,
    ),
    Heading(
        pmsg("column", "Reference value"),
        msg("The value in the reference currency, at the rate frozen with the declaration."),
        Cell.MONEY,
        16,
    ),
    Heading(
        pmsg("column", "Kind of party"),
        msg("What sort of body or person the giver or the counterpart is."),
        Cell.LABEL,
        20,
    ),
    Heading(
        pmsg("column", "Country of the party"),
        msg("The country that the directory records for the giver, or in which an activity takes place."),
        Cell.LABEL,
        16,
    ),
    Heading(
        pmsg("column", "From an older register"),
        msg("Whether it was imported with a register that was kept before this one."),
        Cell.LABEL,
        12,
    ),
)


class _OfKind(dict[tuple[str, str | None], str | None]):
    """Words of a value that belongs to a kind, said once and kept."""

    def __init__(self, fields: Mapping[str, str], locale: Locale, otherwise: str = "") -> None:
        super().__init__()
        self._fields, self._locale, self._otherwise = fields, locale, otherwise

    def __missing__(self, of: tuple[str, str | None]) -> str | None:
        kind, value = of
        field = self._fields.get(kind, self._otherwise)
        found = self[of] = say(label(field, value), self._locale) if field and value is not None else None
        return found


class _Results(dict[tuple[str | None, str | None, str], str | None]):
    """Words of an outcome by direction, decision and status."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, of: tuple[str | None, str | None, str]) -> str | None:
        found = self[of] = self._words.outcome[Fate(*of)]
        return found


def cells_of(secret: bytes, locale: Locale) -> Callable[[Row], tuple[object, ...]]:
    """A function from a row of the view to the twenty cells."""
    words = Words(locale)
    case, person = pseudonymiser(secret, CASE), Remembered(pseudonymiser(secret, PERSON))
    classes, parties = _OfKind(_CLASSES, locale), _OfKind(_PARTIES, locale, "gift.giver_type")
    capacity = Lookup(lambda value: say(_TOGETHER.get(value) or label("capacity", value), locale))
    regime = Lookup(lambda value: say(label("profile", value), locale))
    timely = Lookup(lambda value: say(_TIMELY[value], locale))
    status = Lookup(lambda value: say(label("status", value), locale))
    authorities = {"rule": BY_RULE, **_TOGETHER, "executive_head": label("authority", "executive_head")}
    decided = Lookup(lambda value: say(authorities.get(value) or label("authority", value), locale))
    results = _Results(words)

    def cells(row: Any) -> tuple[object, ...]:
        of: UUID
        (of, declarant, kind, concerns, group, rules, version, event_day, filed_day, in_time, decided_day, effect) = (
            row[:12]
        )
        direction, outcome, where, decided_as, leading, amount, currency, party, country, is_imported = row[12:]
        return (
            case(of),
            person[declarant],
            words.kind[kind],
            classes[kind, concerns],
            capacity[group],
            regime[rules],
            version,
            event_day,
            filed_day,
            timely[in_time],
            decided_day,
            words.effect[effect],
            results[direction, outcome, where],
            status[where],
            decided[decided_as],
            leading,
            None if amount is None else Money(amount, currency),
            parties[kind, party],
            words.country[country],
            words.yes_no[is_imported],
        )

    return cells
