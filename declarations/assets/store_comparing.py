"""What a comparison reads: what the filer declared, given by the database for that alone, and the directory."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from declarations.assets.comparing import Declared, Entry
from register.kernel.db import Transaction

_DECLARED = "select reference, kind, filed_at, root, names, is_person from asset_declared($1)"
_ENTRIES = """
select w.party, party_root(w.party) as root, array(
    select n.form from party_name n where n.party = any(party_family(w.party)) and n.rank = 0 order by n.form limit 12
) as names from unnest($1::uuid[]) as w (party)
"""


async def declared(tx: Transaction, statement: UUID) -> list[Declared]:
    """The newest declarations of whoever made a statement; none where its newest version has not that purpose."""
    return [Declared(**{**row, "names": tuple(row["names"])}) for row in await tx.fetch(_DECLARED, statement)]


async def entries(tx: Transaction, parties: Sequence[UUID]) -> Mapping[UUID, Entry]:
    """Entries of the directory with the names under which they are known; an unknown one is not among them."""
    rows = await tx.fetch(_ENTRIES, list(parties)) if parties else []
    return {row["party"]: Entry(row["root"], tuple(row["names"])) for row in rows if row["root"] is not None}
