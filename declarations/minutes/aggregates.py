"""What the meetings of a period add up to, pure: acknowledgements, disclosures by class of item, standing aside.

Small numbers are not protected here: that is for whoever publishes them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from declarations.meetings.model import Decision
from declarations.minutes.report_model import Counts, ItemLine, Presided, Report


class ClassFigures(msgspec.Struct, frozen=True, kw_only=True):
    """All items of one class on which disclosure was called for."""

    items: int = 0
    nothing: int = 0
    something: int = 0
    levels: Counts = msgspec.field(default_factory=dict)
    after_vote_opened: int = 0
    recorded: int = 0
    asides: Counts = msgspec.field(default_factory=dict)
    dispensed: int = 0
    votes_aside: int = 0


class MeetingsFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Several meetings together."""

    meetings: int = 0
    voluntary: int = 0
    participants: int = 0
    acknowledged: int = 0
    statements_nothing: int = 0
    statements_something: int = 0
    by_class: Mapping[Decision, ClassFigures] = msgspec.field(default_factory=dict)
    opinions_asked: int = 0
    opinions: Counts = msgspec.field(default_factory=dict)
    matters: Counts = msgspec.field(default_factory=dict)
    measures: Counts = msgspec.field(default_factory=dict)


def aggregated(reports: Iterable[Report]) -> MeetingsFigures:
    """What meetings add up to, by class of item (`Decision`); items on which nothing was called for are left out."""
    held = list(reports)
    presided = [each.presided or Presided() for each in held]
    lines = [line for each in held for line in each.items if line.item.called_at and not line.item.withdrawn_at]
    return MeetingsFigures(
        meetings=len(held),
        voluntary=sum(each.meeting.is_voluntary for each in held),
        participants=sum(each.participants for each in held),
        acknowledged=sum(each.acknowledged for each in held),
        statements_nothing=sum(each.statements.nothing for each in held),
        statements_something=sum(each.statements.something for each in held),
        by_class={
            decision: _of_class([line for line in lines if line.item.decision is decision])
            for decision in Decision
            if any(line.item.decision is decision for line in lines)
        },
        opinions_asked=sum(each.opinions_asked for each in presided),
        opinions=added(each.opinions for each in presided),
        matters=added(each.matters for each in presided),
        measures=added(each.measures for each in presided),
    )


def added(several: Iterable[Counts]) -> Counts:
    """Counts added up, by name."""
    total: Counter[str] = Counter()
    for each in several:
        total.update(each)
    return dict(sorted(total.items()))


def _of_class(lines: list[ItemLine]) -> ClassFigures:
    return ClassFigures(
        items=len(lines),
        nothing=sum(line.answered.nothing for line in lines),
        something=sum(line.answered.something for line in lines),
        levels=added(line.levels for line in lines),
        after_vote_opened=sum(line.answered.after_vote_opened for line in lines),
        recorded=sum(line.recorded for line in lines),
        asides=added({aside.measure.value: aside.count} for line in lines for aside in line.stood),
        dispensed=sum(line.dispensed for line in lines),
        votes_aside=sum(line.votes_aside for line in lines),
    )
