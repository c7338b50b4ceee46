"""A row of the published register of gifts from foreign Governments, read as an assistant would file it."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from babel import Locale

FILE = "us-federal-register-gifts.csv"
SINCE = date(2013, 1, 1)
_CENT = Decimal("0.01")
_DECLINED = re.compile(
    r"\b(?:was|were|been)\s+(?:declined|refused|not accepted)\b|\breturned to (?:the )?(?:donor|giver)\b", re.IGNORECASE
)
_EMBARRASSING = re.compile(
    r"\bembarrass|\boffen[cs]e\b|\bto refuse\b.*\b(?:counter|unsuccessful)", re.IGNORECASE | re.DOTALL
)
_MISSING = {"", "NA"}
_NOT_TOLD = (
    "usual_courtesy",
    "unusual",
    "in_return_for_act",
    "could_appear_as_influence",
    "through_intermediary",
    "related_to_assignment",
)
"""What the published register does not speak of: the assistant says that they do not know."""
Row = Mapping[str, str]


def day_of(row: Row) -> date | None:
    """The day of receipt, or None where none is given."""
    try:
        return date.fromisoformat(row["date_received"])
    except ValueError:
        return None


def value_of(row: Row) -> Decimal | None:
    """The value in dollars to the cent; the file holds some with the noise of binary fractions."""
    try:
        found = Decimal(row["value_usd"])
    except InvalidOperation:
        return None
    return found.quantize(_CENT, ROUND_HALF_EVEN) if found.is_finite() and found > 0 else None


def is_dated_and_valued(row: Row) -> bool:
    """Whether the row is one that the proof may take."""
    day = day_of(row)
    return day is not None and day >= SINCE and value_of(row) is not None


def direction_of(row: Row) -> str:
    """Declined only where the words say so; everything in the register was otherwise received."""
    said = f"{row['justification']} {row['gift_description']}"
    return "declined_by_me" if _DECLINED.search(said) else "received"


def embarrassment_of(row: Row) -> bool | None:
    """Whether refusing would have embarrassed: yes, no, or not known where the cell holds no reason at all."""
    reason = row["justification"].strip()
    if reason in _MISSING or reason == row["recipient"].strip():
        return None
    return bool(_EMBARRASSING.search(reason))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    return {name.casefold(): code for code, name in Locale("en").territories.items() if re.fullmatch("[A-Z]{2}", code)}


def country_of(row: Row) -> str | None:
    """The country of the giver as a code, where the name is one that is known."""
    return _countries().get(row["donor_country"].strip().casefold())


def declaration_of(row: Row, declarant: str) -> dict[str, Any]:
    """The body of the request by which an assistant files the row for a member of the staff."""
    day = str(day_of(row))
    facts: dict[str, Any] = {
        "direction": direction_of(row),
        "category": "gift",
        "giver_type": "government",
        "giver_relation": "none",
        "value": {"amount": str(value_of(row)), "currency": "USD"},
        "event_date": day,
        "aware_date": day,
        "recipient": "self",
        "official_function": False,
        "refusal_would_embarrass": embarrassment_of(row),
        **dict.fromkeys(_NOT_TOLD),
    }
    details = {
        "description": row["gift_description"].strip(),
        "giver_name": row["donor"].strip(),
        "circumstances": row["justification"].strip(),
        "value_basis": "estimate",
    }
    return {
        "facts": facts,
        "details": details,
        "declarant": declarant,
        "giver_country": country_of(row),
        "language": "en",
        "attested": True,
    }
