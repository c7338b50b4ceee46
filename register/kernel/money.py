"""Amounts as people write and type them in four languages.

What can only mean one thing is read, whatever the language; what one reader takes for thousands and another for
decimals is refused with an example, because a threshold hangs on it:

- `1,234.50`, `1.234,50`, `1 234,50`, `1'234.50`, `١٬٢٣٤٫٥٠`, `12,5` and `1,234,567` mean one thing everywhere.
- One comma or point before exactly three digits: thousands where it is the language's own and nothing else is usual
  (`1,234` in English and Arabic); decimals where it is the language's own mark and the currency has three (`1,234`
  Bahraini dinars in French); thousands where it is the language's own and the currency has no decimals; else refused.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from register.kernel.currency import CURRENCIES, Money, currency_name, current_currencies, decimals_of
from register.kernel.locales import NO_BREAK, Locale, locale_of
from register.kernel.message import Message, msg
from register.kernel.numerals import SPACES, is_mixed, western

__all__ = [
    "CURRENCIES",
    "AmountError",
    "Money",
    "check_amount",
    "currency_name",
    "current_currencies",
    "decimals_of",
    "format_amount",
    "format_number",
    "parse_amount",
    "read_money",
]

MOST_DIGITS = 12
"""Digits before the decimals; a gift of more is a slip of the hand."""
_MOST_DECIMALS = 4
_LONGEST = 60
_EXAMPLE = Decimal("1234.50")
_GROUPS = re.compile(r"\d{1,3}(?:(?P<mark>[ ,.'])\d{3})(?:(?P=mark)\d{3})*", re.ASCII)
_TYPED = re.compile(r"\d(?:[\d ,.'٫]*\d)?", re.ASCII)
_MARKS = {ord(space): " " for space in SPACES} | {ord("’"): "'", ord("٬"): "'", ord("،"): ","}
_MINUS = "-−–﹣－"


class AmountError(ValueError):
    """What was typed is not an amount, or could be two; `message` says what to write instead."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.id)


def format_number(number: Decimal | int, locale: Locale | str | None = None, decimals: int | None = None) -> str:
    """A number with the separators of the language, rounded half up to `decimals` where given."""
    locale = locale_of(locale)
    if decimals is not None:
        number = Decimal(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    plain = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    return plain.translate({ord(","): locale.group, ord("."): locale.decimal, ord("-"): "−"})


def format_amount(money: Money, locale: Locale | str | None = None) -> str:
    """An amount with its ISO 4217 code: `USD 45.00`; `45,00 USD` with a no-break space in French and Spanish."""
    locale = locale_of(locale)
    number = format_number(money.amount, locale, decimals_of(money.currency))
    if not locale.code_first:
        return f"{number}{NO_BREAK}{money.currency}"
    return f"{money.currency}{NO_BREAK if locale.is_rtl else ' '}{number}"


def read_money(amount: str, currency: str, locale: Locale | str | None = None) -> Money:
    """An amount and a currency code as typed into a form. Raises AmountError."""
    code = currency.strip().upper()
    if code not in CURRENCIES:
        raise AmountError(msg("Choose a currency from the list."))
    return Money(parse_amount(amount, locale, code), code)


def parse_amount(text: str, locale: Locale | str | None = None, currency: str | None = None) -> Decimal:
    """The amount that was typed, exact and not negative. Raises AmountError where it is none or could be two."""
    locale = locale_of(locale)
    number = western(text[: _LONGEST + 1]).translate(_MARKS)
    if not number:
        raise AmountError(msg("Write the amount, for example %(example)s.", example=_example(locale, currency)))
    if number[0] in _MINUS or number[-1] in _MINUS or number.startswith("("):
        raise AmountError(msg("An amount cannot be negative. Write it without a minus sign."))
    if len(text) > _LONGEST or is_mixed(text) or not _TYPED.fullmatch(number):
        raise _not_an_amount(locale, currency)
    whole, fraction = _parts(number, locale, currency)
    return _within_limits(whole, fraction, locale, currency)


def check_amount(money: Money, locale: Locale | str | None = None) -> None:
    """Raise AmountError for an exact amount that nobody could type: finer than its currency, or a slip of the hand."""
    whole, _, fraction = format(money.amount, "f").partition(".")
    _within_limits(whole, fraction.rstrip("0"), locale_of(locale), money.currency)


def _parts(number: str, locale: Locale, currency: str | None) -> tuple[str, str]:
    """The digits before and after the decimal mark, separators checked and taken out."""
    marks = re.findall(r"[ ,.'٫]", number)
    if not marks:
        return number, ""
    last = marks[-1]
    if last == "٫" or (last in ",." and marks.count(last) == 1 and len(marks) > 1):
        whole, _, fraction = number.rpartition(last)
        return _ungrouped(whole, locale, currency, but=last), fraction
    if last in ",." and len(marks) == 1:
        return _one_mark(number, last, locale, currency)
    return _ungrouped(number, locale, currency, but=""), ""


def _ungrouped(whole: str, locale: Locale, currency: str | None, but: str) -> str:
    """Digits out of groups of three with one kind of mark, another than the decimal mark."""
    if whole.isdigit():
        return whole
    groups = _GROUPS.fullmatch(whole)
    if groups is None or groups["mark"] == but or whole.startswith("0"):
        raise _not_an_amount(locale, currency)
    return re.sub(r"\D", "", whole)


def _one_mark(number: str, mark: str, locale: Locale, currency: str | None) -> tuple[str, str]:
    """A single comma or point: decimals, thousands, or refused because nobody can tell."""
    whole, _, fraction = number.partition(mark)
    if len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return whole, fraction
    decimals = None if currency is None else decimals_of(currency)
    if mark == locale.decimal and decimals == 3:
        return whole, fraction
    if mark == locale.group and (locale.tag in {"en", "ar"} or decimals == 0):
        return whole + fraction, ""
    raise AmountError(
        msg(
            "“%(typed)s” can be read as two different amounts. Write %(example)s, or %(other)s.",
            typed=number,
            example=format_number(Decimal(whole + fraction), locale, decimals or 2),
            other=format_number(Decimal(f"{whole}.{fraction}"), locale, 2),
        )
    )


def _within_limits(whole: str, fraction: str, locale: Locale, currency: str | None) -> Decimal:
    most = _MOST_DECIMALS if currency is None else decimals_of(currency)
    if len(fraction) > most:
        if currency is None:
            raise _not_an_amount(locale, currency)
        raise AmountError(
            msg(
                "An amount in %(currency)s has at most this many decimals: %(decimals)s. For example: %(example)s.",
                currency=currency,
                decimals=most,
                example=_example(locale, currency),
            )
        )
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise AmountError(msg("This amount is too large to be right. Check the number of digits."))
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def _not_an_amount(locale: Locale, currency: str | None) -> AmountError:
    return AmountError(
        msg(
            "This is not an amount. Write digits only and choose the currency beside them, for example %(example)s.",
            example=_example(locale, currency),
        )
    )


def _example(locale: Locale, currency: str | None) -> str:
    return format_number(_EXAMPLE, locale, 2 if currency is None else decimals_of(currency))
