"""The twenty columns of an auditors' extract: what each means, and how a row of the view becomes its cells.

No column holds a name, a reference or a word that somebody wrote.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any
from uuid import UUID

from declarations.codes.labels import label
from declarations.codes.vocabulary import Kind
from register.kernel.i18n import Locale, Message, msg, pmsg, say
from register.kernel.money import Money
from reports.cells import Kind as Cell
from reports.columns import EFFECT, OUTCOME, Heading, Row
from reports.engagements.pseudonyms import CASE, PERSON, Remembered, pseudonymiser
from reports.engagements.sharing import Value, as_one
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
FEW = pmsg("extract for auditors", "Not shown: few persons")
"""In the place of a value that too few persons share."""
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


Told = Callable[[str, str, Message | str], str]
"""From a kind, a value and its words to what is said of it."""
NotShown = Mapping[str, AbstractSet[Value]]
"""For each column the values that are not shown."""


class _OfKind(dict[tuple[str, str | None], str | None]):
    """Words of a value that belongs to a kind, said once and kept."""

    def __init__(self, fields: Mapping[str, str], told: Told, otherwise: str = "") -> None:
        super().__init__()
        self._fields, self._told, self._otherwise = fields, told, otherwise

    def __missing__(self, of: tuple[str, str | None]) -> str | None:
        kind, value = of
        field = self._fields.get(kind, self._otherwise)
        found = self[of] = self._told(kind, value, label(field, value)) if field and value is not None else None
        return found


class _Results(dict[tuple[str | None, str | None, str], str | None]):
    """Words of an outcome by direction, decision and status."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, of: tuple[str | None, str | None, str]) -> str | None:
        found = self[of] = self._words.outcome[Fate(*of)]
        return found


def cells_of(secret: bytes, locale: Locale, hidden: NotShown) -> Callable[[Row], tuple[object, ...]]:
    """A function from a row of the view to the twenty cells, without the values that are not shown."""

    def told(column: str) -> Told:
        few = hidden.get(column, set())
        return lambda kind, value, words: say(FEW if as_one(column, (kind, value)) in few else words, locale)

    def looked_up(column: str, words: Callable[[str], Message | str]) -> Lookup:
        tell = told(column)
        return Lookup(lambda value: tell("", value, words(value)))

    words = Words(locale)
    case, person = pseudonymiser(secret, CASE), Remembered(pseudonymiser(secret, PERSON))
    classes = _OfKind(_CLASSES, told("class"))
    parties = _OfKind(_PARTIES, told("party_type"), "gift.giver_type")
    capacity = looked_up("capacity", lambda value: _TOGETHER.get(value) or label("capacity", value))
    regime = looked_up("regime", lambda value: label("profile", value))
    country = looked_up("giver_country", lambda value: words.country[value] or "")
    rule = looked_up("leading_rule", lambda value: value)
    timely = Lookup(lambda value: say(_TIMELY[value], locale))
    status = Lookup(lambda value: say(label("status", value), locale))
    authorities = {"rule": BY_RULE, **_TOGETHER, "executive_head": label("authority", "executive_head")}
    decided = looked_up("decided_as", lambda value: authorities.get(value) or label("authority", value))
    results = _Results(words)

    def cells(row: Any) -> tuple[object, ...]:
        of: UUID
        (of, declarant, kind, concerns, group, rules, version, event_day, filed_day, in_time, decided_day, effect) = (
            row[:12]
        )
        direction, outcome, where, decided_as, leading, amount, currency, party, place, is_imported = row[12:]
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
            rule[leading],
            None if amount is None else Money(amount, currency),
            parties[kind, party],
            country[place],
            words.yes_no[is_imported],
        )

    return cells
