"""Rows that the ledger holds: kept and changed together with the event of the step, in one transaction."""

from collections.abc import Mapping

from register.kernel.db import Transaction
from register.kernel.errors import Stale
from register.ledger.records import RecordClass, record


async def keep(tx: Transaction, of: RecordClass, row: Mapping[str, object], step: str) -> None:
    """Keep a new row, its columns by name, with the first event of its stream."""
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    statement = f"insert into {of.table} ({', '.join(row)}) values ({places})"  # a table and its columns
    await tx.execute(statement, *row.values())
    await record(tx, of, row["id"], step)  # type: ignore[arg-type]  # every row has an id, which is a UUID


async def change(tx: Transaction, of: RecordClass, row: Mapping[str, object], step: str, **values: object) -> None:
    """Write some columns of a row anew, with the next event of its stream.

    `row` is the row as the person had it before them; Stale is raised if it has another version by now.
    """
    setting = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, start=3))
    statement = f"update {of.table} set version = version + 1, {setting} where id = $1 and version = $2"  # the same
    done = await tx.execute(statement, row["id"], row["version"], *values.values())
    if not done.endswith(" 1"):
        raise Stale
    await record(tx, of, row["id"], step)  # type: ignore[arg-type]  # as above
