"""The queue: whose cases are in it, in which order, and that its pages and counts are served by indexes."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from declarations.codes.decisions import Status
from declarations.filing.model import Declaration
from declarations.review import narrowing, queue_sql
from declarations.review import store as review
from declarations.review.finding import references as references_like
from declarations.review.model import Filters, Queue, Show
from declarations.review.order import laps
from declarations.review.service import acts, deciding
from declarations.review.service.case import open_desk_case
from declarations.review.service.queue import queue
from register.kernel import clock
from register.kernel.db import Transaction, transaction
from register.kernel.errors import BadRequest, NotFound
from register.kernel.identity import Identity
from register.kernel.paging import Cursor, decode_cursor
from tests.factories import World
from tests.reviewing import Office, authorize, staffed

MANY = 100_000 if os.environ.get("PROOF") == "full" else 25_000
"""Cases with which the database has to weigh an index against reading everything."""


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


def references(found: Queue) -> list[str]:
    return [row.reference for row in found.page.items]


async def test_the_queue_holds_what_waits_soonest_due_first(office: Office, superuser: asyncpg.Connection) -> None:
    first, second = [await office.world.declaration(office.declarant) for _ in range(2)]
    await superuser.execute("update declaration set due_on = due_on - 5 where id = $1", second.id)
    await office.world.declaration(office.declarant, value={"amount": "12.00", "currency": "USD"})  # closed on filing
    assert references(await queue(office.officer, Filters())) == [second.reference, first.reference]


async def test_own_cases_those_filed_for_others_and_superiors_cases_are_in_nobodys_queue(world: World) -> None:
    chief = await world.person()
    officer = await world.person("ethics_officer", supervisor=chief)
    principal = await world.person()
    await world.declaration(chief)
    await world.declaration(officer)
    await world.superuser.execute(
        "insert into assistant_link (id, assistant, principal) values (gen_random_uuid(), $1, $2)",
        officer.person,
        principal.person,
    )
    from tests.factories import gift_command

    await world.declaration(officer, gift_command(declarant=principal))
    found = await queue(officer, Filters())
    assert (references(found), found.counts[Show.OPEN]) == ([], 0)
    async with transaction(officer) as tx:  # with the service out of the way, no row of the chief
        rows = await tx.fetch("select declarant from declaration")
    assert chief.person not in {row["declarant"] for row in rows}


async def test_whoever_has_no_desk_has_no_queue(office: Office) -> None:
    for who in (office.stranger, office.declarant, await office.world.person("administrator")):
        with pytest.raises(NotFound):
            await queue(who, Filters())


async def test_an_authority_sees_what_was_put_before_it_and_nothing_else(office: Office) -> None:
    await office.under_review()
    before = await office.recommended()
    for who in (office.head, office.delegate):
        found = await queue(who, Filters())
        assert references(found) == [before.reference]
        assert found.counts == {Show.OPEN: 1, Show.OVERDUE: 0}
    assert references(await queue(office.official, Filters())) == []
    async with transaction(office.head) as tx:  # row security alone says the same
        assert await tx.fetchval("select count(*) from declaration") == 1


async def test_the_designate_sees_the_executive_heads_own_and_the_office_does_not(office: Office) -> None:
    kept = await office.world.declaration(office.head)
    assert references(await queue(office.designate, Filters())) == [kept.reference]
    assert references(await queue(office.officer, Filters())) == []


async def test_the_views_say_what_waits_for_whom(office: Office) -> None:
    new = await office.world.declaration(office.declarant)
    mine = await office.under_review()
    asked = await office.under_review()
    asked = await acts.ask(office.officer, asked.reference, "value", "How?", asked.head_seq)
    with clock.fixed(datetime.now(UTC) + timedelta(days=12)):
        found = {show: references(await queue(office.officer, Filters(show=show))) for show in Show}
        counts = (await queue(office.officer, Filters())).counts
        other = await queue(office.second_officer, Filters(show=Show.MINE))
        narrowed = references(await queue(office.officer, Filters(Show.ANSWER_OVERDUE, Status.UNDER_REVIEW)))
    assert set(found[Show.OPEN]) == {new.reference, mine.reference, asked.reference}
    assert set(found[Show.MINE]) == {mine.reference, asked.reference}
    assert found[Show.UNASSIGNED] == [new.reference]
    assert found[Show.ANSWER_OVERDUE] == [asked.reference]
    assert found[Show.OVERDUE] == []
    assert narrowed == [], "a view and a status that exclude each other"
    assert counts == dict.fromkeys(Show, 0) | {Show.OPEN: 3, Show.MINE: 2, Show.UNASSIGNED: 1, Show.ANSWER_OVERDUE: 1}
    assert references(other) == []
    with clock.fixed(datetime.now(UTC) + timedelta(days=21)):
        late = await queue(office.officer, Filters(show=Show.OVERDUE))
        assert len(references(late)) == 3
        assert all(row.is_overdue(late.today) for row in late.page.items)


async def test_the_queue_narrows_by_status_and_effect(office: Office) -> None:
    open_case = await office.under_review()
    decided = await office.decided()
    closed = await office.world.declaration(office.declarant, value={"amount": "12.00", "currency": "USD"})
    for filters, expected in (
        (Filters(status=Status.UNDER_REVIEW), [open_case.reference]),
        (Filters(status=Status.DECIDED), [decided.reference]),
        (Filters(status=Status.CLOSED), [closed.reference]),
        (Filters(effect="authorization_required"), [open_case.reference]),
        (Filters(status=Status.CLOSED, effect="noted"), [closed.reference]),
        (Filters(effect="not_acceptable"), []),
    ):
        assert references(await queue(office.officer, filters)) == expected, filters
    assert references(await queue(office.head, Filters(status=Status.DECIDED))) == [decided.reference]


async def test_pages_lead_both_ways_and_meet_every_case_once(office: Office, superuser: asyncpg.Connection) -> None:
    one = await office.world.declaration(office.declarant)
    await copies(superuser, one, 59)
    await superuser.execute("update declaration set measure_due = current_date - head_seq::int - ascii(reference) % 7")
    for filters in (Filters(), Filters(status=Status.CLOSED), Filters(Show.MEASURE_DUE, Status.CLOSED)):
        if filters.status:
            await superuser.execute("update declaration set status = 'closed'")
        seen: list[str] = []
        cursor: Cursor | None = None
        pages = []
        while True:
            found = await queue(office.officer, filters, cursor)
            pages.append(found)
            seen += references(found)
            cursor = decode_cursor(found.page.older)
            if cursor is None:
                break
        assert (len(seen), len(set(seen)), [len(page.page.items) for page in pages]) == (60, 60, [25, 25, 10])
        back = await queue(office.officer, filters, decode_cursor(pages[2].page.newer))
        assert references(back) == references(pages[1])


async def test_a_cursor_of_another_order_is_refused(office: Office) -> None:
    with pytest.raises(BadRequest):
        await queue(office.officer, Filters(), Cursor("yesterday", await _id(office)))


async def test_cases_in_a_language_that_the_officer_reads_come_first_and_pages_lose_none(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await office.world.declaration(office.declarant)
    await copies(superuser, kept, 70)
    await superuser.execute(
        "update declaration set words_language = (array['ar','en','fr','es','zh'])[1 + abs(hashtext(id::text)) % 5]"
    )
    wanted = await superuser.fetch(
        "select reference from declaration order by not (words_language = any('{ar,fr}')), due_on, id"
    )
    await superuser.execute("update person set languages_read = '{fr,ar}' where id = $1", office.officer.person)
    for show in (Show.OPEN, Show.UNASSIGNED):
        seen, pages = await _walked(office.officer, Filters(show=show))
        assert seen == [row["reference"] for row in wanted]
        back = await queue(office.officer, Filters(show=show), decode_cursor(pages[-1].page.newer))
        assert references(back) == references(pages[-2])
    by_day = await superuser.fetch("select reference from declaration order by due_on, id")
    for languages in ("{ar,en,fr,es}", "{}"):
        await superuser.execute(
            "update person set languages_read = $1", languages[1:-1].split(",") if languages != "{}" else []
        )
        assert (await _walked(office.officer, Filters()))[0] == [row["reference"] for row in by_day]


async def _walked(who: Identity, filters: Filters) -> tuple[list[str], list[Queue]]:
    """Every page from the first to the last."""
    pages = [await queue(who, filters)]
    while pages[-1].page.older:
        pages.append(await queue(who, filters, decode_cursor(pages[-1].page.older)))
    return [reference for page in pages for reference in references(page)], pages


async def _id(office: Office) -> Any:
    return (await office.world.declaration(office.declarant)).id


async def test_counts_stop_just_above_a_thousand(office: Office, superuser: asyncpg.Connection) -> None:
    await copies(superuser, await office.world.declaration(office.declarant), 1100)
    found = (await queue(office.officer, Filters())).counts
    assert (found[Show.OPEN], found[Show.UNASSIGNED], found[Show.MINE]) == (1001, 1001, 0)


async def test_the_whole_is_counted_by_itself_while_its_parts_are_small(
    office: Office, superuser: asyncpg.Connection
) -> None:
    await copies(superuser, await office.under_review(), 700)
    await copies(superuser, await office.world.declaration(office.declarant), 700, first=701)
    found = (await queue(office.officer, Filters())).counts
    assert found == {
        Show.OPEN: 1001,
        Show.MINE: 701,
        Show.UNASSIGNED: 701,
        Show.OVERDUE: 0,
        Show.ANSWER_OVERDUE: 0,
        Show.MEASURE_DUE: 0,
    }


@pytest.mark.proof
async def test_with_very_many_cases_every_view_is_served_by_an_index(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await office.recommended()
    await copies(superuser, kept, MANY)
    await superuser.execute(
        "update declaration set status = (array['submitted','under_review','closed','closed','closed','closed',"
        "'decided','information_requested','closed','closed'])[1 + abs(hashtext(id::text)) % 10],"
        " reviewer = case when hashtext(id::text) % 3 = 0 then null else reviewer end"
    )
    await superuser.execute("vacuum analyze declaration")
    for who, scopes in ((office.officer, ("office",)), (office.head, ("executive_head",))):
        for filters in _every_filter():
            statement = queue_sql.page(scopes, filters, from_cursor=False, back=False)
            await _is_served_by_an_index(who, statement, None, None, 26)
    for filters in _every_narrowing():
        statement = queue_sql.page(("office",), filters, from_cursor=False, back=False)
        values = narrowing.values(filters)
        await _is_served_by_an_index(office.officer, statement, None, None, 26, *values, sorts=filters.status is None)
    first, rest = laps(Filters(), ("office",), ("ar",))
    for show in (Show.OPEN, Show.UNASSIGNED, Show.OVERDUE):
        for languages in (first, rest):
            statement = queue_sql.page(
                ("office",), Filters(show=show), from_cursor=False, back=False, languages=languages
            )
            await _is_served_by_an_index(office.officer, statement, None, None, 26, sorts=True)
    counted = await _is_served_by_an_index(office.officer, queue_sql.counts(("office",), tuple(Show)))
    assert "Index Only Scan" in counted
    assert "Index Scan" not in counted, "row security asks for a column that the index of a count does not carry"
    by_name = queue_sql.page(("office",), Filters(), from_cursor=False, back=False).replace("due_on, id", "party_name")
    before = (kept.id, datetime.now(UTC) + timedelta(days=9), office.officer.person)
    year = datetime.now(UTC) - timedelta(days=365)
    for plan, more in (
        (review._PERSON_ROWS, (kept.declarant, *before)),
        (review._PERSON_TOTALS, (kept.declarant, *before, year)),
        (review._GIVER_ROWS, ([], *before, [kept.party_key])),
        (review._GIVER_TOTALS, ([], *before, year, [kept.party_key])),
    ):
        await _is_served_by_an_index(office.officer, plan, *more, first=(), sorts=True)
    for who, scopes in ((office.officer, ("office",)), (office.head, ("executive_head",))):
        meant: tuple[Any, ...] = ([kept.declarant], [], [kept.party_key], *references_like("D-7K3M"))
        for filters in (Filters(), Filters(status=Status.CLOSED)):
            statement = queue_sql.found(scopes, filters, from_cursor=False, back=False)
            await _is_served_by_an_index(who, statement, None, None, 26, *meant, first=(who.person,), sorts=True)
    with pytest.raises(AssertionError):  # the control: an order that no index has
        await _is_served_by_an_index(office.officer, by_name, None, None, 26)


async def test_a_page_asks_the_database_as_often_for_many_cases_as_for_few(
    office: Office, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = await office.under_review()
    asked: list[str] = []
    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        plain = getattr(Transaction, name)

        async def counted(self: Transaction, query: str, *args: object, plain: Any = plain) -> Any:
            asked.append(query)
            return await plain(self, query, *args)

        monkeypatch.setattr(Transaction, name, counted)

    async def pages() -> int:
        asked.clear()
        found = await queue(office.officer, Filters())
        await queue(office.officer, Filters(words="delta"))
        case = (await open_desk_case(office.officer, kept.reference)).case.declaration
        assert (len(found.page.items), case.reference) in {(1, kept.reference), (25, kept.reference)}
        return len(asked)

    few = await pages()
    await copies(superuser, kept, 40)
    await superuser.execute("update declaration set declarant = $1 where id <> $2", office.stranger.person, kept.id)
    assert await pages() <= few + 1, "one more: totals are asked for only where there is something earlier"


def _every_filter() -> list[Filters]:
    views = [Filters(show=show) for show in Show]
    statuses = [Filters(status=status) for status in Status if status is not Status.DRAFT]
    return [*views, *statuses, Filters(effect="authorization_required"), Filters(effect="none")]


def _every_narrowing() -> list[Filters]:
    """Open cases in a period may be sorted: they are few."""
    day = clock.today() - timedelta(days=3)
    codes: list[dict[str, Any]] = [{"category": "gift"}, {"category": "decoration"}, {"band": "150"}, {"band": "above"}]
    days: list[dict[str, Any]] = [{"event_from": day}, {"event_to": day, "category": "gift"}, {"filed_to": day}]
    statuses = (None, Status.CLOSED, Status.DECIDED)
    narrowed = [Filters(status=status, **chosen) for status in statuses for chosen in (*codes, *days)]
    return [*narrowed, Filters(status=Status.CLOSED, effect="none")]


async def _is_served_by_an_index(
    who: Identity, statement: str, *more: Any, first: tuple[Any, ...] | None = None, sorts: bool = False
) -> str:
    """As register_app, under row security: nothing is scanned from end to end, nothing is sorted; the plan."""
    async with transaction(who) as tx:
        first = (who.person, tx.now.date()) if first is None else first
        plan = "\n".join(
            row[0] for row in await tx.fetch(f"explain (analyze, buffers, costs off) {statement}", *first, *more)
        )
    assert "Seq Scan on declaration" not in plan, plan
    assert sorts or "Sort Method" not in plan, plan
    return plan


async def copies(superuser: asyncpg.Connection, of: Declaration, many: int, first: int = 1) -> None:
    """Rows like one that was filed; they have no story, which a queue never opens."""
    columns = [
        row["column_name"]
        for row in await superuser.fetch(
            "select column_name from information_schema.columns where table_name = 'declaration'"
            " and is_generated = 'NEVER' order by 1"
        )
    ]
    own = {
        "id": "gen_random_uuid()",
        "reference": "'D-' || lpad(n::text, 9, '0')",
        "declarant": "md5((n % 500)::text)::uuid",
        "filed_by": "md5((n % 500)::text)::uuid",
        "due_on": "due_on + (n % 40)::int",
        "filed_at": "filed_at + n * interval '1 second'",
    }
    values = ", ".join(own.get(name, f'"{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    numbers = f"generate_series({first}, {first + many - 1}) n"
    copying = f"insert into declaration ({names}) select {values} from declaration, {numbers}"
    await superuser.execute(f"{copying} where id = $1", of.id)


async def test_a_referred_case_stays_in_the_offices_sight(office: Office) -> None:
    kept = await office.under_review()
    kept = await deciding.recommend(office.officer, kept.reference, authorize(), kept.head_seq)
    assert references(await queue(office.officer, Filters(show=Show.MINE))) == [kept.reference]
