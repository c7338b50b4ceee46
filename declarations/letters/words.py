"""Standing words of the office: for what they are used, which placeholders they hold, how these are filled. Pure."""

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

import msgspec

from declarations.letters.model import GiverPurpose
from register.kernel.i18n import LOCALES, Message, msg, pmsg

_DEFAULTS = Path(__file__).resolve().parent / "defaults"
FALLBACKS = ("en", "fr", "es", "ar")
"""In this order another language stands in for one that is missing."""
LONGEST_TITLE, LONGEST_WORDS = 120, 4000


class Use(StrEnum):
    """Where standing words are put."""

    QUESTION = "question"
    REASONS = "reasons"
    CONDITIONS = "conditions"
    CONTEST = "contest"
    GIVER_DECLINE = "giver_decline"
    GIVER_RETURN = "giver_return"
    GIVER_THANKS = "giver_thanks"
    SEPARATION = "separation"


USES: Mapping[Use, Message] = MappingProxyType(
    {
        Use.QUESTION: pmsg("standing words", "Question to the declarant"),
        Use.REASONS: pmsg("standing words", "Reasons of a decision"),
        Use.CONDITIONS: pmsg("standing words", "Conditions or measures"),
        Use.CONTEST: pmsg("standing words", "How to contest a decision"),
        Use.GIVER_DECLINE: pmsg("standing words", "Letter to the giver: declining"),
        Use.GIVER_RETURN: pmsg("standing words", "Letter to the giver: returning"),
        Use.GIVER_THANKS: pmsg("standing words", "Letter to the giver: thanks"),
        Use.SEPARATION: pmsg("standing words", "Letter at the end of service"),
    }
)

PLACEHOLDERS: Mapping[str, Message] = MappingProxyType(
    {
        "reference": msg("The reference of the declaration"),
        "addressee": msg("The name of the declarant"),
        "organization": msg("The name of the Organization"),
        "date": msg("The day on which the words are used"),
        "rule": msg("The instrument of the strictest finding"),
        "paragraph": msg("Its paragraph"),
        "decision": msg("The decision that was chosen"),
        "deadline": msg("The day by which an answer is expected"),
        "contact": msg("How the ethics office is reached"),
        "gift": msg("The gift as the officer describes it to the giver"),
        "last_day": msg("The last day of service"),
        "months": msg("The months of the cooling-off period"),
    }
)
"""Everything that may stand in braces; nothing else is accepted."""

_GIVER = ("organization", "date", "contact", "gift")
_CASE = ("reference", "addressee", "organization", "date", "rule", "paragraph", "contact")
ALLOWED: Mapping[Use, tuple[str, ...]] = MappingProxyType(
    {
        Use.QUESTION: (*_CASE, "deadline"),
        Use.REASONS: (*_CASE, "decision"),
        Use.CONDITIONS: (*_CASE, "decision"),
        Use.CONTEST: ("reference", "addressee", "organization", "date", "decision", "contact"),
        Use.GIVER_DECLINE: _GIVER,
        Use.GIVER_RETURN: _GIVER,
        Use.GIVER_THANKS: _GIVER,
        Use.SEPARATION: ("addressee", "organization", "date", "contact", "last_day", "months"),
    }
)
"""A giver is told nothing of the case or of the person."""

OF_PURPOSE: Mapping[GiverPurpose, Use] = MappingProxyType(
    {
        GiverPurpose.DECLINE: Use.GIVER_DECLINE,
        GiverPurpose.RETURN: Use.GIVER_RETURN,
        GiverPurpose.THANKS: Use.GIVER_THANKS,
    }
)


_MADE_FOR: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "question-value": ("gift",),
        "question-occasion": ("gift",),
        "reasons-modest": ("gift",),
        "reasons-business": ("gift",),
        "reasons-surrender": ("gift",),
        "reasons-give-back": ("gift",),
        "conditions-in-office": ("gift",),
        "conditions-no-part": ("gift",),
        "question-hours": ("outside_activity",),
        "reasons-compatible": ("outside_activity",),
        "reasons-not-compatible": ("outside_activity",),
        "conditions-personal-capacity": ("outside_activity",),
        "conditions-hours": ("outside_activity",),
        "question-part": ("conflict",),
        "reasons-addressed": ("conflict",),
        "reasons-no-measure": ("conflict",),
        "conditions-recusal": ("conflict",),
        "reasons-duty": ("approval_request",),
    }
)
"""Words that came with the register and speak of one kind; all others fit every kind."""

OF_PAYMENT = "giver-decline-supplementary-payment"
"""The words to a body that offered a supplementary payment: no other letter uses them (ICSC 51)."""


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language of standing words."""

    title: str
    text: str


class StandingWords(msgspec.Struct, frozen=True):
    """Words kept by the office, in up to four languages; version 0 is what came with the register."""

    key: str
    use: Use
    texts: Mapping[str, Text]
    active: bool = True
    version: int = 0
    id: UUID | None = None
    writer_name: str = ""
    written_at: datetime | None = None
    head_seq: int = 0
    head_hash: bytes = b""

    def spoken(self, language: str) -> str:
        """The language in which they are given to somebody who asks for `language`."""
        return next(tag for tag in (language, *FALLBACKS) if tag in self.texts)

    def text(self, language: str) -> Text:
        """In that language, or in the one that stands in for it."""
        return self.texts[self.spoken(language)]

    def fits(self, kind: str) -> bool:
        """Whether they can be put into a case of this kind: what the office writes fits every kind."""
        return kind in _MADE_FOR.get(self.key, (kind,))

    @property
    def missing(self) -> list[str]:
        """The languages that they lack."""
        return [tag for tag in LOCALES if tag not in self.texts]


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, StandingWords]:
    """The words that come with the register, by key."""
    read = {tag: tomllib.loads((_DEFAULTS / f"{tag}.toml").read_text(encoding="utf-8")) for tag in LOCALES}
    found: dict[str, StandingWords] = {}
    for use, named in read["en"].items():
        for name in named:
            key = f"{use}-{name}".replace("_", "-")
            texts = {tag: msgspec.convert(read[tag][use][name], Text) for tag in LOCALES if name in read[tag][use]}
            found[key] = StandingWords(key, Use(use), texts)
    return MappingProxyType(found)


_PLACE = re.compile(r"\{([^{}]*)\}")


def fault_of(text: str, use: Use) -> Message | None:
    """What is wrong with the placeholders of a text; None when they can all be filled."""
    for name in _PLACE.findall(text):
        if name not in PLACEHOLDERS:
            return msg("There is no placeholder named %(name)s. Choose one of those listed here.", name=f"{{{name}}}")
        if name not in ALLOWED[use]:
            return msg(
                "The placeholder %(name)s has no value here. Choose one of those listed here.", name=f"{{{name}}}"
            )
    rest = _PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        return msg("A brace stands alone. Write a placeholder with both braces, such as %(example)s.", example="{date}")
    return None


def open_places(text: str) -> set[str]:
    """The placeholders that a text holds."""
    return set(_PLACE.findall(text)) & set(PLACEHOLDERS)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder replaced once; what a value holds is never read as a placeholder."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)
