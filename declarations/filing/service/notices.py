"""What people are told by mail: that something waits for them and where, never what it is about."""

from declarations.filing.model import Declaration
from declarations.filing.store import reviewing
from register.kernel.db import Transaction
from register.kernel.i18n import msg
from register.notices.service import post


def own_link(declaration: Declaration) -> str:
    """Where the declarant reads it."""
    return f"/declarations/{declaration.reference}" if declaration.meeting is None else "/attend/gifts"


def desk_link(declaration: Declaration) -> str:
    """Where the office reads it."""
    return f"/desk/{declaration.reference}"


async def tell_filed(tx: Transaction, declaration: Declaration) -> None:
    """A receipt to the declarant; of an assistant's filing, the request to confirm it."""
    if declaration.confirmed_at is None:
        await post(
            tx,
            recipient=declaration.declarant,
            subject=msg("A declaration was filed for you: %(reference)s", reference=declaration.reference),
            body=[
                msg("Your assistant filed a declaration in your name."),
                msg("Read it and confirm it, or correct it. Nothing is decided before you have confirmed it."),
            ],
            link=own_link(declaration),
        )
        return
    await post(
        tx,
        recipient=declaration.declarant,
        subject=msg("Your declaration %(reference)s has been received", reference=declaration.reference),
        body=[msg("The register has received your declaration. You can read it and follow what happens to it there.")],
        link=own_link(declaration),
    )


async def tell_amended(tx: Transaction, declaration: Declaration) -> None:
    """To the reviewer, if there is one; to the declarant when the assistant amended it."""
    if declaration.confirmed_at is None:
        await tell_filed(tx, declaration)
    await tell_reviewer(tx, declaration)


async def tell_reviewer(tx: Transaction, declaration: Declaration) -> None:
    """That something new stands in a case: to its reviewer, and to whoever acts for them while they are away."""
    for person in await reviewing(tx, declaration):
        if person == tx.identity.person:
            continue
        await post(
            tx,
            recipient=person,
            subject=msg("There is something new in case %(reference)s", reference=declaration.reference),
            body=[msg("The declarant has added something to a case that you review.")],
            link=desk_link(declaration),
        )
