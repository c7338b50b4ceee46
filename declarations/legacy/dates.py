"""Days as people write them, in four languages; what could be two different days is never guessed."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import msgspec
from babel import Locale

from register.kernel.locales import LOCALES


class Order(StrEnum):
    """Which of two numbers is the day, where a column leaves it open."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Found(msgspec.Struct, frozen=True):
    """A day, or a year alone, or neither; `is_open` where day and month could be exchanged."""

    day: date | None = None
    """The first one where several are named."""
    year: int | None = None
    is_open: bool = False
    is_several: bool = False


_EARLIEST, _LATEST = 1945, 2100
_EXCEL_BEGINS, _EXCEL_FIRST, _EXCEL_LAST = date(1899, 12, 30), 16_438, 73_050
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_NUMBERS = re.compile(r"^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{2}|\d{4})\.?$")
_YEAR = re.compile(r"^(19\d\d|20\d\d)$")
_SERIAL = re.compile(r"^\d{5}$")
_SPLIT = re.compile(r"[^\w]+")


def digits(text: str) -> str:
    """Arabic-Indic and other digits as 0–9, no-break spaces as spaces, marks of direction away."""
    kept = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() else " " if letter.isspace() else letter for letter in kept
    ).strip()


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Names of months in the four languages, long and short, without accents."""
    found: dict[str, int] = {}
    for locale in LOCALES.values():
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale.parse(locale.babel).months[context][width].items():
                    found[_folded(name)] = number
    levant = "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول"
    found |= {_folded(name): at for at, name in enumerate(levant.split(","), start=1)}
    found |= {_folded(name): at for name, at in (("يونيه", 6), ("يوليه", 7), ("sept", 9), ("set", 9))}
    return {name: number for name, number in found.items() if not name.isdigit()}


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum() and not unicodedata.combining(letter))


def read_day(typed: str, order: Order | None = None) -> Found:
    """The day that is written; nothing where it is not a day of 1945 to 2100."""
    text = digits(typed)
    if found := _ISO.match(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.match(text):
        return _by_order(int(found[1]), int(found[2]), _year(found[3]), order)
    if found := _YEAR.match(text):
        return Found(year=int(found[1]))
    if _SERIAL.match(text) and _EXCEL_FIRST <= int(text) <= _EXCEL_LAST:
        return Found(day=_EXCEL_BEGINS + timedelta(days=int(text)))
    return _in_words(text)


def _by_order(first: int, second: int, year: int, order: Order | None) -> Found:
    if first > 12:
        return _made(year, second, first)
    if second > 12:
        return _made(year, first, second)
    if first == second or order is Order.DAY_FIRST:
        return _made(year, second, first)
    if order is Order.MONTH_FIRST:
        return _made(year, first, second)
    return Found(is_open=True)


def _in_words(text: str) -> Found:
    """12 March 2023, March 12, 2023, le 1er mars 2023, 3 آذار/مارس 2023, March 2023."""
    parts = [part for part in _SPLIT.split(text) if part]
    names = {_months()[_folded(part)] for part in parts if _folded(part) in _months()}
    pairs = (_folded(one + two) for one, two in pairwise(parts))
    names |= {_months()[pair] for pair in pairs if pair in _months()}
    numbers = [int(number) for number in re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)]
    years = [int(number) for number in re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", text)]
    if len(names) != 1 or len(years) != 1:
        return Found(year=years[0] if len(names) == 0 and len(years) == 1 and not numbers else None)
    if len(numbers) != 1:
        return Found(year=years[0] if not numbers else None)
    return _made(years[0], names.pop(), numbers[0])


def _year(text: str) -> int:
    number = int(text)
    return number if number > 99 else number + (2000 if number < 70 else 1900)


def _made(year: int, month: int, day: int) -> Found:
    if not _EARLIEST <= year <= _LATEST:
        return Found()
    try:
        return Found(day=date(year, month, day))
    except ValueError:
        return Found()


def order_of(column: Iterable[str]) -> Order | None:
    """Which number is the day in a column of days; None where nothing, or both, speaks for it."""
    seen: set[Order] = set()
    for typed in column:
        if found := _NUMBERS.match(digits(typed)):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                seen.add(Order.DAY_FIRST)
            elif second > 12 >= first:
                seen.add(Order.MONTH_FIRST)
    return seen.pop() if len(seen) == 1 else None
