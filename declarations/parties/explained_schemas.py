"""What programs get of the gifts behind a finding."""

from datetime import date
from decimal import Decimal

import msgspec

from declarations.parties.explaining import CountedGift, Explained
from register.kernel.currency import Money
from register.kernel.i18n import say


class AmountOut(msgspec.Struct, frozen=True):
    """An amount."""

    amount: str
    currency: str

    @classmethod
    def of(cls, found: Money | None) -> "AmountOut | None":
        """From an amount, if there is one."""
        return cls(_plain(found.amount), found.currency) if found else None


class CountedGiftOut(msgspec.Struct, frozen=True):
    """One gift with its rate, and the sum up to it."""

    reference: str
    day: date
    value: AmountOut | None
    counted_as: AmountOut | None
    rate: str | None
    rate_source: str | None
    rate_date: date | None
    running: AmountOut | None
    is_this: bool

    @classmethod
    def of(cls, found: CountedGift) -> "CountedGiftOut":
        """From a gift."""
        value, counted, running = map(AmountOut.of, (found.value, found.in_reference, found.running))
        rate = None if found.rate is None else _plain(found.rate)
        known = (rate, found.rate_source, found.rate_date)
        return cls(found.reference, found.day, value, counted, *known, running, found.is_this)


class ExplainedOut(msgspec.Struct, frozen=True):
    """One finding with the gifts that make it, oldest first."""

    alert: str
    gifts: list[CountedGiftOut]
    since: date
    limit: AmountOut | None
    reaches: bool
    """Whether a sum equal to the limit is over it."""
    least: AmountOut | None
    counted: AmountOut | None
    """What the rules added up."""
    listed: AmountOut | None
    """What the gifts that are open to the reader come to."""
    instrument: str

    @classmethod
    def of(cls, found: Explained) -> "ExplainedOut":
        """From a finding."""
        limit, least, counted, listed = map(AmountOut.of, (found.limit, found.least, found.counted, found.listed))
        gifts = [CountedGiftOut.of(gift) for gift in found.gifts]
        said = say(found.citation.instrument)
        return cls(found.alert, gifts, found.since, limit, found.reaches, least, counted, listed, said)


def _plain(amount: Decimal) -> str:
    return format(amount, "f")
