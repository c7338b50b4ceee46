"""Saying things in four languages: messages, catalogues, and typed values written for the reader at the last moment."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.lists import format_list

from register.kernel.catalogue import catalogue, sentences, tell_once
from register.kernel.currency import Money
from register.kernel.dates import format_day, format_moment
from register.kernel.locales import (
    ENGLISH,
    LOCALES,
    Locale,
    current_locale,
    locale_of,
    negotiate,
    offered,
    set_locale,
    speaking,
)
from register.kernel.message import (
    Message,
    OfDay,
    OfList,
    OfMoment,
    OfMoney,
    OfNumber,
    OfWords,
    Value,
    msg,
    nmsg,
    pmsg,
    typed,
)
from register.kernel.money import format_amount, format_number

__all__ = [
    "ENGLISH",
    "LOCALES",
    "Locale",
    "Message",
    "Value",
    "current_locale",
    "fill",
    "locale_of",
    "msg",
    "negotiate",
    "nmsg",
    "offered",
    "pmsg",
    "say",
    "say_list",
    "say_value",
    "set_locale",
    "speaking",
    "translation",
]

Wrap = Callable[[str, Value], str]
"""What is done to each value after it was written and before it enters its sentence: escaping, isolating."""

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_Y_BEFORE_I = re.compile(r" y (?=[iíIÍ]|[hH][iíIÍ](?![aeoáéó]))")


def _bare(text: str, _value: Value) -> str:
    return text


def _isolated(text: str, _value: Value) -> str:
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"


def say(message: Message | str, locale: Locale | str | None = None, *, isolate: bool = False) -> str:
    """The sentence as plain text in `locale` (the current one by default). Never raises because of a translation.

    With `isolate`, values are wrapped in Unicode isolates, for mail and other text whose direction nobody else keeps.
    """
    return say_with(message, locale_of(locale), _isolated if isolate else _bare)


def say_with(message: Message | str, locale: Locale, wrap: Wrap) -> str:
    """The sentence with every value passed through `wrap`."""
    if isinstance(message, str):
        return message
    return fill(translation(message, locale), message, locale, wrap)


def ours(text: str) -> Message | str:
    """A text out of data, such as a clause: a sentence to translate if it is ours, else what somebody wrote."""
    return Message(text) if text in sentences() else text


def translation(message: Message, locale: Locale) -> str:
    """The sentence in the language, its placeholders still open."""
    found = catalogue(locale.tag)
    if message.plural is not None:
        n = message.count or 0
        if message.context is not None:
            return found.npgettext(message.context, message.id, message.plural, n)
        return found.ngettext(message.id, message.plural, n)
    if message.context is not None:
        return found.pgettext(message.context, message.id)
    return found.gettext(message.id)


def fill(text: str, message: Message, locale: Locale, wrap: Wrap = _bare) -> str:
    """Put the values into a translated sentence; where the translation is broken, into the English one."""
    values = {name: say_value(value, locale, wrap) for name, value in message.values.items()}
    try:
        return text % values
    except (KeyError, ValueError, TypeError):
        tell_once(locale.tag, message.id, "a broken translation")
    return _english(message, values)


def _english(message: Message, values: Mapping[str, str]) -> str:
    source = message.id if message.plural is None or message.count == 1 else message.plural
    try:
        return source % values
    except (KeyError, ValueError, TypeError):
        tell_once(ENGLISH.tag, message.id, "values are missing")
        return source


def say_value(value: Any, locale: Locale | str | None = None, wrap: Wrap = _bare) -> str:
    """One typed value as the language writes it inside a sentence."""
    locale, value = locale_of(locale), typed(value)
    if isinstance(value, Message):
        return say_with(value, locale, wrap)
    if isinstance(value, OfList):
        return say_list([say_value(item, locale, wrap) for item in value.items], locale)
    return wrap(_written(value, locale), value)


def _written(value: Value, locale: Locale) -> str:
    match value:
        case OfMoney(value=money):
            return format_amount(money, locale)
        case OfDay(value=day):
            return format_day(day, locale)
        case OfMoment(value=moment):
            return format_moment(moment, locale)
        case OfNumber(value=number) | (int() as number):
            return format_number(number, locale)
        case OfWords():
            return value.in_language(locale.tag)[0]
    return str(value)


def say_list(items: list[str], locale: Locale | str | None = None) -> str:
    """Texts joined as the language joins them: `a, b and c`; by و in Arabic; `e` before i in Spanish."""
    locale = locale_of(locale)
    if locale.tag == "ar":
        return " و".join(items)
    joined = format_list(items, locale=locale.babel)
    return _Y_BEFORE_I.sub(" e ", joined) if locale.tag == "es" else joined


Sayable = str | int | Decimal | date | datetime | Money | Message
"""What may stand in a message besides lists of the same."""
