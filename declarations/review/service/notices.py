"""Whom the desk tells what: that something waits and where, never what it says."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from declarations.filing import store as filing
from declarations.filing.model import Declaration
from declarations.filing.service.notices import desk_link, own_link
from register.kernel.db import Transaction
from register.kernel.i18n import Message, msg, nmsg
from register.notices.service import post


async def _tell_declarant(tx: Transaction, declaration: Declaration, subject: Message, *body: Message) -> None:
    for person in dict.fromkeys((declaration.declarant, declaration.filed_by)):
        await post(tx, recipient=person, subject=subject, body=body, link=own_link(declaration))


async def tell_asked(tx: Transaction, declaration: Declaration, due: date) -> None:
    """To the declarant, and to the assistant who filed it: both can answer."""
    await _tell_declarant(
        tx,
        declaration,
        msg("A question about declaration %(reference)s", reference=declaration.reference),
        msg("The ethics office has asked one question about this declaration. Answer it by %(due)s.", due=due),
    )


async def tell_decided(tx: Transaction, decided: Sequence[Declaration]) -> None:
    """To the declarant and the assistant; to the office, where another authority decided, but for who has recused."""
    recused = await filing.recused_from(tx, [declaration.id for declaration in decided])
    for declaration in decided:
        await _tell_decided(tx, declaration, recused.get(declaration.id, frozenset()))


async def _tell_decided(tx: Transaction, declaration: Declaration, recused: frozenset[UUID]) -> None:
    await _tell_declarant(
        tx,
        declaration,
        msg("Declaration %(reference)s has been decided", reference=declaration.reference),
        msg("Read the decision and its reasons in the register, and confirm that you have seen them."),
        msg("You may add your own comments there; they stay with the case."),
    )
    known = (declaration.reviewer, declaration.recommended_by)
    office = [person for person in known if person is not None and person not in recused]
    await _tell_desk(
        tx,
        declaration,
        office,
        msg("Case %(reference)s has been decided", reference=declaration.reference),
        msg("The authority has decided a case that you reviewed."),
    )


async def tell_authorization(tx: Transaction, declaration: Declaration) -> None:
    """That an authorization was suspended, put back into force or revoked."""
    await _tell_declarant(
        tx,
        declaration,
        msg("The authorization of declaration %(reference)s has changed", reference=declaration.reference),
        msg("Read in the register whether you may carry on the activity, and why."),
    )


async def tell_withdrawn(tx: Transaction, declaration: Declaration) -> None:
    """That the office agreed to the withdrawal."""
    await _tell_declarant(
        tx,
        declaration,
        msg("Declaration %(reference)s has been withdrawn", reference=declaration.reference),
        msg("The ethics office agreed to the withdrawal. The record of it stays in the register."),
    )


async def tell_authority(tx: Transaction, declaration: Declaration, holders: Iterable[UUID]) -> None:
    """To everyone who may decide it."""
    await _tell_desk(
        tx,
        declaration,
        holders,
        msg("Case %(reference)s waits for your decision", reference=declaration.reference),
        msg("The ethics office has put a case before you. Everything that a decision needs is on its page."),
    )


async def tell_reviewer(tx: Transaction, declaration: Declaration) -> None:
    """To the officer whose case it now is and to whoever acts for them, unless they did it themselves."""
    await _tell_desk(
        tx,
        declaration,
        await filing.reviewing(tx, declaration),
        msg("Case %(reference)s is yours", reference=declaration.reference),
        msg("This case has been assigned or sent back to you."),
    )


async def tell_handed_over(tx: Transaction, declaration: Declaration, before: UUID | None) -> None:
    """To the officer whose case it now is and to the one whose it was, unless they did it themselves."""
    await tell_reviewer(tx, declaration)
    await _tell_desk(
        tx,
        declaration,
        [before] if before else [],
        msg("Case %(reference)s is another officer’s now", reference=declaration.reference),
        msg("This case has been handed over. Its history says by whom and why."),
    )


async def tell_assigned_together(tx: Transaction, officer: UUID, cases: int) -> None:
    """To the officer to whom several cases were given at once, in one notice, unless they did it themselves."""
    if officer != tx.identity.person:
        await post(
            tx,
            recipient=officer,
            subject=msg("New cases are yours to review"),
            body=[nmsg("%(n)s case has been assigned to you.", "%(n)s cases have been assigned to you.", cases)],
            link="/desk?show=mine",
        )


async def tell_found_elsewhere(tx: Transaction, declaration: Declaration, persons: Iterable[UUID]) -> None:
    """To those who have the case: its party may stand elsewhere too; where and why, only the page says."""
    await _tell_desk(
        tx,
        declaration,
        persons,
        msg("Case %(reference)s: something new elsewhere in the register", reference=declaration.reference),
        msg("The same party may be named elsewhere. The page of the case says where, and why it is shown."),
    )


async def _tell_desk(
    tx: Transaction, declaration: Declaration, persons: Iterable[UUID], subject: Message, body: Message
) -> None:
    for person in dict.fromkeys(persons):
        if person != tx.identity.person:
            await post(tx, recipient=person, subject=subject, body=[body], link=desk_link(declaration))
