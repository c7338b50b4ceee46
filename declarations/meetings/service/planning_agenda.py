"""The agenda: items, whom they concern, their order, the call for disclosure, and the agenda as it is published."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from declarations.filing.service.filing import made_before
from declarations.meetings import store
from declarations.meetings.labels import code_of
from declarations.meetings.model import Concerned, Decision, Item, Meeting, Revision, Sitting, Status, Vote
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import Kept
from declarations.meetings.service.secretariat import held, led
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import LOCALES, msg, say
from register.kernel.identity import Identity
from register.kernel.ids import new_id

CODE_TITLE = msg("Code of conduct")


class ItemCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What the secretary says of an item."""

    number: str
    titles: Mapping[str, str]
    decision: Decision = Decision.NONE
    vote: Vote = Vote.NONE
    options: tuple[str, ...] = ()
    sitting: UUID | None = None


class AgendaView(msgspec.Struct, frozen=True):
    """The agenda as those who lead the meeting see it."""

    kept: Kept
    items: list[Item]
    concerned: Mapping[UUID, list[Concerned]]
    sittings: list[Sitting]
    revisions: list[Revision]

    @property
    def meeting(self) -> Meeting:
        """Whose agenda it is."""
        return self.kept.meeting

    @property
    def tells_news(self) -> bool:
        """Whether the agenda has changed since it was last published, or never was."""
        return not self.revisions or list(self.revisions[0].agenda) != published(self.items, self.concerned)

    def item(self, wanted: UUID) -> Item:
        """One of its items. Raises NotFound."""
        found = next((each for each in self.items if each.id == wanted), None)
        if found is None:
            raise NotFound
        return found


async def read_agenda(identity: Identity, meeting: UUID) -> AgendaView:
    """The agenda with whom its items concern. NotFound for whoever neither keeps nor presides."""
    async with transaction(identity) as tx:
        found = await led(tx, meeting)
        items, concerned = await _agenda(tx, meeting)
        sittings, revisions = await store.sittings(tx, meeting), await store.revisions(tx, meeting)
        return AgendaView(found, items, concerned, sittings, revisions)


@retry_serialization
async def enter_item(
    identity: Identity, meeting: UUID, command: ItemCommand, *, idempotency_key: str | None = None
) -> UUID:
    """Put an item at the end of the agenda; its id, the same again for the same key.

    Where the conduct of technical work applies, the code comes before it as a standing item (ISO). Raises Invalid,
    NotFound, Conflict once the meeting is closed.
    """
    async with transaction(identity) as tx:
        row = await held(tx, meeting)
        made = new_id()
        digest = hashlib.sha256(msgspec.json.encode((str(meeting), command))).digest()
        earlier = await made_before(tx, idempotency_key, digest, made)
        if earlier is not None:
            return earlier
        await _check(tx, row, command)
        await _stand_first(tx, row)
        await _keep(tx, row, made, **_columns(command))
        return made


@retry_serialization
async def correct_item(identity: Identity, meeting: UUID, item: UUID, command: ItemCommand, seen: int) -> int:
    """Write an item anew; its version. Raises Invalid, Stale, NotFound, Conflict once a vote on it is open."""
    async with transaction(identity) as tx:
        row = await held(tx, meeting)
        found = msgspec.structs.replace(await item_of(tx, meeting, item), version=seen)
        if found.voting_at is not None:
            raise Conflict(msg("The vote on this item is open: it is not changed any more."))
        await _check(tx, row, command)
        return (await store.change(tx, MEETINGS[Item], found, "corrected", **_columns(command))).version


@retry_serialization
async def arrange(identity: Identity, meeting: UUID, order: list[UUID]) -> None:
    """Put the items into an order. Raises Invalid where it does not name each once, or moves the standing item."""
    async with transaction(identity) as tx:
        await held(tx, meeting)
        items = [each for each in await store.items(tx, meeting) if each.withdrawn_at is None]
        by_id = {each.id: each for each in items}
        if len(order) != len(items) or set(order) != set(by_id):
            raise Invalid(fields=[FieldError("items", msg("Name every item of the agenda once."))])
        if any(by_id[each].is_code for each in order[1:]):
            raise Invalid(fields=[FieldError("items", msg("The code of conduct stays the first item."))])
        for position, each in enumerate(order, start=1):
            if by_id[each].position != position:
                await store.change(tx, MEETINGS[Item], by_id[each], "moved", position=position)


async def move_item(identity: Identity, meeting: UUID, item: UUID, *, up: bool) -> None:
    """Move an item one place. Raises as `arrange` does; at an edge nothing happens."""
    view = await read_agenda(identity, meeting)
    order = [each.id for each in view.items if each.withdrawn_at is None]
    if item not in order:
        raise NotFound
    place = order.index(item)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        await arrange(identity, meeting, order)


@retry_serialization
async def withdraw_item(identity: Identity, meeting: UUID, item: UUID, seen: int) -> int:
    """Take an item off the agenda; what was disclosed on it stays. Raises Stale, NotFound, Conflict."""
    async with transaction(identity) as tx:
        await held(tx, meeting)
        found = msgspec.structs.replace(await standing_item(tx, meeting, item), version=seen)
        if found.is_code:
            raise Conflict(msg("The code of conduct is a standing item."))
        return (await store.change(tx, MEETINGS[Item], found, "withdrawn", withdrawn_at=tx.now)).version


