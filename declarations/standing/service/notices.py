"""What people are told by mail: that something waits for them and where, never what it is about."""

from collections.abc import Sequence
from uuid import UUID

from declarations.filing import store as filing
from declarations.filing.model import Declaration
from declarations.standing import store
from register.kernel.db import Transaction
from register.kernel.i18n import msg, nmsg
from register.notices.service import post


async def tell_of_change(tx: Transaction, person: UUID) -> None:
    """Ask whether what is in force still is correct."""
    await post(
        tx,
        recipient=person,
        subject=msg("Your function has changed: is what you declared still correct?"),
        body=[
            msg("The people data show a change of your unit, your supervisor or your capacity."),
            msg(
                "Read what you have in force, and say whether it is still correct. The ethics office reviews it again."
            ),
            msg("Declare anew what has changed. An authorization stays in force until it is decided again."),
        ],
        link="/standing",
    )


async def tell_office(tx: Transaction, reopened: Sequence[Declaration]) -> None:
    """To whoever reviews these cases, and of those that nobody has in charge to the whole office: one notice each."""
    told: dict[UUID, int] = {}
    for case in reopened:
        for reviewer in await filing.reviewing(tx, case) or await store.office_of(tx, case.id):
            told[reviewer] = told.get(reviewer, 0) + 1
    for person, cases in told.items():
        await post(
            tx,
            recipient=person,
            subject=msg("A change of function has opened cases again"),
            body=[
                nmsg("%(n)s case is to be reviewed again.", "%(n)s cases are to be reviewed again.", cases),
            ],
            link="/desk",
        )


async def tell_set_aside(tx: Transaction, officers: Sequence[UUID]) -> None:
    """To the office: that a change waits for them, never whose."""
    for person in officers:
        await post(
            tx,
            recipient=person,
            subject=msg("A change of function could not be carried over"),
            body=[msg("The register tries again by itself. You can see it, try it at once, or close it.")],
            link="/desk/changes",
        )


async def tell_of_letter(tx: Transaction, person: UUID) -> None:
    """That the letter at the end of service is there."""
    await post(
        tx,
        recipient=person,
        subject=msg("A letter at the end of your service"),
        body=[msg("The ethics office has issued a letter. You can read and keep it in the register.")],
        link="/separation",
    )


async def tell_of_separation(tx: Transaction, person: UUID) -> None:
    """Lead to the checklist of the end of service."""
    await post(
        tx,
        recipient=person,
        subject=msg("The end of your service: a short checklist"),
        body=[msg("The register shows what you have in force, what to return, and what goes on after service.")],
        link="/separation",
    )
