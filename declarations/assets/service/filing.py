"""Making one's own statement: the draft, which begins as the last one ended, and filing it with its purposes."""

from datetime import date, timedelta
from uuid import UUID

from declarations.assets import store, store_reading
from declarations.assets.model import (
    MOST_LINES,
    Content,
    DesignationRow,
    Dossier,
    Draft,
    DraftRow,
    Line,
    Statement,
    Use,
    VersionRow,
)
from declarations.assets.sealing import opened, sealed
from declarations.assets.service.designating import dossier, seen_as
from declarations.assets.service.notices import tell_readers
from declarations.assets.settings import asset_settings
from register import vault
from register.access.policy import permits
from register.kernel.dates import local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound, Stale
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id


def purposes() -> tuple[Use, ...]:
    """What a statement that is filed now is used for; whoever files it reads this first."""
    return (Use.ASSESSMENT, Use.MATCHING) if asset_settings().matching else (Use.ASSESSMENT,)


async def own(identity: Identity) -> list[Dossier]:
    """One's own designations, newest first, each with its statements, consents and draft."""
    if identity.person is None or not permits(identity, "asset.list"):
        raise NotFound
    async with transaction(identity) as tx:
        found = []
        for row in await store.designations_of(tx, identity.person):
            kept, draft = await dossier(tx, row), await store.draft(tx, row.id)
            found.append(Dossier(kept.designation, kept.statements, kept.consents, _draft(draft) if draft else None))
        return found


@retry_serialization
async def begin(identity: Identity, designation: UUID, correcting: UUID | None = None) -> Draft:
    """The draft of a designation: the one there is, else a new one that begins as the last statement ended.

    With `correcting`, it becomes the next version of that statement; so it does of the last one while it is too early
    for the next. Raises NotFound, Conflict.
    """
    async with transaction(identity) as tx:
        row = await _own(tx, designation)
        kept = await store.draft(tx, designation)
        if kept is not None:
            return _draft(kept)
        if correcting is None:
            correcting = await _not_yet_followed(tx, row)
        before = correcting or await store.last_of_filer(tx, row.person)
        content = (await store_reading.versions(tx, before, Use.ASSESSMENT))[0].content if before else Content()
        if correcting is not None and (await store.statement(tx, correcting)).designation != designation:
            raise NotFound
        made, key = new_id(), vault.new_data_key()
        words = sealed(key, made, content)
        new = DraftRow(made, designation, row.person, correcting, tx.now, 1, key.key_id, key.wrapped, words)
        if not await store.insert_draft(tx, new):
            raise Stale
        return _draft(new)


async def _not_yet_followed(tx: Transaction, row: DesignationRow) -> UUID | None:
    """The last statement, while it is too early for the next one: nobody files years ahead."""
    if is_open_for_next(row.due_on, local(tx.now).date()):
        return None
    statements = await store.statements_of(tx, row.id)
    return statements[0].id if statements else None


def is_open_for_next(due_on: date, today: date) -> bool:
    """Whether the statement that is due next can be begun."""
    return due_on - timedelta(days=asset_settings().early_days) <= today


async def read_draft(identity: Identity, designation: UUID) -> tuple[Dossier, Draft]:
    """One's own draft with its designation. NotFound where there is none."""
    async with transaction(identity) as tx:
        row = await _own(tx, designation)
        return Dossier(seen_as(row, identity.name), (), ()), _draft(await _kept(tx, designation))


@retry_serialization
async def write(identity: Identity, designation: UUID, content: Content, seen: int) -> Draft:
    """Keep what a draft says now. Raises Invalid, NotFound, Stale, Conflict."""
    async with transaction(identity) as tx:
        await _own(tx, designation)
        return await _write(tx, designation, content, seen)


@retry_serialization
async def add_line(identity: Identity, designation: UUID, line: Line, seen: int) -> Draft:
    """Add a line. Raises Invalid, NotFound, Stale, Conflict."""
    async with transaction(identity) as tx:
        await _own(tx, designation)
        content = _draft(await _kept(tx, designation)).content
        return await _write(tx, designation, Content((*content.lines, line)), seen)


@retry_serialization
async def remove_line(identity: Identity, designation: UUID, place: int, seen: int) -> Draft:
    """Remove the line at a place. Raises NotFound, Stale, Conflict."""
    async with transaction(identity) as tx:
        await _own(tx, designation)
        lines = _draft(await _kept(tx, designation)).content.lines
        if not 0 <= place < len(lines):
            raise NotFound
        return await _write(tx, designation, Content((*lines[:place], *lines[place + 1 :])), seen)


