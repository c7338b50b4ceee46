"""What declarants do with their own declarations after filing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from declarations.filing import store
from declarations.filing.asked import IN_FUTURE
from declarations.filing.model import Action, Declaration, NilDetails, Party, Status
from declarations.filing.service import notices
from declarations.filing.service.filing import close_by_rule
from declarations.filing.service.moves import apply_move, parties_in
from declarations.filing.service.nothing import refuse_what_is_held
from declarations.filing.service.reading import Case, is_read, is_settled, open_case, open_content, open_steps
from declarations.filing.service.stale import refuse_stale
from declarations.filing.workflow import closes_on_filing
from register import vault
from register.kernel import clock
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound, TransitionRefused
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity
from register.kernel.paging import PAGE_ROWS, Cursor, Page
from register.ledger.readings import readings_of, record_reading


async def list_own(
    identity: Identity, cursor: Cursor | None = None, *, filed_for_others: bool = False
) -> Page[Declaration]:
    """The person's own declarations, newest first; or those that they filed for others."""
    async with transaction(identity) as tx:
        return await store.own_page(tx, cursor, PAGE_ROWS, filed_for_others=filed_for_others)


async def read_own(identity: Identity, reference: str) -> Case:
    """One declaration as its declarant or filer sees it; an assistant's opening is recorded as a reading."""
    async with transaction(identity) as tx:
        declaration = await _own(tx, reference)
        if declaration.declarant != identity.person:
            await record_reading(
                tx, kind="declaration", subject=declaration.id, role="assistant", purpose="filed_for_the_person"
            )
        return await open_case(tx, declaration)


class NamedReading(msgspec.Struct, frozen=True):
    """Who opened a declaration, in what role, when and what for; the name as the register knows it today."""

    name: str
    role: str
    at: datetime
    purpose: str


async def readings(identity: Identity, reference: str) -> list[NamedReading]:
    """Who has opened the person's own declaration, newest first."""
    async with transaction(identity) as tx:
        declaration = await _own(tx, reference)
        if declaration.declarant != identity.person:
            raise NotFound
        names = await store.reader_names(tx, declaration.id)
        return [
            NamedReading(names.get(reading.person, ""), reading.role, reading.at, reading.purpose)
            for reading in await readings_of(tx, "declaration", declaration.id)
        ]


async def _own(tx: Transaction, reference: str, *, lock: bool = False) -> Declaration:
    declaration = await store.by_reference(tx, reference, lock=lock)
    if tx.identity.person not in {declaration.declarant, declaration.filed_by}:
        raise NotFound
    return declaration


async def _step(
    identity: Identity,
    reference: str,
    action: Action,
    seen: int | None,
    said: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    *,
    tell: bool = True,
) -> Declaration:
    async with transaction(identity) as tx:
        before = await _own(tx, reference, lock=True)
        if seen is not None:
            await refuse_stale(tx, before, seen)
        parties = await parties_in(tx, before)
        await _refuse_again(tx, before, action, parties)
        dated = {name: tx.now if value is NOW else value for name, value in (changes or {}).items()}
        after = await apply_move(tx, before, action, parties=parties, said=said, changes=dated)
        untouched = action is Action.CONFIRM and after.status is Status.SUBMITTED
        if untouched and closes_on_filing(after.effect, after.alerts):
            after = await close_by_rule(tx, after, vault.unwrap(after.key_id, after.wrapped_key))
        if tell:
            await notices.tell_reviewer(tx, after)
        return after


async def _refuse_again(tx: Transaction, before: Declaration, action: Action, parties: frozenset[Party]) -> None:
    """A decision is read once and a payment repaid once; nobody confirms nothing where the register holds something."""
    if Party.DECLARANT not in parties:
        return
    if action is Action.ACKNOWLEDGE and is_read(await open_steps(tx, before)):
        raise TransitionRefused
    if action is Action.SETTLE_PAYMENT and is_settled(before, await open_steps(tx, before)):
        raise TransitionRefused(msg("It is recorded already on which day this was done."))
    if action is Action.CONFIRM and before.kind == "nil":
        details = open_content(before).details
        if isinstance(details, NilDetails):
            await refuse_what_is_held(tx, before.declarant, details, before.id)


class _Now(msgspec.Struct, frozen=True):
    """Stands for the moment of the transaction."""


NOW = _Now()


def _words(field: str, text: str) -> str:
    if not text.strip():
        raise Invalid(fields=[FieldError(field, msg("Write your answer here; it cannot be empty."))])
    return text.strip()


@retry_serialization
async def answer(identity: Identity, reference: str, text: str, seen: int) -> Declaration:
    """Answer the question of the office, in place."""
    said = {"answer": _words("answer", text)}
    return await _step(identity, reference, Action.ANSWER, seen, said, {"question_due": None})


@retry_serialization
async def confirm(identity: Identity, reference: str, seen: int) -> Declaration:
    """Confirm what an assistant filed; only then may anything be decided."""
    return await _step(identity, reference, Action.CONFIRM, seen, changes={"confirmed_at": NOW})


@retry_serialization
async def withdraw(identity: Identity, reference: str, reason: str, seen: int) -> Declaration:
    """Withdraw it before the decision; an item already received needs the reviewer's assent instead."""
    said = {"reason": _words("reason", reason)}
    return await _step(identity, reference, Action.WITHDRAW, seen, said, {"due_on": None, "question_due": None})


@retry_serialization
async def request_withdrawal(identity: Identity, reference: str, reason: str, seen: int) -> Declaration:
    """Ask the reviewer to assent to a withdrawal (ICSC 23: what shall be disclosed is not simply taken back)."""
    said = {"reason": _words("reason", reason)}
    return await _step(identity, reference, Action.REQUEST_WITHDRAWAL, seen, said, {"withdrawal_requested_at": NOW})


@retry_serialization
async def comment(identity: Identity, reference: str, text: str) -> Declaration:
    """Add the declarant's own view; it stays with the record and cannot be removed (ICSC 19)."""
    return await _step(identity, reference, Action.COMMENT, None, {"comment": _words("comment", text)})


@retry_serialization
async def settle_payment(identity: Identity, reference: str, on: date, account: str, seen: int) -> Declaration:
    """Record on which day a supplementary payment was declined where it was offered, or repaid where it was received.

    Nothing else ends such a payment (ICSC 51). Of a gift that was decided to go back, the day on which it did. Raises
    Invalid at `on` for a day that has not come or is before that of the payment or gift, TransitionRefused where it is
    recorded already.
    """
    if on > clock.today():
        raise Invalid(fields=[FieldError("on", IN_FUTURE)])
    found = await read_own(identity, reference)
    paid_on = found.declaration.event_date
    if paid_on is not None and on < paid_on:
        of_gift = msg("This day is before that of the gift, %(day)s.", day=paid_on)
        of_payment = msg("This day is before that of the payment, %(day)s.", day=paid_on)
        fault = of_gift if found.declaration.is_to_be_returned else of_payment
        raise Invalid(fields=[FieldError("on", fault)])
    said: dict[str, Any] = {"on": on.isoformat()}
    said |= {"returned": True} if found.declaration.is_to_be_returned else {"repaid": found.declaration.is_received}
    said |= {"account": account.strip(), "language": current_locale().tag} if account.strip() else {}
    return await _step(identity, reference, Action.SETTLE_PAYMENT, seen, said)


@retry_serialization
async def acknowledge(identity: Identity, reference: str, seen: int) -> Declaration:
    """Say that the decision has been read."""
    return await _step(identity, reference, Action.ACKNOWLEDGE, seen, tell=False)
