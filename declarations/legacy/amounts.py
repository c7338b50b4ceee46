"""Values as people write them: amounts with their separators and currencies, bounds, and words instead of numbers."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum

import msgspec

from declarations.legacy.dates import digits
from declarations.legacy.headings import plain
from declarations.legacy.model import Worth
from register.kernel.currency import CURRENCIES, Money, decimals_of


class Mark(StrEnum):
    """What stands before the decimals of an amount."""

    POINT = "."
    COMMA = ","


SIGNS: Mapping[str, str] = {
    "£": "GBP",
    "€": "EUR",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₩": "KRW",
    "₪": "ILS",
    "₦": "NGN",
    "US$": "USD",
    "U$S": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "CFA": "XOF",
    "Fr.": "CHF",
    "SFr.": "CHF",
    "SFr": "CHF",
}
"""Signs that mean one currency. $ and ¥ mean several, so the mapping file says which."""

_WORDS: Mapping[str, str] = {
    "euro": "EUR",
    "euros": "EUR",
    "يورو": "EUR",
    "dollars": "USD",
    "us dollars": "USD",
    "dolares": "USD",
    "dolares ee uu": "USD",
    "دولار": "USD",
    "دولار امريكي": "USD",
    "دولارا": "USD",
    "pounds": "GBP",
    "livres sterling": "GBP",
    "swiss francs": "CHF",
    "francs suisses": "CHF",
    "francos suizos": "CHF",
    "فرنك سويسري": "CHF",
}
_BELOW = (
    "<",
    "≤",
    "under",
    "below",
    "less than",
    "up to",
    "moins de",
    "inferieur a",
    "menos de",
    "inferior a",
    "hasta",
    "اقل من",
    "حتى",
)
_ABOVE = (
    ">",
    "≥",
    "over",
    "above",
    "more than",
    "plus de",
    "superieur a",
    "mas de",
    "superior a",
    "اكثر من",
    "اعلى من",
)
_ABOUT = (
    "approximately",
    "approx",
    "approx.",
    "about",
    "around",
    "circa",
    "c.",
    "ca.",
    "ca",
    "c",
    "est.",
    "est",
    "estimated",
    "~",
    "≈",
    "environ",
    "env.",
    "env",
    "estime a",
    "aprox.",
    "aprox",
    "aproximadamente",
    "unos",
    "alrededor de",
    "حوالي",
    "نحو",
    "تقريبا",
    "max",
    "max.",
)
_NUMBER = r"\d[\d .,'’٬٫]*"
_ONE = re.compile(rf"^(?P<before>[^\d]*?)(?P<number>{_NUMBER})(?P<after>[^\d]*)$")
_TWO = re.compile(
    rf"^(?P<before>[^\d]*?)(?P<low>{_NUMBER}?)\s*(?:-|–|—|\bto\b|\band\b|\bà\b|\ba\b|إلى)\s*(?P<mid>[^\d]*?)(?P<high>{_NUMBER})(?P<after>[^\d]*)$"
)
_LOST = re.compile(r"^[Â�ï¿½?]{1,3}\s*(?=[£€\d])")
_MOST = Decimal(10) ** 12


class Written(msgspec.Struct, frozen=True):
    """How the values of a register are written, as its mapping file says."""

    currency: str | None = None
    """The currency of an amount that names none."""
    mark: Mark | None = None
    signs: Mapping[str, str] = {}
    """Signs and words of the file, and the currency that each stands for."""
    words: Mapping[str, str] = {}
    """Words instead of numbers, plain, and what they mean: `unknown`, `below 140`, `above 140`."""


def read_worth(typed: str, written: Written, named: str = "") -> Worth:
    """The value that is written; words alone where it cannot be an amount. `named` is the currency column."""
    text = " ".join(digits(typed).split())
    if not text:
        return Worth()
    meaning = written.words.get(plain(text))
    if meaning is not None:
        return _meant(text, meaning, written.currency)
    default = currency_of(named, written) or written.currency
    text = _LOST.sub("", text)
    if between := _TWO.match(text):
        return _between(typed, between, written, default)
    if not (one := _ONE.match(text)):
        return Worth(words=typed.strip())
    return _one(typed, one, written, default)


def _one(typed: str, one: re.Match[str], written: Written, default: str | None) -> Worth:
    before, bound = _bound(one["before"])
    before, about = _without(before, _ABOUT)
    after, also_about = _without(one["after"], _ABOUT)
    amount, currency = read_number(one["number"], written.mark), _currency(before, after, written)
    if amount is None or currency == "":
        return Worth(words=typed.strip())
    currency = currency or default
    if currency is None or currency not in CURRENCIES or amount > _MOST:
        return Worth(words=typed.strip())
    if bound:
        low, high = (amount, None) if bound == "above" else (None, amount)
        return Worth(words=typed.strip(), at_least=low, at_most=high, currency=currency)
    if -int(amount.as_tuple().exponent) > max(2, decimals_of(currency)):
        amount = amount.quantize(Decimal(1).scaleb(-decimals_of(currency)))
    return Worth(money=Money(amount, currency), words=typed.strip() if about or also_about else "")


def _between(typed: str, found: re.Match[str], written: Written, default: str | None) -> Worth:
    low, high = read_number(found["low"], written.mark), read_number(found["high"], written.mark)
    currency = _currency(f"{found['before']}{found['mid']}", found["after"], written) or default
    if low is None or high is None or low > high or currency not in CURRENCIES:
        return Worth(words=typed.strip())
    return Worth(words=typed.strip(), at_least=low, at_most=high, currency=currency)


def _meant(text: str, meaning: str, currency: str | None) -> Worth:
    """What the mapping file says of a word."""
    side, _, bound = meaning.partition(" ")
    number = read_number(bound, Mark.POINT) if bound else None
    if number is None or side not in {"above", "below"}:
        return Worth(words=text)
    low, high = (number, None) if side == "above" else (None, number)
    return Worth(words=text, at_least=low, at_most=high, currency=currency)


def _bound(text: str) -> tuple[str, str]:
    said = plain(text) or text.strip()
    for side, words in (("below", _BELOW), ("above", _ABOVE)):
        for word in words:
            if word in text or ((word.isalpha() or " " in word) and f" {word} " in f" {said} "):
                return _cut(text, word), side
    return text, ""


def _cut(text: str, word: str) -> str:
    if word in text:
        return text.replace(word, " ", 1).strip()
    return " ".join(part for part in text.split() if plain(part) not in word.split())


def _without(text: str, words: Iterable[str]) -> tuple[str, bool]:
    found = text.strip().casefold()
    for word in sorted(words, key=len, reverse=True):
        if found == word or found.startswith(f"{word} ") or (not word.isalpha() and found.startswith(word)):
            return text.strip()[len(word) :].strip(), True
        if found.endswith(f" {word}"):
            return text.strip()[: -len(word)].strip(), True
    return text.strip(), False


def _currency(before: str, after: str, written: Written) -> str | None:
    """The currency beside a number: None where none is named, empty where the words name nothing that is known."""
    beside = [part for part in (before.strip(" :()[]"), after.strip(" :()[].-–—")) if part]
    if not beside:
        return None
    found = {currency_of(part, written) for part in beside}
    return found.pop() or "" if len(found) == 1 else ""


def currency_of(text: str, written: Written) -> str | None:
    """The currency that a sign, a code or a word stands for."""
    said = text.strip(" .")
    if not said:
        return None
    for known in (written.signs, SIGNS):
        for sign in (text.strip(), said):
            if sign in known:
                return known[sign]
    if said.upper() in CURRENCIES:
        return said.upper()
    return _WORDS.get(plain(said))


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
        if any(len(group) != 3 for group in groups[1:]):
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
