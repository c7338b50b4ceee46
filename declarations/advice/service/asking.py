"""Asking for advice, following one's own questions, and what an asker may do with the answer."""

import hashlib
from datetime import timedelta
from uuid import UUID

import msgspec

from declarations.advice import store
from declarations.advice.model import (
    Advice,
    AdviceRow,
    AskCommand,
    Channel,
    Status,
    Thread,
    Words,
)
from declarations.advice.sealing import opened, sealed, sealed_message
from declarations.advice.service.notices import tell_asked
from declarations.advice.service.threads import open_thread
from declarations.advice.settings import advice_settings
from declarations.filing.model import Route
from declarations.filing.service.filing import made_before
from register import vault
from register.access.policy import came_by_link
from register.kernel.dates import local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import LOCALES, msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of

LONGEST = 2000
"""Letters of a question or an answer: what a draft takes as its description."""


@retry_serialization
async def ask(identity: Identity, command: AskCommand, *, idempotency_key: str | None = None) -> UUID:
    """Keep a question and tell those who advise; its id, the same again for the same idempotency key.

    Raises Invalid by field, NotFound for whoever has no account.
    """
    _refuse_wordless(command.words, command.language)
    async with transaction(identity) as tx:
        asker, made = _asker(tx), new_id()
        digest = hashlib.sha256(msgspec.json.encode(command)).digest()
        earlier = await made_before(tx, idempotency_key, digest, made)
        if earlier is not None:
            return earlier
        row = await _row(tx, made, asker, command)
        await store.insert(tx, row)
        await tell_asked(tx, row)
        return made


async def _row(tx: Transaction, made: UUID, asker: UUID, command: AskCommand) -> AdviceRow:
    key = vault.new_data_key()
    is_head = tx.identity.capacity == "executive_head" or await store.is_head(tx, asker)
    day = local(tx.now).date()
    return AdviceRow(
        id=made,
        asker=asker,
        route=Route.DESIGNATE if is_head else Route.OFFICE,
        channel=Channel.REGISTER,
        topic=command.topic,
        rule="",
        day=day,
        minutes=None,
        status=Status.OPEN,
        asked_at=tx.now,
        due_on=day + timedelta(days=advice_settings().answer_days),
        noted_by=None,
        version=1,
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        content=sealed(key, made, Words(command.words.strip(), command.language, tx.identity.name)),
    )


async def list_own(identity: Identity, cursor: Cursor | None) -> Page[Advice]:
    """One's own questions, newest first."""
    async with transaction(identity) as tx:
        _asker(tx)
        found = [opened(row) for row in await store.of_asker(tx, cursor)]
    return page_of(found, cursor, PAGE_ROWS, lambda each: Cursor(each.asked_at.isoformat(), each.id))


async def read_own(identity: Identity, advice: UUID) -> Thread:
    """One's own question with its thread. NotFound for any other."""
    async with transaction(identity) as tx:
        return await open_thread(tx, await own_row(tx, advice))


@retry_serialization
async def write_more(identity: Identity, advice: UUID, words: str, language: str, seen: int) -> int:
    """Add to one's own question, which then waits for the office again; its new version.

    Raises Invalid by field, NotFound, Stale.
    """
    _refuse_wordless(words, language)
    async with transaction(identity) as tx:
        row, message = await own_row(tx, advice, lock=True), new_id()
        was_open = row.status == Status.OPEN
        due = row.due_on if was_open else local(tx.now).date() + timedelta(days=advice_settings().answer_days)
        await store.step(tx, advice, seen, Status.OPEN, due)
        said = Words(words.strip(), language, identity.name)
        content = sealed_message(vault.unwrap(row.key_id, row.wrapped_key), advice, message, said)
        await store.say(tx, advice, message, content, from_office=False)
        if not was_open:
            await tell_asked(tx, row)
        return row.version + 1


@retry_serialization
async def consent(identity: Identity, advice: UUID, *, agrees: bool) -> None:
    """Say whether an answer in general words may be published. A consent is taken back before publication only.

    What was proposed on a consent that is taken back goes. Raises NotFound, Conflict once it is published.
    """
    async with transaction(identity) as tx:
        thread = await open_thread(tx, await own_row(tx, advice, lock=True))
        if thread.agrees == agrees:
            return
        if agrees and not thread.is_answered_once:
            raise Conflict(msg("There is no answer yet that could be published."))
        if thread.guidance is not None and thread.guidance.published_at is not None:
            raise Conflict(store.TAKEN_BACK_LATE)
        await store.consent(tx, advice, agrees=agrees)


async def own_row(tx: Transaction, advice: UUID, *, lock: bool = False) -> AdviceRow:
    """A question of the acting person. NotFound for any other, also for one that they advise on."""
    row = await store.by_id(tx, advice, lock=lock)
    if row.asker != _asker(tx):
        raise NotFound
    return row


def _asker(tx: Transaction) -> UUID:
    if tx.identity.person is None or came_by_link(tx.identity):
        raise NotFound
    return tx.identity.person


def _refuse_wordless(words: str, language: str) -> None:
    faults = []
    if not words.strip() or len(words) > LONGEST:
        faults.append(FieldError("words", msg("Write your words here, in at most %(most)s letters.", most=LONGEST)))
    if language not in LOCALES:
        faults.append(FieldError("language", msg("Choose the language in which you wrote.")))
    if faults:
        raise Invalid(fields=faults)
