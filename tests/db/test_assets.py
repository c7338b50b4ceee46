"""Asset statements: who sees them, that no other use is possible without consent, and where they never appear."""

from datetime import timedelta

import asyncpg
import msgspec
import pytest

from declarations.assets.model import (
    AskConsentCommand,
    ConsentState,
    ConsentWords,
    Content,
    Outcome,
    Show,
    Text,
    Use,
)
from declarations.assets.service import consenting, designating, filing, reading
from declarations.assets.service.changing import follow_change
from declarations.assets.service.reminding import remind_of_statements
from declarations.assets.settings import AssetSettings, asset_settings, configure
from declarations.standing.service.functions import look_at_changes
from declarations.standing.settings import StandingSettings
from declarations.standing.settings import configure as configure_standing
from register.access import store as access
from register.access.policy import ACCOUNT_ROLES
from register.kernel import clock, db
from register.kernel.errors import Conflict, IdempotencyMismatch, Invalid, NotFound, Stale
from register.kernel.identity import ANONYMOUS, Identity, service
from register.kernel.paging import decode_cursor
from tests.assets import SHARES, Assets, command, designated, emails
from tests.factories import World

TABLES = ("asset_version", "asset_content", "asset_review", "asset_draft")
ASKED = AskConsentCommand(Use.PROCUREMENT, ConsentWords("The procurement division", "Compare bidders of one tender"))


@pytest.fixture
async def assets(world: World) -> Assets:
    configure(AssetSettings())
    return await designated(world)


async def shown(who: Identity, table: str) -> int:
    try:
        async with db.transaction(who) as tx:
            return int(await tx.fetchval(f'select count(*) from "{table}"'))
    except asyncpg.InsufficientPrivilegeError:
        return 0


async def test_a_designated_person_files_and_a_reader_reviews(assets: Assets) -> None:
    (before,) = await filing.own(assets.filer)
    assert (before.designation.words.position, before.designation.due_on) == (
        "Chief of procurement",
        clock.today() + timedelta(days=30),
    )
    made = await assets.filed(SHARES)
    found = await reading.read(assets.reader, made)
    assert (found.name, found.versions[0].content) == ("Samuel Okoro", Content((SHARES,)))
    assert found.versions[0].purposes == (Use.ASSESSMENT,)
    await reading.review(assets.reader, made, Outcome.TALK, Text("Let us talk about the vendor.", "en"), 1)
    own = await reading.read_own(assets.filer, made)
    assert [(each.outcome, each.words.text) for each in own.reviews] == [
        (Outcome.TALK, "Let us talk about the vendor.")
    ]
    assert [(each.name, each.role, each.purpose) for each in own.openings] == [
        ("Noor Aziz", "asset_reader", "assets:assessment")
    ]
    with pytest.raises(Stale):
        await reading.review(assets.reader, made, Outcome.NO_ISSUE, Text("", "en"), 1)
    (after,) = await filing.own(assets.filer)
    assert after.designation.due_on == before.designation.due_on + timedelta(days=365)


async def test_a_statement_is_filed_as_true_and_complete_or_not_at_all(assets: Assets) -> None:
    seen = await assets.drafted(SHARES)
    with pytest.raises(Invalid) as refused:
        await filing.file(assets.filer, assets.designation, seen, attested=False)
    assert [each.name for each in refused.value.fields] == ["attested"]


async def test_only_the_filer_and_readers_see_a_word(assets: Assets, world: World) -> None:
    made = await assets.filed()
    await reading.review(assets.reader, made, Outcome.NO_ISSUE, Text("", "en"), 1)
    for role in sorted(ACCOUNT_ROLES - {"asset_reader"}):
        other = await world.person(role)
        who = Identity(person=other.person, roles=frozenset({"declarant", role}))
        assert [await shown(who, table) for table in TABLES] == [0, 0, 0, 0], role
        async with db.transaction(who) as tx:
            versions = await world.superuser.fetch("select id from asset_version")
            assert await tx.fetchval("select asset_words($1, 'assessment')", versions[0]["id"]) is None, role
        with pytest.raises(NotFound):
            await reading.read(who, made)
    assert [await shown(ANONYMOUS, table) for table in TABLES] == [0, 0, 0, 0]
    for who in (assets.filer, assets.reader, assets.other_reader):  # the control
        assert [await shown(who, table) for table in TABLES] == [1, 0, 1, 0]


