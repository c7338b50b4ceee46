"""Bring persons from a file into the register: add, update, move; all of the file or nothing of it."""

from uuid import UUID

from register.kernel.db import Transaction
from register.kernel.ids import new_id
from register.kernel.message import msg
from register.people import writing
from register.people.model import LoadReport, PersonRow
from register.people.people_file import RowFaults


async def load_persons(tx: Transaction, rows: list[PersonRow]) -> tuple[LoadReport, dict[str, UUID]]:
    """Make the register say what the rows say; the report, and the id of each address.

    Persons who are not in the file stay as they are. The languages of a file hold when a person is added; afterwards
    they are that person's own choice. Raises Invalid with every unknown supervisor and every circle, by row.
    """
    known = await writing.lock_emails(tx)
    ids = known | {row.email: new_id() for row in rows if row.email not in known}
    _check_lines(rows, ids, await writing.supervisors(tx))
    await writing.add_units(tx, {row.unit for row in rows if row.unit})
    added = [row for row in rows if row.email not in known]
    before = await writing.fingerprints(tx)
    await writing.add_persons(tx, added, ids)
    await writing.update_persons(tx, rows, ids)
    await writing.name_them(tx, rows, ids)
    await writing.replace_capacities(tx, rows, ids)
    await writing.replace_body_roles(tx, rows, ids)
    after = await writing.fingerprints(tx)
    changed = sum(1 for person, print_ in before.items() if after.get(person) != print_)
    return LoadReport(len(added), changed, len(rows) - len(added) - changed), ids


def _check_lines(rows: list[PersonRow], ids: dict[str, UUID], supervisors: dict[UUID, UUID | None]) -> None:
    faults = RowFaults()
    above = dict(supervisors)
    for row in rows:
        if row.supervisor_email and row.supervisor_email not in ids:
            faults.add(row.line, "supervisor_email", msg("Nobody in the file or in the register has this address."))
        above[ids[row.email]] = ids.get(row.supervisor_email)
    for row in rows:
        if _in_a_circle(ids[row.email], above):
            faults.add(row.line, "supervisor_email", msg("This reporting line leads back to the same person."))
    faults.check()


def _in_a_circle(person: UUID, above: dict[UUID, UUID | None]) -> bool:
    seen: set[UUID] = set()
    step = above.get(person)
    while step is not None and step not in seen:
        if step == person:
            return True
        seen.add(step)
        step = above.get(step)
    return False
