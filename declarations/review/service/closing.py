"""Closing by the passing of time: what was decided `close_after_days` ago closes without anybody."""

import logging
from datetime import timedelta

from declarations.filing import store as filing
from declarations.filing.model import Action, Party, Status
from declarations.filing.service.moves import apply_move
from declarations.filing.service.settings import filing_settings
from declarations.filing.workflow import closes_undisclosed
from declarations.review import store, store_filters, store_measures
from declarations.review.service import measure_notices
from declarations.review.service.measures import require_answered, require_measure
from declarations.review.store_absences import day_of
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import DatabaseUnavailable, RegisterError
from register.kernel.identity import service
from register.kernel.rounds import every

CLERK = service("clerk")
_BATCH = 200
_SECONDS = 600.0
_log = logging.getLogger("register.review")


async def close_due_cases(most: int = _BATCH) -> int:
    """Close up to `most` cases whose time has passed; how many. A case that cannot be closed keeps no other open."""
    async with transaction(CLERK) as tx:
        before = tx.now - timedelta(days=filing_settings().close_after_days)
        due = await store.due_for_closing(tx, before, most)
    closed = 0
    for reference in due:
        try:
            closed += await _close(reference)
        except DatabaseUnavailable:
            raise
        except RegisterError as error:
            _log.warning("case %s could not be closed: %s", reference, error.code)
    return closed


@retry_serialization
async def _close(reference: str) -> bool:
    """Close one case, unless it has changed meanwhile."""
    async with transaction(CLERK) as tx:
        declaration = await filing.by_reference(tx, reference, lock=True)
        if declaration.status not in {Status.DECIDED, Status.ACKNOWLEDGED} or declaration.legal_hold:
            return False
        if declaration.under_appeal:
            return False
        if declaration.kind == "conflict":
            if closes_undisclosed(declaration):
                return False
            await require_measure(tx, declaration)
            await require_answered(tx, declaration)
        await apply_move(tx, declaration, Action.CLOSE, parties=frozenset({Party.RULE}), by_rule=True)
        return True


async def remind_of_measures() -> None:
    """Remind of measures before their day, on it, and then at intervals: each at most once a day; for the worker."""
    async with transaction(CLERK) as tx:
        today = day_of(tx)
        for each in await store_measures.recalled(tx, today, _BATCH):
            await measure_notices.remind(tx, each, today)
            await store_measures.reminded(tx, each, today)


async def clear_searches() -> None:
    """One round of clearing what was searched for on an earlier day, for the worker."""
    async with transaction(CLERK) as tx:
        await store_filters.delete_searches(tx)


async def keep_closing() -> None:
    """Close what is due, again and again until cancelled; for the composition root."""
    await every(_SECONDS, close_due_cases, "closing of decided cases")
