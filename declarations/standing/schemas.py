"""What programs send and get of what a person has in force."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from declarations.standing.model import Item, Profile

Line = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=2000)]


class MeasureInForceOut(msgspec.Struct, frozen=True):
    """A measure of an interest that has not been lifted."""

    measure: str
    state: str
    due_on: date | None


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
            measures=[MeasureInForceOut(each.code, each.state, each.due_on) for each in item.measures],
        )


class EndedOut(msgspec.Struct, frozen=True):
    """What ended within a year."""

    reference: str
    kind: str
    ended_on: date | None


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
        ended = [EndedOut(each.reference, each.kind, each.ended_on) for each in profile.ended]
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