async def test_an_officer_sees_that_a_statement_exists_and_its_dates_only(assets: Assets) -> None:
    made = await assets.filed()
    kept = await designating.read(assets.officer, assets.designation)
    assert [(each.id, each.number) for each in kept.statements] == [(made, 1)]
    with pytest.raises(NotFound):
        await reading.read(assets.officer, made)
    page = await designating.listed(assets.officer, Show.TO_REVIEW, None)
    assert [each.name for each in page.items] == ["Samuel Okoro"]


async def test_a_reader_reads_neither_their_own_nor_that_of_somebody_above_them(assets: Assets, world: World) -> None:
    below = await world.person("asset_reader", supervisor=assets.filer)
    made = await assets.filed()
    with pytest.raises(NotFound):
        await reading.read(below, made)
    both = msgspec.structs.replace(assets.filer, roles=assets.filer.roles | {"asset_reader"})
    with pytest.raises(NotFound):
        await reading.read(both, made)
    assert (await reading.read(assets.other_reader, made)).versions  # the control


async def test_without_a_consent_no_other_use_is_possible(assets: Assets, world: World) -> None:
    made = await assets.filed()
    for use in set(Use) - {Use.ASSESSMENT}:
        with pytest.raises(NotFound):
            await reading.read(assets.reader, made, use)
    assert await world.superuser.fetchval("select count(*) from reading") == 0
    asked = await consenting.ask(assets.officer, made, ASKED)
    with pytest.raises(NotFound):  # asked is not granted
        await reading.read(assets.reader, made, Use.PROCUREMENT)
    await consenting.answer(assets.filer, asked, granted=True)
    assert (await reading.read(assets.reader, made, Use.PROCUREMENT)).versions  # the control
    with pytest.raises(NotFound):  # of one use only
        await reading.read(assets.reader, made, Use.PUBLICATION)
    await consenting.revoke(assets.filer, asked)
    with pytest.raises(NotFound):
        await reading.read(assets.reader, made, Use.PROCUREMENT)
    (consent,) = (await reading.read_own(assets.filer, made)).consents
    assert (consent.state, consent.words) == (ConsentState.REVOKED, ASKED.words)
    assert [each.purpose for each in (await reading.read_own(assets.filer, made)).openings] == ["assets:procurement"]