@retry_serialization
async def call_item(identity: Identity, meeting: UUID, item: UUID, seen: int) -> int:
    """Call for disclosure on an item; its version. Called again it stays as it is. Raises Stale, NotFound, Conflict."""
    async with transaction(identity) as tx:
        row = await held(tx, meeting)
        found = msgspec.structs.replace(await standing_item(tx, meeting, item), version=seen)
        if row.status is Status.PREPARED:
            raise Conflict(msg("Open the meeting first: nobody can come in yet."))
        if found.called_at is not None:
            return found.version
        return (await store.change(tx, MEETINGS[Item], found, "called", called_at=tx.now)).version


@retry_serialization
async def end_item(identity: Identity, meeting: UUID, item: UUID, seen: int) -> int:
    """Record that an item is over; its version. Raises Stale, NotFound, Conflict."""
    async with transaction(identity) as tx:
        await held(tx, meeting)
        found = msgspec.structs.replace(await standing_item(tx, meeting, item), version=seen)
        return (await store.change(tx, MEETINGS[Item], found, "ended", ended_at=tx.now)).version


@retry_serialization
async def publish(identity: Identity, meeting: UUID) -> int:
    """Publish the agenda as a revision with the link to the code; its number. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        row = await held(tx, meeting)
        await _stand_first(tx, row)
        agenda = published(*await _agenda(tx, meeting))
        before = await store.revisions(tx, meeting)
        if before and list(before[0].agenda) == agenda:
            raise Conflict(msg("The agenda has not changed since it was last published."))
        revision = Revision(
            id=new_id(),
            meeting=meeting,
            number=before[0].number + 1 if before else 1,
            published_at=tx.now,
            published_by=tx.identity.acting,
            carries_code=bool(code_of(row)[0]),
            agenda=tuple(agenda),
        )
        await store.keep(tx, MEETINGS[Revision], revision, "published")
        return revision.number


def published(items: list[Item], concerned: Mapping[UUID, list[Concerned]]) -> list[dict[str, Any]]:
    """The agenda as a revision holds it: items in their order, withdrawn ones left out."""
    return [
        {
            "number": each.number,
            "titles": dict(each.titles),
            "decision": each.decision.value,
            "vote": each.vote.value,
            "options": list(each.options),
            "is_code": each.is_code,
            "concerned": [{"name": party.name, "role": party.role.value} for party in concerned.get(each.id, [])],
        }
        for each in items
        if each.withdrawn_at is None
    ]


async def item_of(tx: Transaction, meeting: UUID, item: UUID) -> Item:
    """An item of this meeting. Raises NotFound."""
    found = await store.one(tx, Item, item)
    if found.meeting != meeting:
        raise NotFound
    return found


async def standing_item(tx: Transaction, meeting: UUID, item: UUID) -> Item:
    """An item that is still to be dealt with. Raises NotFound, Conflict where it was withdrawn or is over."""
    found = await item_of(tx, meeting, item)
    if found.withdrawn_at is not None:
        raise Conflict(msg("This item was withdrawn."))
    if found.ended_at is not None:
        raise Conflict(msg("This item is over."))
    return found


async def _agenda(tx: Transaction, meeting: UUID) -> tuple[list[Item], dict[UUID, list[Concerned]]]:
    concerned: dict[UUID, list[Concerned]] = {}
    for each in await store.concerned(tx, meeting):
        concerned.setdefault(each.item, []).append(each)
    return await store.items(tx, meeting), concerned


async def _check(tx: Transaction, meeting: Meeting, command: ItemCommand) -> None:
    faults = []
    if not command.titles or not all(command.titles.values()):
        faults.append(FieldError("titles", msg("Write the title in at least one language of the meeting.")))
    if not set(command.titles) <= set(meeting.languages):
        faults.append(FieldError("titles", msg("Write titles in the languages of the meeting only.")))
    if command.sitting is not None and command.sitting not in {
        each.id for each in await store.sittings(tx, meeting.id)
    }:
        faults.append(FieldError("sitting", msg("This is not a sitting of the meeting.")))
    if faults:
        raise Invalid(fields=faults)


async def _stand_first(tx: Transaction, meeting: Meeting) -> None:
    items = await store.items(tx, meeting.id)
    if not meeting.is_iso or any(each.is_code for each in items):
        return
    for each in items:
        await store.change(tx, MEETINGS[Item], each, "moved", position=each.position + 1)
    titles = {tag: say(CODE_TITLE, LOCALES[tag]) for tag in meeting.languages}
    row = Item(id=new_id(), meeting=meeting.id, position=1, number="1", titles=titles, is_code=True)
    await store.keep(tx, MEETINGS[Item], row, "entered")


async def _keep(tx: Transaction, meeting: Meeting, made: UUID, **columns: Any) -> None:
    last = max((each.position for each in await store.items(tx, meeting.id)), default=0)
    row = Item(id=made, meeting=meeting.id, position=last + 1, **columns)
    await store.keep(tx, MEETINGS[Item], row, "entered")


def _columns(command: ItemCommand) -> dict[str, Any]:
    return {name: getattr(command, name) for name in command.__struct_fields__}
