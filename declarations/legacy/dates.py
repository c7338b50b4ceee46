"""Days as people write them, in four languages; what could be two different days is never guessed."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

import msgspec

from register.kernel.written_periods import PARTS, digits, folded, written_months


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
_LONGEST = 80
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_RUN = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
_NUMBERS = re.compile(r"^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{2}|\d{4})\.?$")
_TIME = re.compile(
    r"(?<=\d)[T ,]+(?:at |à |a las )?\d{1,2}[:h]\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?|Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(19\d\d|20\d\d)$")
_YEAR_AND_MONTH = re.compile(r"^(?:\d{1,2}\s*[-/.]\s*((?:19|20)\d\d)|((?:19|20)\d\d)\s*[-/.]\s*\d{1,2})$")
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_QUARTER = re.compile(r"\b[qtsh][1-4]\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\s+(?:-|–|—|to|until|till|through|and|&|au|et|à|al|a|y|bis|إلى|الى|حتى|و)\s+|\s*[–—]\s*|(?<=\d)\s*[-/&]\s*(?=\d)"
)


def read_day(typed: str, order: Order | None = None) -> Found:
    """The day that is written; nothing where it is not a day of 1945 to 2100."""
    if len(typed) > _LONGEST:
        return Found()
    text = _TIME.sub("", digits(typed))
    found = _one_day(text, order)
    return found if found != Found() else _first_of_several(text, order)


def _one_day(text: str, order: Order | None) -> Found:
    if found := _ISO.match(text) or _RUN.match(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.match(text):
        return _by_order(int(found[1]), int(found[2]), _year(found[3]), order)
    if found := _YEAR.match(text) or _YEAR_AND_MONTH.match(text):
        return Found(year=int(next(filter(None, found.groups()))))
    if (found := _SERIAL.match(text)) and _EXCEL_FIRST <= int(found[1]) <= _EXCEL_LAST:
        return Found(day=_EXCEL_BEGINS + timedelta(days=int(found[1])))
    return _in_words(text)


def _first_of_several(text: str, order: Order | None) -> Found:
    """From 12 to 14 March 2023, 28 February – 2 March 2023, 12/03/2023 - 14/03/2023: the first, as one of several."""
    for until in _UNTIL.finditer(text):
        last = _one_day(text[until.end() :], order)
        if last.is_open:
            return last
        if last.day is None:
            continue
        before = text[: until.start()].strip()
        order = order or order_of([text[until.end() :]])
        first = _one_day(before, order).day or _one_day(f"{before} {last.day.year}", order).day
        number = re.search(r"(?<!\d)\d{1,2}$", before)
        if first is None and number and not re.search(r"\d", before[: number.start()]):
            first = _made(last.day.year, last.day.month, int(number[0])).day
        if first is not None and first <= last.day:
            return Found(day=first, is_several=first != last.day)
    return Found()


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
    """12 March 2023, March 12, 2023, 12-Mar-23, le 1er mars 2023, 3 آذار/مارس 2023, March 2023, summer of 2023."""
    parts = PARTS.findall(_QUARTER.sub(" ", text))
    months = _named_months([part for part in parts if not part.isdecimal()])
    numbers = [part for part in parts if part.isdecimal()]
    years = [int(number) for number in numbers if _YEAR.match(number)]
    small = [int(number) for number in numbers if len(number) <= 2]
    if len(years) + len(small) != len(numbers):
        return Found()
    if len(months) == 1 and not years and small and len(parts) == len(small) + 1 and parts[-1].isdecimal():
        # 12-Mar-23 is a day, Mar-23 is a month of a year.
        year = _year(parts[-1]) if len(parts[-1]) == 2 else 0
        if len(small) == 1 and not parts[0].isdecimal():
            return Found(year=year) if year else Found()
        return _made(year, months.pop(), small[0]) if len(small) == 2 and parts[0].isdecimal() else Found()
    if len(months) == 1 and len(years) == 1 and len(small) == 1:
        return _made(years[0], months.pop(), small[0])
    return Found(year=years[0], is_several=len(set(years)) > 1) if years and not small else Found()


def _named_months(parts: list[str]) -> set[int]:
    """The months that are named; some have names of two words."""
    known, plain = written_months(), [folded(part) for part in parts]
    pairs = (one + two for one, two in pairwise(plain))
    return {known[part] for part in (*plain, *pairs) if part in known}


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
        if len(typed) <= _LONGEST and (found := _NUMBERS.match(_TIME.sub("", digits(typed)))):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                seen.add(Order.DAY_FIRST)
            elif second > 12 >= first:
                seen.add(Order.MONTH_FIRST)
    return seen.pop() if len(seen) == 1 else None
