"""The one source of time. Tests fix it; nothing else is ever mocked."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_fixed: ContextVar[datetime | None] = ContextVar("register_clock_fixed", default=None)
_everywhere: list[datetime] = []


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _fixed.get() or (_everywhere[-1] if _everywhere else datetime.now(UTC))


def today() -> date:
    """The present date in UTC; dates of events are typed by people and carry no zone."""
    return now().date()


@contextmanager
def fixed(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` in every task of the process, for tests."""
    _everywhere.append(moment)
    try:
        yield
    finally:
        _everywhere.pop()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment` in this task alone: for the history that the demonstration is given."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