async def _write(tx: Transaction, designation: UUID, content: Content, seen: int) -> Draft:
    _refuse_impossible(content)
    row = await _kept(tx, designation, lock=True)
    words = sealed(vault.unwrap(row.key_id, row.wrapped_key), row.id, content)
    await store.save_draft(tx, row.id, seen, words)
    return Draft(row.id, designation, row.statement, seen + 1, content)


def _refuse_impossible(content: Content) -> None:
    if len(content.lines) > MOST_LINES:
        raise Invalid(fields=[FieldError("what", msg("A statement has at most %(most)s lines.", most=MOST_LINES))])
    if content.nothing and content.lines:
        raise Invalid(fields=[FieldError("nothing", msg("Say that there is nothing, or give lines, not both."))])


async def discard(identity: Identity, designation: UUID) -> None:
    """Remove one's draft."""
    async with transaction(identity) as tx:
        await store.delete_draft(tx, (await _kept(tx, designation)).id)


@retry_serialization
async def file(
    identity: Identity,
    designation: UUID,
    seen: int,
    *,
    attested: bool,
    nothing: bool = False,
    line: Line | None = None,
) -> UUID:
    """File the draft, with its purposes, and tell the readers; the statement.

    `line` is one that was typed and not added yet: it is filed with the others. `attested` says that the statement is
    true and complete; without a line, `nothing` says that there is nothing that could conflict.
    Raises Invalid, NotFound, Stale, Conflict.
    """
    if not attested:
        raise Invalid(fields=[FieldError("attested", msg("Confirm that the declaration is true and complete."))])
    async with transaction(identity) as tx:
        row, draft = await _own(tx, designation, lock=True), await _kept(tx, designation, lock=True)
        if draft.version != seen:
            raise Stale
        content = _said(_draft(draft).content, line, nothing=nothing)
        statement = await _next_version(tx, draft) if draft.statement else await _first_version(tx, row)
        await _keep(tx, statement, content)
        await store.delete_draft(tx, draft.id)
        await tell_readers(tx, row.person, statement.id)
        return statement.id


def _said(content: Content, line: Line | None, *, nothing: bool) -> Content:
    """What a statement says as it is filed."""
    lines = (*content.lines, line) if line else content.lines
    if not lines and not (nothing or content.nothing):
        raise Invalid(fields=[FieldError("nothing", msg("Add a line, or say that there is nothing."))])
    _refuse_impossible(Content(lines, nothing))
    return Content(lines, nothing=not lines)


async def _first_version(tx: Transaction, row: DesignationRow) -> Statement:
    made = Statement(new_id(), row.id, row.person, row.due_on, tx.now, 1, None, 1)
    await store.insert_statement(tx, made)
    base = max(row.due_on, local(tx.now).date())
    await store.next_due(tx, row.id, base + timedelta(days=asset_settings().every_days))
    return made


async def _next_version(tx: Transaction, draft: DraftRow) -> Statement:
    if draft.statement is None:
        raise NotFound
    before = await store.statement(tx, draft.statement, lock=True)
    await store.filed_again(tx, before.id, before.number + 1)
    return Statement(
        before.id,
        before.designation,
        before.filer,
        before.due_on,
        tx.now,
        before.number + 1,
        None,
        before.version + 1,
    )


async def _keep(tx: Transaction, statement: Statement, content: Content) -> None:
    version, key = new_id(), vault.new_data_key()
    row = VersionRow(version, statement.id, statement.number, tx.now, tuple(purposes()), key.key_id, key.wrapped)
    await store_reading.insert_version(tx, row, sealed(key, version, content))


async def _own(tx: Transaction, designation: UUID, *, lock: bool = False) -> DesignationRow:
    if not permits(tx.identity, "asset.file"):
        raise NotFound
    row = await store.designation(tx, designation, lock=lock)
    if row.person != tx.identity.person:
        raise NotFound
    if not seen_as(row, "").is_in_force(local(tx.now).date()):
        raise Conflict(msg("This designation has ended already."))
    return row


async def _kept(tx: Transaction, designation: UUID, *, lock: bool = False) -> DraftRow:
    row = await store.draft(tx, designation, lock=lock)
    if row is None:
        raise NotFound
    return row


def _draft(row: DraftRow) -> Draft:
    content = opened(row.key_id, row.wrapped_key, row.id, row.content, Content)
    return Draft(row.id, row.designation, row.statement, row.version, content)
