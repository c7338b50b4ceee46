"""Working a what-if off, part by part: each part is one transaction, so that a restart goes on where it stopped.

An officer’s what-if counts the declarations that are open to that officer; a policy owner’s counts all, for its answer
tells no count that points at a person.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from declarations.codes.library import Library
from declarations.codes.model import Profile, ProfileVersion
from declarations.codes.sandbox import sandbox_version
from declarations.codes.store import all_rates
from declarations.codes.vocabulary import Kind
from declarations.whatif import store
from declarations.whatif.comparing import Comparison, Kept, Priors
from declarations.whatif.model import Asked, Tally
from register import vault
from register.kernel.canonical import canonical_json
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import DatabaseUnavailable, NotFound
from register.kernel.identity import Identity, service

WHAT_IF = service("what_if")
KEPT_FOR = timedelta(days=30)
TOGETHER = 2_000
"""Declarations of one part."""

Progress = Callable[[int, int], object]


def opened_question(run: store.Run) -> Asked:
    """What was asked."""
    key = vault.unwrap(run.key_id, run.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, run.question, run.id, "question"), type=Asked)


def opened_answer(run: store.Run) -> Tally:
    """What was counted so far."""
    if run.answer is None:
        return Tally()
    key = vault.unwrap(run.key_id, run.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, run.answer, run.id, "answer"), type=Tally)


async def comparison(library: Library, before: Profile, after: ProfileVersion) -> Comparison:
    """The two ways of judging, with every rate that is loaded."""
    async with transaction(WHAT_IF) as tx:
        return Comparison(library.profiles[before.name], after, await all_rates(tx))


async def work_off() -> bool:
    """Work the oldest what-if off; False where none waits. Stopped in the middle, the next turn goes on."""
    async with transaction(WHAT_IF) as tx:
        wanted = await store.waiting(tx)
    if wanted is None:
        return False
    try:
        await _work(wanted)
    except DatabaseUnavailable:
        raise  # nobody knows whether the part was kept; the next turn sees
    except NotFound:
        return True  # discarded meanwhile
    except Exception:
        async with transaction(WHAT_IF) as tx:
            await store.end(tx, wanted, "failed")
        raise
    return True


async def _work(wanted: UUID) -> None:
    async with transaction(WHAT_IF) as tx:
        run = await store.run_by_id(tx, wanted)
        library = await library_in(tx)
        holds = await store.still_holds(tx, run.asked_by, run.asked_as)
        if not holds:
            await store.end(tx, wanted, "failed")
    if not holds:
        return
    asked = opened_question(run)
    after = sandbox_version(asked.sandbox, library)
    judges = await comparison(library, library.profiles[run.profile], after)
    goes_on = True
    while goes_on:
        goes_on = await _part(wanted, asked, judges)


def _reader(run: store.Run) -> Identity:
    if run.asked_as == "ethics_officer":
        return Identity(person=run.asked_by, roles=frozenset({"ethics_officer"}), service="what_if")
    return WHAT_IF


@retry_serialization
async def _part(wanted: UUID, asked: Asked, judges: Comparison) -> bool:
    """Count the next part; False when none was left, or another process works on it."""
    async with transaction(WHAT_IF) as tx:
        run = await store.run_by_id(tx, wanted)
    async with transaction(_reader(run)) as tx:
        held = await store.take(tx, wanted)
        if held is None:
            return False
        period = (asked.by, asked.since, asked.until)
        total = held.total if held.total is not None else await store.count(tx, held.profile, period)
        found = await store.part(tx, held.profile, period, held.reached, TOGETHER)
        priors = await added_anew(tx, judges, found)
        tally = await asyncio.to_thread(judges.add, opened_answer(held), found, priors)
        key = vault.unwrap(held.key_id, held.wrapped_key)
        await store.keep_part(
            tx,
            wanted,
            reached=found[-1].id if found else held.reached,
            answer=vault.encrypt(key, canonical_json(tally), held.id, "answer"),
            progress=tally.looked_at,
            total=max(total, tally.looked_at),
        )
        if not found:
            await store.end(tx, wanted, "done")
        return bool(found)


async def look_over(
    library: Library, before: Profile, after: ProfileVersion, period: store.Period, progress: Progress
) -> Tally:
    """The same at once, for the command on the machine; nothing is kept."""
    judges, tally = await comparison(library, before, after), Tally()
    async with transaction(WHAT_IF) as tx:
        total = await store.count(tx, before.name, period)
    async for found, priors in _parts(judges, before.name, period):
        tally = judges.add(tally, found, priors)
        progress(tally.looked_at, total)
    return tally


async def _parts(
    judges: Comparison, profile: str, period: store.Period
) -> AsyncIterator[tuple[list[Kept], dict[UUID, Priors]]]:
    reached: UUID | None = None
    while True:
        async with transaction(WHAT_IF) as tx:
            found = await store.part(tx, profile, period, reached, TOGETHER)
            priors = await added_anew(tx, judges, found)
        if not found:
            return
        reached = found[-1].id
        yield found, priors


async def added_anew(tx: Transaction, judges: Comparison, part: Sequence[Kept]) -> dict[UUID, Priors]:
    """What earlier gifts add to the gifts of a part, under both; gift by gift, so that few are held at a time."""
    gifts = [kept.id for kept in part if kept.kind == Kind.GIFT]
    if judges.reach is None or not gifts:
        return {}
    return {
        gift: judges.priors(day, earlier) async for gift, day, earlier in store.earlier_gifts(tx, gifts, judges.reach)
    }


async def clear_what_ifs() -> None:
    """Forget what was asked thirty days ago; one round for the worker."""
    async with transaction(WHAT_IF) as tx:
        await store.clear_before(tx, tx.now - KEPT_FOR)
