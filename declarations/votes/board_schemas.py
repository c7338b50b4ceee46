"""What programs of those who lead a meeting send and get."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.meetings.model import Measure
from declarations.votes.attend_schemas import AnswerIn
from declarations.votes.board import Board
from declarations.votes.model import Medium
from declarations.votes.service.counting import Indication
from declarations.votes.service.leading import ItemLed


class GroupOut(msgspec.Struct, frozen=True):
    """A delegation with how many of it take part; without an id, those who belong to none."""

    id: UUID | None
    name: str
    participants: int


class LineOut(msgspec.Struct, frozen=True):
    """Answers on an item, or without one for the whole meeting; `by_group` in the order of the groups."""

    item: UUID | None
    answered: int
    not_yet: int
    by_group: tuple[int, ...]


class BoardOut(msgspec.Struct, frozen=True):
    """Who has answered and who has not, in numbers."""

    meeting: UUID
    participants: int
    acknowledged: int
    groups: list[GroupOut]
    lines: list[LineOut]

    @classmethod
    def of(cls, board: Board) -> "BoardOut":
        """As programs see it."""
        lines = [
            LineOut(line.item.id if line.item else None, line.total, board.missing(line), line.answered)
            for line in board.lines
        ]
        groups = [GroupOut(group.id, group.name, group.participants) for group in board.groups]
        return cls(board.meeting.id, board.participants, board.acknowledged, groups, lines)


class RecordIn(AnswerIn, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An answer that was given aloud, on paper or on a list."""

    participant: UUID
    medium: Medium


class DidIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody who stands aside then did."""

    did: Measure


class VoteIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a delegation voted in an open vote."""

    delegation: UUID
    choice: Annotated[str, Meta(max_length=200)]


class VotesIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open votes; one of a delegation that has voted replaces what was entered before."""

    votes: Annotated[list[VoteIn], Meta(max_length=500)]


class DisclosedOut(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that discloses something, or that was written down for somebody."""

    id: UUID
    participant: UUID
    name: str
    stance: str
    levels: tuple[str, ...]
    party: str
    text: str
    medium: str
    received_at: datetime
    confirmed_at: datetime | None
    after_vote_opened: bool


class AsideOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who stands aside."""

    id: UUID
    participant: UUID
    name: str
    measure: str
    citation: str
    dispensed: bool
    did: str | None


class OpenVoteOut(msgspec.Struct, frozen=True):
    """An open vote; `stood_aside` where whoever cast it stood aside."""

    delegation: UUID
    choice: str
    stood_aside: bool


class RemindedOut(msgspec.Struct, frozen=True):
    """How many notices were sent."""

    notices: int


class EnteredOut(msgspec.Struct, frozen=True):
    """How many votes were entered."""

    votes: int


class ItemLedOut(msgspec.Struct, frozen=True, kw_only=True):
    """An item as chair and secretary see it. `indication` is never the official count."""

    id: UUID
    disclosed: list[DisclosedOut]
    asides: list[AsideOut]
    missing: list[UUID]
    snapshot: dict[str, Any] | None
    votes: list[OpenVoteOut]
    indication: Indication | None

    @classmethod
    def of(cls, view: ItemLed) -> "ItemLedOut":
        """As programs see it."""
        return cls(
            id=view.item.id,
            disclosed=[
                DisclosedOut(
                    id=each.answer.id,
                    participant=each.who.id,
                    name=each.who.name,
                    stance=each.answer.stance,
                    levels=each.answer.levels,
                    party=each.words.party,
                    text=each.words.text,
                    medium=each.answer.medium,
                    received_at=each.answer.received_at,
                    confirmed_at=each.answer.confirmed_at,
                    after_vote_opened=each.is_later,
                )
                for each in view.disclosed
            ],
            asides=[
                AsideOut(
                    id=aside.id,
                    participant=who.id,
                    name=who.name,
                    measure=aside.measure,
                    citation=aside.citation,
                    dispensed=aside.dispensed,
                    did=aside.did,
                )
                for aside, who in view.asides
            ],
            missing=[who.id for who in view.missing],
            snapshot=dict(view.snapshot.content) if view.snapshot else None,
            votes=[OpenVoteOut(each.vote.delegation, each.vote.choice, each.stood_aside) for each in view.votes],
            indication=view.indication,
        )
