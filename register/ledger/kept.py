"""Rows that the ledger holds: kept and changed together with the event of the step, in one transaction."""

from collections.abc import Mapping
from typing import Any

from register.kernel.db import Transaction
from register.kernel.errors import Stale
from register.ledger.records import RecordClass, record


async def keep(tx: Transaction, of: RecordClass, row: Mapping[str, Any], step: str) -> None:
    """Keep a new row, its columns by name, with the first event of its stream."""
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    statement = f"insert into {of.table} ({', '.join(row)}) values ({places})"  # a table and its columns
    await tx.execute(statement, *row.values())
    await record(tx, of, row["id"], step)


async def change(tx: Transaction, of: RecordClass, row: Mapping[str, Any], step: str, **values: object) -> None:
    """Write some columns of a row anew, with the next event of its stream.

    `row` is the row as the person had it before them: where it has a version, Stale is raised if it has another by now.
    """
    guarded = "version" in row
    setting = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, start=2))
    counted = ", version = version + 1" if guarded else ""
    guard = f" and version = ${len(values) + 2}" if guarded else ""
    statement = f"update {of.table} set {setting}{counted} where id = $1{guard}"  # a table and its columns
    done = await tx.execute(statement, row["id"], *values.values(), *([row["version"]] if guarded else []))
    if not done.endswith(" 1"):
        raise Stale
    await record(tx, of, row["id"], step)
