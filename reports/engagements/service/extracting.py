"""The extract of an engagement: asked for by an auditor, written by the worker, fetched while its time lasts, cleared.

It is written under the service `extractor`, which reads a view without names or free text and no key of a declaration.
The file never stands anywhere in plain: its pieces are sealed as they are written, and kept with its row.
"""

import asyncio
import contextvars
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import timedelta
from hashlib import sha256
from time import monotonic
from typing import BinaryIO, cast
from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from declarations.filing.service.filing import made_before
from register import vault
from register.access.policy import Role
from register.kernel import clock
from register.kernel.db import REPEATABLE_READ, Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, DatabaseUnavailable, FieldError, Invalid, NotFound
from register.kernel.i18n import LOCALES, msg
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from register.ledger.readings import record_reading
from reports.cells import MOST_ROWS
from reports.engagements import notices, store, store_sharing
from reports.engagements.book import Extracted, Told, write_book, write_separated
from reports.engagements.columns import cells_of
from reports.engagements.model import KEPT_HOURS, Engagement, Job, JobState
from reports.engagements.pseudonyms import salt_of
from reports.engagements.sealing import SealedFile, label_of
from reports.engagements.service.recording import opened_secret, permitted
from reports.model import FileFormat
from reports.settings import organisation

EXTRACTOR = service("extractor")
_KEPT_FOR = timedelta(hours=KEPT_HOURS)
_TELL_EVERY = 0.5
"""Seconds between two notes of how far an extract is."""
_AT_ONCE = 3
"""Extracts of one person and engagement that wait at a time."""


class Fetched(msgspec.Struct, frozen=True):
    """A file on its way to its auditor."""

    name: str
    format: FileFormat
    rows: int
    size: int
    pieces: AsyncIterator[bytes]


def not_in_force() -> Conflict:
    """An auditor acts under a mandate that is not in force."""
    return Conflict(msg("This engagement is not in force."))


@retry_serialization
async def ask_extract(
    identity: Identity, wanted: UUID, language: str, file_format: FileFormat, *, idempotency_key: str | None = None
) -> UUID:
    """Have an extract made; its id, the same again for the same idempotency key.

    Raises NotFound, Invalid, IdempotencyMismatch, Conflict where the engagement is not in force or too many wait.
    """
    me = permitted(identity, "engagement.extract")
    if language not in LOCALES:
        raise Invalid(fields=[FieldError("language", msg("Choose one of the four languages."))])
    made, key = new_id(), vault.new_data_key()
    async with transaction(identity) as tx:
        digest = sha256(f"{wanted}\n{language}\n{file_format}".encode()).digest()
        earlier = await made_before(tx, idempotency_key, digest, made)
        if earlier is not None:
            return earlier
        under = await store.engagement(tx, wanted)
        if me not in under.auditors:
            raise NotFound
        if not under.is_in_force(tx.now.date()):
            raise not_in_force()
        if await store.open_jobs(tx, wanted, me) >= _AT_ONCE:
            raise Conflict(msg("Wait until the extracts that you asked for are ready."))
        job = Job(
            id=made,
            engagement=wanted,
            asked_by=me,
            asked_at=tx.now,
            language=language,
            format=file_format,
            state=JobState.WAITING,
            key_id=key.key_id,
            wrapped_key=key.wrapped,
        )
        await store.keep_job(tx, job)
    return made


# -- the work ----------------------------------------------------------------------------------------------------------


async def work_off(most: int = MOST_ROWS) -> bool:
    """Write the extract that waits longest; False where none does. Killed in the middle, nothing of it is kept."""
    taken: list[Job] = []
    try:
        return await _take(taken, most)
    except DatabaseUnavailable:
        raise  # nobody knows whether it was kept; the next turn sees
    except Exception:
        if taken:
            await _fail(taken[0])  # else it would be tried for ever, and nothing after it
        raise


@retry_serialization
async def _take(taken: list[Job], most: int) -> bool:
    """In one snapshot, which also keeps the file: another process neither takes the row nor sees a part of it."""
    taken.clear()
    async with transaction(EXTRACTOR, isolation=REPEATABLE_READ) as tx:
        job = await store.take(tx)
        if job is None:
            return False
        taken.append(job)
        under = await store.engagement(tx, job.engagement)
        if not under.is_in_force(tx.now.date()):
            await store.change_job(tx, job, "failed", state=JobState.FAILED, wrapped_key=None)
            return True
        with SealedFile(vault.unwrap(job.key_id, job.wrapped_key), job.id) as out:
            rows = await _write(tx, job, under, out, most)
            await _keep(tx, job, out, rows)
        await notices.tell_ready(tx, job)
    return True


