"""The gifts of one giver behind a finding, for the case page: what the parties room explains, asked of a case."""

from decimal import Decimal

from declarations.codes.adopted import library_in
from declarations.codes.model import ProfileVersion
from declarations.filing.model import Declaration
from declarations.filing.service.reading import Case
from declarations.parties.explaining import Explained, Judged, explained
from register.kernel.currency import Money
from register.kernel.db import Transaction


async def explained_in(tx: Transaction, case: Case) -> tuple[Explained, ...]:
    """Why gifts of the giver were added up; empty where no rule did, or its version of the profile is not known."""
    declaration = case.declaration
    if declaration.event_date is None or not declaration.alerts:
        return ()
    version = await _version(tx, declaration)
    if version is None:
        return ()
    judged = Judged(
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
    return await explained(tx, judged, version)


async def _version(tx: Transaction, declaration: Declaration) -> ProfileVersion | None:
    profile = (await library_in(tx)).profiles.get(declaration.regime)
    versions = profile.versions if profile else ()
    return next((version for version in versions if version.version == declaration.profile_version), None)


def _money(amount: Decimal | None, currency: str | None) -> Money | None:
    return None if amount is None or currency is None else Money(amount, currency)
