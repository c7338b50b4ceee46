"""The board, for whoever presides over the meeting, deputizes or keeps it; nobody else sees even the numbers.

What was disclosed is for fewer: numbers are counted by the register itself, so that who sees them need not read it.
"""

from typing import NamedTuple
from uuid import UUID

from declarations.meetings import store as meetings
from declarations.meetings.rights import Kept, reached
from declarations.votes import store_board as store
from declarations.votes.board import Board, put_together
from declarations.votes.model import Aside
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity, service

_CLERK = service("clerk")


async def led(tx: Transaction, action: str, meeting: UUID, *, lock: bool = False) -> Kept:
    """The meeting, for its chair, deputies and secretary. NotFound for everyone else, also for who only set it up."""
    found = await reached(tx, action, meeting, lock=lock)
    if not found.functions:
        raise NotFound
    return found


async def disclosed_to(tx: Transaction, action: str, meeting: UUID) -> Kept:
    """The meeting, for whoever reads what is disclosed to it. NotFound for everyone else, also for most deputies.

    A deputy reads it once they preside: as presiding officer, or first in precedence where nobody holds that function.
    """
    found = await led(tx, action, meeting)
    if not await meetings.is_disclosed_to_me(tx, meeting):
        raise NotFound
    return found


class Opened(NamedTuple):
    """The board with what leads on from it for the one who opened it."""

    board: Board
    reads: bool
    """Whether what was disclosed is open to them too."""
    of_chair: list[Aside]
    """Where the one in the chair stands aside by a rule, before a deputy who does not preside."""


async def open_board(identity: Identity, meeting: UUID) -> Opened:
    """The board and what leads on from it. NotFound for whoever does not lead the meeting."""
    async with transaction(identity) as tx:
        await led(tx, "vote.watch", meeting)
        reads = await meetings.is_disclosed_to_me(tx, meeting)
        of_chair = [] if reads else await store.ruled_asides(tx, meeting)
    return Opened(await board_for_all(meeting), reads, of_chair)


async def read_board(identity: Identity, meeting: UUID) -> Board:
    """The board as it stands. NotFound for whoever does not lead the meeting."""
    await refuse_others(identity, meeting)
    return await board_for_all(meeting)


async def refuse_others(identity: Identity, meeting: UUID) -> None:
    """Raise NotFound for whoever does not lead the meeting now."""
    async with transaction(identity) as tx:
        await led(tx, "vote.watch", meeting)


async def board_for_all(meeting: UUID) -> Board:
    """The board once for all; whoever it is shown to is asked for their right by itself."""
    async with transaction(_CLERK) as tx:
        return await board_in(tx, meeting)


async def board_in(tx: Transaction, meeting: UUID) -> Board:
    """The board as the identity of the transaction sees it."""
    found = await meetings.meeting(tx, meeting)
    items, groups = await meetings.items(tx, meeting), await store.groups(tx, meeting)
    lines = put_together(items, groups, await store.counts(tx, meeting))
    return Board(found, tuple(groups), lines, await store.acknowledged(tx, meeting), tx.now)
