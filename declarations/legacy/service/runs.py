"""The use cases of imports: open, map, commit, undo; and the work that the worker does for them."""

import asyncio
import contextvars
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.filing.service.filing import made_before
from declarations.legacy import store
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.service.four_eyes import (
    another_undoes,
    refuse_own_rows,
    rows_by_person,
    rows_for_another,
    rows_undone,
)
from declarations.legacy.service.looking import Found, Looked, look, mappings_of, opened, sealed, suggested, workbook_of
from declarations.legacy.service.performing import Outcome, Progress, carry_out
from declarations.legacy.service.undoing import undo_steps
from register import vault
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import (
    Conflict,
    DatabaseUnavailable,
    FieldError,
    Invalid,
    NotFound,
    Stale,
    TransitionRefused,
)
from register.kernel.i18n import msg
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from register.kernel.paging import Page, decode_cursor

Step = Callable[[Identity, UUID, int], Awaitable[None]]
UNDONE_WITHIN = timedelta(days=1)
IMPORTER = service("importer")
_ROWS = 25
WITHDRAWS_MOST = msg(
    "This file holds few of the entries of its register; the others would be withdrawn."
    " If it is the whole next edition, say --withdraw."
)
CONFIRM_WITHDRAWING = msg("Confirm that this file is the whole next edition of its register.")
ALREADY = msg("This file has been imported already. Nothing changed.")


class RunView(msgspec.Struct, frozen=True):
    """One import for whoever looks after it."""

    run: store.Run
    found: Found
    may_commit: bool
    may_undo: bool
    registers: list[str] = []
    """The registers of this kind that are here: the next edition of one carries its name."""
    for_another: int = 0
    """Rows of the acting person or their superiors in a file that they prepared: somebody else commits or undoes it."""

    @property
    def is_open(self) -> bool:
        """Whether nobody has committed it yet."""
        return self.run.status == "looked_at"


def _allow(identity: Identity) -> UUID:
    if identity.person is None or not permits(identity, "legacy.import"):
        raise NotFound
    return identity.person


def _as_importer(identity: Identity) -> Identity:
    """The service in the name of the person who commits: the ledger tells who did it."""
    return Identity(person=identity.person, roles=identity.roles, service="importer", name=identity.name)


async def list_runs(identity: Identity, at: str | None) -> Page[store.Run]:
    """Imports, the newest first."""
    _allow(identity)
    cursor = decode_cursor(at)
    async with transaction(identity) as tx:
        return await store.runs_page(tx, cursor, _ROWS)


async def open_run(
    identity: Identity,
    name: str,
    data: bytes,
    *,
    mapping: ColumnMapping | None = None,
    kind: str = "gift",
    idempotency_key: str | None = None,
) -> UUID:
    """Look at a file and keep it for its import; its id, the same again for the same idempotency key.

    A file that is here already is read as it was then, for its mapping to be corrected. Raises Invalid where it cannot
    be read, IdempotencyMismatch.
    """
    me = _allow(identity)
    book = await workbook_of(data)
    file_hash, made = hashlib.sha256(data).digest(), new_id()
    async with transaction(_as_importer(identity)) as tx:
        asked = file_hash if kind == Kind.GIFT else hashlib.sha256(file_hash + kind.encode()).digest()
        earlier = await made_before(tx, idempotency_key, asked, made)
        if earlier is not None:
            return earlier
        before = [] if mapping else await mappings_of(tx, file_hash, kind)
        wanted = mapping or (before[0] if before else suggested(book, name, kind))
        looked = await look(tx, book, name, wanted, file_hash)
        return _keep(tx, looked, data, me, made).id


def _keep(tx: Transaction, looked: Looked, data: bytes, me: UUID | None, made: UUID) -> store.Run:
    key = vault.new_data_key()
    run = store.Run(
        id=made,
        kind=looked.found.mapping.kind,
        register=looked.found.mapping.register,
        file_hash=hashlib.sha256(data).digest(),
        status="looked_at",
        version=1,
        created_by=me,
        created_at=tx.now,
        done_at=None,
        undone_at=None,
        **_counts(looked),
        progress=0,
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        content=b"",
    )
    run = msgspec.structs.replace(run, content=sealed(key, run, _prepared(looked.found, me)))
    store.insert_run(tx, run, vault.encrypt(key, data, made, "file"))
    return run


def _prepared(found: Found, *by: UUID | None) -> Found:
    known = dict.fromkeys(each for each in (*found.prepared_by, *by) if each is not None)
    return msgspec.structs.replace(found, prepared_by=list(known))


