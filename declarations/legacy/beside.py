"""What stands beside a number: a currency, how exact it is, whether it is a bound; and nothing else."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import msgspec

from declarations.legacy.headings import plain
from register.kernel.currency import CURRENCIES


class Mark(StrEnum):
    """What stands before the decimals of an amount."""

    POINT = "."
    COMMA = ","


class Written(msgspec.Struct, frozen=True):
    """How the values of a register are written, as its mapping file says."""

    currency: str | None = None
    """The currency of an amount that names none."""
    mark: Mark | None = None
    signs: Mapping[str, str] = {}
    """Signs and words of the file, and the currency that each stands for."""
    words: Mapping[str, str] = {}
    """Words instead of numbers, plain, and what they mean: `unknown`, `below 140`, `above 140`."""


class Beside(msgspec.Struct, frozen=True):
    """What the words and signs beside a number say of it."""

    currency: str | None = None
    is_open: bool = False
    """A currency is named, but several have that name."""
    bound: str = ""
    """`above` or `below`."""
    is_about: bool = False
    times: Decimal = Decimal(1)


class _Words(msgspec.Struct, frozen=True):
    """What `amounts.toml` holds."""

    signs: Mapping[str, str]
    currencies: Mapping[str, Iterable[str]]
    open: Iterable[str]
    phrases: Mapping[str, Iterable[str]]
    times: Mapping[str, Iterable[str]]


_KNOWN = msgspec.convert(tomllib.loads((Path(__file__).parent / "amounts.toml").read_text(encoding="utf-8")), _Words)
SIGNS: Mapping[str, str] = {sign.casefold(): code for sign, code in _KNOWN.signs.items()}
"""Signs that mean one currency. $ and ¥ mean several, so the mapping file says which."""
_NAMES = {plain(name): code for code, names in _KNOWN.currencies.items() for name in names}
OPEN = frozenset(plain(word) or word for word in _KNOWN.open)
"""Words and signs of several currencies."""
_DOLLARS = frozenset(("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "BRL", "TTD", "JMD", "BBD", "FJD", "NAD"))
_EDGES = " :;()[]*"


def read_beside(parts: Iterable[str], written: Written) -> Beside | None:
    """What the words before, between and after the numbers say; None where they say something that is not known."""
    left: list[str] = []
    said: dict[str, str] = {}
    for at, part in enumerate(parts):
        rest = _taken(_folded(part).strip(_EDGES if at == 0 else _EDGES + ".-–—"), said, written)
        if rest:
            left.append(rest)
    found = {_named(part, written) for part in left}
    codes = {code for code in found if code not in {"", "?"}}
    if "" in found or len(codes) > 1 or ("?" in found and codes - _DOLLARS) or {"above", "below"} <= said.keys():
        return None
    return Beside(
        currency=next(iter(codes), None),
        is_open="?" in found and not codes,
        bound="above" if "above" in said else "below" if "below" in said else "",
        is_about="about" in said,
        times=Decimal(said.get("times", "1")),
    )


def _named(part: str, written: Written) -> str:
    """The code of the currency that is named, `?` where several have that name, empty where none has."""
    code = currency_of(part, written)
    if code is not None:
        return code
    sign, word = part[-1:], part[:-1].strip()
    if sign == "$" and word.upper() in _DOLLARS:  # as in USD $50
        return word.upper()
    return "?" if part in OPEN or plain(part) in OPEN else ""


def currency_of(text: str, written: Written) -> str | None:
    """The currency that a sign, a code or a word stands for."""
    said = text.strip()
    if not said:
        return None
    signs = {sign.casefold(): code for sign, code in written.signs.items()}
    for known in (signs, SIGNS):
        for sign in (said, said.strip(" ."), said.replace(" ", "")):
            if sign.casefold() in known:
                return known[sign.casefold()]
    bare = said.strip(" .").upper()
    return bare if bare in CURRENCIES else _NAMES.get(plain(said))


@lru_cache(maxsize=1)
def _phrases() -> list[tuple[str, str, str]]:
    """Phrases, the longest first, each with its kind and what it says."""
    found = [(_folded(phrase), kind, "") for kind, listed in _KNOWN.phrases.items() for phrase in listed]
    found += [(_folded(word), "times", number) for number, listed in _KNOWN.times.items() for word in listed]
    return sorted(found, key=lambda each: -len(each[0]))


def _taken(text: str, said: dict[str, str], written: Written) -> str:
    """The words of one side without the phrases that are known, which are noted in `said`."""
    going = True
    while going and text and currency_of(text, written) is None:
        going = False
        for phrase, kind, meaning in _phrases():
            rest = _without(text, phrase)
            if rest is not None:
                said[kind] = meaning
                text, going = rest.strip(_EDGES), True
                break
    return text


def _without(text: str, phrase: str) -> str | None:
    """The text without a phrase at its beginning or end; None where it is not there as a word of its own."""
    if text.startswith(phrase) and not (phrase[-1].isalnum() and text[len(phrase) : len(phrase) + 1].isalnum()):
        return text[len(phrase) :]
    if text.endswith(phrase) and not (phrase[0].isalnum() and text[: -len(phrase)][-1:].isalnum()):
        return text[: -len(phrase)]
    return None


_ALIKE = str.maketrans({"ة": "ه", "ى": "ي", "ـ": ""})


def _folded(text: str) -> str:
    """Small letters without accents; signs stay."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_ALIKE)
    return re.sub(r"\s+", " ", kept).strip()
