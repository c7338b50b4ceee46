"""A gift as rows of labels and values: the same for the page before sending, the declarant and the desk."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from declarations.codes.field_labels import field_label
from declarations.codes.labels import label
from declarations.filing.answers import MEETING, GiftAnswers, details_of, facts_of
from declarations.filing.asked import CIRCUMSTANCES
from declarations.filing.forms.questions import question
from declarations.filing.model import GiftDetails, ValueBasis
from declarations.filing.rows import NOT_KNOWN, Row, Shown
from declarations.parties.countries import country_name
from register.kernel.i18n import Message, msg, pmsg
from register.kernel.money import Money

VALUE_BASES: Mapping[ValueBasis, Message] = {
    ValueBasis.PRICE_SEEN: pmsg("gift.value_basis", "I have seen the price"),
    ValueBasis.ESTIMATE: pmsg("gift.value_basis", "I estimate it in good faith"),
    ValueBasis.EXPERT: pmsg("gift.value_basis", "An expert has valued it"),
    ValueBasis.NOT_KNOWN: pmsg("gift.value_basis", "I do not know it"),
}

_CHOICES = ("direction", "category", "event_date", "aware_date")
_GIVER = ("giver_type", "giver_relation")


def rows_of_answers(answers: GiftAnswers) -> list[Row]:
    """The rows of a draft; what is not answered yet is left out."""
    rows = rows_of_gift(facts_of(answers), details_of(answers), answers.items or 1, answers.giver_country)
    return [_as_asked(row, answers) for row in rows]


def _as_asked(row: Row, answers: GiftAnswers) -> Row:
    """The circumstances under the questions as they were put to the person, not under the words of the rules."""
    if row.field not in CIRCUMSTANCES:
        return row
    return msgspec.structs.replace(row, key=question(row.field, answers.direction).legend)


def rows_of_gift(facts: Mapping[str, Any], details: GiftDetails, items: int, country: str) -> list[Row]:
    """The rows of a filed version."""
    same_day = facts.get("aware_date") == facts.get("event_date")
    found = [*_facts(facts, _CHOICES[: -1 if same_day else None], "what")]
    if items > 1:
        found.append(Row("items", msg("Number of items"), str(items), step="what"))
    found.extend(_line("giver_name", msg("Giver, or other party"), details.giver_name, "giver"))
    found.extend(_facts(facts, _GIVER, "giver"))
    if country:
        found.append(Row("giver_country", msg("Country of the giver"), country_name(country), step="giver"))
    found.extend(_line("giver_person", msg("Person who handed it over"), details.giver_person, "giver"))
    found.extend(_facts(facts, ("recipient",), "giver"))
    found.extend(_value(facts, details))
    found.extend(_facts(facts, (*CIRCUMSTANCES, "payment_timing"), "circumstances"))
    found.extend(_facts(facts.get("meeting") or {}, (*MEETING, "vote_date"), "circumstances"))
    found.extend(_words("description", msg("Description"), details.description, "words"))
    found.extend(_words("story", msg("How it came about"), details.circumstances, "words"))
    found.extend(_line("function", msg("Function at the time"), details.function, "words"))
    found.extend(_words("remarks", msg("Remarks"), details.remarks, "words"))
    return found


def _facts(facts: Mapping[str, Any], names: Iterable[str], step: str) -> list[Row]:
    return [Row(name, field_label(name), shown(name, facts[name]), step=step) for name in names if name in facts]


def _words(field: str, key: Message, text: str, step: str) -> list[Row]:
    return [Row(field, key, text, words=True, step=step)] if text else []


def _line(field: str, key: Message, text: str, step: str) -> list[Row]:
    """A name or a title: a person's words too, but in no language in particular."""
    return [Row(field, key, text, step=step)] if text else []


def _value(facts: Mapping[str, Any], details: GiftDetails) -> list[Row]:
    if "value" not in facts:
        return []
    rows = [Row("value", field_label("value"), shown("value", facts["value"]), step="value")]
    if details.value_basis is not ValueBasis.NOT_KNOWN:
        rows.append(Row("value_basis", msg("How the value is known"), VALUE_BASES[details.value_basis], step="value"))
    rows.extend(_line("value_words", msg("Value as the older register says it"), details.value_words, "value"))
    return rows


def shown(name: str, raw: Any) -> Shown:
    """The value of a fact as a facts file holds it, typed for showing."""
    if raw is None:
        return NOT_KNOWN
    if isinstance(raw, bool):
        return label("fact", raw)
    if isinstance(raw, Mapping):
        return Money(Decimal(raw["amount"]), raw["currency"])
    if name.endswith("_date"):
        return date.fromisoformat(raw)
    return label(f"gift.{name}", str(raw))
