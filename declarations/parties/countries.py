"""Countries and areas of ISO 3166-1, named as the United Nations name them in the four languages.

`countries.csv` beside this file holds the names of the standard country or area codes for statistical use (M49) of the
United Nations Statistics Division, with the codes of ISO 3166-1;
docs/decisions/0015-parties.md says where they are from.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import msgspec
from babel import Locale as Cldr

from register.kernel.locales import LOCALES, Locale, locale_of

_FILE = Path(__file__).with_name("countries.csv")


class Country(msgspec.Struct, frozen=True):
    """One country or area: its codes, and its name by language."""

    alpha2: str
    alpha3: str
    m49: str
    names: Mapping[str, str]


@lru_cache(maxsize=1)
def country_list() -> Mapping[str, Country]:
    """Every country or area by its alpha-2 code."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = (Country(row["alpha2"], row["alpha3"], row["m49"], {tag: row[tag] for tag in LOCALES}) for row in rows)
    return MappingProxyType({country.alpha2: country for country in found})


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-2."""
    return frozenset(country_list())


def country_name(code: str, locale: Locale | str | None = None) -> str:
    """The name in the reader's language; the code where there is none."""
    known = country_list().get(code)
    return known.names[locale_of(locale).tag] if known else code


def known_names(code: str) -> Iterator[str]:
    """Every name under which a country is recognised when people write it: that of the United Nations, and of CLDR."""
    for locale in LOCALES.values():
        yield country_name(code, locale)
        yield str(Cldr.parse(locale.babel).territories.get(code, code))
