"""Audits under a written mandate: recorded, read by those they name, extracted under without names, unmasked by two."""

import asyncio
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from register import vault
from register.auditing import sources
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.i18n import LOCALES, say
from register.kernel.identity import ANONYMOUS, Identity, service
from register.kernel.ids import new_id
from register.ledger.seal_log import SealLog
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from register.notices.service import opened
from register.vault import rotation
from reports.cells import CellRefused
from reports.engagements import columns, store
from reports.engagements.columns import HEADINGS
from reports.engagements.model import KEPT_HOURS, LONGEST_DAYS, JobState
from reports.engagements.service import extracting, recording, unmasking
from reports.engagements.service.extracting import EXTRACTOR, clear_extracts, work_off
from reports.model import FileFormat
from tests.activities import activity_command
from tests.conflicts import conflict_command
from tests.engagements import asked, cases_of, engaged, extracted, fetched, job_of, mandate, sheets_of
from tests.factories import World, gift_command
from tests.reviewing import staffed

TODAY = clock.today
SECRETS = ("Delta Pumps", "fountain pen", "Amina", "Haddad", "site visit", "Water Policy", "My partner", "D-")


async def office(world: World) -> tuple[Identity, Identity]:
    """An officer and an auditor."""
    officer = await world.person("ethics_officer", first_name="Claire", family_name="Dubois")
    return officer, await world.person("auditor", first_name="Marek", family_name="Novák")


async def of_every_kind(world: World) -> Identity:
    """Somebody’s declarations."""
    declarant = await world.person()
    for command in (gift_command(), gift_command(category="hospitality"), activity_command(), conflict_command()):
        await world.declaration(declarant, command)
    return declarant


# -- the engagement ----------------------------------------------------------------------------------------------------


async def test_an_auditor_sees_the_engagements_that_name_them_and_nobody_else_does(world: World) -> None:
    officer, auditor = await office(world)
    other, administrator = await world.person("auditor"), await world.person("administrator")
    under = await engaged(officer, auditor)
    assert (await recording.read_engagement(auditor, under.id)).is_in_force
    assert [each.id for each in (await recording.list_engagements(officer, None)).items] == [under.id]
    assert (await recording.list_engagements(other, None)).items == []
    for who in (other, administrator, await world.person(), ANONYMOUS):
        with pytest.raises(NotFound):
            await recording.read_engagement(who, under.id)
    # A role that is only claimed opens nothing: the row policy asks for the person, too.
    for who in (other, administrator, Identity(roles=frozenset({"auditor"})), service("mailer"), service("exporter")):
        async with transaction(who) as tx:
            assert await tx.fetchval("select count(*) from engagement") == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"body": ""}, "body"),
        ({"mandate": ""}, "mandate"),
        ({"signed_by": ""}, "signed_by"),
        ({"signed_on": TODAY() + timedelta(days=1)}, "signed_on"),
        ({"since": TODAY() + timedelta(days=1)}, "until"),
        ({"in_force_until": TODAY() - timedelta(days=1)}, "in_force_until"),
        ({"in_force_until": TODAY() + timedelta(days=LONGEST_DAYS)}, "in_force_until"),
        ({"auditors": ()}, "auditors"),
        ({"auditors": (new_id(),)}, "auditors"),
    ],
)
async def test_what_no_mandate_can_say_is_refused_at_its_field(
    world: World, changed: dict[str, Any], field: str
) -> None:
    officer, auditor = await office(world)
    with pytest.raises(Invalid) as refused:
        await recording.record_engagement(officer, mandate(auditor, **changed))
    assert field in {fault.name for fault in refused.value.fields}


async def test_an_engagement_may_last_as_long_as_said_and_not_a_day_longer(world: World) -> None:
    officer, auditor = await office(world)
    last = clock.today() + timedelta(days=LONGEST_DAYS - 1)
    assert (await engaged(officer, auditor, in_force_until=last)).in_force_until == last


async def test_nobody_names_themselves_or_somebody_who_is_no_auditor(world: World) -> None:
    both = await world.person("ethics_officer", "auditor")
    _, auditor = await office(world)
    assert [each.id for each in await recording.candidates(both)] == [auditor.person]
    for named in (both, await world.person()):
        with pytest.raises(Invalid):
            await recording.record_engagement(both, mandate(named))
    for role in ("auditor", "administrator", "governing_body_designate", "policy_owner"):
        with pytest.raises(NotFound):
            await recording.record_engagement(await world.person(role), mandate(auditor))


