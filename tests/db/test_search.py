"""Search and saved filters: what words find, in any script, for whom; what is stored of them."""

import asyncio
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from declarations.codes.decisions import Status
from declarations.parties.service import keeping
from declarations.review.model import Asked, Filters, Show
from declarations.review.service import filters
from declarations.review.service.case import open_desk_case
from declarations.review.service.closing import clear_searches
from declarations.review.service.queue import asked_queue, queue
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound
from register.kernel.identity import Identity
from register.kernel.paging import decode_cursor
from tests.db.test_review_queue import copies
from tests.factories import World, gift_command
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def found(who: Identity, words: str, **filters: Any) -> list[str]:
    page = (await queue(who, Filters(words=words, **filters))).page
    return [row.reference for row in page.items]


async def test_a_case_is_found_by_reference_declarant_unit_and_giver(office: Office) -> None:
    person = await office.world.person(first_name="Zoë", family_name="Müller-Łęcka", unit="Écologie et forêts")
    kept = await office.world.declaration(person, gift_command(giver_name="Ærø Bådværft"))
    await office.world.declaration(office.declarant)
    bare = kept.reference.replace("-", "").lower()
    for words in (
        kept.reference, bare, kept.reference[:6], "zoe", "muller lecka", "LECKA", "Müller-Ł", "müller-łęcka zoë",
        "foret", "ECOLOGIE et", "badvaerft", "ærø",
    ):  # fmt: skip
        assert await found(office.officer, words) == [kept.reference], words
    for words in ("ller", "zoe forets", "D-ZZZZ-ZZZZ", "fountain pen", "'; drop"):
        assert await found(office.officer, words) == [], words


async def test_arabic_names_are_found_however_they_are_spelled(office: Office) -> None:
    party = await office.world.party("Nile Instruments Ltd")
    await office.world.superuser.execute(
        "insert into party_name (id, party, form, rank) values (gen_random_uuid(), $1, 'ادوات النيل', 0)", party
    )
    typed = await office.world.declaration(office.declarant, gift_command(giver_name="شركة النِّيل للمضخّات"))
    chosen = await office.world.declaration(
        office.declarant, gift_command(giver_name="Nile Instruments Ltd", party=party)
    )
    assert await found(office.officer, "شركه النيل") == [typed.reference]
    assert await found(office.officer, "نيل") == [typed.reference]  # the article may be left out
    assert await found(office.officer, "أدوات") == [chosen.reference]  # a name of the directory in another script
    assert await found(office.officer, "instruments l") == [chosen.reference]


async def test_nobody_finds_what_they_may_not_read(office: Office) -> None:
    own = await office.world.declaration(office.officer, gift_command(giver_name="Delta Pumps Company"))
    of_superior = await office.world.declaration(office.supervisor, gift_command(giver_name="Delta Pumps Company"))
    before = await office.recommended(giver_name="Delta Pumps Company")
    await office.under_review()
    under = await office.world.person("ethics_officer", supervisor=office.supervisor)
    assert own.reference not in await found(office.officer, "delta")
    assert of_superior.reference not in await found(under, "delta")
    assert of_superior.reference in await found(office.officer, "delta")  # the control: it is there to be found
    assert await found(office.head, "delta") == [before.reference]
    assert await found(office.head, "Claire Dubois") == []
    for who in (office.stranger, await office.world.person("administrator")):
        with pytest.raises(NotFound):
            await found(who, "delta")


async def test_typed_names_leave_the_database_for_nobody_without_a_desk(office: Office) -> None:
    await office.world.declaration(office.declarant)
    ask = "select count(*) from typed_givers('delta', 'delta\U0010ffff', 10)"
    async with transaction(office.officer) as tx:
        assert await tx.fetchval(ask) == 1
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(office.officer) as tx:
            await tx.fetchval("select count(*) from typed_giver")
    async with transaction(office.stranger) as tx:
        assert await tx.fetchval(ask) == 0
        assert await tx.fetchval("select count(*) from known_name") == 0


