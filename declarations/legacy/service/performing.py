"""Carrying an import out, or undoing it: all of it in one transaction, or nothing."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from declarations.filing.model import Declaration
from declarations.filing.service.evaluating import Giver, Judged
from declarations.filing.service.importing import (
    Assessor,
    Entry,
    correct_imported,
    file_imported,
    withdraw_imported,
)
from declarations.filing.store import PriorGift
from declarations.legacy import store
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.service.earlier import editions
from declarations.legacy.service.entering import entry_of, origin, recorded_persons
from declarations.legacy.service.planning import Item, Plan
from register.kernel.db import Transaction
from register.kernel.names import search_form

Progress = Callable[[int], object]
_TOGETHER = 20
"""Entries that are sent to the database in one round trip."""


class Outcome(msgspec.Struct, frozen=True):
    """What an import did."""

    rows: int
    refused: int
    added: int
    changed: int
    withdrawn: int
    unchanged: int


async def carry_out(tx: Transaction, run: UUID, plan: Plan, mapping: ColumnMapping, progress: Progress) -> Outcome:
    """Write everything that a plan says, in the open transaction."""
    writer = await _Writer.begin(tx, run, plan, mapping)
    for done, item in enumerate(_by_day(plan.items), start=1):
        await writer.take(item)
        if done % _TOGETHER == 0:
            await tx.send_later_ones()
            progress(done)
    await writer.withdraw(plan.withdrawn)
    await tx.send_later_ones()
    progress(len(plan.items))
    return Outcome(
        rows=plan.rows,
        refused=len(plan.refused),
        added=plan.count("added"),
        changed=plan.count("changed") + plan.count("restored"),
        withdrawn=len(plan.withdrawn),
        unchanged=plan.count("unchanged"),
    )


def _by_day(items: list[Item]) -> list[Item]:
    """The order of the days, so that totals grow as they did."""
    return sorted(items, key=lambda item: (item.record.day is not None, item.record.day or 0, item.record.row))


class _Writer:
    """What the entries of one import share."""

    def __init__(self, tx: Transaction, run: UUID, mapping: ColumnMapping, assessor: Assessor) -> None:
        self._tx, self._run, self._mapping, self._assessor = tx, run, mapping, assessor
        self._fresh: dict[str, UUID] = {}
        self._before: dict[UUID, Declaration] = {}

    @classmethod
    async def begin(cls, tx: Transaction, run: UUID, plan: Plan, mapping: ColumnMapping) -> "_Writer":
        """Add the persons that are new, and hold the declarations that change."""
        writer = cls(tx, run, mapping, Assessor(await library_in(tx)))
        writer._fresh = await recorded_persons(tx, plan, mapping)
        changing = [item.entry.declaration for item in plan.items if item.entry and item.action != "unchanged"]
        gone = [entry.declaration for entry in plan.withdrawn]
        writer._before = await store.declarations(tx, [*changing, *gone])
        for person, key, _, gift in plan.gifts:
            writer._assessor.remember(person, key, gift)
        return writer

    async def take(self, item: Item) -> None:
        """Add, change or restore one entry."""
        person = item.person or self._fresh[search_form(item.record.person)]
        entry = entry_of(item.record, person, self._mapping)
        if item.action == "unchanged":
            return
        judged = await self._assessor.judge(self._tx, entry)
        self._remember(entry, judged)
        said = origin(item.record, self._mapping)
        if item.entry is None:
            made = await file_imported(self._tx, entry, judged, self._run, said)
            kept = store.add_entry(self._tx, self._mapping.register, item.key, item.content, made.id)
            store.add_step(self._tx, self._run, kept, "added", None)
            return
        before = self._before[item.entry.declaration]
        if before.ended_on is not None and before.ended_on != (await editions(self._tx, before))[-1][0].ended:
            entry = msgspec.structs.replace(entry, ended=before.ended_on)  # as the person said since
        await correct_imported(self._tx, before, entry, judged, said)
        await store.change_entry(self._tx, item.entry.id, item.content, withdrawn=False)
        store.add_step(self._tx, self._run, item.entry.id, item.action, item.entry.content_hash)

    def _remember(self, entry: Entry, judged: Judged) -> None:
        day, value, reference = judged.facts.event_date, judged.facts.get("value"), judged.evaluation.reference_value
        if day is None or judged.facts.get("direction") != "received":
            return
        gift = PriorGift(
            value.amount if value else None,
            value.currency if value else None,
            reference.amount if reference else None,
            day,
        )
        self._assessor.remember(entry.declarant, Giver(None, entry.giver).key, gift)

    async def withdraw(self, gone: list[store.Entry]) -> None:
        """Withdraw what the register no longer holds."""
        for entry in gone:
            said = {"register": self._mapping.register}
            await withdraw_imported(self._tx, self._before[entry.declaration], said)
            await store.change_entry(self._tx, entry.id, entry.content_hash, withdrawn=True)
            store.add_step(self._tx, self._run, entry.id, "withdrawn", entry.content_hash)
