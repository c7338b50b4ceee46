"""What a change of function does to a designation: the office looks at its ground again; with service it ends."""

from datetime import timedelta
from uuid import UUID

from declarations.assets import store
from declarations.assets.service.notices import tell_filer, tell_office
from register.kernel.dates import local
from register.kernel.db import Transaction
from register.kernel.i18n import msg


async def follow_change(tx: Transaction, person: UUID, *, is_separation: bool) -> None:
    """For the clerk, in the transaction in which a change in the people data is looked at.

    Nothing is ended by a change of unit or supervisor: whether the ground still stands is for the office to say.
    """
    today = local(tx.now).date()
    for row in await store.in_force_of(tx, person, today):
        link = f"/desk/assets/{row.id}"
        if is_separation:
            await store.end_with_service(tx, row.id, max(today - timedelta(days=1), row.starts_on))
            await tell_filer(tx, person, msg("Your designation to make asset statements has ended"))
            await tell_office(tx, person, msg("A designation has ended with the end of service"), link)
        elif row.review_since is None:
            await store.ask_for_review(tx, row.id, today)
            await tell_office(tx, person, msg("A designated filer has another function now"), link)