async def test_finished_cases_are_found_too_newest_first_page_by_page(office: Office) -> None:
    kept = await office.under_review()
    await copies(office.world.superuser, kept, 30)
    seen: list[str] = []
    cursor = None
    for _ in range(2):
        page = (await queue(office.officer, Filters(words="delta pumps"), cursor)).page
        seen += [row.reference for row in page.items]
        cursor = decode_cursor(page.older)
    assert cursor is None
    assert (len(seen), len(set(seen))) == (31, 31)
    closed = await office.world.declaration(office.declarant, value={"amount": "12.00", "currency": "USD"})
    assert closed.status is Status.CLOSED
    assert await found(office.officer, "delta", status=Status.CLOSED) == [closed.reference]


async def test_an_amended_giver_is_found_under_the_new_name(office: Office, superuser: asyncpg.Connection) -> None:
    kept = await office.world.declaration(office.declarant)
    await superuser.execute("update declaration set party_key = 'gamma valves' where id = $1", kept.id)
    assert await found(office.officer, "valves") == [kept.reference]
    assert await found(office.officer, "delta") == []


_FORMS = "select count(*) from typed_giver where party_key = $1"


async def test_a_typed_name_goes_with_the_last_declaration_that_says_it(
    office: Office, superuser: asyncpg.Connection
) -> None:
    one, other, amended = [await office.world.declaration(office.declarant) for _ in range(3)]
    key = await superuser.fetchval("select party_key from declaration where id = $1", one.id)
    await superuser.execute("update declaration set party_key = 'gamma valves' where id = $1", amended.id)
    await superuser.execute("update declaration set wrapped_key = null where id = $1", one.id)
    assert await superuser.fetchval(_FORMS, key) > 0, "the control: another declaration still says it"
    await superuser.execute("update declaration set wrapped_key = null where id = $1", other.id)
    assert await superuser.fetchval(_FORMS, key) == 0
    assert await superuser.fetchval(_FORMS, "gamma valves") > 0
    await superuser.execute("delete from declaration where id = $1", amended.id)
    assert await superuser.fetchval("select count(*) from typed_giver") == 0


async def test_who_files_while_a_name_is_forgotten_is_found_all_the_same(
    office: Office, superuser: asyncpg.Connection
) -> None:
    last = await office.world.declaration(office.declarant)
    async with superuser.transaction():
        await superuser.execute("update declaration set wrapped_key = null where id = $1", last.id)
        filing = asyncio.create_task(office.world.declaration(office.declarant))
        await asyncio.sleep(0.3)
        assert not filing.done(), "it waits for what becomes of the name"
    filed = await filing
    assert filed.reference in await found(office.officer, "delta")


async def test_one_letter_is_no_search(office: Office) -> None:
    for words in ("x", "  -", "ه"):
        with pytest.raises(Invalid):
            await filters.search(office.officer, Filters(words=words))


async def test_more_names_than_are_looked_through_are_said(office: Office, superuser: asyncpg.Connection) -> None:
    assert not (await queue(office.officer, Filters(words="many"))).is_too_wide
    await superuser.execute(
        "insert into known_name (id, kind, subject, form)"
        " select gen_random_uuid(), 'person', gen_random_uuid(), 'many ' || n from generate_series(1, 500) n"
    )
    assert (await queue(office.officer, Filters(words="many"))).is_too_wide


async def test_several_windows_at_once_leave_one_filter_that_opens_the_desk(
    office: Office, superuser: asyncpg.Connection
) -> None:
    names = [f"Window {number}" for number in range(8)]
    kept = (filters.keep_filter(office.officer, name, Asked(show=Show.OVERDUE), by_default=True) for name in names)
    made = await asyncio.gather(*kept)
    await asyncio.gather(*(filters.open_with(office.officer, each.id) for each in made))
    assert await superuser.fetchval("select count(*) from desk_filter where is_default") == 1
    again = (
        filters.keep_filter(office.officer, name, Asked(), by_default=True) for name in 5 * [*names, *reversed(names)]
    )
    await asyncio.gather(*again)  # the same names from all windows: none waits for another for ever
    assert await superuser.fetchval("select count(*) from desk_filter where is_default") == 1


