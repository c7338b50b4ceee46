"""The four languages of the register: one value object each, the one in force, and how it is chosen."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"


@dataclass(frozen=True, slots=True)
class Locale:
    """A language as the register writes it: direction, separators, and its name in itself."""

    tag: str
    name: str
    direction: Literal["ltr", "rtl"]
    group: str
    decimal: str
    babel: str
    """The CLDR locale behind lists and currency names."""
    code_first: bool
    """Whether a currency code stands before its amount."""
    digits: str = "0123456789"
    """What is written; Arabic-Indic and Persian digits are also understood when typed."""

    @property
    def is_rtl(self) -> bool:
        """Read from right to left."""
        return self.direction == "rtl"


LOCALES: Mapping[str, Locale] = {
    locale.tag: locale
    for locale in (
        Locale("ar", "العربية", "rtl", ",", ".", "ar", code_first=True),
        Locale("en", "English", "ltr", ",", ".", "en_GB", code_first=True),
        Locale("fr", "Français", "ltr", NARROW_NO_BREAK, ",", "fr", code_first=False),
        Locale("es", "Español", "ltr", ".", ",", "es", code_first=False),
    )
}
ENGLISH = LOCALES["en"]

_current: ContextVar[Locale] = ContextVar("register_locale", default=ENGLISH)
_RANGE = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")
_LONGEST_HEADER = 500


def current_locale() -> Locale:
    """The locale of the request, or of the message, that is being written; English outside of both."""
    return _current.get()


def set_locale(locale: Locale | str) -> None:
    """Make `locale` the one in force for the rest of this task."""
    _current.set(locale_of(locale))


@contextmanager
def speaking(locale: Locale | str) -> Iterator[Locale]:
    """Write in `locale` inside the block, then in the language before."""
    token = _current.set(locale_of(locale))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def locale_of(locale: Locale | str | None) -> Locale:
    """The value object for a tag that we stored ourselves; the one in force for None. KeyError otherwise."""
    if locale is None:
        return _current.get()
    return locale if isinstance(locale, Locale) else LOCALES[locale]


def offered(tag: str | None) -> Locale | None:
    """The locale for a tag that somebody sent, such as `fr` or `fr-CH`, or None when we do not speak it."""
    if not tag or len(tag) > 35 or not tag.isascii():
        return None
    return LOCALES.get(re.split(r"[-_]", tag.strip().lower(), maxsplit=1)[0])


def negotiate(person: str | None = None, query: str | None = None, accept_language: str | None = None) -> Locale:
    """The person's own choice, else `?lang=`, else the best of Accept-Language, else the organization's. No error."""
    return offered(person) or offered(query) or _accepted(accept_language) or _Default.locale


class _Default:
    locale: Locale = ENGLISH


def set_default_locale(tag: str) -> None:
    """The language of an organization, for readers who ask for none of the four. ValueError for any other."""
    found = offered(tag)
    if found is None:
        raise ValueError(tag)
    _Default.locale = found


def _accepted(header: str | None) -> Locale | None:
    """Read the header ourselves: a library that is handed raw text from a stranger may load whatever it names."""
    best: tuple[float, Locale] | None = None
    for part in (header or "")[:_LONGEST_HEADER].split(","):
        found = _RANGE.fullmatch(part)
        locale = LOCALES.get(found[1].lower()) if found else None
        if found is None or locale is None:
            continue
        weight = float(found[2] or 1)
        if weight > 0 and (best is None or weight > best[0]):
            best = (weight, locale)
    return best[1] if best else None
