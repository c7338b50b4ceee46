"""The side of those who advise: what waits, answering, noting advice that was given elsewhere, counting it."""

import hashlib
from datetime import date, timedelta
from uuid import UUID

import msgspec

from declarations.advice import store
from declarations.advice.counts import Year, year_of
from declarations.advice.model import (
    Advice,
    AdviceRow,
    Channel,
    NoteCommand,
    Queue,
    Show,
    Status,
    Thread,
    Topic,
    Words,
)
from declarations.advice.rules import known_rule
from declarations.advice.sealing import opened, sealed, sealed_message
from declarations.advice.service.asking import LONGEST
from declarations.advice.service.notices import tell_answered
from declarations.advice.service.threads import open_thread
from declarations.advice.settings import advice_settings
from declarations.filing.model import Route
from declarations.filing.service.filing import made_before
from register import vault
from register.access.policy import permits, relations_by_role
from register.kernel.clock import today
from register.kernel.dates import is_possible
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, page_of

_DECLARED = msg("It has become a declaration that those who advise do not review. Ask in its case instead.")
LONGEST_TALK = 600
"""Minutes."""


async def queue(identity: Identity, show: Show, cursor: Cursor | None) -> Queue:
    """A list of the office, open questions first that are due first. NotFound for whoever does not advise."""
    _refuse(identity, "advising.queue")
    async with transaction(identity) as tx:
        found = [opened(row) for row in await store.of_office(tx, show, cursor)]
    return Queue(page_of(found, cursor, PAGE_ROWS, lambda each: _place(each, show)), show, today())


def _place(advice: Advice, show: Show) -> Cursor:
    key = advice.due_on if show is Show.OPEN and advice.due_on else advice.asked_at
    return Cursor(key.isoformat(), advice.id)


async def read(identity: Identity, advice: UUID) -> Thread:
    """A question on which one advises. NotFound for one's own, a superior's, and any that is not theirs."""
    async with transaction(identity) as tx:
        return await open_thread(tx, await row_of_adviser(tx, advice))


@retry_serialization
async def answer(identity: Identity, advice: UUID, words: str, language: str, seen: int) -> int:
    """Answer a question; its new version. The asker is told that there is an answer, and nothing of it.

    Raises Invalid by field, NotFound, Stale when something was said after version `seen`, Conflict for what is noted
    and for what has become a declaration that those who advise shall not review, by whoever may review it.
    """
    if not words.strip() or len(words) > LONGEST:
        raise Invalid(fields=[FieldError("words", msg("Write the answer, in at most %(most)s letters.", most=LONGEST))])
    async with transaction(identity) as tx:
        row, message = await row_of_adviser(tx, advice, lock=True), new_id()
        if row.asker is None:
            raise Conflict
        if await store.became_reviewable(tx, advice):
            raise Conflict(_DECLARED)
        await store.step(tx, advice, seen, Status.ANSWERED, None)
        key = vault.unwrap(row.key_id, row.wrapped_key)
        content = sealed_message(key, advice, message, Words(words.strip(), language, identity.name))
        await store.say(tx, advice, message, content, from_office=True)
        await tell_answered(tx, row)
        return row.version + 1


@retry_serialization
async def note(identity: Identity, command: NoteCommand, *, idempotency_key: str | None = None) -> UUID:
    """Note advice that was given by mail, by telephone or in person, with or without a name. Raises Invalid."""
    _refuse(identity, "advising.note")
    rule = _checked(command)
    async with transaction(identity) as tx:
        made, key = new_id(), vault.new_data_key()
        digest = hashlib.sha256(msgspec.json.encode(command)).digest()
        earlier = await made_before(tx, idempotency_key, digest, made)
        if earlier is not None:
            return earlier
        words = Words(command.words.strip(), command.language, command.name.strip())
        await store.insert(
            tx,
            AdviceRow(
                id=made,
                asker=None,
                route=Route.OFFICE,
                channel=command.channel,
                topic=command.topic,
                rule=rule,
                day=command.day,
                minutes=command.minutes,
                status=Status.ANSWERED,
                asked_at=tx.now,
                due_on=None,
                noted_by=identity.person,
                version=1,
                key_id=key.key_id,
                wrapped_key=key.wrapped,
                content=sealed(key, made, words),
                named=bool(words.name),
            ),
        )
        return made


def _checked(command: NoteCommand) -> str:
    faults, rule = [], ""
    if command.channel is Channel.REGISTER:
        faults.append(FieldError("channel", msg("What was asked in the register is answered there.")))
    if not is_possible(command.day):
        faults.append(FieldError("day", msg("Check the year of this date.")))
    if command.day > today():
        faults.append(FieldError("day", msg("This day is still to come.")))
    elif command.day < today() - timedelta(days=advice_settings().note_days):
        most = advice_settings().note_days
        faults.append(FieldError("day", msg("Write a day that lies at most %(days)s days back.", days=most)))
    if command.minutes is not None and not 0 < command.minutes <= LONGEST_TALK:
        faults.append(FieldError("minutes", msg("Write whole minutes, from 1 to %(most)s.", most=LONGEST_TALK)))
    if len(command.words) > LONGEST:
        faults.append(FieldError("words", msg("Write at most %(most)s letters.", most=LONGEST)))
    try:
        rule = known_rule(command.rule)
    except Invalid as invalid:
        faults.extend(invalid.fields)
    if faults:
        raise Invalid(fields=faults)
    return rule


async def year(identity: Identity, wanted: int) -> Year:
    """What the office counts of a year, up to the end of last month: a sum that grows today says who asked.

    Numbers that could point at somebody are held back. NotFound.
    """
    _refuse(identity, "advising.count")
    async with transaction(identity) as tx:
        counts = await store.counts(tx, date(wanted, 1, 1), date(wanted, 12, 31))
    running = today().month if wanted == today().year else None
    return year_of(wanted, counts, list(Topic), list(Channel), running=running)


async def row_of_adviser(tx: Transaction, advice: UUID, *, lock: bool = False) -> AdviceRow:
    """A question on which the acting person advises. NotFound for any other."""
    if not relations_by_role(tx.identity, "advising.read"):
        raise NotFound
    row = await store.by_id(tx, advice, lock=lock)
    if row.asker == tx.identity.person:
        raise NotFound
    return row


def _refuse(identity: Identity, action: str) -> None:
    if not permits(identity, action):
        raise NotFound
