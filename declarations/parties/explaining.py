"""Why the rules found that gifts of one giver add up: the gifts behind `cumulative` and `split_below_threshold`.

What the rules counted is kept with the declaration. The gifts are looked up anew, only those that are open to the
reader, and where they do not come to what was counted, that is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.conditions import Holds, table_holds
from declarations.codes.decisions import Alert, Comparator, FigureName
from declarations.codes.model import Citation, Figure, ProfileVersion
from declarations.codes.periods import period_start
from register.kernel.currency import Money
from register.kernel.db import Transaction

EXPLAINED = (Alert.CUMULATIVE, Alert.SPLIT_BELOW_THRESHOLD)
_MOST = 200
_GIFTS = """
    select reference, event_date, amount, currency, reference_amount, rate, rate_source, rate_date from declaration
    where declarant = $1 and kind = 'gift' and direction = 'received' and status <> 'withdrawn' and id <> $2
        and event_date between $3 and $4
        and (party = any ((select giver_parties($5, $6))::uuid[])
            or (party_key <> '' and party_key = any ((select giver_keys($5, $6))::text[])))
    order by event_date desc, id desc limit 201
"""


class Judged(msgspec.Struct, frozen=True):
    """The declaration that is explained, as far as that is needed."""

    id: UUID
    reference: str
    declarant: UUID
    party: UUID | None
    party_key: str
    event_date: date
    value: Money | None
    in_reference: Money | None
    rate: Decimal | None
    rate_source: str | None
    rate_date: date | None
    alerts: tuple[str, ...]
    facts: Mapping[str, Any]


class CountedGift(msgspec.Struct, frozen=True):
    """One gift, its value as it was declared and in the reference currency, and the sum up to it."""

    reference: str
    day: date
    value: Money | None
    in_reference: Money | None
    rate: Decimal | None
    rate_source: str | None
    rate_date: date | None
    running: Money
    is_this: bool = False

    @property
    def is_converted(self) -> bool:
        """Whether a rate stands between the two values."""
        return bool(self.value and self.in_reference and self.value.currency != self.in_reference.currency)


class Explained(msgspec.Struct, frozen=True):
    """One finding with the gifts that make it, oldest first, and the figure that they are held against."""

    alert: Alert
    gifts: tuple[CountedGift, ...]
    since: date
    limit: Money
    reaches: bool
    """Whether a sum equal to the limit is over it."""
    least: Money | None
    """Below which a gift does not count as split; None for totals."""
    counted: Money
    """What the rules added up when they judged, this gift included."""
    listed: Money
    citation: Citation

    @property
    def is_whole(self) -> bool:
        """Whether the gifts listed come to what was counted."""
        return self.counted == self.listed

    @property
    def is_more(self) -> bool:
        """Whether more is listed than was counted: gifts of earlier days that were declared later."""
        return self.listed.amount > self.counted.amount


async def explained(tx: Transaction, judged: Judged, version: ProfileVersion) -> tuple[Explained, ...]:
    """The findings of a declaration that come from several gifts; empty where none does."""
    currency, day = version.currency, judged.event_date
    if currency is None or not set(EXPLAINED).intersection(judged.alerts):
        return ()
    found = []
    total = _figure(version, FigureName.CUMULATIVE, judged)
    if Alert.CUMULATIVE in judged.alerts and total:
        since = period_start(total.period, day, version.reporting_year_starts)
        found.append(cumulative(judged, total, since, currency, await _gifts(tx, judged, since)))
    near = nearness(judged, version)
    if Alert.SPLIT_BELOW_THRESHOLD in judged.alerts and near:
        found.append(split(judged, near, currency, await _gifts(tx, judged, near.since)))
    return tuple(found)


class Nearness(msgspec.Struct, frozen=True):
    """What counts as just below the nominal value: since when, of which figure, from which share of it on."""

    since: date
    nominal: Figure
    share: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether a value in the reference currency is within the nominal value and at least its share."""
        return self.nominal.amount * self.share <= value and not self.is_over(value)

    def is_over(self, value: Decimal) -> bool:
        """Whether a value is over the nominal one."""
        limit = self.nominal.amount
        return value >= limit if self.nominal.comparator is Comparator.GTE else value > limit


