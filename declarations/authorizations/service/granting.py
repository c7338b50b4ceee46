"""What a decision does to an authorization: gives it, or takes it."""

from datetime import date
from decimal import Decimal
from typing import Any

from declarations.authorizations import store
from declarations.authorizations.model import Authorization, Validity
from declarations.authorizations.rules import end_fault, reminder_due
from declarations.authorizations.settings import authorization_settings
from declarations.filing.model import Decision, Declaration
from declarations.filing.service.reading import open_content
from declarations.filing.workflow import needs_end
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.errors import FieldError
from register.kernel.i18n import msg
from register.kernel.ids import new_id


def end_faults(tx: Transaction, declaration: Declaration, decision: str, end: date | None) -> list[FieldError]:
    """What is wrong with the last day that a decision names: every authorization of an activity has one (ICSC 45)."""
    if not needs_end(declaration.kind, decision):
        unasked = msg("This decision has no last day. Remove it or choose another decision.")
        return [FieldError("valid_until", unasked)] if end is not None else []
    fault = end_fault(end, today=local(tx.now).date(), most_days=authorization_settings().most_days)
    return [FieldError("valid_until", fault)] if fault else []


async def settle(tx: Transaction, decided: Declaration, end: date | None) -> None:
    """Keep what a decision makes of the authorization of its activity; the row is decided already.

    A renewal that is authorized takes the place of what it continues. Where a change was reported and is refused, what
    was authorized before stays as it was, unless the person’s function has changed since; every other decision ends it.
    """
    if decided.kind != "outside_activity":
        return
    if end is not None and needs_end(decided.kind, decided.outcome or ""):
        await store.put(tx, _granted(tx, decided, end))
    elif decided.outcome != Decision.REFUSE_AUTHORIZATION or await _is_for_another_function(tx, decided):
        await store.set_validity(tx, decided.id, Validity.REVOKED)
    # else what is refused is the change that was reported


async def _is_for_another_function(tx: Transaction, decided: Declaration) -> bool:
    found = await store.of_declaration(tx, decided.id)
    changed = decided.function_changed_on
    return found is not None and changed is not None and changed >= local(found.decided_at).date()


def _granted(tx: Transaction, decided: Declaration, end: date) -> Authorization:
    today = local(tx.now).date()
    facts = open_content(decided).facts
    income = facts.get("income") or {}
    return Authorization(
        id=new_id(),
        declaration=decided.id,
        declarant=decided.declarant,
        starts_on=min(max(today, decided.start_date or today), end),
        ends_on=end,
        validity=Validity.IN_FORCE,
        renews=decided.renews,
        decided_at=decided.decided_at or tx.now,
        reminded=reminder_due((end - today).days, None, authorization_settings().reminder_days),
        hours_per_week=_number(facts.get("hours_per_week")),
        income=_number(income.get("amount")),
        income_currency=income.get("currency") if income.get("amount") is not None else None,
    )


def _number(said: Any) -> Decimal | None:
    return None if said is None else Decimal(str(said))
