"""One cell of a file of rates: a currency, a day, a rate."""

import re
from datetime import date
from decimal import Decimal

from register.kernel.currency import CURRENCIES
from register.kernel.i18n import Message, msg

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}), ?(\d{4})", re.ASCII)
_UNITS = re.compile(r"(?:\d{1,12}|\d{1,3}(?:,\d{3})+(?=\.))(?:\.\d{1,12})?", re.ASCII)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class NotReadable(ValueError):
    """A cell that cannot be read; its message says what to write instead."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


def read_currency(cell: str) -> str | None:
    """A code of ISO 4217, withdrawn ones included; None for three letters that are none. Raises NotReadable."""
    code = cell.strip()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise NotReadable(msg("The currency is three capital letters, such as USD."))
    return code if code in CURRENCIES else None


def read_effective(cell: str) -> date:
    """A day whose order cannot be mistaken: 2026-05-01, 1 May 2026, May 1, 2026. Raises NotReadable."""
    text = cell.strip()
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(text):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_FIRST.fullmatch(text):
            return date(int(found[3]), _month(found[1]), int(found[2]))
    except ValueError:
        pass
    raise NotReadable(msg("The effective date is written as 2026-05-01 or 1 May 2026."))


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].casefold()) + 1


def read_units(cell: str) -> Decimal:
    """A rate above zero with a point, such as 0.8581. Raises NotReadable."""
    text = cell.strip()
    if _UNITS.fullmatch(text):
        units = Decimal(text.replace(",", ""))
        if units > 0:
            return units
    raise NotReadable(msg("The rate is a number above zero with a decimal point, such as 0.8581."))
