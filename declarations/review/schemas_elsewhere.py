"""What programs get of where else the party of a case stands."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

import msgspec

from declarations.parties.matching import Reason
from declarations.review.elsewhere import Elsewhere, ElsewhereRow, Split
from declarations.review.matches import Occasion


class ElsewhereRowOut(msgspec.Struct, frozen=True):
    """A declaration that names what may be the same party, and why it may; `score` is at most 1."""

    reference: str
    kind: str
    name: str
    reason: Reason
    score: float
    is_reviewed_by_declarant: bool
    found_at: datetime | None = None
    """When the register found it; none where it was found only now."""
    found_by: Occasion | None = None
    """On what occasion."""
    is_new: bool = False
    """Whether you have not opened the case since."""

    @classmethod
    def of(cls, found: ElsewhereRow) -> Self:
        """From a row."""
        row, kept = found.row, found.kept
        said = (row.reference, row.kind, row.party_name, found.reason, found.score, found.is_reviewed_by_declarant)
        return cls(*said, kept.found_at, kept.found_by, kept.is_new) if kept else cls(*said)


class OwnRowOut(msgspec.Struct, frozen=True):
    """A declaration of the reader."""

    reference: str
    kind: str
    reason: Reason


class PerhapsOut(msgspec.Struct, frozen=True):
    """An entry of the directory that a typed name may mean."""

    party: UUID
    name: str
    reason: Reason
    score: float


class SplitOut(msgspec.Struct, frozen=True):
    """How many gifts lie just below which value since when, and what they come to."""

    items: int
    since: date
    limit: str
    together: str
    currency: str

    @classmethod
    def of(cls, found: Split) -> Self:
        """As it was found."""
        limit, together = found.limit, found.together
        return cls(found.items, found.since, format(limit.amount, "f"), format(together.amount, "f"), limit.currency)


class ElsewhereOut(msgspec.Struct, frozen=True):
    """Where else the party stands, by likeness of names; whether it is the same is for the reader to judge."""

    of_person: list[ElsewhereRowOut]
    of_others: list[ElsewhereRowOut]
    own: list[OwnRowOut]
    """Declared by the reader: nobody else gets it."""
    of_reviewer: list[ElsewhereRowOut]
    perhaps: list[PerhapsOut]
    together: dict[str, str]
    """By currency, what the declarant received in the twelve months before and now, if all these are one giver."""
    split: SplitOut | None = None
    """Gifts that would be split below the nominal value, if all these are one giver."""

    @classmethod
    def of(cls, found: Elsewhere) -> Self:
        """As the page shows it."""
        sums = found.together.sums if found.together else ()
        return cls(
            of_person=[ElsewhereRowOut.of(each) for each in found.of_person],
            of_others=[ElsewhereRowOut.of(each) for each in found.of_others],
            own=[OwnRowOut(each.reference, each.kind, each.reason) for each in found.own],
            of_reviewer=[ElsewhereRowOut.of(each) for each in found.of_reviewer],
            perhaps=[PerhapsOut(each.party, each.name, each.reason, each.score) for each in found.perhaps],
            split=None if found.split is None else SplitOut.of(found.split),
            together={value.currency: format(value.amount, "f") for value in sums},
        )
