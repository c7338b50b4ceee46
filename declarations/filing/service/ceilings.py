"""How much of a yearly ceiling a person has used, for the person alone."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from declarations.codes.decisions import FigureName
from declarations.codes.library import regime_for
from declarations.codes.vocabulary import Capacity
from declarations.filing.service.permits import permits
from declarations.filing.service.settings import filing_settings
from register.kernel.currency import Money
from register.kernel.db import transaction
from register.kernel.errors import Invalid
from register.kernel.i18n import Message, msg
from register.kernel.identity import Identity


class Counter(msgspec.Struct, frozen=True):
    """One ceiling of the year of a day: what authorized activities have used of it; None where that is not known."""

    name: str
    """`hours` or `income`."""
    ceiling: Decimal
    used: Decimal | None
    currency: str | None = None

    @property
    def sentence(self) -> Message:
        """The same in words."""
        if self.used is None:
            return msg(
                "How much of a yearly ceiling you have used is not known: hours or income of an activity are missing."
            )
        if self.currency:
            used, ceiling = Money(self.used, self.currency), Money(self.ceiling, self.currency)
            return msg(
                "You have used %(used)s of the %(ceiling)s of net income that activities may bring in a year.",
                used=used,
                ceiling=ceiling,
            )
        return msg(
            "You have used %(used)s of the %(ceiling)s hours that activities may take in a year.",
            used=self.used,
            ceiling=self.ceiling,
        )


async def counters(identity: Identity, day: date | None = None, *, but: UUID | None = None) -> Sequence[Counter]:
    """The person's own counters of the year of a day, today's where none is given; none without a ceiling.

    `but` is a declaration that is left out.
    """
    if identity.person is None:
        return ()
    async with transaction(identity) as tx:
        day = day or tx.now.date()
        library = await library_in(tx)
        try:
            profile = regime_for(Capacity(identity.capacity), filing_settings().regimes, library)
        except (Invalid, ValueError):  # no profile judges this capacity
            return ()
        version = library.profile(profile).version_on(day)[0]
        hours = version.figure(FigureName.ACTIVITY_HOURS_PER_YEAR)
        income = version.figure(FigureName.ACTIVITY_INCOME_PER_YEAR)
        if hours is None and income is None:
            return ()
        used = await permits().used(tx, version, person=identity.person, day=day, but=but)
        found = [Counter("hours", hours.amount, _rounded(used.hours))] if hours else []
        if income and version.currency:
            found.append(Counter("income", income.amount, _rounded(used.income), version.currency))
        return tuple(found)


def _rounded(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.1")).normalize()
