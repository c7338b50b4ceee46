"""Matches are found when something is filed and when the directory changes, kept with the occasion, shown to those who
may see both declarations, and told to whoever has the case; nothing is decided by them.
"""

from collections.abc import Mapping
from typing import Any

import asyncpg
import pytest

from declarations.filing.model import Declaration
from declarations.parties.matching import Reason
from declarations.parties.service import keeping
from declarations.review.matches import Ground, Occasion
from declarations.review.model import Filters
from declarations.review.service import acts
from declarations.review.service.case import open_desk_case
from declarations.review.service.matching import hear_and_match
from declarations.review.service.queue import queue
from register.kernel.db import transaction
from register.kernel.identity import Identity, service
from tests.db.test_elsewhere import gift
from tests.db.test_parties_kept import alias
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


Kept = dict[str, tuple[Ground, Reason, Occasion]]


async def kept(world: World, case: Declaration) -> Kept:
    """What the worker has kept about a case, by the reference of the other one, whoever may see it."""
    await hear_and_match()
    rows = await world.superuser.fetch(
        "select d.reference, m.ground, m.reason, m.found_by from case_match m join declaration d on d.id = m.other"
        " where m.declaration = $1",
        case.id,
    )
    return {row["reference"]: (Ground(row["ground"]), Reason(row["reason"]), Occasion(row["found_by"])) for row in rows}


async def told(world: World, who: Identity) -> int:
    """How many notices wait for a person."""
    return int(await world.superuser.fetchval("select count(*) from outbox where recipient = $1", who.person))


async def test_what_is_filed_is_found_on_both_sides_with_the_reason_and_the_occasion(
    world: World, office: Office
) -> None:
    first = await gift(world, office.stranger, "Delta Pumps Ltd")
    assert await kept(world, first) == {}, "control: nothing else is there"
    other = await gift(world, office.declarant, "Delta Pipes")
    later = await filed(office.declarant, "conflict", told={"other_party": "Delta Pumps Company"})
    assert await kept(world, first) == {later.reference: (Ground.OTHERS, Reason.LEGAL_FORM, Occasion.FILED)}
    assert await kept(world, later) == {first.reference: (Ground.OTHERS, Reason.LEGAL_FORM, Occasion.FILED)}
    assert await kept(world, other) == {}, "control: another name"
    assert not await world.superuser.fetchval("select count(*) from case_match_due")


async def test_one_more_gift_of_the_same_giver_is_nothing_new(world: World, office: Office) -> None:
    first = await gift(world, office.stranger, "Delta Pumps Ltd")
    await gift(world, office.declarant, "Delta Pumps Ltd")
    assert await kept(world, first) == {}
    activity = await filed(office.declarant, "outside_activity", told={"other_party": "Delta Pumps Ltd"})
    assert set(await kept(world, first)) == {activity.reference}, "control: an employer is"


async def edit(world: World, office: Office, how: str) -> tuple[Declaration, Declaration]:
    """Two gifts that have nothing in common until somebody changes the directory."""
    party, duplicate = await world.party("Institute of River Studies"), await world.party("Basin Laboratory")
    listed = await gift(world, office.stranger, "", party=party)
    typed = await gift(world, office.declarant, "Flussinstitut", party=duplicate if how == "merged" else None)
    listed = await acts.take(office.officer, listed.reference, listed.head_seq)
    assert await kept(world, listed) == {}, "control: before"
    if how == "named":
        await keeping.add_alias(office.officer, party, 1, alias("Flussinstitute"))
    elif how == "merged":
        await keeping.merge(office.officer, duplicate, 1, party, "One house")
    elif how == "recognised":
        await keeping.promote_typed(
            office.officer, typed.reference, await keeping.typed_as(office.officer, typed.reference, party)
        )
    return listed, typed


@pytest.mark.parametrize(
    ("how", "reason"),
    [("named", Reason.SPELLING), ("merged", Reason.OTHER_NAME), ("recognised", Reason.OTHER_NAME), ("left", None)],
)
async def test_what_a_change_of_the_directory_brings_together_is_found_and_told(
    world: World, office: Office, how: str, reason: Reason | None
) -> None:
    listed, typed = await edit(world, office, how)
    expected = {} if reason is None else {typed.reference: (Ground.OTHERS, reason, Occasion.PARTY_EDITED)}
    assert await kept(world, listed) == expected
    assert await told(world, office.officer) == len(expected), "one notice to whoever has the case"
    assert await told(world, office.second_officer) == 0


async def test_what_a_change_of_the_directory_takes_apart_is_forgotten(world: World, office: Office) -> None:
    listed, typed = await edit(world, office, "merged")
    assert await kept(world, listed), "control"
    duplicate = await world.superuser.fetchval("select party from declaration where id = $1", typed.id)
    await keeping.separate(office.officer, duplicate, 2, "Two houses after all")
    assert await kept(world, listed) == {}
    assert await kept(world, typed) == {}


async def test_a_list_that_names_an_entry_anew_is_a_change_of_the_directory(world: World, office: Office) -> None:
    typed = await gift(world, office.declarant, "Delta Pumsp")
    await kept(world, typed)
    await world.party("Delta Pumps")
    await hear_and_match()
    found = await world.superuser.fetchrow("select ground, found_by from case_match where declaration = $1", typed.id)
    assert dict(found or {}) == {"ground": "party", "found_by": "party_edited"}


