"""A case is held against the rest of the register: what may be the same party is shown with the reason, to those alone
who may see it, and nothing is decided by it.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from declarations.filing.model import Declaration
from declarations.parties.matching import Reason
from declarations.parties.service import keeping
from declarations.parties.service.listening import hear_all
from declarations.review.elsewhere import Elsewhere
from declarations.review.service import acts
from declarations.review.service.case import open_desk_case
from declarations.review.service.matching import hear_and_match
from register.kernel import clock
from register.kernel.currency import Money
from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity, service
from tests.db.test_parties_kept import alias
from tests.factories import World, gift_command
from tests.kinds import filed
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def gift(world: World, of: Identity, giver: str, **facts: Any) -> Declaration:
    return await world.declaration(of, gift_command(giver_name=giver, **facts))


async def seen(who: Identity, case: Declaration) -> Elsewhere:
    await hear_all()
    return (await open_desk_case(who, case.reference)).elsewhere


def listed(found: Elsewhere) -> dict[str, Reason]:
    return {each.row.reference: each.reason for each in (*found.of_person, *found.of_others)}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Delta Pumsp Company", Reason.SPELLING),
        ("دلتا بمبس", Reason.OTHER_SCRIPT),
        ("Pumps Delta", Reason.WORD_ORDER),
        ("Delta Pumps Ltd", Reason.LEGAL_FORM),
        ("Delta Pipes Company", None),
    ],
)
async def test_the_same_party_under_another_name_is_shown_with_the_reason(
    world: World, office: Office, typed: str, reason: Reason | None
) -> None:
    other = await gift(world, office.stranger, typed)
    case = await gift(world, office.declarant, "Delta Pumps Company")
    assert listed(await seen(office.officer, case)) == ({} if reason is None else {other.reference: reason})


async def test_names_of_two_scripts_meet(world: World, office: Office) -> None:
    other = await gift(world, office.stranger, "النهضة")
    case = await gift(world, office.declarant, "Al-Nahda")
    assert listed(await seen(office.officer, case)) == {other.reference: Reason.OTHER_SCRIPT}


async def test_what_one_person_declared_of_a_party_meets_across_kinds(world: World, office: Office) -> None:
    conflict = await filed(office.declarant, "conflict", told={"other_party": "Delta Pumps Company"})
    activity = await filed(office.declarant, "outside_activity", told={"other_party": "Delta Pumps"})
    case = await gift(world, office.declarant, "Delta Pumps Company")
    found = await seen(office.officer, case)
    assert {each.row.reference: each.row.kind for each in found.of_person} == {
        conflict.reference: "conflict",
        activity.reference: "outside_activity",
    }
    assert found.of_others == ()


async def test_a_conflict_and_a_gift_of_one_person_and_an_entry_of_the_directory_show_one_another(
    world: World, office: Office
) -> None:
    party = await world.party("Delta Pumps Company")
    present = await gift(world, office.declarant, "", party=party)
    conflict = await filed(office.declarant, "conflict", told={"other_party": "Delta Pumps Company"})
    noted = await filed(office.declarant, "outside_activity", told={"other_party": "Delta Pumps Company (fictitious)"})
    assert listed(await seen(office.officer, conflict))[present.reference] == Reason.SAME_NAME
    assert listed(await seen(office.officer, present))[conflict.reference] == Reason.SAME_NAME
    assert noted.reference in listed(await seen(office.officer, conflict)), "a remark is no part of the name"


async def test_before_a_name_was_heard_nothing_is_like_it(world: World, office: Office) -> None:
    await gift(world, office.stranger, "Delta Pumps Ltd")
    case = await gift(world, office.declarant, "Delta Pumps Company")
    assert not (await open_desk_case(office.officer, case.reference)).elsewhere, "control: the worker hears names"
    assert listed(await seen(office.officer, case))


async def test_filing_under_a_name_that_is_known_leaves_nothing_to_hear(
    world: World, office: Office, superuser: asyncpg.Connection
) -> None:
    waiting = "select count(*) from heard_name where heard_as = 0"
    await gift(world, office.declarant, "Delta Pumps Company")
    assert await superuser.fetchval(waiting) == 1
    await hear_all()
    await gift(world, office.stranger, "Delta Pumps Company")
    assert await superuser.fetchval(waiting) == 0


async def test_nobody_reads_through_a_match_what_is_closed_to_them(world: World, office: Office) -> None:
    """The supervisor is an ethics officer too: their own and the declarations of their superiors stay closed."""
    boss = await world.person("ethics_officer", first_name="Inês", family_name="Prado")
    worker = await world.person("ethics_officer", first_name="Tove", family_name="Lund", supervisor=boss)
    closed = await gift(world, boss, "Delta Pumps Ltd")
    case = await gift(world, office.declarant, "Delta Pumps Company")
    assert listed(await seen(worker, case)) == {}
    assert listed(await seen(office.officer, case)) == {closed.reference: Reason.LEGAL_FORM}, "control"
    with pytest.raises(NotFound):
        await open_desk_case(worker, closed.reference)


async def test_typed_names_of_others_are_no_list_that_anybody_can_ask_for(world: World, office: Office) -> None:
    await gift(world, office.stranger, "Delta Pumps Ltd")
    await hear_all()
    asked = "select count(*) from names_sounding(array['w:dlt', 'p:bmbs dlt'], 100)"
    for who in (office.declarant, await world.person("administrator"), service("mailer")):
        async with transaction(who) as tx:
            assert await tx.fetchval(asked) == 0
            assert await tx.fetchval("select count(*) from name_sound") == 0
            assert await tx.fetchval("select count(*) from heard_name") == 0
    async with transaction(office.officer) as tx:
        assert await tx.fetchval(asked) == 1, "control"
        assert await tx.fetchval("select count(*) from name_sound") == 0


async def test_an_officer_is_told_of_their_own_interest_in_the_party_and_nobody_else_is(
    world: World, office: Office
) -> None:
    own = await filed(office.officer, "conflict", told={"other_party": "Delta Pumps Ltd"})
    case = await gift(world, office.declarant, "Delta Pumps Company")
    assert [each.reference for each in (await seen(office.officer, case)).own] == [own.reference]
    assert own.reference not in listed(await seen(office.officer, case))
    assert (await seen(office.second_officer, case)).own == ()


async def test_an_interest_of_the_officer_in_charge_is_shown_to_those_who_may_read_it(
    world: World, office: Office
) -> None:
    own = await filed(office.officer, "conflict", told={"other_party": "Delta Pumps Ltd"})
    below = await world.person("ethics_officer", first_name="Tove", family_name="Lund", supervisor=office.officer)
    case = await gift(world, office.declarant, "Delta Pumps Company")
    case = await acts.take(office.officer, case.reference, case.head_seq)
    found = await seen(office.second_officer, case)
    assert [each.row.reference for each in found.of_reviewer] == [own.reference]
    assert (await seen(below, case)).of_reviewer == (), "of one’s superior nothing is shown"
    assert (await seen(office.officer, case)).of_reviewer == (), "control: they are told as their own"


async def test_who_reviews_a_matter_of_a_party_they_have_an_interest_in_is_named(world: World, office: Office) -> None:
    matter = await gift(world, office.stranger, "Delta Pumps Ltd")
    await acts.take(office.officer, matter.reference, matter.head_seq)
    conflict = await filed(office.officer, "conflict", told={"other_party": "Delta Pumps Company"})
    found = (await seen(office.second_officer, conflict)).of_others
    assert [(each.row.reference, each.is_reviewed_by_declarant) for each in found] == [(matter.reference, True)]
    other = await filed(office.declarant, "conflict", told={"other_party": "Delta Pumps Company"})
    control = (await seen(office.second_officer, other)).of_others
    assert not any(each.is_reviewed_by_declarant for each in control)


async def test_gifts_under_several_spellings_are_added_up_as_if_of_one_giver(world: World, office: Office) -> None:
    await gift(world, office.declarant, "Delta Pumps Ltd")
    await gift(world, office.declarant, "Delta Pipes")
    case = await gift(world, office.declarant, "Delta Pumps Company")
    found = (await seen(office.officer, case)).together
    assert found is not None
    assert found.received == 2
    assert found.sums == (Money(Decimal(90), "USD"),)
    alone = await gift(world, office.stranger, "Delta Pumps Company")
    assert (await seen(office.officer, alone)).together is None, "control: of others nothing is added"


async def test_gifts_just_below_the_nominal_value_are_seen_under_several_spellings(
    world: World, office: Office
) -> None:
    for giver, worth in (("Delta Pumps Ltd", "26.00"), ("Delta Pumps GmbH", "12.00"), ("Delta Pipes", "26.00")):
        await gift(world, office.declarant, giver, value={"amount": worth, "currency": "USD"})
    case = await gift(world, office.declarant, "Delta Pumps", value={"amount": "25.00", "currency": "USD"})
    assert "split_below_threshold" not in case.alerts, "control: the rules count one spelling"
    split = (await seen(office.officer, case)).split
    assert split is not None
    assert (split.items, split.together) == (2, Money(Decimal("51.00"), "USD"))
    small = await gift(world, office.declarant, "Delta Pumps SA", value={"amount": "5.00", "currency": "USD"})
    assert (await seen(office.officer, small)).split is None, "control: a small gift splits nothing"


async def test_what_the_directory_brings_together_after_the_rules_counted_is_added_up(
    world: World, office: Office
) -> None:
    party, duplicate = await world.party("River Institute"), await world.party("Basin Laboratory")
    await gift(world, office.declarant, "", party=duplicate)
    case = await gift(world, office.declarant, "", party=party)
    await hear_and_match()
    assert (await seen(office.officer, case)).together is None, "control"
    await keeping.merge(office.officer, duplicate, 1, party, "One house")
    await hear_and_match()
    together = (await seen(office.officer, case)).together
    assert together is not None
    assert together.sums == (Money(Decimal(90), "USD"),)


async def test_a_typed_name_like_an_entry_is_offered_until_it_is_recognised(world: World, office: Office) -> None:
    party = await world.party("Delta Pumps")
    case = await gift(world, office.declarant, "Delta Pumsp")
    found = await seen(office.officer, case)
    assert [(each.party, each.reason) for each in found.perhaps] == [(party, Reason.SPELLING)]
    assert found.may_recognise
    row = await keeping.typed_as(office.officer, case.reference, party)
    assert await keeping.promote_typed(office.officer, case.reference, row) == party
    assert (await seen(office.officer, case)).perhaps == ()


async def test_another_name_of_an_entry_is_heard_as_soon_as_it_is_written_down(world: World, office: Office) -> None:
    party: UUID = await world.party("Institute of River Basin Studies")
    case = await gift(world, office.declarant, "معهد دراسات احواض الانهر")
    assert (await seen(office.officer, case)).perhaps == (), "control: a translation is no likeness"
    await keeping.add_alias(office.officer, party, 1, alias("معهد دراسات أحواض الأنهار"))
    assert [each.party for each in (await seen(office.officer, case)).perhaps] == [party]


async def test_natural_persons_are_never_taken_for_one_another(world: World, office: Office) -> None:
    await gift(world, office.stranger, "Maria Gonzales", giver_type="individual")
    same = await gift(world, office.stranger, "Maria Gonzalez", giver_type="individual")
    case = await gift(world, office.declarant, "Maria Gonzalez", giver_type="individual")
    found = await seen(office.officer, case)
    assert listed(found) == {}
    assert found.perhaps == ()
    firm = await gift(world, office.declarant, "Maria Gonzales", giver_type="commercial")
    assert same.reference not in listed(await seen(office.officer, firm))


async def test_the_directory_proposes_duplicates_under_names_of_another_script(world: World, office: Office) -> None:
    kept, other = await world.party("Blueline"), await world.party("Nile Instruments")
    await keeping.add_alias(office.officer, other, 1, alias("بلولاين"))
    await hear_all()
    assert [found.id for found in (await keeping.read_party(office.officer, kept)).candidates] == [other]


async def test_the_keys_of_a_typed_name_are_forgotten_with_the_last_declaration_that_says_it(
    world: World, office: Office, superuser: asyncpg.Connection
) -> None:
    known = "select count(*) from heard_name h join name_sound s using (form) where form = 'delta pumps ltd'"
    first, last = [await gift(world, of, "Delta Pumps Ltd") for of in (office.declarant, office.stranger)]
    await hear_all()
    change = "update declaration set party_key = 'oasis' where id = $1"
    await superuser.execute(change, first.id)
    assert await superuser.fetchval(known) > 0, "control: one declaration still says it"
    await superuser.execute(change, last.id)
    assert await superuser.fetchval(known) == 0
    assert await superuser.fetchval("select count(*) from name_sound where form = 'delta pumps ltd'") == 0


async def test_a_name_of_the_directory_stays_heard(world: World, office: Office, superuser: asyncpg.Connection) -> None:
    await world.party("Delta Pumps Ltd")
    typed = await gift(world, office.declarant, "Delta Pumps Ltd")
    await hear_all()
    await superuser.execute("update declaration set party_key = 'oasis' where id = $1", typed.id)
    assert await superuser.fetchval("select count(*) from name_sound where form = 'delta pumps ltd'") > 0


async def test_what_stands_among_the_earlier_declarations_of_the_giver_is_not_said_again(
    world: World, office: Office
) -> None:
    earlier = await gift(world, office.stranger, "Delta Pumps Company")
    conflict = await filed(office.stranger, "conflict", told={"other_party": "Delta Pumps Company"})
    case = await gift(world, office.declarant, "Delta Pumps Company")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    later = await gift(world, office.stranger, "Delta Pumps Company", event_date=yesterday, aware_date=yesterday)
    assert listed(await seen(office.officer, case)) == {
        conflict.reference: Reason.SAME_NAME,
        later.reference: Reason.SAME_NAME,
    }
    assert set(listed(await seen(office.officer, conflict))) == {case.reference, later.reference, earlier.reference}
    desk = await open_desk_case(office.officer, case.reference)
    assert earlier.reference in {row.reference for row in desk.earlier_of_giver.rows}, "control"


async def test_an_authority_sees_what_they_declared_themselves_and_nothing_of_others(
    world: World, office: Office
) -> None:
    own = await filed(office.head, "conflict", told={"other_party": "Delta Pumps Ltd"})
    await gift(world, office.stranger, "Delta Pumps Ltd")
    case = await office.recommended(giver_name="Delta Pumps Company")
    found = await seen(office.head, case)
    assert [each.reference for each in found.own] == [own.reference]
    assert (found.of_others, found.perhaps) == ((), ())
