"""Periods and months as people write them, in any of the languages and digits."""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale

from register.kernel.locales import LOCALES

PARTS = re.compile(r"\d+|[^\W\d_]+")
"""Numbers and words, one after the other."""
_ALSO = ("de", "it", "pt", "nl")
"""Languages in which months are known besides those of the register."""
_SPACES = str.maketrans("\t\n\r\v\f\x1c\x1d\x1e\x1f", " " * 9)


def digits(text: str) -> str:
    """Arabic-Indic and other digits as 0–9, no-break spaces as spaces, marks of direction away."""
    if text.isascii():
        return text.translate(_SPACES).strip()
    kept = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() else " " if letter.isspace() else letter for letter in kept
    ).strip()


@lru_cache(maxsize=1)
def written_months() -> dict[str, int]:
    """Names of months in the four languages, long and short, without accents."""
    found: dict[str, int] = {}
    for tag in (*_ALSO, *(locale.babel for locale in LOCALES.values())):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale.parse(tag).months[context][width].items():
                    found[folded(name)] = number
    levant = "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول"
    found |= {folded(name): at for at, name in enumerate(levant.split(","), start=1)}
    found |= {folded(name): at for name, at in (("يونيه", 6), ("يوليه", 7), ("sept", 9), ("set", 9))}
    found |= {roman: at for at, roman in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"), start=1)}
    found |= {roman: at for at, roman in enumerate(("ix", "x", "xi", "xii"), start=9)}
    return {name: number for name, number in found.items() if not name.isdigit()}


def folded(text: str) -> str:
    """A word without accents, marks and capitals, as months are known by."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum() and not unicodedata.combining(letter))


_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_QUARTER_ALONE = re.compile(r"\b[qt]([1-4])\b", re.IGNORECASE)
_QUARTERS = ("", "January March", "April June", "July September", "October December")
_YEAR_WORDS = frozenset(
    ["year", "calendar", "fy", "annee", "exercice", "ano", "ejercicio", "عام", "سنه", "السنه", "لعام", "لسنه"]
)
_JOINING = frozenset(["to", "and", "until", "through", "au", "a", "et", "y", "al", "hasta", "الي", "حتي", "و"])


def days_of_period(typed: str) -> tuple[date, date] | None:
    """The first and the last day of a period that names whole years, or months of one year; None for any other."""
    text = _QUARTER_ALONE.sub(lambda found: _QUARTERS[int(found[1])], digits(typed))
    years = sorted(map(int, _ANY_YEAR.findall(text)))
    words = {folded(part) for part in PARTS.findall(_ANY_YEAR.sub(" ", text))} - _YEAR_WORDS - _JOINING
    if not years or not words <= written_months().keys() or (words and years[0] != years[-1]):
        return None
    months = sorted(written_months()[word] for word in words) or [1, 12]
    last = date(years[-1] + months[-1] // 12, months[-1] % 12 + 1, 1) - timedelta(days=1)
    return date(years[0], months[0], 1), last
