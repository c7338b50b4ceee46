"""Versions of profiles: proposed by one person with their instrument, adopted or rejected by another."""

from datetime import timedelta
from uuid import UUID

import msgspec

from declarations.codes import store_versions
from declarations.codes.adopted import forget, library_in
from declarations.codes.library import Library
from declarations.codes.model import Profile, ProfileVersion
from declarations.codes.store_versions import KIND, Proposal, Standing, digest
from declarations.codes.terms import changes, follow, terms_of
from declarations.policies.model import Board, Preview, ProposalView, Proposed
from declarations.policies.service.previewing import preview_of
from register.access.policy import permits
from register.kernel.canonical import canonical_json
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound, Stale, TransitionRefused
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.ledger.model import Head
from register.ledger.service import append

_SHOWN = 50


def _allow(identity: Identity, action: str) -> UUID:
    if identity.person is None or not permits(identity, action):
        raise NotFound
    return identity.person


async def board(identity: Identity) -> Board:
    """Every profile with its versions, and what was proposed lately."""
    _allow(identity, "profile.proposals")
    async with transaction(identity) as tx:
        library = await library_in(tx)
        return Board(tuple(library.profiles.values()), tuple(await store_versions.proposals(tx, _SHOWN)))


async def profile_to_change(identity: Identity, name: str) -> Profile:
    """A profile, so that the next version can be written from its newest. Raises NotFound."""
    _allow(identity, "profile.propose")
    async with transaction(identity) as tx:
        return _profile(await library_in(tx), name)


async def preview(identity: Identity, proposed: Proposed) -> Preview:
    """What a version would change, before anything is kept. Raises Invalid by field."""
    _allow(identity, "profile.propose")
    async with transaction(identity) as tx:
        base, after = await _checked(tx, proposed)
        return await preview_of(tx, base, after)


@retry_serialization
async def propose(identity: Identity, proposed: Proposed) -> Proposal:
    """Keep a proposal for somebody else to adopt. Raises Invalid by field."""
    me = _allow(identity, "profile.propose")
    async with transaction(identity) as tx:
        await _checked(tx, proposed)
        made = Proposal(
            id=new_id(),
            profile=proposed.profile,
            effective_from=proposed.terms.effective_from,
            content=proposed.terms.to_json(),
            instrument=proposed.instrument,
            address=proposed.address,
            status=Standing.PROPOSED,
            proposed_by=me,
            proposer_name=identity.name,
            proposed_at=tx.now,
        )
        head = await _append(tx, made, None)
        made = msgspec.structs.replace(made, head_seq=head.seq, head_hash=head.hash)
        store_versions.insert(tx, made)
        return made


async def read_proposal(identity: Identity, wanted: UUID) -> ProposalView:
    """One proposal with what it changes. Raises NotFound."""
    _allow(identity, "profile.proposals")
    async with transaction(identity) as tx:
        found = await _found(tx, wanted)
        profile = _profile(await library_in(tx), found.profile)
        base = _before(profile, found)
        shown = await preview_of(tx, base, follow(base, found.terms))
        is_open = found.status is Standing.PROPOSED
        mine = found.proposed_by == identity.person
        return ProposalView(
            found,
            shown,
            may_decide=is_open and not mine and permits(identity, "profile.adopt"),
            may_withdraw=is_open and mine,
        )


async def adopt(identity: Identity, wanted: UUID, seen: int) -> Proposal:
    """Adopt what somebody else proposed. Raises TransitionRefused when its day is no longer ahead."""
    done = await _decide(identity, wanted, seen, "profile.adopt", Standing.ADOPTED)
    forget()
    return done


async def reject(identity: Identity, wanted: UUID, seen: int, reason: str) -> Proposal:
    """Reject what somebody else proposed, with a reason."""
    return await _decide(identity, wanted, seen, "profile.adopt", Standing.REJECTED, reason)


async def withdraw(identity: Identity, wanted: UUID, seen: int) -> Proposal:
    """Take one's own proposal back."""
    return await _decide(identity, wanted, seen, "profile.propose", Standing.WITHDRAWN)


@retry_serialization
async def _decide(identity: Identity, wanted: UUID, seen: int, action: str, to: Standing, reason: str = "") -> Proposal:
    _allow(identity, action)
    async with transaction(identity) as tx:
        found = await _found(tx, wanted)
        _refuse_unlawful(tx, identity, found, to, seen)
        decided = msgspec.structs.replace(
            found,
            status=to,
            decided_by=identity.person,
            decider_name=identity.name,
            decided_at=tx.now,
            reason=reason,
        )
        head = await _append(tx, decided, found)
        decided = msgspec.structs.replace(decided, head_seq=head.seq, head_hash=head.hash)
        await store_versions.update(tx, decided)
        return decided


def _refuse_unlawful(tx: Transaction, identity: Identity, found: Proposal, to: Standing, seen: int) -> None:
    """Two people, one step, and no version that reaches back."""
    mine = found.proposed_by == identity.person
    if mine != (to is Standing.WITHDRAWN):
        raise NotFound
    if found.head_seq != seen:
        raise Stale
    if found.status is not Standing.PROPOSED:
        raise TransitionRefused(msg("This proposal has already been decided."))
    if to is Standing.ADOPTED and found.effective_from <= tx.now.date():
        sentence = msg("The day on which this version was to take effect has come. Propose it again with a later day.")
        raise TransitionRefused(sentence)


async def _found(tx: Transaction, wanted: UUID) -> Proposal:
    found = await store_versions.proposal(tx, wanted)
    if found is None:
        raise NotFound
    return found


def _profile(library: Library, name: str) -> Profile:
    if name not in library.profiles:
        raise NotFound
    return library.profiles[name]


def _before(profile: Profile, found: Proposal) -> ProfileVersion:
    """The version that a proposal follows: the last one that takes effect before it."""
    earlier = [version for version in profile.versions if version.effective_from < found.effective_from]
    return earlier[-1] if earlier else profile.versions[0]


async def _checked(tx: Transaction, proposed: Proposed) -> tuple[ProfileVersion, ProfileVersion]:
    """The version before and the one proposed. Raises Invalid by field."""
    profile = _profile(await library_in(tx), proposed.profile)
    newest, starts = profile.versions[-1], proposed.terms.effective_from
    if starts <= tx.now.date():
        sentence = msg("A version takes effect tomorrow at the earliest, so that nobody is judged by it in hindsight.")
        raise Invalid(fields=[FieldError("effective_from", sentence)])
    if starts <= newest.effective_from or starts > tx.now.date() + timedelta(days=3660):
        sentence = msg(
            "Choose a day after %(day)s, when the newest version takes effect, and within ten years.",
            day=newest.effective_from,
        )
        raise Invalid(fields=[FieldError("effective_from", sentence)])
    if await store_versions.stands_already(tx, proposed.profile, starts):
        sentence = msg("Another version is already proposed for this day.")
        raise Invalid(fields=[FieldError("effective_from", sentence)])
    if not changes(terms_of(newest), proposed.terms):
        raise Invalid(msg("Nothing differs from the newest version, so there is nothing to propose."))
    return newest, follow(newest, proposed.terms)


async def _append(tx: Transaction, after: Proposal, before: Proposal | None) -> Head:
    return await append(
        tx,
        kind=KIND,
        stream=after.id,
        head=Head(before.head_seq, before.head_hash) if before else None,
        name=f"profile_version:{after.status}",
        from_status=before.status if before else None,
        to_status=after.status,
        payload=canonical_json({"profile": after.profile, "content": after.content, "reason": after.reason}),
        state=digest(after),
    )
