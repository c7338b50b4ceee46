"""Sentences that are written once in English and said later in the language of whoever reads them.

A message keeps its values typed, so that an amount or a date is written as the reader's language wants it, and goes
through JSON unchanged, so that it can wait in the database for a reader whose language is not known yet.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias

import msgspec

from register.kernel.currency import Money


class OfMoney(msgspec.Struct, frozen=True, tag="money"):
    """An amount inside a message."""

    value: Money


class OfDay(msgspec.Struct, frozen=True, tag="day"):
    """A calendar day inside a message."""

    value: date


class OfMoment(msgspec.Struct, frozen=True, tag="moment"):
    """A moment inside a message, always aware."""

    value: datetime


class OfNumber(msgspec.Struct, frozen=True, tag="number"):
    """An exact number inside a message."""

    value: Decimal


class OfWords(msgspec.Struct, frozen=True, tag="words"):
    """What somebody wrote in one or more languages; whoever reads none of them is given the `first`, if it is there."""

    by_language: dict[str, str]
    first: str = ""

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.by_language)

    def in_language(self, tag: str) -> tuple[str, str]:
        """The words and their language: the wanted one, else the first; both empty where nothing was written."""
        found = next((each for each in (tag, self.first, *self.by_language) if each in self.by_language), "")
        return self.by_language.get(found, ""), found


class OfList(msgspec.Struct, frozen=True, tag="list"):
    """Several values, joined as the language joins them."""

    items: list["Single"]


class Message(msgspec.Struct, frozen=True, tag="message", omit_defaults=True):
    """A whole English sentence with named placeholders, and the values for them."""

    id: str
    values: dict[str, "Value"] = {}
    context: str | None = None
    plural: str | None = None
    count: int | None = None

    def __str__(self) -> str:
        """The bare sentence, for logs and tests; people are spoken to through `say`."""
        return self.id


Single: TypeAlias = str | int | OfMoney | OfDay | OfMoment | OfNumber | OfWords | Message
Value: TypeAlias = Single | OfList


def typed(value: Any) -> Value:
    """The value in the form in which a message keeps it. TypeError for what has no way of being said."""
    if isinstance(value, bool | float | Enum) or value is None:
        message = f"{type(value).__name__} cannot stand in a sentence; give a label, a Decimal or a text"
        raise TypeError(message)
    if isinstance(value, datetime) and value.tzinfo is None:
        message = "a moment in a sentence is aware"
        raise TypeError(message)
    if isinstance(value, OfList):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return OfList([_single(item) for item in value])
    return _single(value)


def _single(value: Any) -> Single:
    match value:
        case str():
            return str(value)
        case int() | Message() | OfMoney() | OfDay() | OfMoment() | OfNumber() | OfWords():
            return value
        case Money():
            return OfMoney(value)
        case Decimal():
            return OfNumber(value)
        case datetime():
            return OfMoment(value)
        case date():
            return OfDay(value)
    message = f"{type(value).__name__} cannot stand in a sentence"
    raise TypeError(message)


def msg(sentence: str, /, **values: Any) -> Message:
    """A translatable sentence: `msg("Sent on %(day)s.", day=day)`. The sentence must be a literal."""
    return Message(sentence, {name: typed(value) for name, value in values.items()})


def pmsg(context: str, sentence: str, /, **values: Any) -> Message:
    """The same with a context, for words that are translated differently in different places."""
    return Message(sentence, {name: typed(value) for name, value in values.items()}, context)


def nmsg(singular: str, plural: str, n: int, /, **values: Any) -> Message:
    """A sentence that counts; `%(n)s` is the number: `nmsg("%(n)s day", "%(n)s days", n)`."""
    kept = {"n": n} | {name: typed(value) for name, value in values.items()}
    return Message(singular, kept, plural=plural, count=n)
