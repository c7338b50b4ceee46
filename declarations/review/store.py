"""Reads of the desk: the queue, and earlier declarations beside a case. Every function takes an open transaction."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from declarations.codes.decisions import Period
from declarations.codes.periods import period_start
from declarations.codes.vocabulary import Kind
from declarations.filing.headline import topic_of
from declarations.filing.model import Declaration, Status
from declarations.review import narrowing, queue_sql
from declarations.review.finding import Sought
from declarations.review.model import COUNT_STOPS_AT, Earlier, EarlierRow, Filters, Laps, QueueRow, Show, Total
from declarations.review.order import WHOLE, cursor_of, place_of
from declarations.review.others import Others
from declarations.review.store_absences import present
from declarations.review.store_elsewhere import STILL_AUTHORIZED
from register.kernel.currency import Money
from register.kernel.db import Transaction
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of

EARLIER_ROWS = 6
_YEAR = timedelta(days=365)


async def plan_once(tx: Transaction) -> None:
    """Let this transaction run the statements of the queue by plans that were made before."""
    await tx.execute(queue_sql.PLANNED_ONCE)


async def languages_read(tx: Transaction) -> tuple[str, ...]:
    """The languages that the acting person reads."""
    return tuple(await tx.fetchval("select languages_read from person where id = $1", tx.identity.person) or ())


async def queue_page(
    tx: Transaction,
    scopes: tuple[str, ...],
    filters: Filters,
    cursor: Cursor | None,
    laps: Laps,
) -> Page[QueueRow]:
    """A page of the cases in these scopes, lap after lap. BadRequest for a cursor of another order."""
    lap, key = place_of(cursor, filters, laps)
    back = cursor is not None and cursor.newer
    rows: list[asyncpg.Record] = []
    for number in range(lap, -1, -1) if back else range(lap, len(laps)):
        at = cursor if number == lap else None
        statement = queue_sql.page(scopes, filters, from_cursor=at is not None, back=back, languages=laps[number])
        place = (key, at.id) if at else (None, None)
        asked = (tx.identity.person, tx.now.date(), *place, PAGE_ROWS + 1 - len(rows))
        rows += await _planned(tx, statement, asked, filters)
        if len(rows) > PAGE_ROWS:
            break
    return page_of([_row(row) for row in rows], cursor, PAGE_ROWS, lambda row: cursor_of(row, filters, laps))


async def found_page(
    tx: Transaction, scopes: tuple[str, ...], filters: Filters, cursor: Cursor | None, sought: Sought
) -> Page[QueueRow]:
    """A page of the cases of those who were found, newest first. BadRequest for a cursor of another order."""
    key, back = place_of(cursor, filters, WHOLE)[1], cursor is not None and cursor.newer
    whatever = msgspec.structs.replace(filters, show=Show.OPEN)
    statement = queue_sql.found(scopes, whatever, from_cursor=cursor is not None, back=back)
    at = cursor.id if cursor else None
    asked = (tx.identity.person, key, at, PAGE_ROWS + 1, *sought.arguments)
    rows = await _planned(tx, statement, asked, filters)
    return page_of([_row(row) for row in rows], cursor, PAGE_ROWS, lambda row: cursor_of(row, filters, WHOLE))


async def _planned(tx: Transaction, statement: str, asked: Sequence[Any], filters: Filters) -> list[asyncpg.Record]:
    """The rows of a list, its plan made for the values that narrow it where there are any."""
    values = narrowing.values(filters)
    if not values:
        return await tx.fetch(statement, *asked)
    await tx.execute(queue_sql.PLANNED_ANEW)
    rows = await tx.fetch(statement, *asked, *values)
    await plan_once(tx)
    return rows


def _row(row: asyncpg.Record) -> QueueRow:
    values = dict(row)
    values["status"] = Status(values["status"])
    values["alerts"] = tuple(values["alerts"])
    return QueueRow(**values)


async def queue_counts(
    tx: Transaction, scopes: tuple[str, ...], views: tuple[Show, ...], today: date
) -> dict[Show, int]:
    """Open cases of each view, each count stopping just above the cap."""
    row = await tx.fetchrow(queue_sql.counts(scopes, views), tx.identity.person, today)
    return {show: row[show.value] for show in views} if row else {}


_EARLIER_COLUMNS = (
    "reference, declarant, happened_on, party_name, category, direction, amount, currency, status, effect, outcome,"
    " imported, kind, activity_class, subject, domain"
)
# Earlier by the day of the gift, that day included, as the rules count it: whenever either of the two was filed.
_BEFORE = "id <> $2 and happened_on <= $3 and declarant <> $4 and filed_by <> $4"
_NEWEST = "order by happened_on desc, id desc"
_GIFTS = "kind = 'gift' and direction = 'received' and status <> 'withdrawn' and happened_on >= $5"
_SUMS = (
    "select reference_currency as currency, count(*) as received, count(reference_amount) as valued,"
    " coalesce(sum(reference_amount), 0) as sum from ({rows}) as received group by 1 order by 1"
)
_SUMMED = "reference_currency, reference_amount, happened_on"
_OF_PARTY = "party = sought.one"
_OF_TYPED = "party_key = sought.one and party_key <> '' and (party is null or party <> all ($1::uuid[]))"


def _of_giver(columns: str, condition: str, most: int, keys: str) -> str:
    """Rows of every entry and every typed name of one giver, each by an index, the newest of all of them."""
    parts = [
        f"(select found.* from unnest({sought}) as sought (one) cross join lateral"
        f" (select {columns}, id from declaration where {whose} and {condition} {_NEWEST} limit {most}) as found)"
        for sought, whose in (("$1::uuid[]", _OF_PARTY), (f"{keys}::text[]", _OF_TYPED))
    ]
    return f"{' union all '.join(parts)} {_NEWEST} limit {most}"


_PERSON_ROWS = (
    f"select {_EARLIER_COLUMNS}, {STILL_AUTHORIZED} from declaration"
    f" where declarant = $1 and {_BEFORE} {_NEWEST} limit {EARLIER_ROWS}"
)
_AFTER = "id <> $2 and happened_on > $3 and declarant <> $4 and filed_by <> $4"
_LATER_ROWS = (
    f"select {_EARLIER_COLUMNS}, {STILL_AUTHORIZED} from declaration"
    f" where declarant = $1 and {_AFTER} {_NEWEST} limit {EARLIER_ROWS}"
)
_KINDS = (
    "select kind, count(*) as n from declaration"
    " where declarant = $1 and id <> $2 and declarant <> $3 and filed_by <> $3 group by kind order by n desc, kind"
)
_PERSON_TOTALS = _SUMS.format(
    rows=f"select {_SUMMED}, id from declaration where declarant = $1 and {_BEFORE} and {_GIFTS} {_NEWEST}"
    f" limit {COUNT_STOPS_AT + 1}"
)
_GIVER_ROWS = f"select {_EARLIER_COLUMNS} from ({_of_giver(_EARLIER_COLUMNS, _BEFORE, EARLIER_ROWS, '$5')}) as earlier"
_GIVER_TOTALS = _SUMS.format(rows=_of_giver(_SUMMED, f"{_BEFORE} and {_GIFTS}", COUNT_STOPS_AT + 1, "$6"))
_HAPPENED = "select happened_on from declaration where id = $1"
_SAME_GIVER = "select giver_parties($1, $2) as parties, giver_keys($1, $2) as keys"
NOTHING = Earlier((), Total(0, 0, (), is_capped=False))


async def earlier_of_person(tx: Transaction, declaration: Declaration) -> Earlier:
    """What this person had declared of earlier days, as far as row security shows it to the reader."""
    day: date = await tx.fetchval(_HAPPENED, declaration.id)
    before = (declaration.declarant, declaration.id, day, tx.identity.person)
    rows = await tx.fetch(_PERSON_ROWS, *before)
    sums = await tx.fetch(_PERSON_TOTALS, *before, _year_until(day)) if rows else []
    return Earlier(tuple(_earlier_row(row) for row in rows), _total(sums))


async def others_of_person(tx: Transaction, declaration: Declaration) -> Others:
    """What this person declared of later days, and in all, as far as row security shows it to the reader."""
    day: date = await tx.fetchval(_HAPPENED, declaration.id)
    who, reader = declaration.declarant, tx.identity.person
    rows = await tx.fetch(_LATER_ROWS, who, declaration.id, day, reader)
    kinds = await tx.fetch(_KINDS, who, declaration.id, reader)
    return Others(tuple(_earlier_row(row) for row in rows), tuple((row["kind"], row["n"]) for row in kinds))


async def earlier_of_giver(tx: Transaction, declaration: Declaration) -> Earlier:
    """What anybody declared from this giver of earlier days: of merged entries too, and of names recognised as it."""
    same = await tx.fetchrow(_SAME_GIVER, declaration.party, declaration.party_key)
    if same is None or not (same["parties"] or same["keys"]):
        return NOTHING
    day: date = await tx.fetchval(_HAPPENED, declaration.id)
    before = (same["parties"], declaration.id, day, tx.identity.person)
    rows = await tx.fetch(_GIVER_ROWS, *before, same["keys"])
    sums = await tx.fetch(_GIVER_TOTALS, *before, _year_until(day), same["keys"]) if rows else []
    return Earlier(tuple(_earlier_row(row) for row in rows), _total(sums))


def _year_until(day: date) -> date:
    return period_start(Period.ROLLING_12M, day, (1, 1))


def _earlier_row(row: asyncpg.Record) -> EarlierRow:
    return EarlierRow(**{**dict(row), "status": Status(row["status"])})


def _total(sums: Sequence[Any]) -> Total:
    received = sum(row["received"] for row in sums)
    return Total(
        received=min(received, COUNT_STOPS_AT),
        not_valued=received - sum(row["valued"] for row in sums),
        sums=tuple(Money(row["sum"], row["currency"]) for row in sums if row["valued"]),
        is_capped=received > COUNT_STOPS_AT,
    )


_SIMILAR = "select outcome, cases from similar_outcomes($1, $2, $3, $4, $5::int, $6::int)"
_SIMILAR_OF_KIND = "select outcome, cases from similar_of_kind($1, $2, $3, $4, $5, $6::int, $7::int)"
_SIMILAR_YEARS = 3


async def similar_outcomes(tx: Transaction, declaration: Declaration, least: int) -> tuple[tuple[str, int], ...]:
    """Outcomes of the last years under the same rule, counted: of gifts in the same value band, of other kinds in the
    same class, subject or domain; none of fewer cases than `least`.
    """
    rule, topic = declaration.leading_rule, topic_of(declaration)
    if rule is None or topic is None:
        return ()
    counted = (declaration.id, tx.now - _SIMILAR_YEARS * _YEAR, least, COUNT_STOPS_AT)
    if declaration.kind == Kind.GIFT:
        rows = await tx.fetch(_SIMILAR, rule, declaration.value_band, *counted)
    else:
        rows = await tx.fetch(_SIMILAR_OF_KIND, rule, declaration.kind, topic, *counted)
    return tuple((row["outcome"], row["cases"]) for row in rows)


async def holders_free_of(tx: Transaction, declaration: Declaration, roles: Sequence[str]) -> list[UUID]:
    """Who holds one of the roles and may act in this case, as far as they are not away today."""
    rows = await tx.fetch(
        "select distinct holder from unnest($3::text[]) as role, role_holders(role) as holder"
        " where holder <> $1 and holder <> $2"
        " and not exists (select from reporting_line l where l.person = holder and l.superior = $1)"
        " and not exists (select from recusal r where r.declaration = $4 and r.person = holder)",
        declaration.declarant,
        declaration.filed_by,
        list(roles),
        declaration.id,
    )
    return await present(tx, [row["holder"] for row in rows])


_DUE_FOR_CLOSING = """
select reference from declaration
where status in ('decided', 'acknowledged') and decided_at < $1 and not legal_hold and not under_appeal
    and (kind <> 'conflict' or (resolved_at is not null and disclosed_at is not null)
        or outcome in ('note', 'no_measure_needed'))
    and not exists (select from measure m where m.declaration = declaration.id and m.state = 'reported')
order by decided_at, id limit $2
"""


async def due_for_closing(tx: Transaction, before: datetime, most: int) -> list[str]:
    """Decided cases whose time has passed; a legal hold, an appeal or a conflict that is not
    disclosed and resolved, or a measure that waits for the answer of the office, keeps a case open.
    """
    return [row["reference"] for row in await tx.fetch(_DUE_FOR_CLOSING, before, most)]
