"""What programs send about a conflict, and what they read of it."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.codes.vocabulary import Measure, Nature
from declarations.filing.measures import Carrier
from declarations.review.model import MeasureCommand
from declarations.review.store_measures import WaitingMeasure

Words = Annotated[str, Meta(max_length=2000)]


class MeasureIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One measure: what, by when, and by whom."""

    code: Measure
    due_on: date
    words: Words = ""
    """Required for `other`."""
    carrier: Carrier = Carrier.DECLARANT
    carried_by: Annotated[str, Meta(max_length=200)] = ""
    """Who, required where the carrier is `others`."""

    def command(self) -> MeasureCommand:
        """The same as the desk writes it."""
        return MeasureCommand(self.code.value, self.due_on, self.words, self.carrier, self.carried_by)


class NatureIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How real the conflict is as the reviewer sees it, and why."""

    nature: Nature
    reason: Words


class DisclosureIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To whom of those concerned it was disclosed, when, and why that is enough."""

    to: Annotated[str, Meta(max_length=300)]
    on: date
    reason: Words


class MarkIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the mark is set."""

    reason: Words


class ClosingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a conflict was not disclosed to those concerned, where it was not."""

    reason: Words = ""


class MeasureWordsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was done, or why the measure is needed no longer."""

    words: Words = ""


class WaitingMeasureOut(msgspec.Struct, frozen=True):
    """A measure that is overdue, or reported and to be confirmed."""

    id: UUID
    reference: str
    code: str
    carrier: str
    due_on: date
    state: str

    @classmethod
    def of(cls, found: WaitingMeasure) -> "WaitingMeasureOut":
        """A row of the list."""
        return cls(found.id, found.reference, found.code, found.carrier, found.due_on, found.state)


class WaitingMeasuresOut(msgspec.Struct, frozen=True):
    """One page; `newer` and `older` are values for `at`."""

    items: list[WaitingMeasureOut]
    newer: str | None
    older: str | None
