"""What the clerk does about the end of authorizations: recall it in time, each reminder once, and note that it came."""

import logging
from datetime import timedelta
from uuid import UUID

from declarations.authorizations import store
from declarations.authorizations.model import Authorization, Validity
from declarations.authorizations.rules import reminder_due
from declarations.authorizations.settings import authorization_settings
from declarations.filing import store as filing
from declarations.filing.model import Action, Party
from declarations.filing.service.moves import apply_move
from declarations.filing.service.notices import own_link
from register.kernel.dates import local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import DatabaseUnavailable, RegisterError
from register.kernel.i18n import msg
from register.kernel.identity import service
from register.notices.service import post

CLERK = service("clerk")
_BATCH = 200
_log = logging.getLogger("register.authorizations")


async def follow_ends(most: int = _BATCH) -> tuple[int, int]:
    """Remind of up to `most` ends that come near, and note those that have come; how many of each."""
    reminded = await remind(most)
    return reminded, await expire(most)


async def remind(most: int = _BATCH) -> int:
    """Tell each person once at each of the days before the end that the settings name; how many were told."""
    steps = authorization_settings().reminder_days
    if not steps:
        return 0
    told = 0
    async with transaction(CLERK) as tx:
        today = local(tx.now).date()
        for found in await store.near_their_end(tx, today, steps, most):
            due = reminder_due((found.ends_on - today).days, found.reminded, steps)
            if due is not None:
                await _tell(tx, found)
                await store.set_reminded(tx, found.id, due)
                told += 1
    return told


async def _tell(tx: Transaction, found: Authorization) -> None:
    case = await filing.by_id(tx, found.declaration)
    await post(
        tx,
        recipient=found.declarant,
        subject=msg("An authorization of yours ends on %(day)s", day=found.ends_on),
        body=[
            msg("You may carry on the activity until that day. To go on after it, ask for a renewal in the register."),
            msg("If the activity has ended, you need not do anything."),
        ],
        link=own_link(case),
    )


async def expire(most: int = _BATCH) -> int:
    """Note what has passed its last day; how many. One that cannot be noted keeps no other waiting."""
    async with transaction(CLERK) as tx:
        yesterday = local(tx.now).date() - timedelta(days=1)
        ended = [found.declaration for found in await store.ending(tx, yesterday, most)]
    noted = 0
    for declaration in ended:
        try:
            noted += await _expire(declaration)
        except DatabaseUnavailable:
            raise
        except RegisterError as error:
            _log.warning("the end of authorization %s could not be noted: %s", declaration, error.code)
    return noted


@retry_serialization
async def _expire(declaration: UUID) -> bool:
    async with transaction(CLERK) as tx:
        found = await store.of_declaration(tx, declaration)
        if found is None or not found.permit.is_open or found.ends_on >= local(tx.now).date():
            return False
        case = await filing.by_id(tx, declaration)
        await apply_move(tx, case, Action.EXPIRE, parties=frozenset({Party.RULE}), by_rule=True)
        await store.set_validity(tx, declaration, Validity.EXPIRED)
        return True