def _counts(looked: Looked) -> dict[str, int]:
    planned = looked.plan
    if planned is None:
        return dict.fromkeys(("rows", "refused", "added", "changed", "withdrawn", "unchanged"), 0)
    return {
        "rows": planned.rows,
        "refused": len(planned.refused),
        "added": planned.count("added"),
        "changed": planned.count("changed") + planned.count("restored"),
        "withdrawn": len(planned.withdrawn),
        "unchanged": planned.count("unchanged"),
    }


async def read_run(identity: Identity, wanted: UUID) -> RunView:
    """One import with what was found. Raises NotFound."""
    _allow(identity)
    async with transaction(identity) as tx:
        run = await store.run_by_id(tx, wanted)
        undoable = run.status == "done" and run.done_at is not None and tx.now - run.done_at <= UNDONE_WITHIN
        may_undo = undoable and await store.is_latest(tx, run)
        known, found = await store.registers(tx, run.kind), opened(run)
        is_open = run.status == "looked_at"
        held = await rows_for_another(tx, found.prepared_by, found.rows_by_person) if is_open else 0
    if may_undo:
        async with transaction(_as_importer(identity)) as tx:  # what is undone is not all open to the officer
            held = await rows_for_another(tx, found.prepared_by, await rows_undone(tx, run.id))
    return RunView(run, found, is_open and not held, may_undo and not held, known, held)


async def map_run(identity: Identity, wanted: UUID, seen: int, mapping: ColumnMapping) -> None:
    """Look at the file again under a corrected mapping. Raises Invalid by field, Stale."""
    me = _allow(identity)
    async with transaction(identity) as tx:
        run = await store.run_by_id(tx, wanted)
        _refuse_unless(run, "looked_at")
        key = vault.unwrap(run.key_id, run.wrapped_key)
        data = vault.decrypt(key, await store.file_of(tx, wanted), run.id, "file")
        before = opened(run)
    book = await workbook_of(data)
    async with transaction(_as_importer(identity)) as tx:
        looked = await look(tx, book, before.name, mapping, run.file_hash)
        content = sealed(key, run, _prepared(looked.found, *before.prepared_by, me))
        await store.update_run(
            tx, wanted, seen, register=mapping.register, kind=mapping.kind, content=content, **_counts(looked)
        )


async def commit_run(identity: Identity, wanted: UUID, seen: int, *, withdraw: bool = False) -> None:
    """Have an import carried out by the worker.

    Raises Invalid at `withdraw` where it would withdraw most of its register and nobody said that this is meant,
    Conflict where rows are about whoever prepared the file and commits it, or about their superiors.
    """
    _allow(identity)
    async with transaction(identity) as tx:
        run = await store.run_by_id(tx, wanted)
        found = opened(run)
        if run.status == "looked_at":
            await refuse_own_rows(tx, found.prepared_by, found.rows_by_person)
    if run.status == "looked_at" and run.version == seen and run.withdraws_most and not withdraw:
        raise Invalid(fields=[FieldError("withdraw", CONFIRM_WITHDRAWING)])
    await _move(identity, wanted, seen, "looked_at", "waiting", imported_by=identity.name)


async def discard_run(identity: Identity, wanted: UUID) -> None:
    """Forget a file that was only looked at."""
    _allow(identity)
    async with transaction(identity) as tx:
        _refuse_unless(await store.run_by_id(tx, wanted), "looked_at")
        await tx.execute("delete from legacy_run where id = $1 and status = 'looked_at'", wanted)


async def undo_run(identity: Identity, wanted: UUID, seen: int) -> None:
    """Have an import undone, within a day, unless a later one stands on it.

    Raises Conflict where rows are about whoever prepared the file and undoes it, or about their superiors.
    """
    view = await read_run(identity, wanted)
    if view.run.status == "done" and view.for_another:
        raise Conflict(another_undoes(view.for_another))
    if not view.may_undo:
        raise TransitionRefused(msg("An import is undone within one day, and only the latest of its register."))
    await _move(identity, wanted, seen, "done", "undoing", undone_by=identity.name)


async def _move(identity: Identity, wanted: UUID, seen: int, before: str, after: str, **by: str) -> None:
    """The next step of a run, with the name of whoever takes it."""
    me = _allow(identity)
    async with transaction(identity) as tx:
        run = await store.run_by_id(tx, wanted)
        _refuse_unless(run, before)
        key = vault.unwrap(run.key_id, run.wrapped_key)
        content = sealed(key, run, msgspec.structs.replace(opened(run), **by))
        await store.update_run(tx, wanted, seen, status=after, created_by=me, content=content)


def _refuse_unless(run: store.Run, status: str) -> None:
    if run.status != status:
        raise TransitionRefused(msg("This import is already past that step."))


