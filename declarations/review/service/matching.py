"""Looking for the party of a declaration elsewhere when it is filed, and again when the directory changes.

Filing leaves a row behind and no more; the worker looks, keeps what it found on both sides, and tells those who have
the other cases. What it keeps is shown under the row security of the reader, and decides nothing.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import asyncpg

from declarations.filing import store as filing
from declarations.filing.model import Declaration, Status
from declarations.parties.matching import Match, surest_first
from declarations.parties.service.listening import hear_all
from declarations.review import store_elsewhere, store_matches
from declarations.review.elsewhere import SURE, Same
from declarations.review.matches import Found, Ground, Occasion
from declarations.review.service.notices import tell_found_elsewhere
from declarations.review.service.same_party import NONE, OTHER, SAME, alike_to, own_of, whole
from declarations.review.store import plan_once
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import RegisterError
from register.kernel.identity import service

MATCHER = service("matcher")
_AT_ONCE = 20
_MOST_OFFERED = 3
_INDIVIDUAL = "individual"
_log = logging.getLogger("register.review")


async def hear_and_match(most: int = _AT_ONCE) -> None:
    """One round, for the worker: hear the names that are new, then look for parties; for few at once, since filing
    goes on beside it.
    """
    await hear_all()
    for work in (follow_entry, match_next):
        for _ in range(most):
            if not await work():
                break


@retry_serialization
async def follow_entry() -> bool:
    """Let the declarations that may mean a changed entry of the directory be looked through; whether there was one."""
    async with transaction(MATCHER) as tx:
        await plan_once(tx)
        entry = await store_matches.take_party(tx)
        if entry is None:
            return False
        (_, family, keys) = (await store_elsewhere.one_party(tx, [entry]))[0]
        own = Same(dict.fromkeys(family, OTHER), dict.fromkeys(keys, OTHER))
        same = await whole(tx, own, await alike_to(tx, "", own))
        await store_matches.wait_again(tx, entry, list(same.parties), list(same.keys))
    return True


async def match_next() -> bool:
    """Look for the party of the declaration that has waited longest; whether there was one."""
    try:
        return await _match_next()
    except (RegisterError, asyncpg.DataError) as error:
        _log.warning("the party of a declaration could not be looked for: %s", type(error).__name__)
        return False


@retry_serialization
async def _match_next() -> bool:
    async with transaction(MATCHER) as tx:
        await plan_once(tx)
        taken = await store_matches.take_case(tx)
        if taken is None:
            return False
        declaration, occasion = taken
        await _look_through(tx, await filing.by_id(tx, declaration), occasion)
    return True


async def _look_through(tx: Transaction, case: Declaration, occasion: Occasion) -> None:
    before = await store_matches.touching(tx, case.id)
    own = NONE if case.status is Status.WITHDRAWN else await own_of(tx, case)
    if not own.parties and not own.keys:
        await store_matches.forget(tx, [row["id"] for row in before])
        return
    alike = NONE if is_natural(case.giver_type, case.counterpart_kind) else await alike_to(tx, case.party_key, own)
    same = await whole(tx, own, alike)
    rows = await _rows(tx, case, own, same)
    await store_matches.forget(tx, [row["id"] for row in before if not _holds(row, rows, own, same, alike)])
    found = [
        each for row in rows.values() for each in both_ways(case, row, same.match_of(row["party"], row["party_key"]))
    ]
    entries = [] if own.parties else _entries(case, alike)
    news = await _keep(tx, [*found, *entries], before, occasion)
    await _tell(tx, [each for each in news if _is_telling(each, case, rows, occasion)])


async def _rows(tx: Transaction, case: Declaration, own: Same, same: Same) -> Mapping[UUID, Any]:
    """Other declarations that may name the party, but for those of the same kind that say just the same name: they
    stand among the earlier declarations of the giver.
    """
    plain = Same(
        {party: match for party, match in own.parties.items() if match is SAME},
        {key: match for key, match in own.keys.items() if match is SAME},
    )
    found = [
        *await store_elsewhere.of_person(tx, case, plain, same),
        *await store_elsewhere.of_others(tx, case, plain, same),
        *await store_elsewhere.reviewed_by_declarant(tx, case, plain, same),
        *(await store_elsewhere.of_reviewer(tx, case, plain, same) if case.reviewer else ()),
    ]
    return {row["id"]: row for row in found if not _is_plain(case, row, plain)}


def _is_plain(case: Declaration, row: Any, plain: Same) -> bool:
    same = row["party"] in plain.parties if row["party"] is not None else row["party_key"] in plain.keys
    return (
        same
        and row["kind"] == case.kind
        and _ground(case.declarant, case.reviewer, row) in {Ground.OTHERS, Ground.PERSON}
    )


def is_natural(giver_type: str | None, counterpart: str | None) -> bool:
    """Whether it is a natural person, who is never taken for another by likeness."""
    return _INDIVIDUAL in {giver_type, counterpart}


def both_ways(case: Declaration, row: Any, match: Match) -> tuple[Found, Found]:
    """What was found about a case, and what that is about the other one."""
    other = row["id"]
    here = _ground(case.declarant, case.reviewer, row)
    there = {Ground.REVIEWED: Ground.OFFICER, Ground.OFFICER: Ground.REVIEWED}.get(here, here)
    return (
        Found(case.id, other, None, here, match.reason, match.score),
        Found(other, case.id, None, there, match.reason, match.score),
    )


def _ground(declarant: UUID, reviewer: UUID | None, row: Any) -> Ground:
    if row["reviewer"] == declarant:
        return Ground.REVIEWED
    if reviewer is not None and row["declarant"] == reviewer:
        return Ground.OFFICER
    return Ground.PERSON if row["declarant"] == declarant else Ground.OTHERS


def _entries(case: Declaration, alike: Same) -> list[Found]:
    """The entries that a typed name may mean."""
    offered = sorted(alike.parties.items(), key=lambda item: (surest_first(item[1]), str(item[0])))
    return [
        Found(case.id, None, party, Ground.PARTY, match.reason, match.score) for party, match in offered[:_MOST_OFFERED]
    ]


def _holds(row: Any, rows: Mapping[UUID, Any], own: Same, same: Same, alike: Same) -> bool:
    """Whether what was found before still is so."""
    if row["party"] is not None:
        return not own.parties and row["party"] in alike.parties
    if row["other_id"] in rows:
        return True
    if row["other_status"] == Status.WITHDRAWN.value:
        return False
    among = own if is_natural(row["other_giver_type"], row["other_counterpart"]) else same
    return among.names(row["other_party"], row["other_key"])


async def _keep(tx: Transaction, found: Iterable[Found], before: Sequence[Any], occasion: Occasion) -> list[Found]:
    """Keep what was found; what of it is news."""
    known = {(row["declaration"], row["other"] or row["party"]): row for row in before}
    news, new = [], []
    for each in found:
        row = known.get((each.declaration, each.other or each.party or each.declaration))
        if row is None:
            new.append(each)
        elif (row["ground"], row["reason"]) != (each.ground.value, each.reason.value):
            await store_matches.change(tx, row["id"], each)
            if each.ground in {Ground.REVIEWED, Ground.OFFICER} and row["ground"] != each.ground.value:
                await store_matches.renew(tx, row["id"], occasion)
                news.append(each)
    if new:
        await store_matches.put(tx, new, occasion)
    return [*news, *new]


def _is_telling(found: Found, case: Declaration, rows: Mapping[UUID, Any], occasion: Occasion) -> bool:
    """Whether it is worth a notice to somebody: not one more gift of a giver who is known to be the same."""
    reviewer = case.reviewer if found.declaration == case.id else rows[found.declaration]["reviewer"]
    if reviewer is None:
        return False
    if found.ground in {Ground.REVIEWED, Ground.OFFICER}:
        return True
    if occasion is Occasion.ASSIGNED:
        return False
    other = found.other if found.declaration == case.id else found.declaration
    row = rows.get(other) if other else None
    expected = found.reason in SURE and found.ground is Ground.OTHERS and row is not None and row["kind"] == case.kind
    return occasion is Occasion.PARTY_EDITED or not expected


async def _tell(tx: Transaction, news: Sequence[Found]) -> None:
    """One notice of a case to those who have it, as far as the other declaration is open to them."""
    for declaration in dict.fromkeys(each.declaration for each in news):
        others = [each.other or declaration for each in news if each.declaration == declaration]
        persons = [person for other in others for person in await store_matches.to_tell(tx, declaration, other)]
        if persons:
            await tell_found_elsewhere(tx, await filing.by_id(tx, declaration), persons)
            await store_matches.told(tx, declaration)
