"""What the register knows of authorizations of activities; the room that keeps them says so at start."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Protocol
from uuid import UUID

import msgspec

from declarations.codes.facts import Facts
from declarations.codes.model import ProfileVersion
from declarations.filing import store
from declarations.filing.model import Declaration, Permit
from register.kernel.db import Transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import Message, msg

NOT_BEGUN = msg("An authorization is renewed once the activity has begun.")
NOT_RENEWABLE = msg("Only an authorization that is in force, suspended or expired is renewed.")


class Used(msgspec.Struct, frozen=True):
    """What authorized activities take of a year that has a ceiling; None where one of them is not known."""

    hours: Fraction | None
    income: Fraction | None
    """In the reference currency."""


class Permits(Protocol):
    """Keeps for how long activities are authorized."""

    async def of(self, tx: Transaction, declaration: UUID) -> Permit | None:
        """For how long a declaration is authorized, if it is open to the acting person."""

    async def open_of(self, tx: Transaction, person: UUID) -> list[UUID]:
        """The declarations of a person of which an authorization is in force or suspended, if open to the reader."""

    async def known(
        self,
        tx: Transaction,
        facts: Facts,
        version: ProfileVersion,
        *,
        person: UUID,
        continues: UUID | None,
        employer: tuple[UUID | None, str] = (None, ""),
    ) -> Mapping[str, Any]:
        """The facts of an activity that the register fills in from the person's authorizations.

        `continues` is the declaration from whose authorization a renewal or a change goes on; where nothing is said of
        one, `employer` shows by entry or key whether the activity goes on after an authorization that has ended.
        """

    async def used(
        self,
        tx: Transaction,
        version: ProfileVersion,
        *,
        person: UUID,
        day: date,
        but: UUID | None,
        begins: date | None = None,
    ) -> Used:
        """What the year of a day holds already; `but` is a declaration that goes on and begins anew on a day.

        Without that day its activity is left out whole.
        """


class _None:
    """Nothing is known, whatever is asked."""

    async def of(self, *_: object) -> Permit | None:
        return None

    async def open_of(self, *_: object) -> list[UUID]:
        return []

    async def known(self, *_: object, **__: object) -> Mapping[str, Any]:
        return {}

    async def used(self, *_: object, **__: object) -> Used:
        return Used(Fraction(0), Fraction(0))


_held: list[Permits] = [_None()]


def configure(permits: Permits) -> None:
    """Called once by the composition root."""
    _held[:] = [permits]


def permits() -> Permits:
    """What knows of authorizations in this process."""
    return _held[0]


async def renewed(tx: Transaction, reference: str | None, person: UUID, but: UUID | None = None) -> Declaration | None:
    """The declaration whose authorization is asked for again.

    Raises Invalid for one that this person cannot renew, and while another renewal of it waits; `but` is the renewal
    that is amended. Two that are filed at the same moment wait for each other here.
    """
    if reference is None:
        return None
    try:
        found = await store.by_reference(tx, reference)
    except NotFound:
        found = None
    permit = await permits().of(tx, found.id) if found and found.declarant == person else None
    if found is None or permit is None or not permit.is_renewable:
        raise Invalid(fields=[FieldError("renews", NOT_RENEWABLE)])
    await tx.execute("select pg_advisory_xact_lock(hashtextextended('renewal ' || $1::text, 0))", str(found.id))
    waits = await waiting_renewal(tx, found.id, but)
    if waits is not None:
        raise Invalid(fields=[FieldError("renews", waits.sentence)])
    return found


async def refuse_no_longer(tx: Transaction, before: Declaration | None, ends_on: date | None) -> None:
    """Raise Invalid for a renewal that ends no later than the authorization that it is to go on from."""
    permit = await permits().of(tx, before.id) if before else None
    if permit is not None and ends_on is not None and ends_on <= permit.ends_on:
        told = msg("It is authorized until %(day)s already. Write a later day.", day=permit.ends_on)
        raise Invalid(fields=[FieldError("end_date", told)])


class WaitingRenewal(msgspec.Struct, frozen=True):
    """A renewal of an authorization that waits for its decision."""

    reference: str
    """Empty for an assistant who may not see it."""

    @property
    def sentence(self) -> Message:
        """Why no second one is filed."""
        if not self.reference:
            return msg("A renewal of this authorization already waits for a decision.")
        return msg("A renewal of this authorization already waits: %(reference)s.", reference=self.reference)


async def waiting_renewal(tx: Transaction, declaration: UUID, but: UUID | None = None) -> WaitingRenewal | None:
    """The renewal of an authorization that waits, whoever filed it for the person; None where none does."""
    waits = await tx.fetchval("select renewal_waiting($1, $2)", declaration, but)
    if waits is None:
        return None
    try:
        return WaitingRenewal((await store.by_id(tx, waits)).reference)
    except NotFound:
        return WaitingRenewal("")


async def open_permit(tx: Transaction, declaration: UUID) -> Permit | None:
    """The authorization of a declaration while it is in force or suspended."""
    found = await permits().of(tx, declaration)
    return found if found and found.is_open else None


async def continued(tx: Transaction, before: Declaration) -> UUID:
    """From whose authorization a new version goes on: its own, once it has one, else that of what it renews."""
    return before.id if await permits().of(tx, before.id) else before.renews or before.id
