"""Translations of the declarant's words, as the events of the case hold them: none is ever overwritten. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import msgspec

from declarations.filing.model import Content, GiftDetails, Step
from declarations.filing.service.reading import VERSION_EVENTS

FIELDS = ("description", "circumstances", "function", "remarks")
"""Where a declarant writes sentences of their own; names are never translated."""
ROW_FIELDS: Mapping[str, str] = MappingProxyType({"circumstances": "story"})
"""Where the row of a page has another name."""
EVENT = "declaration:translated"


class Translation(msgspec.Struct, frozen=True):
    """One translation of one field; the words of the declarant stay what counts."""

    field: str
    language: str
    words: str
    by: str
    at: datetime
    number: int
    """The how many-eth of this field in this language."""
    is_outdated: bool
    """The declarant has amended the words since."""


def words_of(content: Content, field: str) -> str:
    """What the declarant wrote in a field; empty where nothing can be translated."""
    if field not in FIELDS or not isinstance(content.details, GiftDetails):
        return ""
    return str(getattr(content.details, field))


def all_translations(steps: Sequence[Step]) -> list[Translation]:
    """Every one that was ever made, oldest first."""
    amended = max((step.seq for step in steps if step.name in VERSION_EVENTS), default=0)
    counts: dict[tuple[str, str], int] = {}
    found = []
    for step in steps:
        if step.name != EVENT:
            continue
        place = str(step.said["field"]), str(step.said["language"])
        counts[place] = counts.get(place, 0) + 1
        words, name = str(step.said["translation"]), str(step.said.get("actor_name") or "")
        found.append(Translation(*place, words, name, step.at, counts[place], step.seq < amended))
    return found


def present_translations(steps: Sequence[Step]) -> dict[str, list[Translation]]:
    """The newest of each field in each language, by the name of the row that it stands beside."""
    newest = {(each.field, each.language): each for each in all_translations(steps)}
    beside: dict[str, list[Translation]] = {}
    for each in newest.values():
        beside.setdefault(ROW_FIELDS.get(each.field, each.field), []).append(each)
    return beside
