"""What the register holds elsewhere of a party; every row as row security shows it to the reader."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from declarations.filing.model import Declaration
from declarations.review.elsewhere import Same
from register.kernel.db import Transaction

NOBODY = UUID(int=0)
"""In the place of the reader, where the worker looks."""
ROWS = 6
"""Declarations listed of one person, and of all others."""
_MOST_COUNTED = 200
_YEAR = timedelta(days=365)

_SAME_GIVER = "select giver_parties($1, $2) as parties, giver_keys($1, $2) as keys"
_ONE_PARTY = """
select w.party, party_family(w.party) as family, giver_keys(w.party, '') as keys from unnest($1::uuid[]) as w (party)
"""
_NAMES = """
select distinct form as name from party_name where party = any($1::uuid[]) and rank = 0 order by form limit $2
"""
STILL_AUTHORIZED = (
    "exists (select from activity_authorization a where a.declaration = declaration.id"
    " and a.validity in ('in_force', 'suspended')) as is_authorized"
)
"""Beside the columns of a declaration: whether an authorization stands, whatever became of a change of it."""
_COLUMNS = (
    "id, reference, declarant, filed_at, party_name, category, direction, amount, currency, status, effect, outcome,"
    " event_date, happened_on, imported, kind, activity_class, subject, domain, party, party_key, reviewer, giver_type,"
    f" reference_amount, reference_currency, {STILL_AUTHORIZED}"
)
_NEWEST, _LATEST = "order by filed_at desc, id desc", "order by happened_on desc, id desc"
_IS_ANOTHER = (
    "id <> $3 and status <> 'withdrawn' and (party = any($4::uuid[]) or party_key = any($5::text[])"
    " or (giver_type is distinct from 'individual' and counterpart_kind is distinct from 'individual'))"
)
"""Natural persons are the same only where their names are: likeness of names says nothing of them."""
_NOT_MINE = "declarant <> $6 and filed_by <> $6"


_OTHERS = f"declarant <> $7 and {_IS_ANOTHER} and {_NOT_MINE}"
_LATER, _EARLIER = "happened_on > $9", "happened_on <= $9"
_OTHER_KINDS = f"{_EARLIER} and kind <> 'gift' and kind <> $8"
_GIFTS_TOO = f"{_EARLIER} and kind = 'gift' and $8 <> 'gift'"


def _newest(parties: str, keys: str, condition: str, order: str = _NEWEST) -> str:
    """The newest rows of others with each of these parties and typed names, each found by an index."""
    return " union all ".join(
        f"(select found.* from unnest({sought}) as sought (one) cross join lateral"
        f" (select {_COLUMNS} from declaration where {whose} and {condition} {order} limit {ROWS}) as found)"
        for sought, whose in (
            (f"{parties}::uuid[]", "party is not null and party = sought.one"),
            (f"{keys}::text[]", "party_key <> '' and party_key = sought.one and party is null"),
        )
    )


# What stands among the earlier declarations of the same giver is not said again, and of very many not read again.
_OF_OTHERS = (
    f"{_newest('$1', '$2', _OTHERS)} union all {_newest('$4', '$5', f'{_OTHERS} and {_LATER}', _LATEST)}"
    f" union all {_newest('$4', '$5', f'{_OTHERS} and {_OTHER_KINDS}')}"
    f" union all {_newest('$4', '$5', f'{_OTHERS} and {_GIFTS_TOO}')} {_NEWEST} limit {ROWS}"
)
_NEW_HERE = "not (kind = $8 and happened_on <= $9 and (party = any($4::uuid[]) or party_key = any($5::text[])))"


def _by_one(whose: str, condition: str, most: int) -> str:
    """The same of one person, whose declarations and cases are few beside what a giver may have given."""
    named = "(party = any($1::uuid[]) or (party_key = any($2::text[]) and party_key <> '' and party is null))"
    mine = f"select {_COLUMNS} from declaration where {whose} and {named} and {condition}"
    return f"{mine} {_NEWEST} limit {most}"


_OF_PERSON = _by_one("declarant = $7", f"{_IS_ANOTHER} and {_NOT_MINE} and {_NEW_HERE}", ROWS)
_OF_REVIEWER = _by_one("declarant = $7", f"{_IS_ANOTHER} and {_NOT_MINE}", 3)
_REVIEWED = _by_one(
    "reviewer = $7 and status in ('submitted', 'under_review', 'information_requested')",
    f"{_IS_ANOTHER} and {_NOT_MINE}",
    3,
)
_MINE = _by_one("declarant = $6", f"{_IS_ANOTHER} and kind in ('gift', 'outside_activity', 'conflict')", 3)
_GIFTS = _by_one(
    "declarant = $6", f"{_IS_ANOTHER} and direction = 'received' and event_date between $7 and $8", _MOST_COUNTED
)


async def same_party(tx: Transaction, case: Declaration) -> tuple[list[UUID], list[str]]:
    """The entries and typed names that are known to be the party of a case: merged, or recognised by an officer."""
    row = await tx.fetchrow(_SAME_GIVER, case.party, case.party_key)
    return (row["parties"], row["keys"]) if row else ([], [])


async def one_party(tx: Transaction, parties: Sequence[UUID]) -> list[tuple[UUID, list[UUID], list[str]]]:
    """Each party with all entries that count as it, and all typed names that were recognised as it."""
    rows = await tx.fetch(_ONE_PARTY, list(parties))
    return [(row["party"], row["family"], row["keys"]) for row in rows]


async def names_of(tx: Transaction, parties: Sequence[UUID], most: int) -> list[str]:
    """The names of entries of the directory, normalised."""
    return [row["name"] for row in await tx.fetch(_NAMES, list(parties), most)]


async def of_person(tx: Transaction, case: Declaration, own: Same, same: Same) -> Sequence[Any]:
    """What the declarant declared elsewhere of the party."""
    return await tx.fetch(_OF_PERSON, *_asked(tx, case, own, same), case.declarant, case.kind, await _day(tx, case))


async def of_others(tx: Transaction, case: Declaration, own: Same, same: Same) -> Sequence[Any]:
    """What others did."""
    alike = Same(
        {party: match for party, match in same.parties.items() if party not in own.parties},
        {key: match for key, match in same.keys.items() if key not in own.keys},
    )
    return await tx.fetch(_OF_OTHERS, *_asked(tx, case, own, alike), case.declarant, case.kind, await _day(tx, case))


async def of_reviewer(tx: Transaction, case: Declaration, own: Same, same: Same) -> Sequence[Any]:
    """What the officer in charge declared of it."""
    return await tx.fetch(_OF_REVIEWER, *_asked(tx, case, own, same), case.reviewer)


async def reviewed_by_declarant(tx: Transaction, case: Declaration, own: Same, same: Same) -> Sequence[Any]:
    """Open cases that the declarant has in charge, where they are of the desk."""
    return await tx.fetch(_REVIEWED, *_asked(tx, case, own, same), case.declarant)


async def by_ids(tx: Transaction, wanted: Sequence[UUID]) -> Sequence[Any]:
    """Declarations that were found before, those that are open to the reader and not withdrawn; the newest first."""
    sql = f"select {_COLUMNS} from declaration where id = any($1::uuid[]) and status <> 'withdrawn' {_NEWEST}"
    return await tx.fetch(sql, list(wanted))


async def mine(tx: Transaction, case: Declaration, own: Same, same: Same) -> Sequence[Any]:
    """What the reader did."""
    return await tx.fetch(_MINE, *_asked(tx, case, own, same))


async def gifts_together(tx: Transaction, case: Declaration, own: Same, same: Same) -> Sequence[Any]:
    """Gifts that the declarant received in the year before, of all that may be the giver."""
    if case.event_date is None:
        return []
    asked = _asked(tx, case, own, same)[:-1]
    return await tx.fetch(_GIFTS, *asked, case.declarant, case.event_date - _YEAR, case.event_date)


async def _day(tx: Transaction, case: Declaration) -> date:
    """By which it is earlier or later than another."""
    day: date = await tx.fetchval("select happened_on from declaration where id = $1", case.id)
    return day


def _asked(tx: Transaction, case: Declaration, own: Same, same: Same) -> tuple[Any, ...]:
    return (
        list(same.parties),
        list(same.keys),
        case.id,
        list(own.parties),
        list(own.keys),
        tx.identity.person or NOBODY,
    )
