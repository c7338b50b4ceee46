"""What is disclosed against an item, and what follows from it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from declarations.meetings.model import Measure


class Stance(StrEnum):
    """The two answers. A delegation's own position is no personal interest."""

    NOTHING = "nothing"
    SOMETHING = "something"


class Medium(StrEnum):
    """How an answer came: by the person's own hand, or written down by the secretary."""

    LINK = "link"
    ALOUD = "aloud"
    PAPER = "paper"
    LIST = "list"


class Did(StrEnum):
    """What somebody who stood aside then did, as it was seen; the words of the measure, and keeping silent."""

    SPOKE_AND_VOTED = "speaks_and_votes"
    SPOKE = "speaks"
    DID_NOT_VOTE = "did_not_vote"
    """Stayed, and neither spoke nor voted."""
    LEFT = "leaves"
    PAPERS_WITHHELD = "papers_withheld"
    HANDED_OVER_CHAIR = "hands_over_chair"
    REPLACED = "replaced"


class Words(msgspec.Struct, frozen=True):
    """What was said, encrypted at rest: the interest in the person's own words, and the party it concerns."""

    text: str = ""
    language: str = "en"
    party: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, column by column."""

    id: UUID
    meeting: UUID
    participant: UUID
    item: UUID | None
    number: int
    stance: Stance
    levels: tuple[str, ...]
    received_at: datetime
    medium: Medium = Medium.LINK
    recorded_by: UUID | None = None
    confirmed_at: datetime | None = None
    after_vote_opened: bool = False
    client_key: UUID
    key_id: str
    wrapped_key: bytes | None
    content: bytes


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """Standing aside on one item, column by column."""

    id: UUID
    meeting: UUID
    item: UUID
    participant: UUID
    measure: Measure
    by_matrix: bool
    citation: str = ""
    dispensed: bool = False
    reason: str = ""
    replaced_by: UUID | None = None
    did: Did | None = None
    recorded_by: UUID | None = None
    recorded_at: datetime
    ended_at: datetime | None = None
    withdrawn_because: str | None = None
    withdrawn_by: UUID | None = None

    @property
    def stands(self) -> bool:
        """Whether somebody stands aside by this, or is dispensed from it: whoever speaks and votes does not."""
        return self.dispensed or self.measure.leaves_something_out


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The vote's snapshot, column by column."""

    id: UUID
    meeting: UUID
    item: UUID
    taken_at: datetime
    taken_by: UUID | None
    content: Mapping[str, Any]


class OpenVote(msgspec.Struct, frozen=True, kw_only=True):
    """One open vote, column by column."""

    id: UUID
    meeting: UUID
    item: UUID
    delegation: UUID
    participant: UUID | None
    choice: str
    source: str
    recorded_by: UUID | None
    recorded_at: datetime
    replaced_at: datetime | None = None
