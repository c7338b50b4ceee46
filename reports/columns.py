"""The columns of an extract for each audience: heading, meaning, and how a row becomes cells."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from declarations.filing.model import Content
from register import vault
from register.kernel.i18n import Locale, Message, msg, pmsg, say
from register.kernel.money import Money
from reports.cells import Column, Kind
from reports.model import Audience, Combination, Counted
from reports.words import Words

Row = Any
"""A record of the database; its first columns are the same for both audiences."""


class Heading(msgspec.Struct, frozen=True):
    """One column: what it is called, what it means, what its cells hold."""

    title: Message
    meaning: Message
    kind: Kind
    width: float


EFFECT = Heading(
    pmsg("column", "Effect"),
    msg("The strictest requirement that the rules attach to the declared facts."),
    Kind.LABEL,
    21,
)
OUTCOME = Heading(
    pmsg("column", "Outcome"),
    msg("The decision in force; withdrawn and undecided declarations are shown as such."),
    Kind.LABEL,
    21,
)
WAITED = Heading(
    pmsg("column", "Days to decision"),
    msg("Calendar days from filing to the decision; empty while no decision is in force."),
    Kind.COUNT,
    11,
)
RULES = Heading(pmsg("column", "Rules"), msg("The rules that applied, the strictest first."), Kind.TEXT, 24)
FOR_ANOTHER = Heading(
    pmsg("column", "For another"),
    msg("Who took a step in the place of another person, and of whom; empty where everybody acted for themselves."),
    Kind.TEXT,
    28,
)
FROM_OLDER = Heading(
    pmsg("column", "From an older register"),
    msg("Whether it was imported with a register that was kept before this one."),
    Kind.LABEL,
    12,
)
_SHARED = (
    Heading(
        pmsg("column", "Date of receipt"),
        msg("The day on which the item was received, offered, declined or given, as declared."),
        Kind.DAY,
        12,
    ),
    Heading(pmsg("column", "Kind"), msg("The kind of declaration; this extract holds gifts only."), Kind.LABEL, 10),
    Heading(
        pmsg("column", "Category"),
        msg("What the item is, in the categories of the standards of conduct (ICSC 17, 50, 51)."),
        Kind.LABEL,
        19,
    ),
    Heading(
        pmsg("column", "Direction"),
        msg("Whether the item was received, offered, declined, given or solicited, seen from the declarant."),
        Kind.LABEL,
        16,
    ),
    Heading(pmsg("column", "Giver type"), msg("What sort of body or person the giver is."), Kind.LABEL, 19),
    Heading(
        pmsg("column", "Giver country"),
        msg("The country that the directory records for the giver; empty where none is recorded."),
        Kind.LABEL,
        16,
    ),
    Heading(
        pmsg("column", "Value band"),
        msg("The band of the value in the reference currency; the upper bound is included."),
        Kind.LABEL,
        22,
    ),
    EFFECT,
    OUTCOME,
    Heading(
        pmsg("column", "Disposition"),
        msg("What becomes of the item, as far as it follows from the declaration and the decision."),
        Kind.LABEL,
        21,
    ),
    Heading(pmsg("column", "Items"), msg("How many items the one declaration covers."), Kind.COUNT, 8),
    WAITED,
)
REFERENCE = Heading(pmsg("column", "Reference"), msg("The reference of the declaration."), Kind.TEXT, 14)
DECLARANT = Heading(
    pmsg("column", "Declarant"),
    msg("The name of the declarant as it was when the declaration was filed."),
    Kind.TEXT,
    22,
)
UNIT = Heading(pmsg("column", "Unit"), msg("The organizational unit in which the declarant is now."), Kind.TEXT, 20)
_STORY = (
    Heading(pmsg("column", "Giver"), msg("The giver, as the declarant named it."), Kind.TEXT, 26),
    Heading(pmsg("column", "Description"), msg("The item in the declarant's own words and language."), Kind.TEXT, 40),
    Heading(pmsg("column", "Amount"), msg("The value as declared."), Kind.AMOUNT, 13),
    Heading(pmsg("column", "Currency"), msg("The currency of the declared value (ISO 4217)."), Kind.LABEL, 10),
    Heading(
        pmsg("column", "Reference value"),
        msg("The value in the reference currency, at the rate frozen with the declaration."),
        Kind.MONEY,
        16,
    ),
    RULES,
    FOR_ANOTHER,
    FROM_OLDER,
)
HEADINGS: Mapping[Audience, Sequence[Heading]] = {
    Audience.GOVERNING_BODY: _SHARED,
    Audience.DESK: (REFERENCE, DECLARANT, UNIT, *_SHARED, *_STORY),
}


def columns(headings: Sequence[Heading], locale: Locale) -> list[Column]:
    """The columns as the sheet writer wants them, headings in the language of the extract."""
    return [Column(say(heading.title, locale), heading.kind, heading.width) for heading in headings]


class _Combined(dict[tuple[Any, ...], tuple[str | None, ...]]):
    """Words of a combination: category, direction, value band, effect, outcome, disposition; said once and kept."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, raw: tuple[Any, ...]) -> tuple[str | None, ...]:
        words, found = self._words, Combination.of(raw)
        said = (
            words.category[found.category],
            words.direction[found.fate.direction],
            words.band[found.band],
            words.effect[found.effect],
            words.outcome[found.fate],
            words.disposition[found.fate],
        )
        self[raw] = said
        return said


