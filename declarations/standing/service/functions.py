"""What a change of function does: interests in force come before the office again, and the person is told."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from declarations.filing.in_force import Group
from declarations.filing.model import Action, Declaration, Party
from declarations.filing.service.moves import apply_move
from declarations.filing.service.settings import filing_settings
from declarations.standing import store, store_asides
from declarations.standing.service import notices
from declarations.standing.service.profile import items_in_force
from declarations.standing.settings import standing_settings
from register.kernel.dates import local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import DatabaseUnavailable, RegisterError
from register.kernel.identity import service

CLERK = service("clerk")
_BATCH = 200
_log = logging.getLogger("register.standing")


async def look_at_changes(most: int = _BATCH) -> int:
    """Work off changes of function, the oldest first, each in a transaction of its own; how many.

    One that cannot be looked at is set aside, longer each time, and keeps no other waiting; the office sees it.
    """
    async with transaction(CLERK) as tx:
        changes = await store.open_changes(tx, most)
    return sum([await try_now(change) for change in changes])


async def try_now(change: UUID) -> bool:
    """Look at one change of function; whether that was done. It is set aside where it cannot be looked at."""
    try:
        return await _handle(change)
    except DatabaseUnavailable:
        raise
    except RegisterError as error:
        await _set_aside(change, error.code)
        return False


@retry_serialization
async def _set_aside(change: UUID, fault: str) -> None:
    async with transaction(CLERK) as tx:
        kept = await store_asides.set_aside(tx, change, fault)
        if kept is None or kept.failures > 1:
            return  # it is said once, and not at every attempt
        _log.error("change of function %s could not be looked at and is tried again later: %s", change, fault)
        await notices.tell_set_aside(tx, [each for each in await store_asides.officers(tx) if each != kept.person])


@retry_serialization
async def _handle(wanted: UUID) -> bool:
    async with transaction(CLERK) as tx:
        change = await store.open_change(tx, wanted)
        if change is None:
            return False
        await _look_at(tx, change["person"], is_separation="separation" in change["what"])
        await store.handled(tx, change["id"])
        await store_asides.settle(tx, change["id"])
        return True


async def _look_at(tx: Transaction, person: UUID, *, is_separation: bool) -> None:
    """Nothing is decided: what was settled for the earlier function is put before the office again (ICSC 23, 45).

    An authorization stays in force until it is decided anew, suspended or at its end: its mark is the open case.
    """
    items = await items_in_force(tx, person)
    interests = [item.declaration for item in items if item.group in {Group.INTEREST, Group.ACTIVITY}]
    reopened = [await _reopen(tx, each) for each in interests if each.imported is None]
    if items:
        await notices.tell_of_change(tx, person)
    await notices.tell_office(tx, reopened)
    if is_separation:
        await _separate(tx, person)
    for follow in standing_settings().followers:
        await follow(tx, person, is_separation=is_separation)


async def _reopen(tx: Transaction, before: Declaration) -> Declaration:
    parties, changes = frozenset({Party.RULE}), _afresh(tx, before)
    return await apply_move(tx, before, Action.REOPEN, parties=parties, changes=changes, by_rule=True)


def _afresh(tx: Transaction, before: Declaration) -> dict[str, Any]:
    """What was decided falls, as with a new version; what was disclosed to others stays disclosed."""
    today = local(tx.now).date()
    changed: dict[str, Any] = {"function_changed_on": today}
    if before.outcome is None:
        return changed
    return changed | {
        "due_on": today + timedelta(days=filing_settings().review_target(before.review_class)),
        "recommendation": None,
        "recommended_by": None,
        "referred_at": None,
        "outcome": None,
        "decided_by": None,
        "decided_at": None,
        "addressed_at": None,
        "resolved_at": None,
    }


async def _separate(tx: Transaction, person: UUID) -> None:
    if await store.separation_of(tx, person) is not None:
        return
    if await store.record_separation(tx, person, local(tx.now).date() - timedelta(days=1)):
        await notices.tell_of_separation(tx, person)
