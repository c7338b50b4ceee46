"""Nobody alone enters what the register holds of themselves, or of those whom they report to, nor takes it out.

An entry that was brought over counts as decided, so rows of one's own need the eyes of a second person, as a case
does: whoever chose the file, or said how it is read, neither commits them nor undoes their import.
"""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from declarations.filing.store import ties_of_me
from declarations.legacy.service.planning import Plan
from register.kernel.db import Transaction
from register.kernel.errors import Conflict
from register.kernel.i18n import Message, nmsg


async def rows_by_person(tx: Transaction, planned: Plan) -> dict[UUID, int]:
    """How many rows would add, change, restore or withdraw something of each person whom the register knows."""
    written = [item for item in planned.items if item.action != "unchanged"]
    rows: Counter[UUID] = Counter(item.person for item in written if item.person is not None)
    held = [item.entry.declaration for item in written if item.entry is not None]
    held += [entry.declaration for entry in planned.withdrawn]
    read_as = {item.entry.declaration: item.person for item in written if item.entry is not None}
    before = await tx.fetch("select id, declarant from declaration where id = any($1::uuid[])", held)
    rows.update(row["declarant"] for row in before if read_as.get(row["id"]) != row["declarant"])
    return dict(rows)


async def rows_undone(tx: Transaction, run: UUID) -> dict[UUID, int]:
    """How many entries of each person undoing an import would take back."""
    rows = await tx.fetch(
        "select d.declarant, count(*) as rows from legacy_step s join legacy_entry e on e.id = s.entry"
        " join declaration d on d.id = e.declaration where s.run = $1 group by d.declarant",
        run,
    )
    return {row["declarant"]: row["rows"] for row in rows}


async def rows_for_another(tx: Transaction, prepared_by: list[UUID], rows: Mapping[UUID, int]) -> int:
    """The rows that somebody else commits or undoes: of one's own and of one's superiors, where one prepared them."""
    me = tx.identity.person
    if me is None or me not in prepared_by:
        return 0
    closed = {me, *(await ties_of_me(tx)).superiors}
    return sum(many for person, many in rows.items() if person in closed)


async def refuse_own_rows(tx: Transaction, prepared_by: list[UUID], rows: Mapping[UUID, int]) -> None:
    """Raise Conflict with the number of rows where somebody else has to commit."""
    held = await rows_for_another(tx, prepared_by, rows)
    if held:
        raise Conflict(another_commits(held))


def another_commits(rows: int) -> Message:
    """Why whoever prepared a file cannot commit it."""
    return nmsg(
        "%(n)s row is about yourself or somebody whom you report to, and you prepared this file."
        " Another ethics officer imports it.",
        "%(n)s rows are about yourself or somebody whom you report to, and you prepared this file."
        " Another ethics officer imports it.",
        rows,
    )


def another_undoes(rows: int) -> Message:
    """Why whoever prepared a file cannot undo its import."""
    return nmsg(
        "%(n)s row is about yourself or somebody whom you report to, and you prepared this file."
        " Another ethics officer undoes the import.",
        "%(n)s rows are about yourself or somebody whom you report to, and you prepared this file."
        " Another ethics officer undoes the import.",
        rows,
    )
