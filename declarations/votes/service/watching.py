"""The board, for whoever presides over the meeting or keeps it; nobody else sees even the numbers."""

from uuid import UUID

from declarations.meetings import store as meetings
from declarations.meetings.rights import Kept, reached
from declarations.votes import store_board as store
from declarations.votes.board import Board, put_together
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


async def read_board(identity: Identity, meeting: UUID) -> Board:
    """The board as it stands. NotFound for whoever does not lead the meeting."""
    async with transaction(identity) as tx:
        await led(tx, "vote.watch", meeting)
        return await board_in(tx, meeting)


async def refuse_others(identity: Identity, meeting: UUID) -> None:
    """Raise NotFound for whoever does not lead the meeting now."""
    async with transaction(identity) as tx:
        await led(tx, "vote.watch", meeting)


async def board_for_all(meeting: UUID) -> Board:
    """The same once for every stream of a process; each of them is asked for its right by itself."""
    async with transaction(_CLERK) as tx:
        return await board_in(tx, meeting)


async def board_in(tx: Transaction, meeting: UUID) -> Board:
    """The board as the identity of the transaction sees it."""
    found = await meetings.meeting(tx, meeting)
    items, groups = await meetings.items(tx, meeting), await store.groups(tx, meeting)
    lines = put_together(items, groups, await store.counts(tx, meeting))
    return Board(found, tuple(groups), lines, await store.acknowledged(tx, meeting), tx.now)