async def test_an_amendment_is_looked_through_again_and_a_withdrawal_forgets(
    world: World, office: Office, superuser: asyncpg.Connection
) -> None:
    first = await gift(world, office.stranger, "Delta Pumps Ltd")
    second = await gift(world, office.declarant, "Delta Pumps Company")
    assert await kept(world, first)
    await superuser.execute("update declaration set party_key = 'oasis', party_name = 'Oasis' where id = $1", second.id)
    assert await kept(world, first) == {}
    await superuser.execute("update declaration set party_key = 'delta pumps' where id = $1", second.id)
    assert await kept(world, first) == {second.reference: (Ground.OTHERS, Reason.LEGAL_FORM, Occasion.AMENDED)}
    await superuser.execute("update declaration set status = 'withdrawn' where id = $1", second.id)
    assert await kept(world, first) == {}


async def test_who_reviews_a_matter_of_a_party_they_have_declared_is_found_when_they_are_given_it(
    world: World, office: Office
) -> None:
    conflict = await filed(office.officer, "conflict", told={"other_party": "Delta Pumps Company"})
    matter = await gift(world, office.stranger, "Delta Pumps Ltd")
    assert (await kept(world, conflict))[matter.reference][0] is Ground.OTHERS, "control: nobody has it yet"
    before = await told(world, office.officer)
    await acts.take(office.officer, matter.reference, matter.head_seq)
    assert (await kept(world, conflict))[matter.reference][0] is Ground.REVIEWED
    assert (await kept(world, matter))[conflict.reference][0] is Ground.OFFICER
    assert await told(world, office.officer) == before + 1, "they are told of their own interest"


async def test_the_officer_is_told_once_until_they_look(world: World, office: Office) -> None:
    case = await gift(world, office.declarant, "Delta Pumps Company")
    await acts.take(office.officer, case.reference, case.head_seq)
    for spelling in ("Delta Pumps Ltd", "Delta Pumsp", "Delta Pumps GmbH"):
        await gift(world, office.stranger, spelling)
        await hear_and_match()
    assert await told(world, office.officer) == 1
    await open_desk_case(office.officer, case.reference)
    await gift(world, office.stranger, "Delta Pumps SA")
    await hear_and_match()
    assert await told(world, office.officer) == 2


async def test_nobody_is_told_of_what_is_closed_to_them_and_no_mark_shows_it(world: World, office: Office) -> None:
    """The supervisor of the officer files: their declaration stays closed to the officer."""
    boss = await world.person("ethics_officer", first_name="Inês", family_name="Prado")
    worker = await world.person("ethics_officer", first_name="Tove", family_name="Lund", supervisor=boss)
    case = await gift(world, office.declarant, "Delta Pumps Company")
    await acts.take(worker, case.reference, case.head_seq)
    await gift(world, boss, "Delta Pumps Ltd")
    assert await kept(world, case), "it is found"
    assert await told(world, worker) == 0
    assert (await queue(worker, Filters())).elsewhere == {}
    assert (await queue(office.officer, Filters())).elsewhere, "control"


async def seen(who: Identity, sql: str = "select count(*) from case_match") -> int:
    async with transaction(who) as tx:
        return int(await tx.fetchval(sql))


async def test_a_declarant_never_sees_what_was_found(world: World, office: Office) -> None:
    case = await gift(world, office.declarant, "Delta Pumps Company")
    await gift(world, office.officer, "Delta Pumps Ltd")
    assert await kept(world, case)
    for who in (office.declarant, office.stranger, await world.person("administrator"), service("mailer")):
        assert await seen(who) == 0
    assert await seen(office.officer) == 0, "an officer neither, of what they declared themselves"
    assert await seen(office.second_officer) == 2, "control"
    for table in ("case_match_due", "party_match_due"):
        assert await seen(office.second_officer, f"select count(*) from {table}") == 0


async def test_the_page_says_since_when_and_the_queue_marks_what_is_new(world: World, office: Office) -> None:
    case = await gift(world, office.declarant, "Delta Pumps Company")
    plain = await gift(world, office.declarant, "Oasis Data")
    other = await gift(world, office.stranger, "Delta Pumps Ltd")
    await hear_and_match()
    assert (await queue(office.officer, Filters())).elsewhere == {case.id: True, other.id: True}
    opened = (await open_desk_case(office.officer, case.reference)).elsewhere.of_others
    assert [(row.kept.found_by, row.kept.is_new) for row in opened if row.kept] == [(Occasion.FILED, True)]
    marks: Mapping[Any, bool] = (await queue(office.officer, Filters())).elsewhere
    assert marks == {case.id: False, other.id: True}
    again = (await open_desk_case(office.officer, case.reference)).elsewhere.of_others
    assert [row.kept.is_new for row in again if row.kept] == [False]
    assert (await queue(office.second_officer, Filters())).elsewhere[case.id], "control: to each their own"

    async def listed(elsewhere: str) -> set[str]:
        found = await queue(office.officer, Filters(elsewhere=elsewhere))
        return {row.reference for row in found.page.items}

    assert await listed("found") == {case.reference, other.reference}
    assert await listed("new") == {other.reference}
    everything = {row.reference for row in (await queue(office.officer, Filters())).page.items}
    assert plain.reference in everything, "control"


async def test_persons_are_not_found_by_likeness_whether_they_give_or_are_a_counterpart(
    world: World, office: Office
) -> None:
    person = await filed(
        office.stranger, "conflict", told={"other_party": "Maria Gonzalez"}, counterpart_kind="individual"
    )
    case = await gift(world, office.declarant, "Maria Gonzales", giver_type="commercial")
    assert await kept(world, case) == {}
    assert await kept(world, person) == {}
    firm = await filed(
        office.stranger, "conflict", told={"other_party": "Maria Gonzalez"}, counterpart_kind="institution"
    )
    assert set(await kept(world, case)) == {firm.reference}, "control"
