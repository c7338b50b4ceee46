"""What programs of those who lead a meeting send and get."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.meetings.model import Measure, Participant
from declarations.votes.attend_schemas import AnswerIn
from declarations.votes.board import Board
from declarations.votes.model import Aside, Did, Medium
from declarations.votes.service.counting import Indication
from declarations.votes.service.dispensing import LONGEST, DispenseCommand
from declarations.votes.service.earlier_answers import RulesView
from declarations.votes.service.leading import ItemLed
from declarations.votes.service.statements import Statement, StatementsView
from register.kernel.form import Form


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
    """What somebody who stands aside then did; `replaced_by` names who took the place."""

    did: Did
    replaced_by: UUID | None = None


class DispenseIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dispensation: what is allowed, the rule of the body by which it is, and why."""

    allows: Measure
    rule: Annotated[str, Meta(min_length=1, max_length=LONGEST)]
    reason: Annotated[str, Meta(min_length=1, max_length=LONGEST)]

    def command(self) -> DispenseCommand:
        """As the service takes it. Raises Invalid, BadRequest for what is no text."""
        form = Form({"rule": [self.rule], "reason": [self.reason]})
        rule, reason = form.line("rule", longest=LONGEST), form.line("reason", longest=LONGEST)
        form.check()
        return DispenseCommand(allows=self.allows, rule=rule, reason=reason)


class WithdrawIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a dispensation is withdrawn."""

    reason: Annotated[str, Meta(min_length=1, max_length=LONGEST)]

    def words(self) -> str:
        """As the service takes them. Raises Invalid, BadRequest for what is no text."""
        form = Form({"reason": [self.reason]})
        reason = form.line("reason", longest=LONGEST)
        form.check()
        return reason


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
    before_rule: bool = False
    """Given before the rules on standing aside changed: it keeps what applied then."""


class StatementOut(msgspec.Struct, frozen=True, kw_only=True):
    """A statement for the whole meeting that discloses something, or that was written down for somebody."""

    id: UUID
    participant: UUID
    name: str
    stance: str
    levels: tuple[str, ...]
    party: str
    text: str
    language: str
    medium: str
    received_at: datetime
    confirmed_at: datetime | None

    @classmethod
    def of(cls, each: Statement) -> "StatementOut":
        """One of them."""
        answer, words = each.answer, each.words
        return cls(
            id=answer.id,
            participant=each.who.id,
            name=each.who.name,
            stance=answer.stance,
            levels=answer.levels,
            party=words.party,
            text=words.text,
            language=words.language,
            medium=answer.medium,
            received_at=answer.received_at,
            confirmed_at=answer.confirmed_at,
        )


class StatementsOut(msgspec.Struct, frozen=True):
    """A page of them, the newest first; `nothing` counts those who state that they have nothing to disclose."""

    items: list[StatementOut]
    nothing: int
    newer: str | None
    older: str | None

    @classmethod
    def of(cls, view: StatementsView) -> "StatementsOut":
        """As programs see it."""
        page = view.page
        return cls([StatementOut.of(each) for each in page.items], view.nothing, page.newer, page.older)


class AsideOut(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who stands aside. Where they are dispensed, `measure` is what is allowed, by the rule in `citation`."""

    id: UUID
    participant: UUID
    name: str
    measure: str
    by_matrix: bool
    citation: str
    dispensed: bool
    reason: str
    replaced_by: UUID | None
    did: str | None
    withdrawn_because: str | None

    @classmethod
    def of(cls, aside: Aside, who: Participant) -> "AsideOut":
        """As programs see it."""
        return cls(
            id=aside.id,
            participant=who.id,
            name=who.name,
            measure=aside.measure,
            by_matrix=aside.by_matrix,
            citation=aside.citation,
            dispensed=aside.dispensed,
            reason=aside.reason,
            replaced_by=aside.replaced_by,
            did=aside.did,
            withdrawn_because=aside.withdrawn_because,
        )


class OpenVoteOut(msgspec.Struct, frozen=True):
    """An open vote; `stood_aside` where whoever cast it stood aside."""

    delegation: UUID
    choice: str
    stood_aside: bool


class EarlierOut(msgspec.Struct, frozen=True):
    """How many answers on an open item were given before the rules on standing aside changed."""

    item: UUID
    answers: int
    with_address: int


class EarlierAnswersOut(msgspec.Struct, frozen=True):
    """Answers that keep what applied when they were given, by item and without names."""

    items: list[EarlierOut]

    @classmethod
    def of(cls, view: RulesView) -> "EarlierAnswersOut":
        """As programs see it."""
        return cls([EarlierOut(each.item.id, len(each.who), len(each.with_address)) for each in view.earlier])


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
    taking_part: list[AsideOut]
    """Those who disclosed something, and speak and vote without being dispensed: they do not stand aside."""
    withdrawn: list[AsideOut]
    """Dispensations that were withdrawn."""
    without_papers: list[UUID]
    """From whom the papers of the item are withheld, where the meeting withholds papers."""
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
                    before_rule=each.is_before_rule,
                )
                for each in view.disclosed
            ],
            asides=[AsideOut.of(each.aside, each.who) for each in view.standing],
            taking_part=[AsideOut.of(each.aside, each.who) for each in view.taking_part],
            withdrawn=[AsideOut.of(each.aside, each.who) for each in view.withdrawn],
            without_papers=[who.id for who in view.without_papers],
            missing=[who.id for who in view.missing],
            snapshot=dict(view.snapshot.content) if view.snapshot else None,
            votes=[OpenVoteOut(each.vote.delegation, each.vote.choice, each.stood_aside) for each in view.votes],
            indication=view.indication,
        )
