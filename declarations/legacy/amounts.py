"""Values as people write them: amounts with their separators and currencies, bounds, and words instead of numbers."""

import re
from decimal import Decimal, InvalidOperation

from declarations.legacy.beside import OPEN, Mark, Written, currency_of, read_beside
from declarations.legacy.headings import plain
from declarations.legacy.model import Worth
from register.kernel.currency import Money, decimals_of
from register.kernel.written_periods import digits

_NUMBER = r"\d[\d .,'’٬٫]*"
_ONE = re.compile(rf"^(?P<before>[^\d]*?)(?P<number>{_NUMBER})(?P<after>[^\d]*)$")
_UNTIL = re.compile(r"-|–|—|\b(?:to|and|à|a|et|y|e|bis)\b|إلى|الى|\bو")
_LOST = re.compile(r"^[Â�ï¿½?]{1,3}\s*(?=[£€\d])")
_MOST = Decimal(10) ** 12
_LONGEST = 120


def read_worth(typed: str, written: Written, named: str = "") -> Worth:
    """The value that is written; words alone where it cannot be an amount. `named` is the currency column."""
    text = " ".join(digits(typed[:_LONGEST]).split())
    if not text:
        return Worth()
    meaning = written.words.get(plain(text))
    if meaning is not None:
        return _meant(text, meaning, written.currency)
    default = (named and currency_of(named, written)) or written.currency
    if named and plain(named) in OPEN and currency_of(named, written) is None:
        default = None
    text = _LOST.sub("", text)
    for until in _UNTIL.finditer(text):
        low, high = _ONE.match(text[: until.start()]), _ONE.match(text[until.end() :])
        if low and high:
            return _between(typed, low, high, written, default)
    if not (one := _ONE.match(text)) or len(typed) > _LONGEST:
        return Worth(words=typed.strip())
    return _one(typed, one, written, default)


def _one(typed: str, one: re.Match[str], written: Written, default: str | None) -> Worth:
    beside = read_beside((one["before"], one["after"]), written)
    amount = read_number(one["number"], written.mark)
    if beside is None or amount is None or amount * beside.times > _MOST:
        return Worth(words=typed.strip())
    if speaks_against(one["number"], written.mark, decimals_of(beside.currency or default or "")):
        return Worth(words=typed.strip(), open="amount_against")
    currency = beside.currency or (None if beside.is_open else default)
    if currency is None:
        return Worth(words=typed.strip(), open="currency_open")
    if decimals_of(currency) > 2 and written.mark is None and re.fullmatch(r"\d{1,3}[.,]\d{3}", one["number"].strip()):
        return Worth(words=typed.strip(), open="amount_open")
    amount *= beside.times
    if beside.bound:
        low, high = (amount, None) if beside.bound == "above" else (None, amount)
        return Worth(words=typed.strip(), at_least=low, at_most=high, currency=currency)
    if -int(amount.as_tuple().exponent) > max(2, decimals_of(currency)):
        amount = amount.quantize(Decimal(1).scaleb(-decimals_of(currency)))
    return Worth(money=Money(amount, currency), words=typed.strip() if beside.is_about else "")


def _between(typed: str, one: re.Match[str], other: re.Match[str], written: Written, default: str | None) -> Worth:
    low, high = read_number(one["number"], written.mark), read_number(other["number"], written.mark)
    beside = read_beside((one["before"], one["after"], other["before"], other["after"]), written)
    if low is None or high is None or low > high or beside is None or beside.bound or high * beside.times > _MOST:
        return Worth(words=typed.strip())
    currency = beside.currency or (None if beside.is_open else default)
    if any(speaks_against(each["number"], written.mark, decimals_of(currency or "")) for each in (one, other)):
        return Worth(words=typed.strip(), open="amount_against")
    if currency is None:
        return Worth(words=typed.strip(), open="currency_open")
    return Worth(words=typed.strip(), at_least=low * beside.times, at_most=high * beside.times, currency=currency)


def _meant(text: str, meaning: str, currency: str | None) -> Worth:
    """What the mapping file says of a word."""
    side, _, bound = meaning.partition(" ")
    number = read_number(bound, Mark.POINT) if bound else None
    if number is None or side not in {"above", "below"}:
        return Worth(words=text)
    if currency is None:
        return Worth(words=text, open="currency_open")
    low, high = (number, None) if side == "above" else (None, number)
    return Worth(words=text, at_least=low, at_most=high, currency=currency)


def speaks_against(text: str, mark: Mark | None, decimals: int) -> bool:
    """Whether a number is written otherwise than the mapping says: 1.50 where a comma stands before the decimals.

    So are 1,234,567 there, and 1,234 in a currency of fewer than three `decimals`: they would be thousands.
    """
    if mark is None:
        return False
    kept = text.replace("٬", ",").replace("٫", ".").replace("'", "").replace("’", "").replace(" ", "").rstrip(".,-")
    other = "," if mark is Mark.POINT else "."
    whole, found, rest = kept.partition(mark)
    if not found:
        return (
            other in kept
            and re.fullmatch(rf"[1-9]\d{{0,2}}({re.escape(other)}\d{{2,3}})*{re.escape(other)}\d{{3}}", kept) is None
        )
    thousands = len(rest) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole) is not None and decimals < 3
    return mark in rest or other in rest or thousands


def read_number(text: str, mark: Mark | None) -> Decimal | None:
    """A number with its separators. One separator before three digits parts thousands: no currency has 2,500 mills."""
    kept = text.replace("٬", ",").replace("٫", ".").replace("'", "").replace("’", "").replace(" ", "").rstrip(".,-")
    points, commas = kept.count("."), kept.count(",")
    if points and commas:
        decimal = "." if kept.rfind(".") > kept.rfind(",") else ","
        if kept.count(decimal) > 1:
            return None
        kept = kept.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif points + commas > 1:
        groups = re.split("[.,]", kept)
        inner = {len(group) for group in groups[1:-1]}  # 1,234,567 or, as in India, 12,34,567
        if len(groups[-1]) != 3 or len(inner) > 1 or inner - {2, 3}:
            return None
        kept = "".join(groups)
    elif points or commas:
        used = "." if points else ","
        whole, _, rest = kept.partition(used)
        parts_thousands = len(rest) == 3 and 1 <= len(whole) <= 3 and whole != "0" and mark != used
        kept = whole + rest if parts_thousands else f"{whole}.{rest}"
    try:
        return Decimal(kept) if kept else None
    except InvalidOperation:
        return None
