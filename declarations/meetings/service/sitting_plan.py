"""The sittings of a meeting, and the code that its secretary shows in the hall at each."""

from datetime import datetime
from uuid import UUID

import msgspec

from declarations.meetings import store
from declarations.meetings.model import Meeting, Sitting
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import Kept
from declarations.meetings.secrets import room_code
from declarations.meetings.service.preparing import SittingCommand
from declarations.meetings.service.secretariat import held, led
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id


class SittingsView(msgspec.Struct, frozen=True):
    """The sittings with the codes of the hall, which the secretary alone shows."""

    kept: Kept
    sittings: list[Sitting]
    codes: dict[UUID, str]
    now: datetime

    @property
    def meeting(self) -> Meeting:
        """Whose sittings they are."""
        return self.kept.meeting


async def list_sittings(identity: Identity, meeting: UUID) -> SittingsView:
    """The sittings in their order. NotFound for whoever neither keeps nor presides."""
    async with transaction(identity) as tx:
        found = await led(tx, meeting)
        rows = await store.sittings(tx, meeting)
        codes = {each.id: room_code(each) for each in rows} if found.is_secretary else {}
        return SittingsView(found, rows, codes, tx.now)


@retry_serialization
async def plan_sitting(identity: Identity, meeting: UUID, command: SittingCommand) -> UUID:
    """Add a sitting, numbered after the last unless a number is given; its id. Raises Invalid, NotFound, Conflict."""
    async with transaction(identity) as tx:
        await held(tx, meeting)
        rows = await store.sittings(tx, meeting)
        number = command.number or max((each.number for each in rows), default=0) + 1
        _check(command, number, rows)
        row = Sitting(id=new_id(), meeting=meeting, number=number, starts_at=command.starts_at, ends_at=command.ends_at)
        await store.keep(tx, MEETINGS[Sitting], row, "planned")
        return row.id


@retry_serialization
async def correct_sitting(identity: Identity, meeting: UUID, sitting: UUID, command: SittingCommand) -> None:
    """Give a sitting another number or time. Raises Invalid, NotFound, Conflict."""
    async with transaction(identity) as tx:
        await held(tx, meeting)
        row = await _of(tx, meeting, sitting)
        number = command.number or row.number
        _check(command, number, [each for each in await store.sittings(tx, meeting) if each.id != sitting])
        said = {"number": number, "starts_at": command.starts_at, "ends_at": command.ends_at}
        await store.change(tx, MEETINGS[Sitting], row, "corrected", **said)


@retry_serialization
async def turn_code(identity: Identity, meeting: UUID, sitting: UUID) -> str:
    """Replace the code of the hall for a sitting; the new one. Whoever is in stays in. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        await held(tx, meeting)
        row = await _of(tx, meeting, sitting)
        turned = await store.change(tx, MEETINGS[Sitting], row, "code_turned", code_turn=row.code_turn + 1)
        return room_code(turned)


async def _of(tx: Transaction, meeting: UUID, sitting: UUID) -> Sitting:
    found = await store.one(tx, Sitting, sitting)
    if found.meeting != meeting:
        raise NotFound
    return found


def _check(command: SittingCommand, number: int, others: list[Sitting]) -> None:
    if command.ends_at <= command.starts_at:
        raise Invalid(fields=[FieldError("ends_time", msg("A sitting cannot end before it begins."))])
    if any(each.number == number for each in others):
        raise Invalid(fields=[FieldError("number", msg("Another sitting has this number."))])