def nearness(judged: Judged, version: ProfileVersion) -> Nearness | None:
    """The same for a declaration; None where its profile knows no split."""
    names = (FigureName.SPLIT_WINDOW_DAYS, FigureName.NOMINAL, FigureName.SPLIT_SHARE)
    window, nominal, share = (_figure(version, name, judged) for name in names)
    if window is None or nominal is None or share is None:
        return None
    return Nearness(judged.event_date - timedelta(days=int(window.amount)), nominal, share.amount)


async def _gifts(tx: Transaction, judged: Judged, since: date) -> list[Any]:
    """Earlier gifts of the same giver to the same person that are open to the reader, newest first."""
    asked = (judged.declarant, judged.id, since, judged.event_date, judged.party, judged.party_key)
    return (await tx.fetch(_GIFTS, *asked))[:_MOST]


def _figure(version: ProfileVersion, name: FigureName, judged: Judged) -> Figure | None:
    """The lowest figure that applies to the facts."""
    named = [figure for figure in version.figures if figure.name is name]
    holding = [figure for figure in named if table_holds(figure.when, judged.facts) is Holds.CERTAINLY]
    return min(holding, key=lambda figure: figure.amount, default=None)


def cumulative(judged: Judged, figure: Figure, since: date, currency: str, rows: Sequence[Any]) -> Explained:
    """The total of the period against the cumulative figure."""
    before = judged.facts.get("prior_total") or {}
    own = judged.in_reference.amount if judged.in_reference else Decimal(0)
    counted = Decimal(before.get("amount", "0")) + own
    return _told(Alert.CUMULATIVE, judged, figure, since, currency, rows, counted=counted)


def split(judged: Judged, near: Nearness, currency: str, rows: Sequence[Any]) -> Explained:
    """Gifts that are each within the nominal value, at least its share, and together above it."""
    found = [row for row in rows if row["reference_amount"] is not None and near.holds(row["reference_amount"])]
    own = judged.in_reference.amount if judged.in_reference else Decimal(0)
    counted = sum((row["reference_amount"] for row in found), own)
    return _told(
        Alert.SPLIT_BELOW_THRESHOLD,
        judged,
        near.nominal,
        near.since,
        currency,
        found,
        counted=counted,
        least=Money(near.nominal.amount * near.share, currency),
    )


def _told(
    alert: Alert,
    judged: Judged,
    figure: Figure,
    since: date,
    currency: str,
    rows: Sequence[Any],
    *,
    counted: Decimal,
    least: Money | None = None,
) -> Explained:
    gifts = running([*(_gift(row, currency) for row in reversed(rows)), _this(judged)], currency)
    return Explained(
        alert=alert,
        gifts=gifts,
        since=since,
        limit=Money(figure.amount, currency),
        reaches=figure.comparator is Comparator.GTE,
        least=least,
        counted=Money(counted, currency),
        listed=gifts[-1].running,
        citation=figure.citation,
    )


def running(gifts: Iterable[CountedGift], currency: str) -> tuple[CountedGift, ...]:
    """The gifts with the sum up to each; a gift without a value adds nothing."""
    total, summed = Decimal(0), []
    for gift in gifts:
        total += gift.in_reference.amount if gift.in_reference else Decimal(0)
        summed.append(msgspec.structs.replace(gift, running=Money(total, currency)))
    return tuple(summed)


def _gift(row: Any, currency: str) -> CountedGift:
    known, counted = row["amount"], row["reference_amount"]
    return CountedGift(
        reference=row["reference"],
        day=row["event_date"],
        value=None if known is None else Money(known, row["currency"]),
        in_reference=None if counted is None else Money(counted, currency),
        rate=row["rate"],
        rate_source=row["rate_source"],
        rate_date=row["rate_date"],
        running=Money(Decimal(0), currency),
    )


def _this(judged: Judged) -> CountedGift:
    return CountedGift(
        reference=judged.reference,
        day=judged.event_date,
        value=judged.value,
        in_reference=judged.in_reference,
        rate=judged.rate,
        rate_source=judged.rate_source,
        rate_date=judged.rate_date,
        running=Money(Decimal(0), judged.in_reference.currency if judged.in_reference else "USD"),
        is_this=True,
    )