async def test_a_consent_is_asked_for_days_that_somebody_can_foresee(assets: Assets) -> None:
    made, last = await assets.filed(), clock.today() + timedelta(days=asset_settings().consent_days)
    for day in (clock.today() - timedelta(days=1), last + timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            await consenting.ask(assets.officer, made, msgspec.structs.replace(ASKED, until=day))
        assert [each.name for each in refused.value.fields] == ["until"]
    assert await consenting.ask(assets.officer, made, msgspec.structs.replace(ASKED, until=last)), "the control"


async def test_a_consent_that_was_refused_or_has_run_out_opens_nothing(assets: Assets, world: World) -> None:
    made = await assets.filed()
    refused = await consenting.ask(assets.reader, made, ASKED)
    await consenting.answer(assets.filer, refused, granted=False)
    with pytest.raises(NotFound):
        await reading.read(assets.reader, made, Use.PROCUREMENT)
    with pytest.raises(Conflict):
        await consenting.answer(assets.filer, refused, granted=True)
    until = await consenting.ask(assets.reader, made, msgspec.structs.replace(ASKED, until=clock.today()))
    await consenting.answer(assets.filer, until, granted=True)
    assert (await reading.read(assets.reader, made, Use.PROCUREMENT)).versions  # the control
    await world.superuser.execute("update asset_consent set until = current_date - 1")
    with pytest.raises(NotFound):
        await reading.read(assets.reader, made, Use.PROCUREMENT)


async def test_nobody_consents_for_the_filer_not_even_with_bare_statements(assets: Assets) -> None:
    made = await assets.filed()
    asked = await consenting.ask(assets.officer, made, ASKED)
    for who in (assets.officer, assets.reader):
        with pytest.raises(NotFound):
            await consenting.answer(who, asked, granted=True)
        async with db.transaction(who) as tx:
            assert await tx.execute("update asset_consent set granted = true, answered_at = now()") == "UPDATE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(assets.reader) as tx:
            await tx.fetch("select content from asset_content")


async def test_matching_is_a_purpose_where_it_is_done_and_stays_what_was_told(assets: Assets) -> None:
    made = await assets.filed()
    configure(AssetSettings(matching=True))
    with pytest.raises(NotFound):  # what was filed before keeps the purposes that its filer read
        await reading.read(assets.reader, made, Use.MATCHING)
    draft = await filing.begin(assets.filer, assets.designation, made)
    await filing.file(assets.filer, assets.designation, draft.version, attested=True)
    found = await reading.read(assets.reader, made, Use.MATCHING)
    assert [each.number for each in found.versions] == [2]


async def test_the_next_one_begins_as_the_last_ended_and_a_correction_is_a_version(assets: Assets) -> None:
    made = await assets.filed()
    await reading.review(assets.reader, made, Outcome.NO_ISSUE, Text("", "en"), 1)
    draft = await filing.begin(assets.filer, assets.designation, made)
    assert draft.content.lines == (SHARES,)
    changed = await filing.remove_line(assets.filer, assets.designation, 0, draft.version)
    with pytest.raises(Stale):
        await filing.add_line(assets.filer, assets.designation, SHARES, draft.version)
    with pytest.raises(Invalid):
        await filing.file(assets.filer, assets.designation, changed.version, attested=True)
    assert await filing.file(assets.filer, assets.designation, changed.version, nothing=True, attested=True) == made
    own = await reading.read_own(assets.filer, made)
    assert [(each.number, each.content.nothing) for each in own.versions] == [(2, True), (1, False)]
    assert own.statement.waits
    early = await filing.begin(assets.filer, assets.designation)
    assert early.statement == made  # nobody files years ahead
    await filing.discard(assets.filer, assets.designation)
    with clock.fixed(clock.now() + timedelta(days=330)):
        later = await filing.begin(assets.filer, assets.designation)
        assert (later.content, later.statement) == (Content(nothing=True), None)
        assert await filing.file(assets.filer, assets.designation, later.version, attested=True) != made


async def test_who_is_designated_is_told_and_nobody_designates_themselves(assets: Assets, world: World) -> None:
    told = await world.superuser.fetch("select recipient from outbox")
    assert [row["recipient"] for row in told] == [assets.filer.person]
    with pytest.raises(Conflict):
        await designating.designate(assets.officer, command(await emails(world, assets.filer)))
    for who, email in ((assets.officer, await emails(world, assets.officer)), (assets.officer, "nobody@example.org")):
        with pytest.raises(Invalid):
            await designating.designate(who, command(email))
    with pytest.raises(NotFound):
        await designating.designate(assets.reader, command(await emails(world, assets.other_reader)))
    other = command(await emails(world, await world.person()))
    once = await designating.designate(assets.officer, other, idempotency_key="a")
    assert await designating.designate(assets.officer, other, idempotency_key="a") == once
    with pytest.raises(IdempotencyMismatch):
        await designating.designate(assets.officer, command(await emails(world, assets.reader)), idempotency_key="a")


async def test_the_role_comes_with_the_designation_and_filing_ends_with_it(assets: Assets) -> None:
    async def held() -> frozenset[str]:
        assert assets.filer.person is not None
        async with db.transaction(service("access")) as tx:
            return await access.held(tx, assets.filer.person)

    assert "asset_filer" in await held()
    made = await assets.filed()
    await designating.end(assets.officer, assets.designation, 2)
    with pytest.raises(Conflict):
        await filing.begin(assets.filer, assets.designation)
    assert (await reading.read_own(assets.filer, made)).versions  # what was filed stays open to its filer
    assert "asset_filer" in await held()
    with pytest.raises(Conflict):
        await designating.end(assets.officer, assets.designation, 3)


async def test_a_designation_that_has_run_out_asks_for_nothing_and_another_may_follow(
    assets: Assets, world: World
) -> None:
    person = await world.person()
    until = msgspec.structs.replace(command(await emails(world, person)), ends_on=clock.today() + timedelta(days=5))
    made = await designating.designate(assets.officer, until)
    with pytest.raises(Conflict):
        await designating.designate(assets.officer, until)
    who = msgspec.structs.replace(person, roles=person.roles | {"asset_filer"})
    await filing.begin(who, made)  # the control
    with clock.fixed(clock.now() + timedelta(days=6)):
        with pytest.raises(Conflict):
            await filing.begin(who, made)
        again = await designating.designate(assets.officer, command(until.email))
        ended = await designating.listed(assets.officer, Show.ENDED, None)
        assert (await filing.begin(who, again), [each.id for each in ended.items])[1] == [made]


async def test_reminders_go_out_before_the_day_and_once_after_it(assets: Assets, world: World) -> None:
    due, sent = clock.today() + timedelta(days=30), []
    for days in (-20, -14, -13, -3, -2, 1, 2, 9):
        with clock.fixed(clock.now().replace(hour=9) + (due - clock.today()) + timedelta(days=days)):
            sent.append((days, await remind_of_statements()))
    assert sent == [(-20, 0), (-14, 1), (-13, 0), (-3, 1), (-2, 0), (1, 1), (2, 0), (9, 0)]
    with clock.fixed(clock.now() + timedelta(days=40)):
        assert len((await designating.listed(assets.officer, Show.OVERDUE, None)).items) == 1
    assert (await designating.listed(assets.officer, Show.OVERDUE, None)).items == []


async def test_the_words_are_nowhere_in_the_clear(assets: Assets, superuser: asyncpg.Connection) -> None:
    made = await assets.filed()
    await reading.review(assets.reader, made, Outcome.TALK, Text("A talk on dividends", "en"), 1)
    await consenting.ask(assets.officer, made, ASKED)
    draft = await filing.begin(assets.filer, assets.designation)
    assert draft.content.lines
    for table in ("asset_designation", *TABLES, "asset_statement", "asset_consent", "outbox", "event", "reading"):
        kept = " ".join(row[0] for row in await superuser.fetch(f'select t::text from "{table}" t'))
        for word in ("pumps", "dividends", "procurement division", "Chief", "Delta"):
            assert word not in kept, table
            assert word.encode().hex() not in kept, table
    assert await superuser.fetchval("select sum(octet_length(payload)) from event") == 0, "digests alone"


async def test_a_change_of_function_asks_for_a_look_and_the_end_of_service_ends_a_designation(
    assets: Assets, world: World
) -> None:
    configure_standing(StandingSettings(followers=(follow_change,)))
    await look_at_changes()
    (before,) = await filing.own(assets.filer)
    assert before.designation.review_since is None, "the control"
    await world.superuser.execute("delete from outbox")
    moved = "update person set supervisor = $2 where id = $1"
    await world.superuser.execute(moved, assets.filer.person, assets.other_reader.person)
    assert await look_at_changes() == 1
    kept = (await designating.read(assets.officer, assets.designation)).designation
    assert (kept.review_since, kept.ends_on) == (clock.today(), None), "nothing is ended in silence"
    told = [row["recipient"] for row in await world.superuser.fetch("select recipient from outbox")]
    assert told == [assets.officer.person], "the ethics office alone"
    with pytest.raises(Stale):
        await designating.keep(assets.officer, assets.designation, kept.version - 1)
    with pytest.raises(NotFound):
        await designating.keep(assets.reader, assets.designation, kept.version)
    await designating.keep(assets.officer, assets.designation, kept.version)
    assert (await designating.read(assets.officer, assets.designation)).designation.review_since is None
    over = "update person_capacity set until = current_date - 1 where person = $1"
    await world.superuser.execute(over, assets.filer.person)
    await world.superuser.execute(
        "insert into person_capacity (id, person, capacity, since)"
        " values (gen_random_uuid(), $1, 'former_staff', current_date)",
        assets.filer.person,
    )
    await world.superuser.execute("update asset_designation set starts_on = starts_on - 30")
    assert await look_at_changes() == 1
    (after,) = await filing.own(assets.filer)
    assert after.designation.ends_on == clock.today() - timedelta(days=1)
    with pytest.raises(Conflict):
        await filing.begin(assets.filer, assets.designation)
    configure_standing(StandingSettings())


async def test_the_list_turns_its_pages_both_ways(assets: Assets, world: World) -> None:
    for _ in range(30):
        await designating.designate(assets.officer, command(await emails(world, await world.person(account=False))))
    first = await designating.listed(assets.officer, Show.IN_FORCE, None)
    second = await designating.listed(assets.officer, Show.IN_FORCE, decode_cursor(first.older))
    assert (len(first.items), len(second.items), second.older) == (25, 6, None)
    assert len({each.id for each in (*first.items, *second.items)}) == 31
    back = await designating.listed(assets.officer, Show.IN_FORCE, decode_cursor(second.newer))
    assert back.items == first.items