async def test_a_filter_is_kept_encrypted_for_its_owner_and_shared_only_within_the_office(
    office: Office, superuser: asyncpg.Connection
) -> None:
    chosen = Filters(Show.MINE, words="haddad")
    mine = await filters.keep_filter(office.officer, "Haddad’s cases", Asked.exactly(chosen), by_default=True)
    ours = await filters.keep_filter(office.officer, "Overdue", Asked.exactly(Filters(Show.OVERDUE)), shared=True)
    stored = await superuser.fetch("select * from desk_filter")
    assert not any(b"addad" in bytes(value) for row in stored for value in row.values() if isinstance(value, bytes))
    assert [saved.id for saved in await filters.list_filters(office.officer)] == [mine.id, ours.id]
    [seen] = await filters.list_filters(office.second_officer)
    assert (seen.id, seen.is_own, seen.name) == (ours.id, False, "Overdue")
    assert await filters.list_filters(office.head) == ()
    assert (await asked_queue(office.officer, Asked(by_default=True))).filters == chosen
    assert (await asked_queue(office.officer, Asked(show=Show.OPEN, by_default=True))).filters == Filters()
    for step in (filters.remove_filter, filters.open_with):
        with pytest.raises(NotFound):
            await step(office.second_officer, ours.id)
    with pytest.raises(NotFound):
        await asked_queue(office.second_officer, Asked(saved=mine.id))
    with pytest.raises(Invalid):
        await filters.keep_filter(office.head, "For the office", Asked(), shared=True)


async def test_a_filter_of_the_same_name_is_replaced_and_one_default_stands(office: Office) -> None:
    await filters.keep_filter(office.officer, "Morning", Asked(), by_default=True)
    again = await filters.keep_filter(office.officer, " MORNING", Asked.exactly(Filters(Show.MINE)))
    assert again.is_default
    other = await filters.keep_filter(office.officer, "Evening", Asked(), by_default=True)
    kept = await filters.list_filters(office.officer)
    assert {saved.name: saved.is_default for saved in kept} == {" MORNING": False, "Evening": True}
    await filters.remove_filter(office.officer, other.id)
    assert [saved.id for saved in await filters.list_filters(office.officer)] == [again.id]


async def test_searches_of_an_earlier_day_are_gone(office: Office, superuser: asyncpg.Connection) -> None:
    old = await filters.search(office.officer, Filters(words="delta"))
    assert (await asked_queue(office.officer, Asked(saved=old))).filters.words == "delta"
    await superuser.execute("update desk_filter set made_at = $1", clock.now().replace(year=2020))
    await filters.search(office.officer, Filters(words="haddad"))
    with pytest.raises(NotFound):
        await asked_queue(office.officer, Asked(saved=old))
    kept = await filters.keep_filter(office.officer, "Kept", Asked())
    await clear_searches()
    assert await superuser.fetchval("select count(*) from desk_filter") == 2, "one of today, one under a name"
    await superuser.execute("update desk_filter set made_at = $1", clock.now().replace(year=2020))
    await clear_searches()
    assert [row["id"] for row in await superuser.fetch("select id from desk_filter")] == [kept.id]


async def test_merged_entries_are_one_giver_to_the_search_and_beside_a_case(office: Office) -> None:
    kept, duplicate = (
        await office.world.party("Nile Instruments Ltd"),
        await office.world.party("Instruments du Nil SA"),
    )
    before = [
        await office.world.declaration(office.stranger, gift_command(giver_name="x", party=party))
        for party in (kept, duplicate)
    ]
    case = await office.world.declaration(office.declarant, gift_command(giver_name="Nile", party=kept))
    beside = (await open_desk_case(office.officer, case.reference)).earlier_of_giver
    assert [row.reference for row in beside.rows] == [before[0].reference], "control: not yet one"
    assert len(await found(office.officer, "instruments du")) == 1
    await keeping.merge(office.officer, duplicate, 1, kept, "One company")
    for words in ("nile instruments", "instruments du nil"):
        assert set(await found(office.officer, words)) == {each.reference for each in (*before, case)}
    beside = (await open_desk_case(office.officer, case.reference)).earlier_of_giver
    assert [row.reference for row in beside.rows] == [each.reference for each in reversed(before)]
    assert (beside.total.received, [sum_.amount for sum_ in beside.total.sums]) == (2, [Decimal(90)])
