"""Extracts for auditors: everything of the period and nobody’s name, sealed, fetched for a while, made once."""

import asyncio
import zipfile
from collections import Counter
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from register import vault
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.i18n import LOCALES, say
from register.kernel.identity import ANONYMOUS, service
from register.vault import rotation
from reports.cells import CellRefused
from reports.engagements import sharing, store
from reports.engagements.columns import FEW, HEADINGS
from reports.engagements.model import KEPT_HOURS, JobState
from reports.engagements.service import ending, extracting, recording
from reports.engagements.service.ending import clear_extracts
from reports.engagements.service.extracting import EXTRACTOR, work_off
from reports.model import FileFormat
from tests.audited import SECRETS, of_every_kind, office
from tests.engagements import asked, cases_of, engaged, extracted, fetched, job_of, sheets_of
from tests.factories import World
from tests.reviewing import staffed


async def test_an_extract_has_every_declaration_twenty_columns_and_nobodys_name(world: World) -> None:
    officer, auditor = await office(world)
    await of_every_kind(world)
    raw = await extracted(auditor, await engaged(officer, auditor))
    cover, register, method = sheets_of(raw)
    headings, *rows = register.iter_rows(values_only=True)
    assert (len(headings), len(set(headings)), len(HEADINGS), len(rows)) == (20, 20, 20, 4)
    assert sorted(row[2] for row in rows) == ["Conflict of interest", "Gift", "Gift", "Outside activity"]
    assert len({row[0] for row in rows}) == 4
    assert len({row[1] for row in rows}) == 1
    said = "\n".join(
        str(cell) for sheet in (cover, method) for row in sheet.iter_rows(values_only=True) for cell in row
    )
    for words in ("AUD/2026/14", "Board of External Auditors", "Audit of gifts and interests", "Ioana Petrescu"):
        assert words in said
    assert all(say(heading.meaning, LOCALES["en"]) in said for heading in HEADINGS)
    parts = zipfile.ZipFile(BytesIO(raw))
    everything = "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    assert [secret for secret in SECRETS if secret in everything] == []


async def test_what_a_row_says_follows_the_case(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "FEWEST", 1)  # one case of one person, as it is told where many are such
    people = await staffed(world)
    auditor = await world.person("auditor")
    await people.decided()
    under = await engaged(people.officer, auditor)
    [row] = await cases_of(auditor, under)
    today = clock.today()
    assert {name: row[name] for name in ("Kind", "Concerns", "Group of the declarant", "Version", "Status")} == {
        "Kind": "Gift", "Concerns": "Gift", "Group of the declarant": "Staff, the executive head included",
        "Version": "1", "Status": "Decided",
    }  # fmt: skip
    assert (row["Date of event"], row["Date filed"], row["Date decided"]) == (
        (today - timedelta(days=3)).isoformat(), today.isoformat(), today.isoformat(),
    )  # fmt: skip
    assert (row["Timeliness"], row["Decided by"], row["Leading rule"]) == ("In time", "Executive head", "ICSC-50")
    assert (row["Reference value"], row["Kind of party"], row["From an older register"]) == (
        "45.00 USD", "Commercial firm", "No",
    )  # fmt: skip


async def of_capacities(world: World, superuser: asyncpg.Connection, **persons: int) -> list[str]:
    """So many persons of each capacity with a gift each, from a country of that capacity: the headings looked at."""
    countries = iter(("CH", "KE", "PE"))
    for capacity, many in persons.items():
        people = [await world.person() for _ in range(many)]
        for who in people:
            await world.declaration(who)
        await superuser.execute("set session_replication_role = replica")
        await superuser.execute(
            "update declaration set capacity = $1, giver_country = $2 where declarant = any($3::uuid[])",
            capacity,
            next(countries),
            [who.person for who in people],
        )
        await superuser.execute("set session_replication_role = origin")
    return ["Group of the declarant", "Country of the party"]


