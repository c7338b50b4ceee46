"""Looking at authorizations, for the rooms below."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from declarations.authorizations import ceilings, store
from declarations.authorizations.model import Earlier
from declarations.codes.decisions import FigureName
from declarations.codes.facts import Facts
from declarations.codes.model import ProfileVersion
from declarations.codes.store import rates_for
from declarations.filing.model import Permit
from declarations.filing.service.permits import Used
from register.kernel.dates import local
from register.kernel.db import Transaction


class KeptPermits:
    """What the filing room is told of authorizations."""

    async def of(self, tx: Transaction, declaration: UUID) -> Permit | None:
        """For how long a declaration is authorized."""
        found = await store.of_declaration(tx, declaration)
        return found.permit if found else None

    async def open_of(self, tx: Transaction, person: UUID) -> list[UUID]:
        """What of a person is authorized and has not ended."""
        return await store.open_of(tx, person)

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
        """Until when it was authorized before, and what the year holds already where the profile has a ceiling."""
        found: dict[str, Any] = {}
        until = await _authorized_until(tx, facts, person, continues, employer)
        if until is not None:
            found["authorized_until"] = until.isoformat()
        figures = {figure.name for figure in version.figures}
        if figures.isdisjoint({FigureName.ACTIVITY_HOURS_PER_YEAR, FigureName.ACTIVITY_INCOME_PER_YEAR}):
            return found
        day = facts.get("start_date") or local(tx.now).date()
        begins = facts.get("start_date")
        used = await self.used(tx, version, person=person, day=day, but=continues, begins=begins)
        if FigureName.ACTIVITY_HOURS_PER_YEAR in figures:
            found["prior_hours"] = None if used.hours is None else _written(used.hours)
        if FigureName.ACTIVITY_INCOME_PER_YEAR in figures and version.currency:
            income = None if used.income is None else _written(used.income)
            found["prior_income"] = None if income is None else {"amount": income, "currency": version.currency}
        return found

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
        """What the year of a day holds already of authorized activities."""
        year = ceilings.year_of(day, version.reporting_year_starts)
        of = ceilings.held(await store.of_person(tx, person, year.first, year.last), but, begins)
        income = await _income(tx, of, version.currency, local(tx.now).date()) if version.currency else None
        return Used(ceilings.hours(of, year), income)


async def _authorized_until(
    tx: Transaction, facts: Facts, person: UUID, continues: UUID | None, employer: tuple[UUID | None, str]
) -> date | None:
    if continues is not None:
        before = await store.of_declaration(tx, continues)
        return before.ends_on if before else None
    begun = facts.get("start_date")
    if begun is None or not any(employer):
        return None
    return await store.ended_with(tx, person, employer, begun, local(tx.now).date())


async def _income(tx: Transaction, of: ceilings.Held, currency: str, day: date) -> Fraction | None:
    """The net income of a year; None where one of them is not known or has no rate."""
    money = [each.money for each in of.found]
    rates = await rates_for(tx, {currency} | {each.currency for each in money if each}, day)

    def worth(each: Earlier) -> Fraction | None:
        found = rates.convert(each.money, currency, day)
        return found.exact if found else None

    return ceilings.income(of, worth)


def _written(value: Fraction) -> str:
    """As facts are written, to four decimals."""
    return format((Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001")).normalize(), "f")
