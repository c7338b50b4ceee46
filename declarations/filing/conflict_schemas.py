"""How a conflict stands, as programs read it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from declarations.filing.conflicts import MarkShown, MeasureShown, conflict_shown
from declarations.filing.model import Declaration, Step
from register.kernel import clock


class MarkOut(msgspec.Struct, frozen=True):
    """One of the three marks; without a day it is not set yet."""

    mark: str
    on: date | None
    to: str
    reason: str

    @classmethod
    def of(cls, found: MarkShown) -> "MarkOut":
        """The mark as it stands."""
        return cls(found.name, found.on, found.to, found.reason)


class MeasureOut(msgspec.Struct, frozen=True):
    """A measure as it stands: `set`, `reported`, `done` or `lifted`."""

    id: UUID
    code: str
    due_on: date
    words: str
    carrier: str
    carried_by: str
    state: str
    done_on: date | None
    lifted_because: str = ""
    """Why it is needed no longer, once it is lifted."""

    @classmethod
    def of(cls, found: MeasureShown) -> "MeasureOut":
        """The measure as a page shows it."""
        set_, now = found.now.set, found.now
        told = set_.id, set_.code, set_.due_on, set_.words, set_.carrier, set_.carried_by
        return cls(*told, now.state, found.done_on, now.lifted_because)


class ConflictOut(msgspec.Struct, frozen=True):
    """How a conflict stands."""

    marks: list[MarkOut]
    measures: list[MeasureOut]
    nature_declared: str | None
    nature_assessed: str | None

    @classmethod
    def of(cls, declaration: Declaration, steps: Iterable[Step]) -> "ConflictOut | None":
        """The marks and the measures; None for every other kind."""
        found = conflict_shown(declaration, steps, clock.today())
        if found is None:
            return None
        return cls(
            [MarkOut.of(each) for each in found.marks],
            [MeasureOut.of(each) for each in found.measures],
            declaration.nature_declared,
            declaration.nature_assessed,
        )