async def test_what_few_persons_share_is_not_shown_nor_told_from_what_is(
    world: World, superuser: asyncpg.Connection
) -> None:
    officer, auditor = await office(world)
    columns = await of_capacities(world, superuser, staff=7, expert=5, intern=1)
    found = await cases_of(auditor, await engaged(officer, auditor))
    few = say(FEW, LOCALES["en"])
    for column in columns:
        counted = Counter(row[column] for row in found)
        assert sorted(counted.values()) == [6, 7]
        assert counted[few] == 6, "the one person, and the least used of the others"
    assert {row["Kind"] for row in found} == {"Gift"}


async def test_what_enough_persons_share_is_shown(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    columns = await of_capacities(world, superuser, staff=6, expert=5)
    found = await cases_of(auditor, await engaged(officer, auditor))
    for column in columns:
        assert sorted(Counter(row[column] for row in found).values()) == [5, 6]
        assert say(FEW, LOCALES["en"]) not in {row[column] for row in found}


async def test_many_rows_of_one_person_are_one_person(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    declarant = await world.person()
    for _ in range(6):
        await world.declaration(declarant)
    found = await cases_of(auditor, await engaged(officer, auditor))
    assert {row["Group of the declarant"] for row in found} == {say(FEW, LOCALES["en"])}
    assert {row["Country of the party"] for row in found} == {""}, "an empty cell stays empty"


async def test_only_the_period_of_the_mandate_is_extracted(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    await of_every_kind(world)
    await superuser.execute("update declaration set filed_at = filed_at - interval '40 days' where kind = 'conflict'")
    today = clock.today()
    under = await engaged(officer, auditor, since=today - timedelta(days=30))
    assert sorted({row["Kind"] for row in await cases_of(auditor, under)}) == ["Gift", "Outside activity"]
    before = await engaged(officer, auditor, since=today - timedelta(days=50), until=today - timedelta(days=30))
    assert [row["Kind"] for row in await cases_of(auditor, before)] == ["Conflict of interest"]


async def test_pseudonyms_are_the_same_within_an_engagement_and_unrelated_between_two(world: World) -> None:
    officer, auditor = await office(world)
    for _ in range(3):
        await of_every_kind(world)
    one, other = await engaged(officer, auditor), await engaged(officer, auditor)
    first, again, elsewhere = [await cases_of(auditor, each) for each in (one, one, other)]
    assert first == again
    for column in ("Case", "Person"):
        assert {row[column] for row in first}.isdisjoint(row[column] for row in elsewhere)
    assert [row["Case"] for row in first] != sorted(row["Case"] for row in first) or len(first) < 2
    strip = [tuple(value for name, value in row.items() if name not in {"Case", "Person"}) for row in first]
    assert sorted(strip) == sorted(
        tuple(value for name, value in row.items() if name not in {"Case", "Person"}) for row in elsewhere
    )


async def test_a_sheet_that_is_full_is_followed_by_another(world: World) -> None:
    officer, auditor = await office(world)
    for _ in range(4):
        await of_every_kind(world)
    under = await engaged(officer, auditor)
    for most, expected in (
        (17, ["Register"]),
        (16, ["Register", "Register 2"]),
        (6, [f"Register {n}" for n in (2, 3, 4)]),
    ):
        raw = await extracted(auditor, under, most=most)
        sheets = sheets_of(raw)[1:-1]
        assert [sheet.title for sheet in sheets][-len(expected) :] == expected
        cases = [row[0] for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert len(cases) == len(set(cases)) == 16
        for sheet in sheets:
            assert sheet.max_row <= most
            assert sheet.auto_filter.ref == f"A1:T{sheet.max_row}"
            assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "A2")
            assert sheet["A1"].value == "Case"


async def test_an_arabic_extract_is_read_from_the_right(world: World) -> None:
    officer, auditor = await office(world)
    await of_every_kind(world)
    sheets = sheets_of(await extracted(auditor, await engaged(officer, auditor), "ar"))
    assert all(sheet.sheet_view.rightToLeft for sheet in sheets)


async def test_what_a_mandate_says_is_no_formula(world: World) -> None:
    officer, auditor = await office(world)
    raw = await extracted(auditor, await engaged(officer, auditor, title="=1+1", body="@SUM(A1)"))
    cells = [cell for row in sheets_of(raw)[0].iter_rows() for cell in row if cell.value in {"=1+1", "@SUM(A1)"}]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True), ("s", True)]


async def test_equal_registers_make_equal_bytes(world: World) -> None:
    officer, auditor = await office(world)
    await of_every_kind(world)
    under = await engaged(officer, auditor)
    assert await extracted(auditor, under) == await extracted(auditor, under)


async def test_a_file_stands_encrypted_and_only_whole_is_it_a_file(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    await of_every_kind(world)
    under = await engaged(officer, auditor)
    raw = await extracted(auditor, under, wanted=FileFormat.CSV)
    kept = b"".join(row["content"] for row in await superuser.fetch("select content from extract_chunk order by place"))
    assert (b"Gift" in raw, b"Gift" in kept) == (True, False)
    [job] = (await recording.read_engagement(auditor, under.id)).jobs
    assert (job.rows, job.size, job.chunks) == (4, len(raw), 1)
    await superuser.execute("update extract_chunk set content = set_byte(content, 40, get_byte(content, 40) # 1)")
    with pytest.raises(vault.Unreadable):
        await fetched(auditor, under, job.id)


async def test_an_extract_is_fetched_by_whoever_asked_while_its_time_lasts(
    world: World, superuser: asyncpg.Connection
) -> None:
    officer, auditor = await office(world)
    colleague = await world.person("auditor")
    await of_every_kind(world)
    under = await engaged(officer, auditor, colleague)
    job = await asked(auditor, under)
    with pytest.raises(NotFound):
        await fetched(auditor, under, job)
    await work_off()
    ready = await job_of(auditor, under, job)
    assert ready.expires_at is not None
    assert ready.ready_at is not None
    assert ready.expires_at - ready.ready_at == timedelta(hours=KEPT_HOURS)
    assert await fetched(auditor, under, job)
    for who in (colleague, officer, await world.person("administrator"), await world.person("auditor")):
        with pytest.raises(NotFound):
            await fetched(who, under, job)
        async with transaction(who) as tx:
            assert await tx.fetchval("select count(*) from extract_chunk") == 0
    await superuser.execute("update extract_job set expires_at = now() - interval '1 second'")
    with pytest.raises(NotFound):
        await fetched(auditor, under, job)
    await clear_extracts()
    assert await superuser.fetchval("select count(*) from extract_chunk") == 0
    [gone] = await superuser.fetch("select state, wrapped_key from extract_job")
    assert tuple(gone) == (JobState.EXPIRED, None)


async def test_with_its_engagement_an_extract_ends_at_once(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    under = await engaged(officer, auditor)
    job, waiting = await asked(auditor, under), await asked(auditor, under)
    await work_off()
    await ending.end_engagement(officer, under.id, under.version, "The audit is done.")
    with pytest.raises(NotFound):
        await fetched(auditor, under, job)
    states = {job.id: job.state for job in (await recording.read_engagement(auditor, under.id)).jobs}
    assert states == {job: JobState.EXPIRED, waiting: JobState.FAILED}
    assert await superuser.fetchval("select count(*) from extract_chunk") == 0
    assert not await work_off(), "nothing waits any more"


async def test_an_extract_under_a_mandate_that_ran_out_is_not_ready_and_not_fetched(
    world: World, superuser: asyncpg.Connection
) -> None:
    officer, auditor = await office(world)
    under = await engaged(officer, auditor)
    job = await asked(auditor, under)
    await work_off()
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute("update engagement set in_force_from = '2026-01-01', in_force_until = '2026-01-02'")
    await superuser.execute("set session_replication_role = origin")
    found = await recording.read_engagement(auditor, under.id)
    assert [each.shown(is_in_force=found.is_in_force) for each in found.jobs] == [JobState.EXPIRED]
    assert found.jobs[0].state == JobState.READY, "the control: the worker had no turn yet"
    assert found.jobs[0].shown(is_in_force=True) is JobState.READY
    with pytest.raises(NotFound):
        await fetched(auditor, under, job)
    async with transaction(auditor) as tx:
        assert await tx.fetchval("select count(*) from extract_chunk") == 0
    await clear_extracts()
    assert (await job_of(auditor, under, job)).state == JobState.EXPIRED


async def test_each_download_stands_in_the_reading_log(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    under = await engaged(officer, auditor)
    await extracted(auditor, under)
    [row] = await superuser.fetch("select kind, person, role, purpose from reading where kind = 'export'")
    assert tuple(row) == ("export", auditor.person, "auditor", f"export:engagement:{under.id}")


async def test_a_worker_that_dies_leaves_nothing_and_the_next_begins_again(
    world: World, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, auditor = await office(world)
    await of_every_kind(world)
    under = await engaged(officer, auditor)
    job = await asked(auditor, under)

    async def dies(*_: Any) -> None:
        raise KeyboardInterrupt  # as a process that is ended: nothing catches it on the way

    with monkeypatch.context() as patched:
        patched.setattr(store, "keep_piece", dies)
        with pytest.raises(KeyboardInterrupt):
            await work_off()
    left = await job_of(auditor, under, job)
    assert (left.state, left.shown(is_in_force=True), left.total) == (JobState.WAITING, JobState.RUNNING, 4)
    assert await superuser.fetchval("select count(*) from extract_chunk") == 0
    assert await work_off()
    assert sheets_of(await fetched(auditor, under, job))
    assert not await work_off()


async def test_an_extract_that_cannot_be_made_fails_once_and_stands_in_nobodys_way(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, auditor = await office(world)
    under = await engaged(officer, auditor)
    first, second = await asked(auditor, under), await asked(auditor, under, "fr")

    async def refuses(*_: Any) -> int:
        raise CellRefused

    with monkeypatch.context() as patched:
        patched.setattr(extracting, "write_book", refuses)
        with pytest.raises(CellRefused):
            await work_off()
    assert await work_off()
    assert [(await job_of(auditor, under, each)).state for each in (first, second)] == ["failed", "ready"]


async def test_too_many_extracts_do_not_wait_at_once(world: World) -> None:
    officer, auditor = await office(world)
    under = await engaged(officer, auditor)
    for _ in range(3):
        await asked(auditor, under)
    with pytest.raises(Conflict):
        await asked(auditor, under)


async def test_two_workers_make_one_extract_once(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    under = await engaged(officer, auditor)
    await asked(auditor, under)
    assert sorted(await asyncio.gather(work_off(), work_off())) == [False, True]
    assert await superuser.fetchval("select count(*) from event where name = 'extract_job:ready'") == 1


async def test_the_service_that_extracts_reaches_no_story_and_no_name(world: World) -> None:
    await of_every_kind(world)
    async with transaction(EXTRACTOR) as tx:
        assert await tx.fetchval("select count(*) from engagement_case") == 4  # the control: it does see the cases
        for table in ("declaration", "person", "evidence", "draft", "advice", "role_grant"):
            assert await tx.fetchval(f"select count(*) from {table}") == 0  # names of this test
        columns = {
            row["column_name"]
            for row in await tx.fetch(
                "select column_name from information_schema.columns where table_name like 'engagement_case%'"
            )
        }
    assert columns.isdisjoint(
        {"reference", "details", "wrapped_key", "key_id", "party", "party_name", "party_key", "amount", "filed_by"}
    )
    officer, auditor = await office(world)
    for who in (officer, auditor, ANONYMOUS, service("exporter"), service("reporter"), service("verifier")):
        async with transaction(who) as tx:
            assert await tx.fetchval("select count(*) from engagement_case") == 0
            assert await tx.fetchval("select count(*) from engagement_case_state") == 0


async def test_after_a_change_of_the_master_key_pseudonyms_stay_what_they_were(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "RELOAD_SECONDS", 0.0)
    ring = vault.Keyring.from_file(tmp_path / "master.key", create=True)
    vault.configure(ring)
    officer, auditor = await office(world)
    await of_every_kind(world)
    under = await engaged(officer, auditor)
    before, old = await cases_of(auditor, under), ring.current.id
    await rotation.begin_rotation(ring)
    await rotation.rewrap_all(ring)
    await rotation.retire(ring, old)
    assert await cases_of(auditor, under) == before
