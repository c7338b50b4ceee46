"""The report of a meeting as programs get it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from declarations.minutes.report_model import DelegationLine, ItemLine, OfficerLine, Presided, Report


class AsideOut(msgspec.Struct, frozen=True):
    """One measure on one item; `names` only where the rule of the body gives them.

    `recorded` is of how many it is recorded what they then did, be it as the measure has it or otherwise.
    """

    measure: str
    count: int
    dispensed: int
    recorded: int
    rule: str
    names: Sequence[str]


class ReportItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """An item in numbers; `votes` by choice, of open votes alone.

    `taking_part` is how many disclosed something, and speak and vote all the same: they do not stand aside.
    """

    id: UUID
    number: str
    titles: Mapping[str, str]
    decision: str
    vote: str
    called_at: datetime | None
    voting_at: datetime | None
    ended_at: datetime | None
    nothing: int
    something: int
    levels: Mapping[str, int]
    after_vote_opened: int
    recorded: int
    confirmed: int
    asides: Sequence[AsideOut]
    taking_part: int
    did: Mapping[str, int]
    votes: Mapping[str, int]
    votes_aside: int

    @classmethod
    def of(cls, line: ItemLine) -> "ReportItemOut":
        """As programs see it."""
        item, answered = line.item, line.answered
        own = {"taking_part", "levels", "recorded", "confirmed", "did", "votes", "votes_aside"}
        of_item = {"id", "number", "titles", "decision", "vote", "called_at", "voting_at", "ended_at"}
        counts = {"nothing", "something", "after_vote_opened"}
        return cls(
            asides=[
                AsideOut(
                    measure=each.measure,
                    count=each.count,
                    dispensed=each.dispensed,
                    recorded=each.recorded,
                    rule=each.citation,
                    names=each.names if each.citation else (),
                )
                for each in line.stood
            ],
            **{name: getattr(line, name) for name in own},
            **{name: getattr(item, name) for name in of_item},
            **{name: getattr(answered, name) for name in counts},
        )


class ReportOut(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting in numbers, up to the moment of the last thing that was recorded."""

    meeting: UUID
    moment: datetime
    participants: int
    acknowledged: int
    statements_nothing: int
    statements_something: int
    officers: Sequence[OfficerLine]
    delegations: Sequence[DelegationLine]
    items: Sequence[ReportItemOut]
    presided: Presided | None

    @classmethod
    def of(cls, report: Report) -> "ReportOut":
        """As programs see it."""
        own = {"moment", "participants", "acknowledged", "officers", "delegations", "presided"}
        return cls(
            meeting=report.meeting.id,
            statements_nothing=report.statements.nothing,
            statements_something=report.statements.something,
            items=[ReportItemOut.of(each) for each in report.items],
            **{name: getattr(report, name) for name in own},
        )
