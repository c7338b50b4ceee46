"""The list of countries to choose from, in the order of the reader's language."""

import unicodedata
from functools import lru_cache

from declarations.parties.countries import countries, country_name
from register.kernel.locales import Locale, locale_of


def country_options(locale: Locale | str | None = None) -> tuple[tuple[str, str], ...]:
    """Codes with names, in the order of the names; accents do not move a name to the end."""
    return _options(locale_of(locale).tag)


@lru_cache(maxsize=8)
def _options(tag: str) -> tuple[tuple[str, str], ...]:
    pairs = [(code, country_name(code, tag)) for code in countries()]
    return tuple(sorted(pairs, key=lambda pair: _plain(pair[1])))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
