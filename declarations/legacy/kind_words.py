"""Words of registers of activities, conflicts and requests, in four languages, and the stored values they stand for."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from declarations.codes.labels import label, labels_of
from declarations.legacy.headings import plain
from declarations.legacy.importable import Reads, importable
from declarations.legacy.model import Column
from register.kernel.i18n import LOCALES, Message, say


class _Words(msgspec.Struct, frozen=True):
    """What `kind_words.toml` holds."""

    yes: list[str]
    no: list[str]
    paid: list[str]
    unpaid: list[str]
    without_end: list[str]
    hours_beside: list[str]
    values: Mapping[str, Mapping[Column, Mapping[str, list[str]]]]


_KNOWN = msgspec.convert(tomllib.loads((Path(__file__).parent / "kind_words.toml").read_text(encoding="utf-8")), _Words)
YES, NO = frozenset(map(plain, _KNOWN.yes)), frozenset(map(plain, _KNOWN.no))
PAID, UNPAID = frozenset(map(plain, _KNOWN.paid)), frozenset(map(plain, _KNOWN.unpaid))
WITHOUT_END = frozenset(map(plain, _KNOWN.without_end))
"""Words where a last day would stand, that say that there is none."""
HOURS_BESIDE = tuple(sorted((word.casefold() for word in _KNOWN.hours_beside), key=len, reverse=True))
"""What may stand beside a number of hours."""


def choices_of(kind: str) -> frozenset[str]:
    """Every stored value that a word in a register of a kind may stand for."""
    fields = (field for field in importable(kind).fields if field.reads is Reads.CHOICE)
    return frozenset(value for field in fields for value in labels_of(f"{kind}.{field.name}"))


@lru_cache(maxsize=64)
def values_of(kind: str, column: Column) -> Mapping[str, str]:
    """By a word, plain, the stored value of a column: the words of the list, the values themselves, their labels."""
    listed = _KNOWN.values.get(kind, {}).get(column, {})
    found = {plain(word): value for value, words in listed.items() for word in words}
    for labels in _labels(kind, column):
        for tag in LOCALES:
            found = {plain(say(words, tag)): value for value, words in labels.items()} | found
        found |= {plain(value): value for value in labels}
    return found


def _labels(kind: str, column: Column) -> Iterator[Mapping[str, Message]]:
    """What the stored values of a column are called here, as in an extract that was made here."""
    if column is Column.OUTCOME:
        yield {str(decision): label("decision", decision) for decision in importable(kind).decisions}
    for field in importable(kind).fields:
        if field.column is column and field.reads is Reads.CHOICE:
            yield labels_of(f"{kind}.{field.name}")
