"""Countries and territories of ISO 3166-1, named as CLDR names them."""

from functools import lru_cache

from babel import Locale as Cldr

from register.kernel.locales import Locale, locale_of

_NOT_ISO = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
"""CLDR regions that ISO 3166-1 does not assign."""


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-2."""
    named = [str(code) for code in Cldr.parse("en").territories]
    return frozenset(code for code in named if len(code) == 2 and code.isalpha()) - _NOT_ISO


def country_name(code: str, locale: Locale | str | None = None) -> str:
    """The name in the reader's language; the code where there is none."""
    return str(Cldr.parse(locale_of(locale).babel).territories.get(code, code))
