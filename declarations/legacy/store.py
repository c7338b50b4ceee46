"""The only module that touches the tables of imports; every function takes an open transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from declarations.filing.model import Declaration
from declarations.filing.store import COLUMNS, PriorGift, opened
from declarations.filing.store_lasting import DAY
from register.kernel.db import Transaction
from register.kernel.errors import NotFound, Stale
from register.kernel.ids import new_id
from register.kernel.names import forms_of, forms_of_person, search_form
from register.kernel.paging import Cursor, Page, page_of

_LOCK = 4_417_902_663_118_311
"""One import at a time writes; any number that nobody else uses."""


class Run(msgspec.Struct, frozen=True):
    """One import as its row says; what is encrypted is opened by the service."""

    id: UUID
    kind: str
    register: str
    file_hash: bytes
    status: str
    version: int
    created_by: UUID | None
    created_at: datetime
    done_at: datetime | None
    undone_at: datetime | None
    rows: int
    refused: int
    added: int
    changed: int
    withdrawn: int
    unchanged: int
    progress: int
    key_id: str
    wrapped_key: bytes
    content: bytes

    @property
    def withdraws_most(self) -> bool:
        """Whether more entries would be withdrawn than stay: a part of a register that was taken for all of it."""
        return self.withdrawn > self.changed + self.unchanged


_FIELDS = tuple(Run.__struct_fields__)
_LIST = ", ".join(_FIELDS)
_DECLARATION = ", ".join(COLUMNS)


def insert_run(tx: Transaction, run: Run, file: bytes) -> None:
    """Keep a new run with its encrypted file."""
    places = ", ".join(f"${number}" for number in range(1, len(_FIELDS) + 2))
    tx.later(f"insert into legacy_run ({_LIST}, file) values ({places})", *msgspec.structs.astuple(run), file)


async def run_by_id(tx: Transaction, wanted: UUID, *, lock: bool = False) -> Run:
    """One run; NotFound where there is none for this identity."""
    query = f"select {_LIST} from legacy_run where id = $1" + (" for update" if lock else "")
    row = await tx.fetchrow(query, wanted)
    if row is None:
        raise NotFound
    return Run(**row)


async def file_of(tx: Transaction, wanted: UUID) -> bytes:
    """The encrypted file of a run."""
    found: bytes = await tx.fetchval("select file from legacy_run where id = $1", wanted)
    return found


async def update_run(tx: Transaction, run: UUID, seen: int, **changes: object) -> None:
    """Change columns of a run. Raises Stale when somebody changed it since version `seen`."""
    names = sorted(changes)
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(names, start=3))
    query = f"update legacy_run set version = version + 1, {sets} where id = $1 and version = $2"
    done = await tx.execute(query, run, seen, *(changes[name] for name in names))
    if done != "UPDATE 1":
        raise Stale


async def tell_progress(tx: Transaction, run: UUID, progress: int) -> None:
    """How many entries are through; no change of state."""
    await tx.execute("update legacy_run set progress = $2 where id = $1", run, progress)


async def waiting_run(tx: Transaction) -> UUID | None:
    """The oldest run that waits for its turn."""
    query = "select id from legacy_run where status in ('waiting', 'undoing') order by created_at limit 1"
    found: UUID | None = await tx.fetchval(query)
    return found


async def take_turn(tx: Transaction) -> bool:
    """Whether this transaction is the one that imports now; it stays so until it ends, however it ends."""
    taken: bool = await tx.fetchval("select pg_try_advisory_xact_lock($1)", _LOCK)
    return taken


async def runs_page(tx: Transaction, cursor: Cursor | None, rows: int) -> Page[Run]:
    """Runs, the newest first."""
    back = cursor is not None and cursor.newer
    at = (cursor.moment(), cursor.id) if cursor else (None, None)
    found = [Run(**row) for row in await tx.fetch(_NEWER if back else _OLDER, *at, rows + 1)]
    return page_of(found, cursor, rows, lambda run: Cursor(run.created_at.isoformat(), run.id))


_OLDER = (
    f"select {_LIST} from legacy_run where $1::timestamptz is null or (created_at, id) < ($1, $2)"
    " order by created_at desc, id desc limit $3"
)
_NEWER = (
    f"select {_LIST} from legacy_run where (created_at, id) > ($1::timestamptz, $2) order by created_at, id limit $3"
)


async def standing(tx: Transaction, file_hash: bytes, kind: str) -> list[Run]:
    """The runs that imported the same file as of this kind, under whatever name, whose result still stands."""
    rows = await tx.fetch(
        f"select {_LIST} from legacy_run r where r.file_hash = $1 and r.kind = $2 and r.status = 'done' and r.id = ("
        " select l.id from legacy_run l where l.register = r.register and l.status = 'done'"
        " order by l.done_at desc limit 1)",
        file_hash,
        kind,
    )
    return [Run(**row) for row in rows]


async def registers(tx: Transaction, kind: str) -> list[str]:
    """The names of the registers of a kind that were brought over, in alphabetical order."""
    found = await tx.fetch(
        "select distinct register from legacy_run where kind = $1 and status = 'done' order by 1 limit 200", kind
    )
    return [row["register"] for row in found]


async def other_kind(tx: Transaction, register: str, kind: str) -> bool:
    """Whether entries of another kind were imported under the name of a register."""
    found: bool = await tx.fetchval(
        "select exists (select from legacy_run where register = $1 and kind <> $2 and status in"
        " ('waiting', 'done', 'undoing', 'undone'))",
        register,
        kind,
    )
    return found


async def is_latest(tx: Transaction, run: Run) -> bool:
    """Whether no later import of the same register stands on this one."""
    newest: UUID | None = await tx.fetchval(
        "select id from legacy_run where register = $1 and status = 'done' order by done_at desc limit 1", run.register
    )
    return newest == run.id


class Entry(msgspec.Struct, frozen=True):
    """An entry that was imported before."""

    id: UUID
    declaration: UUID
    content_hash: bytes
    withdrawn: bool


async def entries(tx: Transaction, register: str) -> dict[bytes, Entry]:
    """Every entry of a register by its key."""
    rows = await tx.fetch(
        "select entry_key, id, declaration, content_hash, withdrawn from legacy_entry where register = $1", register
    )
    return {
        row["entry_key"]: Entry(row["id"], row["declaration"], row["content_hash"], row["withdrawn"]) for row in rows
    }


async def kinds_of(tx: Transaction, known: Iterable[Entry]) -> dict[UUID, str]:
    """As which kind of declaration entries are kept."""
    ids = [entry.declaration for entry in known]
    rows = await tx.fetch("select id, kind from declaration where id = any($1::uuid[])", ids)
    return {row["id"]: row["kind"] for row in rows}


def add_entry(tx: Transaction, register: str, key: bytes, content: bytes, declaration: UUID) -> UUID:
    """Remember an entry and the declaration that it became."""
    made = new_id()
    tx.later(
        "insert into legacy_entry (id, register, entry_key, content_hash, declaration, withdrawn)"
        " values ($1, $2, $3, $4, $5, false)",
        made,
        register,
        key,
        content,
        declaration,
    )
    return made


async def change_entry(tx: Transaction, entry: UUID, content: bytes, *, withdrawn: bool) -> None:
    """What an entry says now."""
    await tx.execute(
        "update legacy_entry set content_hash = $2, withdrawn = $3 where id = $1", entry, content, withdrawn
    )


def add_step(tx: Transaction, run: UUID, entry: UUID, action: str, before: bytes | None) -> None:
    """Remember what a run did to an entry."""
    tx.later(
        "insert into legacy_step (id, run, entry, action, before) values ($1, $2, $3, $4, $5)",
        new_id(),
        run,
        entry,
        action,
        before,
    )


async def steps(tx: Transaction, run: UUID) -> list[asyncpg.Record]:
    """What a run did, entry by entry."""
    return await tx.fetch(
        "select s.action, s.before, e.id, e.declaration, e.content_hash from legacy_step s"
        " join legacy_entry e on e.id = s.entry where s.run = $1 order by s.id",
        run,
    )


async def declarations(tx: Transaction, wanted: Iterable[UUID]) -> dict[UUID, Declaration]:
    """Imported declarations, held until the end of the transaction."""
    rows = await tx.fetch(
        f"select {_DECLARATION} from declaration where id = any($1::uuid[]) order by id for update", list(wanted)
    )
    return {row["id"]: opened(row) for row in rows}


async def persons_by_email(tx: Transaction, emails: Iterable[str]) -> dict[str, UUID]:
    """Persons by their addresses."""
    rows = await tx.fetch("select id, email from person where email = any($1::text[])", sorted(set(emails)))
    return {row["email"]: row["id"] for row in rows}


async def persons_by_form(tx: Transaction, forms: Iterable[str]) -> dict[str, set[UUID]]:
    """Persons by a form of their whole name."""
    found: dict[str, set[UUID]] = {}
    rows = await tx.fetch(
        "select n.form, p.id, p.first_name, p.family_name from known_name n join person p on p.id = n.subject"
        " where n.kind = 'person' and n.form = any($1::text[])",
        sorted(set(forms)),
    )
    for row in rows:
        first, family = row["first_name"], row["family_name"]
        if row["form"] in {search_form(f"{first} {family}"), search_form(f"{family} {first}")}:
            found.setdefault(row["form"], set()).add(row["id"])
    return found


async def add_persons(tx: Transaction, named: Mapping[UUID, tuple[str, str]], language: str) -> None:
    """Record persons who have no account, under the name and unit as the older register wrote them."""
    units = sorted({unit for _, unit in named.values() if unit})
    await tx.execute(
        "insert into unit (id, name) select * from unnest($1::uuid[], $2::text[]) on conflict (name) do nothing",
        [new_id() for _ in units],
        units,
    )
    known = {row["name"]: row["id"] for row in await tx.fetch("select id, name from unit where name = any($1)", units)}
    ids = list(named)
    await tx.execute(
        "insert into person (id, email, family_name, first_name, unit, language, languages_read, active)"
        " select id, id || '@imported.invalid', name, '', unit, $4, array[$4]::varchar[], false"
        " from unnest($1::uuid[], $2::text[], $3::uuid[]) as f (id, name, unit)",
        ids,
        [named[each][0] for each in ids],
        [known.get(named[each][1]) for each in ids],
        language,
    )
    forms = [("person", each, form) for each in ids for form in sorted(forms_of_person("", named[each][0]))]
    forms += [("unit", known[unit], form) for unit in units for form in sorted({found for found, _ in forms_of(unit)})]
    await _name(tx, forms)


async def _name(tx: Transaction, forms: Sequence[tuple[str, UUID, str]]) -> None:
    await tx.execute(
        "insert into known_name (id, kind, subject, form) select f.* from"
        " unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) as f (id, kind, subject, form)"
        " where not exists (select from known_name k where k.subject = f.subject and k.form = f.form)",
        [new_id() for _ in forms],
        [kind for kind, _, _ in forms],
        [subject for _, subject, _ in forms],
        [form for _, _, form in forms],
    )


async def declared_of(tx: Transaction, persons: Iterable[UUID], kind: str) -> set[tuple[UUID, str, date]]:
    """What persons have declared here of a kind other than gifts: who, with whom, since or on which day."""
    rows = await tx.fetch(
        f"select declarant, party_key, {DAY} as day from declaration"
        " where declarant = any($1::uuid[]) and kind = $2 and imported is null and status not in ('draft', 'withdrawn')"
        f" and party_key <> '' and {DAY} is not null",
        list(set(persons)),
        kind,
    )
    return {(row["declarant"], row["party_key"], row["day"]) for row in rows}


async def gifts_of(tx: Transaction, persons: Iterable[UUID]) -> list[tuple[UUID, str, UUID | None, PriorGift]]:
    """The gifts that the register holds of persons: whose, from which giver, as which imported one; for totals."""
    rows = await tx.fetch(
        "select id, declarant, party_key, amount, currency, reference_amount, event_date, imported from declaration"
        " where declarant = any($1::uuid[]) and kind = 'gift' and direction = 'received' and status <> 'withdrawn'"
        " and event_date is not null",
        list(set(persons)),
    )
    return [
        (row["declarant"], row["party_key"], row["id"] if row["imported"] is not None else None, _prior(row))
        for row in rows
    ]


def _prior(row: asyncpg.Record) -> PriorGift:
    return PriorGift(row["amount"], row["currency"], row["reference_amount"], row["event_date"])
