"""A letter as it is set, on a page or on paper: plain text in one language, part by part, without any markup."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from register.kernel.i18n import LOCALES


class Passage(msgspec.Struct, frozen=True):
    """A paragraph; `lang` where it is not in the language of the letter or not known, `is_words` for a person's own."""

    text: str
    lang: str = ""
    is_words: bool = False

    @property
    def direction(self) -> str:
        """By its language, else by its first strong letter."""
        known = LOCALES.get(self.lang)
        return str(known.direction) if known else direction_of(self.text)


class Row(msgspec.Struct, frozen=True):
    """A fact with its name."""

    key: str
    value: str


class Section(msgspec.Struct, frozen=True):
    """A part of a letter under its heading."""

    heading: str
    passages: tuple[Passage, ...]
    rows: tuple[Row, ...] = ()


class Letter(msgspec.Struct, frozen=True):
    """Everything that stands in a letter, from the head to the foot."""

    language: str
    organization: str
    office: str
    title: str
    day: str
    dated: datetime
    """Of the act that the letter tells of; the file carries it, so that the same letter has the same bytes."""
    addressee: tuple[str, ...]
    opening: tuple[Passage, ...]
    name: str
    """Of the file."""
    reference: str = ""
    rows: tuple[Row, ...] = ()
    sections: tuple[Section, ...] = ()
    signature: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


class GiverPurpose(StrEnum):
    """Why the office writes to a giver."""

    DECLINE = "decline"
    RETURN = "return"
    THANKS = "thanks"


class Office(msgspec.Struct, frozen=True):
    """Whose letters these are: the organisation by language, and how the ethics office is reached."""

    names: Mapping[str, str]
    contact: str = ""

    def name(self, language: str) -> str:
        """The organisation in a language, else in English."""
        return self.names.get(language) or self.names["en"]


def direction_of(text: str) -> str:
    """The direction that the first strong letter of a text gives it."""
    for letter in text:
        found = unicodedata.bidirectional(letter)
        if found in {"L", "R", "AL"}:
            return "ltr" if found == "L" else "rtl"
    return "ltr"
