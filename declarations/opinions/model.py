"""What is asked of a supervisor, and what is answered."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

import msgspec


class About(StrEnum):
    """What a supervisor is asked about."""

    ACTIVITY = "activity"
    """An outside activity (ICSC 45): do you object?"""
    PRESSURE = "pressure"
    """An instruction or pressure from outside (ICSC 8, 12): does it threaten independence?"""


class Stance(StrEnum):
    """The answer."""

    NO_OBJECTION = "no_objection"
    OBJECTION = "objection"
    COMMENT = "comment"
    """Neither the one nor the other, but something to consider."""
    NO_THREAT = "no_threat"
    THREAT = "threat"
    CANNOT_TELL = "cannot_tell"


STANCES: Mapping[About, tuple[Stance, ...]] = MappingProxyType(
    {
        About.ACTIVITY: (Stance.NO_OBJECTION, Stance.OBJECTION, Stance.COMMENT),
        About.PRESSURE: (Stance.NO_THREAT, Stance.THREAT, Stance.CANNOT_TELL),
    }
)
"""The answers to each question."""
NEEDS_WORDS = frozenset({Stance.OBJECTION, Stance.COMMENT, Stance.THREAT})
LONGEST_ACTIVITY, LONGEST_COMMENT = 300, 2000


class Words(msgspec.Struct, frozen=True):
    """What is encrypted."""

    activity: str
    """What the question is on, in a few words that the officer chose."""
    activity_language: str
    person: str
    """The declarant, by name."""
    supervisor: str
    comment: str = ""
    comment_language: str = ""
    about: About = About.ACTIVITY


class OpinionRow(msgspec.Struct, frozen=True):
    """One question as it is kept."""

    id: UUID
    declaration: UUID
    supervisor: UUID
    asked_by: UUID
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    stance: str | None
    token_hash: bytes
    key_id: str
    wrapped_key: bytes | None
    content: bytes


class Opinion(msgspec.Struct, frozen=True):
    """One question and its answer, opened."""

    supervisor: str
    asked_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    stance: Stance | None
    words: Words

    def is_waiting(self, now: datetime) -> bool:
        """Whether the link still works."""
        return self.answered_at is None and self.ended_at is None and now < self.expires_at


class Answer(msgspec.Struct, frozen=True):
    """What a supervisor answers; `language` is that of the comment."""

    stance: Stance
    comment: str = ""
    language: str = "en"


class Asked(msgspec.Struct, frozen=True):
    """The one question as the page behind the link shows it, and nothing else of the case."""

    person: str
    activity: str
    activity_language: str
    until: datetime
    about: About
