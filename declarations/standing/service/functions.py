"""What a change of function does: interests in force come before the office again, and the person is told."""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from declarations.filing.in_force import Group
from declarations.filing.model import Action, Declaration, Party
from declarations.filing.service.moves import apply_move
from declarations.filing.service.settings import filing_settings
from declarations.standing import store
from declarations.standing.service import notices
from declarations.standing.service.profile import items_in_force
from declarations.standing.settings import standing_settings
from register.kernel.dates import local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import DatabaseUnavailable, RegisterError
from register.kernel.identity import service

CLERK = service("clerk")
_BATCH = 200
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
_aside: dict[UUID, tuple[int, datetime]] = {}
"""Changes that failed in this process: how often, and before when they are not tried again."""
_log = logging.getLogger("register.standing")


async def look_at_changes(most: int = _BATCH) -> int:
    """Work off changes of function, the oldest first, each in a transaction of its own; how many.

    One that cannot be looked at is set aside, longer each time, and keeps no other waiting.
    """
    async with transaction(CLERK) as tx:
        now = tx.now
        later = [change for change, (_, until) in _aside.items() if until > now]
        changes = await store.open_changes(tx, later, most)
    done = 0
    for change in changes:
        try:
            done += await _handle(change)
        except DatabaseUnavailable:
            raise
        except RegisterError as error:
            _set_aside(change, now, error)
        else:
            _aside.pop(change, None)
    return done


def _set_aside(change: UUID, now: datetime, error: RegisterError) -> None:
    failures = _aside[change][0] + 1 if change in _aside else 1
    _aside[change] = failures, now + min(_FIRST_PAUSE * 2 ** (failures - 1), _LONGEST_PAUSE)
    if failures == 1:  # once, and not at every attempt
        _log.error("change of function %s could not be looked at and is tried again later: %s", change, error.code)


@retry_serialization
async def _handle(wanted: UUID) -> bool:
    async with transaction(CLERK) as tx:
        change = await store.open_change(tx, wanted)
        if change is None:
            return False
        await _look_at(tx, change["person"], is_separation="separation" in change["what"])
        await store.handled(tx, change["id"])
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
        "due_on": today + timedelta(days=filing_settings().review_days),
        "recommendation": None,
        "recommended_by": None,
        "referred_at": None,
        "outcome": None,
        "decided_by": None,
        "decided_at": None,
        "addressed_at": None,
    }


async def _separate(tx: Transaction, person: UUID) -> None:
    if await store.separation_of(tx, person) is None:
        await store.record_separation(tx, person, local(tx.now).date() - timedelta(days=1))
        await notices.tell_of_separation(tx, person)
