"""What programs send and receive of profiles, proposals and rates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.model import Profile
from declarations.codes.rate_files import RateFile
from declarations.codes.rates import Quote
from declarations.codes.store import Loaded
from declarations.codes.store_versions import Proposal
from declarations.codes.terms import Terms, read_terms, terms_of
from declarations.policies.model import Board, Preview, ProposalView, Proposed
from register.kernel.currency import CURRENCIES
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg


class VersionOut(msgspec.Struct, frozen=True):
    """One dated version with its terms."""

    version: str
    terms: Terms


class ProfileOut(msgspec.Struct, frozen=True):
    """A profile with all its versions, oldest first."""

    name: str
    versions: list[VersionOut]

    @classmethod
    def of(cls, profile: Profile) -> "ProfileOut":
        """The profile for programs."""
        return cls(profile.name, [VersionOut(each.version, terms_of(each)) for each in profile.versions])


class ProposalOut(msgspec.Struct, frozen=True):
    """A proposed version and what became of it."""

    id: UUID
    profile: str
    effective_from: date
    terms: Terms
    instrument: str
    address: str
    status: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str

    @classmethod
    def of(cls, proposal: Proposal) -> "ProposalOut":
        """The proposal for programs."""
        return cls(
            id=proposal.id,
            profile=proposal.profile,
            effective_from=proposal.effective_from,
            terms=read_terms(proposal.content),
            instrument=proposal.instrument,
            address=proposal.address,
            status=proposal.status.value,
            proposed_by=proposal.proposer_name,
            proposed_at=proposal.proposed_at,
            decided_by=proposal.decider_name,
            decided_at=proposal.decided_at,
            reason=proposal.reason,
        )


class BoardOut(msgspec.Struct, frozen=True):
    """Profiles, and the newest proposals first."""

    profiles: list[ProfileOut]
    proposals: list[ProposalOut]

    @classmethod
    def of(cls, board: Board) -> "BoardOut":
        """The board for programs."""
        return cls(list(map(ProfileOut.of, board.profiles)), list(map(ProposalOut.of, board.proposals)))


class PreviewOut(msgspec.Struct, frozen=True):
    """What a version changes. Small counts of gifts are `null`: fewer than five."""

    changes: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    gifts_above: list[dict[str, Any]]

    @classmethod
    def of(cls, preview: Preview) -> "PreviewOut":
        """The preview for programs."""
        return cls(
            [msgspec.to_builtins(change) for change in preview.changes],
            [
                {
                    "giver_type": case.giver_type,
                    "value": {"amount": format(case.value.amount, "f"), "currency": case.value.currency},
                    "before": case.before,
                    "after": case.after,
                }
                for case in preview.cases
            ],
            [
                {
                    "figure": above.figure,
                    "before": format(above.before, "f"),
                    "after": format(above.after, "f"),
                    "gifts_before": above.told_before,
                    "gifts_after": above.told_after,
                }
                for above in preview.above
            ],
        )


class ProposalViewOut(msgspec.Struct, frozen=True):
    """A proposal with what it changes."""

    proposal: ProposalOut
    preview: PreviewOut

    @classmethod
    def of(cls, view: ProposalView) -> "ProposalViewOut":
        """The view for programs."""
        return cls(ProposalOut.of(view.proposal), PreviewOut.of(view.preview))


class ProposalIn(msgspec.Struct, forbid_unknown_fields=True):
    """The next version of a profile: all its terms, and the instrument that adopts them."""

    profile: str
    terms: Terms
    instrument: str
    address: str = ""

    def proposed(self) -> Proposed:
        """The same as the page reads it. Raises Invalid by field."""
        faults = []
        if not self.instrument.strip() or len(self.instrument) > 300:
            faults.append(FieldError("instrument", msg("Name the instrument in at most 300 characters.")))
        if self.address and not self.address.startswith("https://"):
            sentence = msg("Write the whole address of the published text, beginning with https://.")
            faults.append(FieldError("address", sentence))
        if self.terms.currency is not None and self.terms.currency not in CURRENCIES:
            faults.append(FieldError("terms.currency", msg("Write the three letters of a currency, such as USD.")))
        if any(amount < 0 or not amount.is_finite() for amount in self._amounts()):
            faults.append(FieldError("terms.figures", msg("Amounts are finite and not negative.")))
        if faults:
            raise Invalid(fields=faults)
        return Proposed(self.profile, self.terms, self.instrument.strip(), self.address)

    def _amounts(self) -> list[Decimal]:
        return [*(figure.amount for figure in self.terms.figures), *self.terms.value_bands]


class ReasonIn(msgspec.Struct, forbid_unknown_fields=True):
    """Why a proposal is rejected."""

    reason: str


class RateIn(msgspec.Struct, forbid_unknown_fields=True):
    """Units of a currency for one unit of the base, from a day on."""

    currency: str
    effective: date
    units: Decimal


class RatesIn(msgspec.Struct, forbid_unknown_fields=True):
    """Rates of one source."""

    source: str
    base: str
    rates: list[RateIn]

    def file(self) -> RateFile:
        """The same as a file of rates. Raises Invalid by field."""
        faults = [
            FieldError(f"rates.{at}", msg("A rate needs a known currency and a number above zero."))
            for at, rate in enumerate(self.rates)
            if rate.currency not in CURRENCIES or not rate.units.is_finite() or rate.units <= 0
        ]
        if self.base not in CURRENCIES:
            faults.append(FieldError("base", msg("Write the three letters of a currency, such as USD.")))
        if not self.source.strip() or len(self.source) > 80:
            faults.append(FieldError("source", msg("Name the source in at most 80 characters.")))
        if faults or not self.rates:
            raise Invalid(fields=faults or [FieldError("rates", msg("The file holds no rates."))])
        quotes = (Quote(rate.currency, rate.effective, rate.units) for rate in self.rates)
        return RateFile(self.source.strip(), self.base, tuple(quotes))


class RatesOut(msgspec.Struct, frozen=True):
    """How many rates were new, how many replaced another one."""

    added: int
    changed: int

    @classmethod
    def of(cls, loaded: Loaded) -> "RatesOut":
        """The outcome for programs."""
        return cls(loaded.added, loaded.changed)
