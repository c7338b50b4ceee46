"""The use cases of a what-if: ask, see how far it is and what came out, forget it."""

from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from declarations.codes.model import Profile, Rule
from declarations.codes.sandbox import sandbox_version
from declarations.filing.service.filing import made_before
from declarations.whatif import store
from declarations.whatif.model import FEW, Answer, Asked, answer_of
from declarations.whatif.service.running import opened_answer, opened_question
from register import vault
from register.access.policy import permits
from register.kernel.canonical import canonical_json
from register.kernel.db import transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import Page, decode_cursor

_ROWS = 25
_ASKS_AS = ("ethics_officer", "policy_owner")


class ChangedCase(msgspec.Struct, frozen=True):
    """A declaration that would have had another effect, open to the reader."""

    reference: str
    kind: str
    before: str
    after: str


class WhatIfView(msgspec.Struct, frozen=True):
    """One what-if for whoever asked it."""

    run: store.Run
    asked: Asked
    answer: Answer
    cases: tuple[ChangedCase, ...]


class Tried(msgspec.Struct, frozen=True):
    """A profile that can be tried on other terms, and shipped rules that it does not have."""

    profile: Profile
    further: tuple[Rule, ...]


def _allow(identity: Identity) -> UUID:
    if identity.person is None or not permits(identity, "profile.what_if"):
        raise NotFound
    return identity.person


def _asks_as(identity: Identity) -> str:
    return next(role for role in _ASKS_AS if identity.has(role))


async def profiles(identity: Identity) -> tuple[Profile, ...]:
    """The profiles that can be tried on other terms."""
    _allow(identity)
    async with transaction(identity) as tx:
        return tuple((await library_in(tx)).profiles.values())


async def profile_to_try(identity: Identity, name: str) -> Tried:
    """One of them. Raises NotFound."""
    _allow(identity)
    async with transaction(identity) as tx:
        library = await library_in(tx)
    if name not in library.profiles:
        raise NotFound
    profile = library.profiles[name]
    present = {rule.id for rules in profile.versions[-1].rules.values() for rule in rules}
    return Tried(profile, tuple(rule for rule in library.presets.values() if rule.id not in present))


async def ask(identity: Identity, asked: Asked, *, idempotency_key: str | None = None) -> UUID:
    """Have a what-if worked off; its id, the same again for the same idempotency key.

    Raises Invalid by field where the sandbox cannot be used, the period ends before it begins, or a policy owner asks
    for parts of months.
    """
    me = _allow(identity)
    if asked.since and asked.until and asked.until < asked.since:
        raise Invalid(fields=[FieldError("until", msg("The period ends before it begins."))])
    if _asks_as(identity) != _ASKS_AS[0]:
        refuse_parts_of_months(asked)
    question, made, key = canonical_json(asked), new_id(), vault.new_data_key()
    async with transaction(identity) as tx:
        sandbox_version(asked.sandbox, await library_in(tx))
        earlier = await made_before(tx, idempotency_key, sha256(question).digest(), made)
        if earlier is not None:
            return earlier
        run = store.Run(
            id=made,
            profile=asked.sandbox.profile,
            asked_by=me,
            asked_as=_asks_as(identity),
            asked_at=tx.now,
            status="waiting",
            reached=None,
            progress=0,
            total=None,
            done_at=None,
            key_id=key.key_id,
            wrapped_key=key.wrapped,
            question=vault.encrypt(key, question, made, "question"),
            answer=None,
        )
        store.insert(tx, run)
    return made


def refuse_parts_of_months(asked: Asked) -> None:
    """Raise Invalid unless the period is made of whole months: two periods that differ by a day would tell of one case.

    An officer may open the cases and asks for any period.
    """
    faults = []
    whole = msg("Choose whole months: the first day of one to the last day of one.")
    if asked.since and asked.since.day != 1:
        faults.append(FieldError("since", whole))
    if asked.until and (asked.until + timedelta(days=1)).day != 1:
        faults.append(FieldError("until", whole))
    if faults:
        raise Invalid(fields=faults)


async def what_ifs(identity: Identity, at: str | None) -> Page[store.Run]:
    """What the person asked in the last thirty days, the newest first."""
    _allow(identity)
    async with transaction(identity) as tx:
        page = await store.runs_page(tx, decode_cursor(at), _ROWS)
    return Page([_as_told(run) for run in page.items], page.newer, page.older)


def _is_officers(run: store.Run) -> bool:
    return run.asked_as == "ethics_officer"


def _as_told(run: store.Run) -> store.Run:
    """How far it is, in fives for a policy owner: an exact total of one day would point at persons."""
    if _is_officers(run):
        return run
    total = None if run.total is None else run.total - run.total % FEW
    return msgspec.structs.replace(run, progress=run.progress - run.progress % FEW, total=total)


async def read_what_if(identity: Identity, wanted: UUID) -> WhatIfView:
    """One of them with what came out so far; cases only for an officer, and only those open to that officer."""
    _allow(identity)
    async with transaction(identity) as tx:
        run = await store.run_by_id(tx, wanted)
        tally = opened_answer(run)
        named = tally.newest[::-1] if _is_officers(run) else []
        seen = await store.references(tx, [each.id for each in named]) if named else {}
    cases = tuple(
        ChangedCase(seen[each.id]["reference"], seen[each.id]["kind"], each.before, each.after)
        for each in named
        if each.id in seen
    )
    answer = answer_of(tally, is_rounded=not _is_officers(run))
    return WhatIfView(_as_told(run), opened_question(run), answer, cases)


async def discard(identity: Identity, wanted: UUID) -> None:
    """Forget a what-if with its answer, done or not."""
    _allow(identity)
    async with transaction(identity) as tx:
        await store.discard(tx, wanted)