async def _write(tx: Transaction, job: Job, under: Engagement, out: SealedFile, most: int) -> int:
    await library_in(tx)
    locale, secret = LOCALES[job.language], opened_secret(under)
    period = (under.since, under.until)
    total = await store.count_cases(tx, *period)
    state, few = await store.state(tx, *period), await store_sharing.not_shown(tx, *period)
    teller, file = _Teller(job.id, total), cast("BinaryIO", out)
    teller.tell(0)
    try:
        async with aclosing(store.cases(tx, *period, salt_of(secret))) as rows:
            of = Extracted(
                engagement=under,
                locale=locale,
                organisation=organisation().name(job.language),
                state=state,
                rows=rows,
                cells=cells_of(secret, locale, few),
                total=total,
            )
            return await _written(FileFormat(job.format), of, file, teller.tell, most)
    finally:
        await teller.finish()


async def _written(file_format: FileFormat, of: Extracted, file: BinaryIO, told: Told, most: int) -> int:
    if file_format is FileFormat.CSV:
        return await write_separated(of, file, told)
    return await write_book(of, file, told, most)


async def _keep(tx: Transaction, job: Job, out: SealedFile, rows: int) -> None:
    digest = await asyncio.to_thread(out.digest)
    ready = clock.now()  # not as the transaction began: a long one would eat into the time
    for place, piece in enumerate(out.pieces()):
        await store.keep_piece(tx, job.id, place, piece)
    await store.change_job(
        tx,
        job,
        "ready",
        state=JobState.READY,
        ready_at=ready,
        expires_at=ready + _KEPT_FOR,
        rows=rows,
        size=out.size,
        chunks=out.many,
        sha256=digest,
    )


async def _fail(job: Job) -> None:
    async with transaction(EXTRACTOR) as tx:
        if (await store.job(tx, job.id)).state == JobState.WAITING:
            await store.change_job(tx, job, "failed", state=JobState.FAILED, wrapped_key=None)
            await store.drop_pieces(tx, job.id)


class _Teller:
    """Tells how far an extract is, in transactions of its own: the one that writes it shows nothing before its end."""

    def __init__(self, job: UUID, total: int) -> None:
        self._job, self._total, self._last = job, total, 0.0
        self._task: asyncio.Task[None] | None = None

    def tell(self, done: int) -> None:
        """Note how many rows are written, unless that was told a moment ago or the last note is still on its way."""
        now = monotonic()
        if now - self._last >= _TELL_EVERY and (self._task is None or self._task.done()):
            self._last = now
            self._task = asyncio.get_running_loop().create_task(self._send(done), context=contextvars.Context())

    async def _send(self, done: int) -> None:
        async with transaction(EXTRACTOR) as tx:
            await store.tell_progress(tx, self._job, done, self._total)

    async def finish(self) -> None:
        """Wait for the last note."""
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)


# -- the file ----------------------------------------------------------------------------------------------------------


async def fetch_extract(identity: Identity, wanted: UUID, of: UUID) -> Fetched:
    """The file for the auditor who asked for it, with an entry in the reading log. Raises NotFound once it is over."""
    me = permitted(identity, "engagement.download")
    async with transaction(identity) as tx:
        under, job = await store.engagement(tx, wanted), await store.job(tx, of)
        is_open = job.is_open(tx.now) and under.is_in_force(tx.now.date())
        if not is_open or job.engagement != under.id or job.asked_by != me:
            raise NotFound
        purpose = f"export:engagement:{under.id}"
        await record_reading(tx, kind="export", subject=job.id, role=Role.AUDITOR, purpose=purpose)
    name = f"register-extract-{under.since}-{under.until}-{job.language}.{job.format}"
    return Fetched(name, FileFormat(job.format), job.rows or 0, job.size or 0, _pieces(identity, job))


async def _pieces(identity: Identity, job: Job) -> AsyncIterator[bytes]:
    """Piece by piece, each in a transaction of its own: a slow reader holds nothing open."""
    key = vault.unwrap(job.key_id, job.wrapped_key)
    for place in range(job.chunks or 0):
        async with transaction(identity) as tx:
            piece = await store.piece(tx, job.id, place)
        yield vault.decrypt(key, piece, job.id, label_of(place))