async def work_off() -> bool:
    """Carry out or undo the oldest import that waits; False where none does. Killed in the middle, nothing is kept."""
    async with transaction(IMPORTER) as tx:
        wanted = await store.waiting_run(tx)
        who = await _committer(tx, wanted) if wanted else IMPORTER
    if wanted is None:
        return False
    try:
        return await _take(who, wanted)
    except DatabaseUnavailable:
        raise  # nobody knows whether it was kept; the next turn sees
    except Exception:
        await _fail(wanted)  # else it would be tried for ever, and nothing after it
        raise


@retry_serialization
async def _take(who: Identity, wanted: UUID) -> bool:
    async with transaction(who) as tx:
        if not await store.take_turn(tx):
            return False
        await _work(tx, await store.run_by_id(tx, wanted))
        return True


async def _committer(tx: Transaction, wanted: UUID) -> Identity:
    """Who committed it, as the ledger will name them."""
    row = await tx.fetchrow(
        "select p.id, trim(p.first_name || ' ' || p.family_name) as name from legacy_run r"
        " join person p on p.id = r.created_by where r.id = $1",
        wanted,
    )
    return Identity(person=row["id"], service="importer", name=row["name"]) if row else IMPORTER


async def _work(tx: Transaction, run: store.Run) -> None:
    teller = _Teller(run.id)
    if run.status == "undoing":
        await undo_steps(tx, run, teller.tell)
        changes: dict[str, object] = {"status": "undone", "undone_at": tx.now}
    elif run.status == "waiting":
        done = await _import(tx, run, teller.tell)
        changes = {"status": "done", "done_at": tx.now, **msgspec.structs.asdict(done)}
    else:
        return
    await teller.finish()
    now = await store.run_by_id(tx, run.id)
    await store.update_run(tx, run.id, now.version, **changes)


async def _import(tx: Transaction, run: store.Run, progress: Progress) -> Outcome:
    key = vault.unwrap(run.key_id, run.wrapped_key)
    data = vault.decrypt(key, await store.file_of(tx, run.id), run.id, "file")
    found = opened(run)
    looked = await look(tx, await workbook_of(data), found.name, found.mapping, run.file_hash)
    if looked.plan is None or (looked.plan.withdraws_most and not run.withdraws_most):
        raise Stale  # the register moved on since it was looked at, and nobody agreed to that
    await refuse_own_rows(tx, found.prepared_by, await rows_by_person(tx, looked.plan))
    return await carry_out(tx, run.id, looked.plan, found.mapping, progress)


async def _fail(wanted: UUID) -> None:
    async with transaction(IMPORTER) as tx:
        run = await store.run_by_id(tx, wanted)
        await store.update_run(tx, wanted, run.version, status="failed" if run.status == "waiting" else "done")


class _Teller:
    """Tells how far an import is, in transactions of its own: the one that imports shows nothing before its end."""

    def __init__(self, run: UUID) -> None:
        self._run = run
        self._task: asyncio.Task[None] | None = None

    def tell(self, done: int) -> None:
        """Note the number of entries that are through, unless the last note is still on its way."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._send(done), context=contextvars.Context())

    async def _send(self, done: int) -> None:
        async with transaction(IMPORTER) as tx:
            await store.tell_progress(tx, self._run, done)

    async def finish(self) -> None:
        """Wait for the last note."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)


async def import_file(
    name: str,
    data: bytes,
    mapping: ColumnMapping | None,
    *,
    dry_run: bool,
    progress: Progress,
    withdraw: bool = False,
) -> Looked:
    """Import a file on the machine itself, in one transaction; `dry_run` only looks. Raises Invalid.

    A file that would withdraw most of what its register holds is refused unless `withdraw` says that it is meant.
    """
    book = await workbook_of(data)
    async with transaction(IMPORTER) as tx:
        wanted = mapping or suggested(book, name)
        file_hash = hashlib.sha256(data).digest()
        looked = await look(tx, book, name, wanted, file_hash)
        if dry_run or looked.plan is None:
            return looked
        if looked.plan.changes_nothing and await store.standing(tx, file_hash, wanted.kind):
            raise Invalid(ALREADY)
        if looked.plan.withdraws_most and not withdraw:
            raise Invalid(WITHDRAWS_MOST)
        if not await store.take_turn(tx):
            raise TransitionRefused(msg("Another import is running. Try again when it is done."))
        run = _keep(tx, looked, data, None, new_id())
        done = await carry_out(tx, run.id, looked.plan, wanted, progress)
        await store.update_run(tx, run.id, 1, status="done", done_at=tx.now, **msgspec.structs.asdict(done))
        return looked
