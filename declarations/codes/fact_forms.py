"""How each fact is written in a facts file, and what is said when it is written otherwise."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from register.kernel.currency import CURRENCIES, Money
from register.kernel.dates import EARLIEST, LATEST
from register.kernel.errors import FieldError
from register.kernel.i18n import Message, msg

NOT_ON_LEAVE = "not_on_leave"
"""What `during_leave: null` means; not a stored value, so nobody can write it."""

UNKNOWN = "unknown"
"""What is stored for a fact that is not known; everywhere but in `during_leave` null says the same."""

_AMOUNT = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_LIST = 1000


class Refused(Exception):
    """A fact that cannot be read; carries one error for each part that is wrong."""

    def __init__(self, message: Message, *inner: FieldError) -> None:
        super().__init__(message.id)
        self.message = message
        self.inner = inner

    def errors(self, name: str) -> list[FieldError]:
        """The faults under the name of the fact: `value.amount`, `prior_values.0.date`."""
        if not self.inner:
            return [FieldError(name, self.message)]
        return [FieldError(f"{name}.{error.name}", error.message) for error in self.inner]


class PriorValue(msgspec.Struct, frozen=True):
    """An earlier gift of the same giver: its amount, None when not known, its currency and its date."""

    amount: Decimal | None
    currency: str
    day: date

    @property
    def value(self) -> Money | None:
        """The value where it is known."""
        return None if self.amount is None else Money(self.amount, self.currency)


Form = Callable[[Any], Any]


def choice(values: type[StrEnum]) -> Form:
    """One of the stored values; `unknown` counts as null."""
    known = {value.value: value for value in values}

    def read(raw: Any) -> Any:
        if raw is None:
            return None
        if not isinstance(raw, str) or raw not in known:
            raise Refused(msg("Give one of these values: %(values)s.", values=list(known)))
        return None if raw == UNKNOWN else known[raw]

    return read


def required(form: Form) -> Form:
    """A fact that is always known, such as the capacity."""

    def read(raw: Any) -> Any:
        value = form(raw)
        if value is None:
            raise Refused(msg("Give a value; this fact cannot be left open."))
        return value

    return read


def leave(form: Form) -> Form:
    """The leave during which an activity falls; null means none, and only `unknown` that it is not known (ICSC 47)."""

    def read(raw: Any) -> Any:
        if raw is None:
            return NOT_ON_LEAVE
        return None if raw == UNKNOWN else form(raw)

    return read


def flag(raw: Any) -> bool | None:
    """Yes, no, or not known."""
    if raw is None or isinstance(raw, bool):
        return raw
    raise Refused(msg("Answer true, false or null."))


def day(raw: Any) -> date | None:
    """A calendar day in ISO 8601, or not known."""
    if raw is None:
        return None
    if isinstance(raw, str) and _DAY.fullmatch(raw):
        try:
            found = date.fromisoformat(raw)
        except ValueError:
            pass
        else:
            if EARLIEST <= found.year <= LATEST:
                return found
            raise Refused(msg("Check the year of this date."))
    raise Refused(msg("Give a day of the calendar as year, month and day, such as 2026-05-04."))


def known_day(raw: Any) -> date:
    """A calendar day that cannot be left open."""
    found: date = required(day)(raw)
    return found


def amount(raw: Any) -> Decimal:
    """An exact amount as text: digits, a point and at most six decimals; never a binary number."""
    if isinstance(raw, str) and _AMOUNT.fullmatch(raw):
        return Decimal(raw)
    raise Refused(msg("Give the amount as text with a point, such as “45.00”; it is never negative."))


def currency(raw: Any) -> str:
    """A code of ISO 4217, withdrawn ones included."""
    if isinstance(raw, str) and raw in CURRENCIES:
        return raw
    raise Refused(msg("Give the three letters of a currency of ISO 4217, such as USD."))


def number(raw: Any) -> Decimal | None:
    """A number such as hours per week, or not known."""
    if raw is None:
        return None
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 10**9:
        return Decimal(raw)
    if isinstance(raw, str) and _AMOUNT.fullmatch(raw):
        return Decimal(raw)
    raise Refused(msg("Give a whole number, or text with a point, such as “7.5”."))


def parts(raw: Any, forms: dict[str, Form]) -> dict[str, Any]:
    """Read an object part by part, gathering every error; parts that are not there stay absent."""
    if not isinstance(raw, dict):
        raise Refused(msg("Give an object with these keys: %(keys)s.", keys=list(forms)))
    found: dict[str, Any] = {}
    errors: list[FieldError] = []
    for key, value in raw.items():
        form = forms.get(key)
        if form is None:
            errors.append(FieldError(str(key), unknown_key(forms)))
            continue
        try:
            found[key] = form(value)
        except Refused as refused:
            errors.extend(refused.errors(key))
    if errors:
        raise Refused(errors[0].message, *errors)
    return found


def whole(raw: Any, forms: dict[str, Form]) -> dict[str, Any]:
    """Read an object of which every part must be there."""
    found = parts(raw, forms)
    missing = [FieldError(key, msg("This part is missing.")) for key in forms if key not in found]
    if missing:
        raise Refused(missing[0].message, *missing)
    return found


def unknown_key(forms: dict[str, Form]) -> Message:
    """What is said of a key that does not exist here."""
    return msg("This key is not known here. Known keys: %(keys)s.", keys=sorted(forms))


def money(raw: Any) -> Money | None:
    """An amount with its currency, or not known."""
    if raw is None:
        return None
    found = whole(raw, {"amount": amount, "currency": currency})
    return Money(found["amount"], found["currency"])


def prior_values(raw: Any) -> tuple[PriorValue, ...] | None:
    """Earlier gifts of the same giver, each with amount (or null), currency and date; or not known."""
    if raw is None:
        return None
    read: list[PriorValue] = []
    for at, item in enumerate(_list(raw)):
        try:
            found = whole(item, {"amount": _open_amount, "currency": currency, "date": known_day})
        except Refused as refused:
            raise Refused(refused.message, *refused.errors(str(at))) from refused
        read.append(PriorValue(found["amount"], found["currency"], found["date"]))
    return tuple(read)


def _open_amount(raw: Any) -> Decimal | None:
    return None if raw is None else amount(raw)


def _list(raw: Any) -> Sequence[Any]:
    if not isinstance(raw, list) or len(raw) > _LONGEST_LIST:
        raise Refused(msg("Give a list."))
    return raw


def several(values: type[StrEnum]) -> Form:
    """A set of stored values, such as the roles held in a body."""
    one = required(choice(values))

    def read(raw: Any) -> frozenset[Any]:
        return frozenset(one(item) for item in _list(raw))

    return read
