"""What programs send and get of what a person has in force."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.standing.model import ChangeAside, CloseReason, Item, Profile, SeparationRecord, StandingMeasure
from declarations.standing.separating import Checklist

Line = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=2000)]


class MeasureInForceOut(msgspec.Struct, frozen=True):
    """A measure of an interest that has not been lifted."""

    measure: str
    state: str
    due_on: date | None

    @classmethod
    def of(cls, found: StandingMeasure) -> "MeasureInForceOut":
        """A measure as a program reads it."""
        return cls(found.code, found.state, found.due_on)


class ItemOut(msgspec.Struct, frozen=True):
    """One thing in force."""

    reference: str
    kind: str
    group: str
    """`interest`, `activity` or `gift`."""
    other_party: str
    since: date | None
    until: date | None
    status: str
    validity: str | None
    """Of the authorization of an activity."""
    still_correct_at: datetime | None
    function_changed_on: date | None
    measures: list[MeasureInForceOut]

    @classmethod
    def of(cls, item: Item) -> "ItemOut":
        """A line of the page."""
        found = item.declaration
        return cls(
            reference=found.reference,
            kind=found.kind,
            group=str(item.group),
            other_party=found.party_name,
            since=item.since,
            until=item.until,
            status=str(found.status),
            validity=item.permit.validity if item.permit else None,
            still_correct_at=found.still_correct_at,
            function_changed_on=found.function_changed_on,
            measures=[MeasureInForceOut.of(each) for each in item.measures],
        )


class EndedOut(msgspec.Struct, frozen=True):
    """What ended within a year, or earlier with a measure that is still open."""

    reference: str
    kind: str
    ended_on: date | None
    measures: list[MeasureInForceOut]
    """Those that are still open."""


class StandingOut(msgspec.Struct, frozen=True):
    """Everything in force, as far as the reader may see it."""

    items: list[ItemOut]
    ended: list[EndedOut]
    confirmed_at: datetime | None
    """By when everything was confirmed; null where anything never was."""
    waiting: int
    """How many declarations wait for a decision."""

    @classmethod
    def of(cls, profile: Profile) -> "StandingOut":
        """The page."""
        items = [ItemOut.of(item) for item in profile.items]
        ended = [
            EndedOut(
                each.reference,
                each.kind,
                each.ended_on,
                [MeasureInForceOut.of(one) for one in profile.open_measures if one.declaration == each.id],
            )
            for each in profile.ended
        ]
        return cls(items, ended, profile.confirmed_at, profile.waiting)


class ConfirmationIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The references of what is still correct."""

    references: Annotated[list[Line], Meta(min_length=1, max_length=300)]


class EndIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Since when it is over, and why."""

    on: date
    reason: Text


class NothingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The statement that there is nothing to declare for a period, of these kinds."""

    period: Line
    matters: Annotated[list[Literal["gift", "outside_activity", "conflict"]], Meta(min_length=1, max_length=3)]
    attested: bool
    language: Literal["ar", "en", "fr", "es"] = "en"


class StatementOut(msgspec.Struct, frozen=True):
    """The statement that was filed."""

    reference: str
    status: str


class LeavingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case of the person who leaves, and the last day of service."""

    reference: Line
    last_day: date


class LastDayIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last day of service."""

    last_day: date


class CompletionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the checklist is closed although something of it is left."""

    despite: bool = False


class ChecklistOut(msgspec.Struct, frozen=True):
    """How far an end of service has come."""

    id: UUID | None
    last_day: date | None
    tasks: dict[str, bool]
    """Each task of the checklist and whether it is done."""
    in_force: list[ItemOut]
    letter_at: datetime | None
    completed_at: datetime | None

    @classmethod
    def of(cls, found: Checklist) -> "ChecklistOut":
        """The page."""
        record = found.record
        return cls(
            id=record.id if record else None,
            last_day=record.said_day if record else None,
            tasks={str(task): done for task, done in found.done.items()},
            in_force=[ItemOut.of(item) for item in found.profile.items],
            letter_at=record.letter_at if record else None,
            completed_at=record.completed_at if record else None,
        )


class LeaverOut(msgspec.Struct, frozen=True):
    """Somebody who leaves or has left."""

    id: UUID
    name: str
    last_day: date | None
    """Null until somebody says it, where the people data told of the end of service."""
    returned_at: datetime | None
    letter_at: datetime | None
    completed_at: datetime | None

    @classmethod
    def of(cls, found: SeparationRecord, name: str) -> "LeaverOut":
        """A line of the list."""
        return cls(found.id, name, found.said_day, found.returned_at, found.letter_at, found.completed_at)


class LeaversOut(msgspec.Struct, frozen=True):
    """One page; `newer` and `older` are values for `at`."""

    items: list[LeaverOut]
    newer: str | None
    older: str | None


class AsideOut(msgspec.Struct, frozen=True):
    """A change of function or an end of service that could not be carried over to what was declared."""

    id: UUID
    person: UUID
    name: str
    """Empty in the answer to a step."""
    what: list[str]
    """Among `unit`, `supervisor`, `capacity`, `separation`."""
    changed_at: datetime
    failures: int
    fault: str
    """The code of the last error."""
    last_at: datetime
    try_after: datetime
    settled_at: datetime | None
    closed_at: datetime | None
    reason: str | None

    @classmethod
    def of(cls, found: ChangeAside, name: str) -> "AsideOut":
        """A line of the list."""
        return cls(
            id=found.id,
            person=found.person,
            name=name,
            what=list(found.what),
            changed_at=found.at,
            failures=found.failures,
            fault=found.fault,
            last_at=found.last_at,
            try_after=found.try_after,
            settled_at=found.settled_at,
            closed_at=found.closed_at,
            reason=found.reason,
        )


class AsidesOut(msgspec.Struct, frozen=True):
    """One page; `newer` and `older` are values for `at`."""

    items: list[AsideOut]
    newer: str | None
    older: str | None


class AsideClosingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is closed: `by_hand`, `no_bearing` or `data_wrong`."""

    reason: CloseReason
