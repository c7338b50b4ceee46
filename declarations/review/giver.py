"""The gifts of one giver behind a finding, for the case page: what the parties room explains, asked of a case."""

from collections.abc import Container, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from declarations.codes.adopted import library_in
from declarations.codes.model import ProfileVersion
from declarations.filing.model import Declaration
from declarations.filing.service.reading import Case
from declarations.parties.explaining import Explained, Judged, explained, nearness
from declarations.review.elsewhere import Split
from register.kernel.currency import Money
from register.kernel.db import Transaction

_NOTHING = Decimal(0)


async def explained_in(tx: Transaction, case: Case) -> tuple[Explained, ...]:
    """Why gifts of the giver were added up; empty where no rule did, or its version of the profile is not known."""
    declaration = case.declaration
    judged = _judged(case)
    if judged is None or not declaration.alerts:
        return ()
    version = await _version(tx, declaration)
    return () if version is None else await explained(tx, judged, version)


async def split_among(tx: Transaction, case: Case, gifts: Sequence[Any], *, new: Container[UUID]) -> Split | None:
    """Whether the gift and others would be split below the nominal value if all of these were of one giver.

    None where none of those that are just below it is among the `new` ones, which the rules did not count.
    """
    judged, value = _judged(case), case.declaration.reference_amount
    version = await _version(tx, case.declaration) if judged and value is not None else None
    near = nearness(judged, version) if judged and version else None
    currency = case.declaration.reference_currency
    if near is None or value is None or currency is None or not near.holds(value):
        return None
    found = [
        row for row in gifts if row["event_date"] >= near.since and near.holds(row["reference_amount"] or _NOTHING)
    ]
    total = sum((row["reference_amount"] for row in found), value)
    if not any(row["id"] in new for row in found) or not near.is_over(total):
        return None
    return Split(len(found) + 1, near.since, Money(near.nominal.amount, currency), Money(total, currency))


def _judged(case: Case) -> Judged | None:
    declaration = case.declaration
    if declaration.event_date is None:
        return None
    return Judged(
        id=declaration.id,
        reference=declaration.reference,
        declarant=declaration.declarant,
        party=declaration.party,
        party_key=declaration.party_key,
        event_date=declaration.event_date,
        value=_money(declaration.amount, declaration.currency),
        in_reference=_money(declaration.reference_amount, declaration.reference_currency),
        rate=declaration.rate,
        rate_source=declaration.rate_source,
        rate_date=declaration.rate_date,
        alerts=tuple(declaration.alerts),
        facts=case.content.facts,
    )


async def _version(tx: Transaction, declaration: Declaration) -> ProfileVersion | None:
    profile = (await library_in(tx)).profiles.get(declaration.regime)
    versions = profile.versions if profile else ()
    return next((version for version in versions if version.version == declaration.profile_version), None)


def _money(amount: Decimal | None, currency: str | None) -> Money | None:
    return None if amount is None or currency is None else Money(amount, currency)
