"""Telling whoever watches a meeting that something of it was kept; only which meeting, never what."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import msgspec

from declarations.meetings.model import Meeting
from register.kernel.db import Transaction

Hearer = Callable[[UUID], object]
_hearers: list[Hearer] = []


def hear(hearer: Hearer) -> None:
    """Tell `hearer` of every meeting of which this process keeps something from now on."""
    _hearers[:] = [hearer]


def tell_of(tx: Transaction, row: msgspec.Struct) -> None:
    """Tell of the meeting of a row once the transaction is committed."""
    meeting = row.id if isinstance(row, Meeting) else getattr(row, "meeting", None)
    if meeting is None:
        return
    tx.after_commit.extend(partial(hearer, meeting) for hearer in _hearers)
