"""Loading people from a file: persons, accounts and the roles that the file grants, in one transaction."""

from pathlib import Path
from uuid import UUID

from register.access import store
from register.access.policy import clashes
from register.access.service.administration import GRANTABLE
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.identity import service
from register.kernel.message import msg
from register.people.loading import load_persons
from register.people.model import BodyRole, LoadReport, PersonRow
from register.people.people_file import RowFaults, read_people_file

GRANTED_BY_FILE = frozenset(GRANTABLE) - frozenset(BodyRole)


async def load_people_file(path: Path) -> LoadReport:
    """Load a people file, all of it or nothing. Raises Invalid with every fault by row and column.

    Everyone gets an account, and signs in first by a link. A role that an earlier file granted and this one no longer
    names ends; a role that a person granted stays.
    """
    return await load_people(read_people_file(path, GRANTED_BY_FILE))


@retry_serialization
async def load_people(rows: list[PersonRow]) -> LoadReport:
    """The same for rows that were read already."""
    async with transaction(service("loader")) as tx:
        report, ids = await load_persons(tx, rows)
        loaded = [ids[row.email] for row in rows]
        await store.open_accounts(tx, loaded)
        pairs = [(ids[row.email], role) for row in rows for role in row.stored_roles]
        await store.replace_file_grants(tx, loaded, pairs)
        await _refuse_clashes(tx, rows, ids)
        return report


async def _refuse_clashes(tx: Transaction, rows: list[PersonRow], ids: dict[str, UUID]) -> None:
    faults = RowFaults()
    for row in rows:
        if row.stored_roles and clashes(await store.held(tx, ids[row.email])):
            faults.add(row.line, "roles", msg("Roles that keep the register cannot be held with roles that read it."))
    faults.check()
