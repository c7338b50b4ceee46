"""Sentences and values in HTML: everything escaped, every value of a sentence isolated from its direction.

Translations may hold no markup: they are escaped like any other text. A link inside a sentence is given as a value.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from register.kernel.catalogue import tell_once
from register.kernel.i18n import Locale, Message, Value, current_locale, locale_of, say_value, translation
from register.kernel.message import OfDay, OfMoment, OfMoney, OfWords, typed
from register.kernel.money import Money
from register.kernel.text import visible

_AMOUNT = Markup('<bdi class="amount">{}</bdi>')
_ISOLATED = Markup("<bdi>{}</bdi>")
_IN_LANGUAGE = Markup('<bdi lang="{}">{}</bdi>')


def _in_html(text: str, value: Value) -> Markup:
    """A written value, isolated: what people wrote always, dates where the sentence runs the other way."""
    if isinstance(value, OfMoney):
        return _AMOUNT.format(text)
    if isinstance(value, str):
        return _ISOLATED.format(visible(text))
    if isinstance(value, OfWords):
        tag = next((tag for tag, words in value.by_language.items() if words == text), "")
        return _IN_LANGUAGE.format(tag, visible(text))
    if isinstance(value, OfDay | OfMoment) and current_locale().is_rtl:
        return _ISOLATED.format(text)
    return escape(text)


def say_html(message: Message | OfWords | str, locale: Locale | str | None = None) -> Markup:
    """A message in the reader's language as HTML, or what was written in several; a plain text only escaped."""
    if isinstance(message, str):
        return escape(message)
    locale = locale_of(locale)
    if isinstance(message, OfWords):
        return html_value(message, locale)
    values = {name: html_value(value, locale) for name, value in message.values.items()}
    return _filled(translation(message, locale), message, values, locale)


def html_value(value: Any, locale: Locale | None = None) -> Markup:
    """One value of a sentence as HTML; markup made by a template stays markup."""
    if isinstance(value, Markup):
        return value
    locale = locale or current_locale()
    value = typed(value)
    if isinstance(value, Message):
        return say_html(value, locale)
    return Markup(say_value(value, locale, _in_html))  # noqa: S704 - each value was escaped by _in_html


def _filled(text: str, message: Message, values: Mapping[str, Markup], locale: Locale) -> Markup:
    try:
        return escape(text) % values
    except (KeyError, ValueError, TypeError):
        tell_once(locale.tag, message.id, "a broken translation")
    source = message.id if message.plural is None or message.count == 1 else message.plural
    return escape(source) % values


# -- the names that templates call ------------------------------------------------------------------------------------


def gettext(sentence: str, /, **values: Any) -> Markup:
    """`{{ _("Sent on %(day)s.", day=day) }}`."""
    return _template(Message(sentence), values)


def pgettext(context: str, sentence: str, /, **values: Any) -> Markup:
    """The same with a context, for words that are translated differently in different places."""
    return _template(Message(sentence, context=context), values)


def ngettext(singular: str, plural: str, n: int, /, **values: Any) -> Markup:
    """A sentence that counts; `%(n)s` is the number."""
    return _template(Message(singular, plural=plural, count=n), {"n": n} | values)


def npgettext(context: str, singular: str, plural: str, n: int, /, **values: Any) -> Markup:
    """The same with a context."""
    return _template(Message(singular, context=context, plural=plural, count=n), {"n": n} | values)


def _template(message: Message, values: Mapping[str, Any]) -> Markup:
    locale = current_locale()
    written = {name: html_value(value, locale) for name, value in values.items()}
    return _filled(translation(message, locale), message, written, locale)


def plain(text: Any) -> str:
    """A sentence without its tags, for an attribute: `aria-label="{{ _("…", name=name)|plain }}"`."""
    return Markup(text).striptags() if isinstance(text, Markup) else str(text)  # noqa: S704 - stripped again at once


def finalize(value: Any) -> Any:
    """What a template prints: values in the reader's language, never a raw message, date or None."""
    if value is None:
        return ""
    if isinstance(value, Message | Money | OfWords | date | datetime):
        return html_value(value)
    return value
