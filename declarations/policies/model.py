"""What a proposed version would change: in its terms, in typical cases, and for the gifts of the last year."""

from decimal import Decimal

import msgspec

from declarations.codes.model import Profile
from declarations.codes.store_versions import Proposal
from declarations.codes.terms import Change, Terms
from register.kernel.money import Money

FEW = 5
"""Smaller counts are shown as "fewer than 5": whoever sets thresholds must not recognise a person."""


class Case(msgspec.Struct, frozen=True):
    """A typical gift that would be judged otherwise."""

    giver_type: str
    value: Money
    before: str
    after: str


class Above(msgspec.Struct, frozen=True):
    """How many gifts of the last year are worth more than the figure as it is and as it would be."""

    figure: str
    before: Decimal
    after: Decimal
    gifts_before: int
    gifts_after: int
    currency: str

    @property
    def told_before(self) -> int | None:
        """The first count as it may be told; None for a few."""
        return _told(self.gifts_before)

    @property
    def told_after(self) -> int | None:
        """The second count as it may be told; None for a few."""
        return _told(self.gifts_after)


def _told(gifts: int) -> int | None:
    return None if 0 < gifts < FEW else gifts


class Preview(msgspec.Struct, frozen=True):
    """Everything that a proposed version changes against the one that it follows."""

    changes: tuple[Change, ...]
    cases: tuple[Case, ...]
    above: tuple[Above, ...]


class Proposed(msgspec.Struct, frozen=True):
    """A version as whoever proposes it writes it: its terms, and the instrument that adopts them."""

    profile: str
    terms: Terms
    instrument: str
    address: str = ""


class Board(msgspec.Struct, frozen=True):
    """The profiles with their versions, and what was proposed."""

    profiles: tuple[Profile, ...]
    proposals: tuple[Proposal, ...]


class ProposalView(msgspec.Struct, frozen=True):
    """One proposal with what it changes, and whether the reader may decide on it or take it back."""

    proposal: Proposal
    preview: Preview
    may_decide: bool
    may_withdraw: bool
