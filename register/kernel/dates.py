"""Days and moments as people write and type them in four languages.

Typed dates: year first (`2026-05-04`) everywhere; with the month's name in any of the four languages; in digits with
the day first in Arabic, French and Spanish, where nothing else is usual. English readers disagree about `04/05/2026`,
so it is refused there with both ways to say it; `25/12/2026` can only be one day. A year has four digits.
"""

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from register.kernel.locales import NO_BREAK, Locale, locale_of
from register.kernel.message import Message, msg
from register.kernel.months import WRITTEN, month_number
from register.kernel.numerals import is_mixed, western

EARLIEST, LATEST = 1900, 2200
_LONGEST = 60
_EXAMPLE = date(2026, 5, 4)
_YEAR_FIRST = re.compile(r"(\d{4})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4})", re.ASCII)
_DAY_NAME_YEAR = re.compile(
    r"(\d{1,2})(?:er|ro|st|nd|rd|th|[.º°])?[\s-]+(?:de[l]?\s+|of\s+)?(\D+?),?[\s-]+(?:de[l]?\s+)?(\d{4})"
)
_NAME_DAY_YEAR = re.compile(r"(\D+?)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII)
_organization_zone: list[tzinfo] = [UTC]


class DateError(ValueError):
    """What was typed is not a day, or could be two; `part` is the field to look at: day, month, year or empty."""

    def __init__(self, message: Message, part: str = "") -> None:
        self.message = message
        self.part = part
        super().__init__(message.id)


def set_time_zone(name: str) -> None:
    """Write moments in the organisation's time (an IANA name); said once, when the process starts."""
    _organization_zone[0] = UTC if name == "UTC" else ZoneInfo(name)


def time_zone() -> str:
    """The name of the organisation's time, beside fields and tables whose moments do not say it: `Europe/Paris`."""
    zone = _organization_zone[0]
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"


def format_day(day: date, locale: Locale | str | None = None) -> str:
    """A day inside a sentence: `4 May 2026`, `1er mai 2026`, `4 de mayo de 2026`, `4 أيار/مايو 2026`."""
    tag = locale_of(locale).tag
    month = WRITTEN[tag][day.month - 1]
    if tag == "es":
        return f"{day.day} de {month} de {day.year}"
    number = "1er" if tag == "fr" and day.day == 1 else str(day.day)
    gap = NO_BREAK if tag == "fr" else " "
    return f"{number}{gap}{month} {day.year}"


def format_day_numeric(day: date) -> str:
    """A day in a table, year first in every language: `2026-05-04`."""
    return day.isoformat()


def local(moment: datetime) -> datetime:
    """An aware moment in the organisation's time."""
    return moment.astimezone(_organization_zone[0])


def format_time(moment: datetime) -> str:
    """The time of day on 24 hours: `14:30`, followed by the zone where that is UTC."""
    there = local(moment)
    return f"{there:%H:%M}{NO_BREAK}UTC" if there.tzinfo is UTC else f"{there:%H:%M}"


def format_moment(moment: datetime, locale: Locale | str | None = None) -> str:
    """A moment inside a sentence: the day, then the time."""
    locale = locale_of(locale)
    between = {"fr": " à ", "ar": "، "}.get(locale.tag, ", ")
    return f"{format_day(local(moment).date(), locale)}{between}{format_time(moment)}"


def format_moment_numeric(moment: datetime) -> str:
    """A moment in a table: `2026-05-04 14:30`."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def parse_date(text: str, locale: Locale | str | None = None) -> date:
    """The day that was typed. Raises DateError where it is none or could be two."""
    locale = locale_of(locale)
    typed = re.sub(r"\s+", " ", western(text[: _LONGEST + 1]))
    if not typed:
        raise DateError(msg("Write the date, for example %(example)s.", example=_EXAMPLE))
    if len(text) > _LONGEST or is_mixed(text):
        raise _not_a_date()
    if found := _YEAR_FIRST.fullmatch(typed):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(typed):
        return _in_digits(int(found[1]), int(found[3]), int(found[4]), locale)
    return _with_a_name(typed)


def parse_day_fields(day: str, month: str, year: str) -> date | None:
    """A day from three fields, None when all are empty; the month as a number or a name. Raises DateError."""
    parts = {"day": western(day[:_LONGEST]), "month": western(month[:_LONGEST]), "year": western(year[:_LONGEST])}
    if not any(parts.values()):
        return None
    for name, value in parts.items():
        if not value:
            raise DateError(_MISSING[name], name)
    number = int(parts["month"]) if _short(parts["month"]) else month_number(parts["month"])
    if number is None or not 1 <= number <= 12:
        raise DateError(msg("The month must be a number from 1 to 12."), "month")
    if not _short(parts["day"]):
        raise DateError(msg("The day must be a number from 1 to 31."), "day")
    if not re.fullmatch(r"[0-9]{4}", parts["year"]):
        raise DateError(msg("The year must have four digits, for example %(year)s.", year="2026"), "year")
    return _day(int(parts["year"]), number, int(parts["day"]))


_MISSING = {
    "day": msg("Write the day of the date as well."),
    "month": msg("Write the month of the date as well."),
    "year": msg("Write the year of the date as well."),
}


def _short(digits: str) -> bool:
    return re.fullmatch(r"[0-9]{1,2}", digits) is not None


def _in_digits(first: int, second: int, year: int, locale: Locale) -> date:
    if locale.tag != "en":
        return _day(year, second, first)
    if first > 12 or first == second:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    raise DateError(
        msg(
            "This date can be read in two ways. Write the month as a word: %(first)s or %(second)s.",
            first=_day(year, second, first),
            second=_day(year, first, second),
        )
    )


def _with_a_name(typed: str) -> date:
    if found := _DAY_NAME_YEAR.fullmatch(typed):
        day, name, year = found[1], found[2], found[3]
    elif found := _NAME_DAY_YEAR.fullmatch(typed):
        name, day, year = found[1], found[2], found[3]
    else:
        raise _not_a_date()
    month = month_number(name)
    if month is None:
        raise _not_a_date()
    return _day(int(year), month, int(day))


def _day(year: int, month: int, day: int) -> date:
    if not EARLIEST <= year <= LATEST:
        raise DateError(msg("Check the year of this date."), "year")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError(msg("This day does not exist. Check the day and the month."), "day") from None


def is_possible(day: date) -> bool:
    """Whether the year is one that a form takes; programs could send any."""
    return EARLIEST <= day.year <= LATEST


def _not_a_date() -> DateError:
    return DateError(msg("This is not a date. Write it like this: %(example)s.", example=_EXAMPLE))
