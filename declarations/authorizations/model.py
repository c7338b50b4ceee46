"""What an authorization of an outside activity is."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec

from declarations.filing.model import Permit
from register.kernel.currency import Money


class Validity(StrEnum):
    """Whether an authorization still counts."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    """By the office, until it is reinstated, decided anew or revoked."""
    REVOKED = "revoked"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    """By a renewal."""


OPEN = frozenset({Validity.IN_FORCE, Validity.SUSPENDED})
"""What has not ended."""
RENEWABLE = OPEN | {Validity.EXPIRED}
"""What may be asked for again as a renewal; what was revoked is asked for anew."""


class Authorization(msgspec.Struct, frozen=True):
    """For how long an activity is authorized, both days included."""

    id: UUID
    declaration: UUID
    declarant: UUID
    starts_on: date
    ends_on: date
    validity: Validity
    renews: UUID | None
    decided_at: datetime
    reminded: int | None = None
    hours_per_week: Decimal | None = None
    """Null where the person does not know."""
    income: Decimal | None = None
    income_currency: str | None = None

    @property
    def permit(self) -> Permit:
        """The same as other rooms need it."""
        is_open, is_renewable = self.validity in OPEN, self.validity in RENEWABLE
        return Permit(self.starts_on, self.ends_on, self.validity.value, is_open, is_renewable)


class Earlier(msgspec.Struct, frozen=True):
    """An authorization of a person that is not revoked, with the days of its activity."""

    declaration: UUID
    starts_on: date
    ends_on: date
    validity: str
    renews: UUID | None
    hours_per_week: Decimal | None
    income: Decimal | None
    income_currency: str | None
    activity_starts: date | None
    activity_ends: date | None

    @property
    def money(self) -> Money | None:
        """The net income of a year."""
        return Money(self.income, self.income_currency) if self.income is not None and self.income_currency else None
