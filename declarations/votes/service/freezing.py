"""Opening a vote: who was entitled, who had answered and who stood aside is kept as it was at that moment."""

from typing import Any
from uuid import UUID

import msgspec

from declarations.meetings import store as meetings
from declarations.meetings import store_people as people
from declarations.meetings.model import Item, Vote
from declarations.meetings.records import MEETINGS
from declarations.meetings.service.planning_agenda import standing_item
from declarations.meetings.service.secretariat import held
from declarations.votes import store, store_board
from declarations.votes.model import Snapshot
from declarations.votes.records import VOTES
from register.kernel.db import REPEATABLE_READ, Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id


@retry_serialization
async def open_vote(identity: Identity, meeting: UUID, item: UUID, seen: int) -> int:
    """Open the vote on an item and keep the snapshot; its version. Answers that come later are kept, and marked.

    Raises NotFound for anyone but the secretary, Stale, Conflict where nothing is voted or it was opened before.
    """
    async with transaction(identity, isolation=REPEATABLE_READ) as tx:  # all of the snapshot is of one moment
        await held(tx, meeting)
        found = msgspec.structs.replace(await standing_item(tx, meeting, item), version=seen)
        if found.vote is Vote.NONE:
            raise Conflict(msg("Nothing is voted on this item."))
        if found.voting_at is not None:
            raise Conflict(msg("The vote on this item was opened before."))
        now = await meetings.change(tx, MEETINGS[Item], found, "voting", voting_at=tx.now)
        row = Snapshot(
            id=new_id(),
            meeting=meeting,
            item=item,
            taken_at=tx.now,
            taken_by=tx.identity.acting,
            content=await _content(tx, found),
        )
        await meetings.keep(tx, VOTES[Snapshot], row, "taken")
        return now.version


async def _content(tx: Transaction, item: Item) -> dict[str, Any]:
    voting = await people.voting_at(tx, item.meeting, item.sitting, tx.now)
    entitled = [each for each in await people.delegations(tx, item.meeting) if each.may_vote]
    return {
        "participants": sum(group.participants for group in await store_board.groups(tx, item.meeting)),
        "entitled": [
            {"delegation": str(each.id), "name": each.name, "participant": _text(voting.get(each.id))}
            for each in entitled
        ],
        "answers": {str(who): str(answer) for who, answer in await store_board.latest_ids(tx, item.meeting, item.id)},
        "aside": [
            {"participant": str(each.participant), "measure": each.measure.value, "dispensed": each.dispensed}
            for each in await store.asides(tx, item.id)
            if each.stands
        ],
    }


def _text(found: UUID | None) -> str | None:
    return str(found) if found else None