async def test_what_is_recorded_is_ended_and_never_changed(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    under = await engaged(officer, auditor)
    for statement in (
        "update engagement set title = 'Another'",
        "update engagement set in_force_until = '2030-01-01'",
        "update engagement set auditors = array[recorded_by]",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(officer) as tx:
                await tx.execute(statement)
    async with transaction(officer) as tx:
        assert await tx.execute("delete from engagement") == "DELETE 0"
    with pytest.raises(Invalid):
        await recording.end_engagement(officer, under.id, under.version, " ")
    await recording.end_engagement(officer, under.id, under.version, "The board withdrew the mandate.")
    with pytest.raises(Conflict):
        await recording.end_engagement(officer, under.id, under.version + 1, "Again.")
    with pytest.raises(Conflict):
        await asked(auditor, under)
    assert await superuser.fetchval("select ended_because from engagement") == "The board withdrew the mandate."


async def test_what_is_changed_behind_the_register_is_found(
    world: World, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    officer, auditor = await office(world)
    await of_every_kind(world)
    under = await engaged(officer, auditor)
    [case, *_] = await cases_of(auditor, under)
    await unmasking.ask_unmasking(auditor, under.id, case["Case"], "Finding 3 needs the file.")
    key = SigningKey(bytes(range(32)))

    async def is_sound() -> bool:
        return (await verify(sources(), PublicKeys({key.id: key.public}), SealLog(tmp_path / "seals.log"))).is_sound

    assert await is_sound()
    for table, change, back in (
        ("engagement", "in_force_until = in_force_until + 1", "in_force_until = in_force_until - 1"),
        ("engagement", "auditors = array[recorded_by] || auditors", "auditors = auditors[2:]"),
        ("extract_job", "expires_at = expires_at + interval '1 day'", "expires_at = expires_at - interval '1 day'"),
        ("unmasking", "version = 7", "version = 1"),
        (
            "unmasking_case",
            "declaration = (select id from declaration d where d.id <> declaration limit 1)",
            "",
        ),
    ):
        await superuser.execute("set session_replication_role = replica")
        if table == "engagement":
            await superuser.execute("alter table engagement drop constraint if exists engagement_auditors_1")
        await superuser.execute(f"update {table} set {change}")  # a constant of this test
        assert not await is_sound(), change
        if back:
            await superuser.execute(f"update {table} set {back}")  # the same
            assert await is_sound(), back
        await superuser.execute("set session_replication_role = origin")


# -- the extract -------------------------------------------------------------------------------------------------------


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


async def test_what_a_row_says_follows_the_case(world: World) -> None:
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
    await recording.end_engagement(officer, under.id, under.version, "The audit is done.")
    with pytest.raises(NotFound):
        await fetched(auditor, under, job)
    await work_off()
    await clear_extracts()
    states = {job.id: job.state for job in (await recording.read_engagement(auditor, under.id)).jobs}
    assert states == {job: JobState.EXPIRED, waiting: JobState.FAILED}
    assert await superuser.fetchval("select count(*) from extract_chunk") == 0


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
    assert (left.state, left.shown, left.total) == (JobState.WAITING, JobState.RUNNING, 4)
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


async def test_everybody_is_told_without_content(world: World, superuser: asyncpg.Connection) -> None:
    officer, auditor = await office(world)
    under, request = await requested(world, await world.person(), officer, auditor)
    await unmasking.answer_unmasking(officer, under.id, request, 1, agrees=True, reason="Yes.")
    rows = await superuser.fetch(
        "select recipient, id, key_id, wrapped_key, content from outbox"
        " where recipient = any($1::uuid[]) order by created_at, id",
        [officer.person, auditor.person],
    )
    assert [row["recipient"] for row in rows] == [auditor.person, officer.person, auditor.person]
    for row in rows:
        said = opened(*row[1:])
        assert said.link == f"/engagements/{under.id}"
        words = " ".join(say(each, LOCALES["en"]) for each in (said.subject, *said.body))
        assert not any(secret in words for secret in (*SECRETS, "C-", "AUD/", "Audit of gifts", "Finding", "Novák"))


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


# -- unmasking ---------------------------------------------------------------------------------------------------------


async def test_unmasking_one_case_takes_two_people(world: World, superuser: asyncpg.Connection) -> None:
    reason = "Finding 3 needs the file."
    officer, auditor = await office(world)
    declarant = await world.person()
    kept = await world.declaration(declarant)
    await world.declaration(await world.person())
    under = await engaged(officer, auditor)
    rows = await cases_of(auditor, under)
    for row in rows:
        await unmasking.ask_unmasking(auditor, under.id, row["Case"].lower(), reason)
    found = (await recording.read_engagement(auditor, under.id)).unmaskings
    for each in found:
        with pytest.raises(NotFound):
            await unmasking.read_unmasked(auditor, under.id, each.id)
        async with transaction(auditor) as tx:
            assert await tx.fetchval("select count(*) from unmasking_case") == 0
            assert await tx.fetchval("select count(*) from unmasked($1)", each.id) == 0
    seen = [await unmasking.read_unmasking(officer, under.id, each.id) for each in found]
    assert [unmasking.reason_of(*each) for each in seen] == [reason, reason]
    meant = await superuser.fetchval("select id from unmasking_case where declaration = $1", kept.id)
    await unmasking.answer_unmasking(officer, under.id, meant, 1, agrees=True, reason="It is needed.")
    [other] = [each.id for each in found if each.id != meant]
    await unmasking.answer_unmasking(officer, under.id, other, 1, agrees=False, reason="It is not.")
    _, _, unmasked = await unmasking.read_unmasked(auditor, under.id, meant)
    assert (unmasked.reference, unmasked.declarant) == (kept.reference, "Amina Haddad")
    with pytest.raises(NotFound):
        await unmasking.read_unmasked(auditor, under.id, other)
    with pytest.raises(NotFound):
        await unmasking.read_unmasked(officer, under.id, meant)
    with pytest.raises(Conflict):
        await unmasking.answer_unmasking(officer, under.id, other, 2, agrees=True, reason="On reflection.")


async def requested(world: World, declarant: Identity, officer: Identity, *auditors: Identity) -> tuple[Any, Any]:
    """An engagement and a request of the first auditor for the one case in it."""
    await world.declaration(declarant)
    under, auditor = await engaged(officer, *auditors), auditors[0]
    [row] = await cases_of(auditor, under)
    return under, await unmasking.ask_unmasking(auditor, under.id, row["Case"], "Finding 3 needs the file.")


async def test_nobody_with_a_part_in_the_case_or_the_request_answers_it(
    world: World, superuser: asyncpg.Connection
) -> None:
    people = await staffed(world)
    both = await world.person("ethics_officer", "auditor", first_name="Vera")
    colleague = await world.person("ethics_officer", "auditor", first_name="Ines")
    officer_declares = await world.person("ethics_officer", supervisor=people.officer)
    under, request = await requested(world, officer_declares, people.second_officer, both, colleague)
    boss_of_nobody = await world.person("ethics_officer", supervisor=officer_declares)
    # The declarant, whoever asked or is of the same audit, whoever has the declarant above them, who only reads.
    for who in (
        officer_declares,
        both,
        colleague,
        boss_of_nobody,
        people.declarant,
        people.designate,
        await world.person("auditor"),
    ):
        with pytest.raises(NotFound):
            await unmasking.answer_unmasking(who, under.id, request, 1, agrees=True, reason="Yes.")
    for who in (officer_declares, boss_of_nobody, colleague, people.designate):
        assert (await recording.read_engagement(who, under.id)).unmaskings == []
    async with transaction(EXTRACTOR) as tx:
        told = set(await store.who_may_answer(tx, request))
    assert told == {people.officer.person, people.second_officer.person, people.supervisor.person}
    with pytest.raises(asyncpg.CheckViolationError):
        await superuser.execute(
            "update unmasking set state = 'agreed', answered_by = asked_by, answered_at = now(), answer = 'x'"
        )
    await unmasking.answer_unmasking(people.officer, under.id, request, 1, agrees=True, reason="Yes.")


async def test_the_executive_head_is_told_from_nobody_else_of_the_staff(
    world: World, superuser: asyncpg.Connection
) -> None:
    people = await staffed(world)
    auditor = await world.person("auditor")
    await world.declaration(people.head)
    await world.declaration(await world.person())
    await superuser.execute("set session_replication_role = replica")
    await superuser.execute(
        "update declaration set capacity = 'executive_head' where declarant = $1", people.head.person
    )
    await superuser.execute("set session_replication_role = origin")
    held = await superuser.fetch("select distinct capacity from declaration")
    assert {row["capacity"] for row in held} == {"staff", "executive_head"}, "the control"
    found = await cases_of(auditor, await engaged(people.officer, auditor))
    assert {row["Group of the declarant"] for row in found} == {"Staff, the executive head included"}
    assert columns._TOGETHER["governing_body_designate"] is columns._TOGETHER["ethics_officer"]


async def test_the_executive_heads_own_case_is_answered_by_the_designate(world: World) -> None:
    people = await staffed(world)
    auditor = await world.person("auditor")
    under, request = await requested(world, people.head, people.officer, auditor)
    assert (await recording.read_engagement(people.officer, under.id)).unmaskings == []
    with pytest.raises(NotFound):
        await unmasking.answer_unmasking(people.officer, under.id, request, 1, agrees=True, reason="Yes.")
    await unmasking.answer_unmasking(people.designate, under.id, request, 1, agrees=True, reason="Yes.")
    assert (await unmasking.read_unmasked(auditor, under.id, request))[2].declarant == "Helena Moreau"


async def test_what_was_agreed_to_ends_with_the_engagement(world: World) -> None:
    officer, auditor = await office(world)
    under, request = await requested(world, await world.person(), officer, auditor)
    await unmasking.answer_unmasking(officer, under.id, request, 1, agrees=True, reason="Yes.")
    assert await unmasking.read_unmasked(auditor, under.id, request)
    await recording.end_engagement(officer, under.id, under.version, "The audit is done.")
    with pytest.raises(NotFound):
        await unmasking.read_unmasked(auditor, under.id, request)
    with pytest.raises(Conflict):
        await unmasking.ask_unmasking(auditor, under.id, "C-7K3MQ2PX9ABC", "Again.")


async def test_a_pseudonym_of_another_engagement_says_nothing(world: World) -> None:
    officer, auditor = await office(world)
    await world.declaration(await world.person())
    one, other = await engaged(officer, auditor), await engaged(officer, auditor)
    [row] = await cases_of(auditor, one)
    for typed in (row["Case"], row["Person"], "C-", "Haddad", "C-7K3MQ2PX9ABC"):
        with pytest.raises(Invalid):
            await unmasking.ask_unmasking(auditor, other.id, typed, "Finding 3.")
    stranger = await world.person("auditor")
    with pytest.raises(NotFound):
        await unmasking.ask_unmasking(stranger, one.id, row["Case"], "Finding 3.")
    await unmasking.ask_unmasking(auditor, one.id, row["Case"], "Finding 3.")
    with pytest.raises(Conflict):
        await unmasking.ask_unmasking(auditor, one.id, row["Case"], "Finding 3 again.")


async def test_the_declarant_sees_the_opening_once_the_mandate_has_ended(world: World) -> None:
    officer, auditor = await office(world)
    declarant = await world.person()
    under, request = await requested(world, declarant, officer, auditor)
    await unmasking.answer_unmasking(officer, under.id, request, 1, agrees=True, reason="Yes.")
    await unmasking.read_unmasked(auditor, under.id, request)

    async def shown() -> list[Any]:
        async with transaction(declarant) as tx:
            rows = await tx.fetch("select purpose from reading where kind = 'declaration'")
            [of] = await tx.fetch("select id from declaration")
            names = await tx.fetch("select name from reader_names($1)", of["id"])
            return [[row["purpose"] for row in rows], [row["name"] for row in names]]

    assert await shown() == [[], []]
    async with transaction(auditor) as tx:  # the control: it does stand there
        assert await tx.fetchval("select count(*) from reading where purpose = $1", f"mandate:{under.id}") == 1
    await recording.end_engagement(officer, under.id, under.version, "The audit is done.")
    assert await shown() == [[f"mandate:{under.id}"], ["Marek Novák"]]
