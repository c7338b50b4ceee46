"""SQL of what the persons of an extract share; read by the service `extractor` alone, as the extract itself."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from register.kernel.db import Transaction
from reports.engagements.sharing import COARSENED, FEWEST, Shared, Value, few_of

_COLUMNS = tuple(COARSENED)
_BIT_OF = {column: 1 << place for place, column in enumerate(reversed(_COLUMNS))}
_SETS = ", ".join(f"(kind, {column})" if of_kind else f"({column})" for column, of_kind in COARSENED.items())
_PERIOD = "filed_day between $1 and $2"
_SHARED = f"""
    select grouping({", ".join(_COLUMNS)}) as left_out, kind, {", ".join(_COLUMNS)}, count(*) as rows,
           bit_or(1::bigint << (uuid_hash(declarant) & 63)) as marks
    from engagement_case where {_PERIOD} group by grouping sets ({_SETS})
"""
"""In one pass, without telling persons apart: a mark of each is enough for most values."""
_PERSONS_OF = {
    column: f"""
    select {"kind" if of_kind else "''"} as kind, {column} as value,
           (array_agg(distinct declarant))[:{FEWEST}] as persons
    from engagement_case where {_PERIOD} and {column} = any($3) group by 1, 2
"""
    for column, of_kind in COARSENED.items()
}


async def not_shown(tx: Transaction, since: date, until: date) -> Mapping[str, set[Value]]:
    """For each column the values of a period that too few persons share."""
    shared = await _shared(tx, since, until)
    doubtful: dict[str, set[str]] = {}
    for each in shared:
        if not each.is_surely_shared:
            doubtful.setdefault(each.column, set()).add(each.value[1])
    persons: dict[tuple[str, Value], frozenset[UUID]] = {}
    for column, values in doubtful.items():
        for row in await tx.fetch(_PERSONS_OF[column], since, until, sorted(values)):
            persons[column, (row["kind"], row["value"])] = frozenset(row["persons"])
    return few_of(shared, persons)


async def _shared(tx: Transaction, since: date, until: date) -> list[Shared]:
    found = []
    for row in await tx.fetch(_SHARED, since, until):
        [column] = [name for name, bit in _BIT_OF.items() if not row["left_out"] & bit]
        if row[column] is not None:  # an empty cell follows from the kind or the status, and says no more
            of = row["kind"] if COARSENED[column] else ""
            found.append(Shared(column, (of, row[column]), row["rows"], row["marks"]))
    return found