def public_cells(words: Words, counted: Counted) -> Callable[[Row], tuple[object, ...]]:
    """A function from a row to the cells that name nobody, counting as it goes."""
    combined, combinations, days, rates = _Combined(words), counted.combinations, counted.days, counted.rates

    def cells(row: Row) -> tuple[object, ...]:
        event_date, items, waited, rate_source, rate_date, kind, giver_type, country = row[:8]
        raw = row[8:17]
        category, direction, band, effect, outcome, disposition = combined[raw]
        counted.rows += 1
        counted.items += items
        combinations[raw] += 1
        if waited is not None:
            days[waited] += 1
        if rate_source is not None:
            rates[rate_source, rate_date] += 1
        return (
            event_date,
            words.kind[kind],
            category,
            direction,
            words.giver_type[giver_type],
            words.country[country],
            band,
            effect,
            outcome,
            disposition,
            items,
            waited,
        )

    return cells


class _Rule(msgspec.Struct, frozen=True):
    rule: str


class _Rules(msgspec.Struct, frozen=True):
    findings: tuple[_Rule, ...] = ()


class Story(msgspec.Struct, frozen=True):
    """What the desk sees of the encrypted part."""

    declarant: str = ""
    giver: str = ""
    description: str = ""
    rules: str = ""
    facts: Mapping[str, Any] = {}


def opened(row: Row, erased: str) -> Story:
    """Decrypt what one declaration says; where its key was destroyed, `erased` stands in the place of the words."""
    try:
        key = vault.unwrap(row["key_id"], row["wrapped_key"])
    except vault.Erased:
        return Story(description=erased)
    content = msgspec.json.decode(vault.decrypt(key, row["details"], row["id"], "details"), type=Content)
    details = content.details
    rules = msgspec.json.decode(content.evaluation, type=_Rules)
    return Story(
        content.declarant_name,
        details.named_party,
        str(getattr(details, "description", "")),
        "; ".join(dict.fromkeys(finding.rule for finding in rules.findings)),
        content.facts,
    )


def desk_cells(words: Words, counted: Counted) -> Callable[[Row], tuple[object, ...]]:
    """A function from a row to all cells of the desk, its story decrypted."""
    public = public_cells(words, counted)
    erased = say(msg("Erased after the retention period."), words.locale)

    def cells(row: Row) -> tuple[object, ...]:
        story = opened(row, erased)
        amount, currency = row["amount"], row["currency"]
        reference, in_currency = row["reference_amount"], row["reference_currency"]
        return (
            row["reference"],
            story.declarant,
            row["unit"],
            *public(row),
            row["party_name"] or story.giver,
            story.description,
            None if amount is None else Money(amount, currency),
            currency,
            None if reference is None else Money(reference, in_currency),
            story.rules,
            words.steps(row["actors"], row["principals"]),
            words.yes_no[row["is_imported"]],
        )

    return cells
