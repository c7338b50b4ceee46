"""Telling somebody that there is something to read or to do: a link alone, never a word of it."""

from uuid import UUID

from register.kernel.db import Transaction
from register.kernel.i18n import Message, msg
from register.notices.service import post

_NOTHING_SAID = msg("Read it in the register. This message says nothing of it.")


async def tell_filer(tx: Transaction, filer: UUID, subject: Message, link: str = "/assets") -> None:
    """Somebody who makes statements."""
    await post(tx, recipient=filer, subject=subject, body=[_NOTHING_SAID], link=link)


async def tell_office(tx: Transaction, filer: UUID, subject: Message, link: str) -> None:
    """Every ethics officer but the filer."""
    rows = await tx.fetch("select holder from role_holders('ethics_officer') as holder where holder <> $1", filer)
    for row in rows:
        await post(tx, recipient=row["holder"], subject=subject, body=[_NOTHING_SAID], link=link)


async def tell_readers(tx: Transaction, filer: UUID, statement: UUID) -> None:
    """Everyone who may read a statement that was filed just now."""
    rows = await tx.fetch(
        "select holder from role_holders('asset_reader') as holder where holder <> $1"
        " and not exists (select from reporting_line l where l.person = holder and l.superior = $1)",
        filer,
    )
    for row in rows:
        await post(
            tx,
            recipient=row["holder"],
            subject=msg("An asset statement waits for review"),
            body=[_NOTHING_SAID],
            link=f"/desk/assets/statements/{statement}",
        )
