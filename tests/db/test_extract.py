"""Rules of the extract: what the governing body sees, what the desk sees, and what is never in either."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import openpyxl
import pytest

from declarations.codes.decisions import Status
from declarations.codes.labels import LABELS
from declarations.review.absence import AbsenceCommand
from declarations.review.model import Asked, Filters, Show
from declarations.review.service import absences, acts, filters
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound
from register.kernel.i18n import LOCALES, say
from register.kernel.identity import ANONYMOUS, Identity, service
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import SigningKey
from reports.cells import CellRefused
from reports.extract import EXPORTER, export_register
from reports.model import Audience, ExportRequest, FileFormat
from tests.db.gifts import gift, keep, with_story
from tests.factories import World, gift_command
from tests.reviewing import staffed

SECRETS = ("Delta Pumps", "fountain pen", "Amina", "Haddad", "site visit", "Water Policy", "D-")


async def exported(identity: Identity, **asked: Any) -> bytes:
    out = io.BytesIO()
    await export_register(identity, ExportRequest(**asked), out)
    return out.getvalue()


def sheets(raw: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw)).worksheets


def register_of(raw: bytes) -> list[tuple[Any, ...]]:
    """Headings and rows of the register sheet."""
    return list(sheets(raw)[2].iter_rows(values_only=True))


def everything_in(raw: bytes) -> str:
    """Every byte of every part, as text."""
    parts = zipfile.ZipFile(io.BytesIO(raw))
    return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def words_on(sheet: Any) -> str:
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


async def officer_and_gift(world: World, **facts: Any) -> tuple[Identity, Any]:
    officer = await world.person("ethics_officer", first_name="Claire", family_name="Dubois")
    return officer, await world.declaration(await world.person(), **facts)


async def sealed(folder: Path) -> None:
    await Sealer(SigningKey(b"k" * 32), SealLog(folder / "seals.log")).seal_all()


async def test_the_governing_body_gets_the_columns_of_the_design_and_no_name(world: World) -> None:
    await officer_and_gift(world)
    raw = await exported(EXPORTER)
    headings, row = register_of(raw)
    assert headings == (
        "Date of receipt", "Kind", "Category", "Direction", "Giver type", "Giver country", "Value band", "Effect",
        "Outcome", "Disposition", "Items", "Days to decision",
    )  # fmt: skip
    assert row[0].date() == clock.today() - timedelta(days=3)
    assert row[1:] == (
        "Gift", "Gift", "Received", "Commercial firm", None, "Above USD 30, up to 150", "Authorization required",
        "Not decided yet", "Pending", 1, None,
    )  # fmt: skip
    assert [secret for secret in SECRETS if secret in everything_in(raw)] == []


async def test_the_desk_gets_names_and_the_story_in_the_declarants_words(world: World) -> None:
    officer, kept = await officer_and_gift(world)
    raw = await exported(officer, audience=Audience.DESK)
    headings, row = register_of(raw)
    shown = dict(zip(headings, row, strict=True))
    assert shown["Reference"] == kept.reference
    assert (shown["Declarant"], shown["Unit"], shown["Giver"]) == (
        "Amina Haddad",
        "Water Policy",
        "Delta Pumps Company",
    )
    assert (shown["Description"], shown["Amount"], shown["Currency"]) == ("A fountain pen in a case", 45, "USD")
    assert shown["Reference value"] == 45
    assert "ICSC-50" in shown["Rules"]


async def test_the_desk_reads_who_acted_for_whom_and_the_governing_body_does_not(world: World) -> None:
    office = await staffed(world)
    kept, plain = await office.under_review(), await office.under_review()
    address = await world.superuser.fetchval("select email from person where id = $1", office.second_officer.person)
    today = clock.today()
    await absences.record_absence(office.officer, AbsenceCommand(today, today, address))
    for note in ("Seen", "Seen again"):
        kept = await acts.note(office.second_officer, kept.reference, note, kept.head_seq)
    headings, *rows = register_of(await exported(office.second_officer, audience=Audience.DESK))
    told = {row[0]: row[headings.index("For another")] for row in rows}
    assert told == {kept.reference: "Pablo Ruiz in the place of Claire Dubois", plain.reference: None}
    assert "Pablo Ruiz" not in everything_in(await exported(EXPORTER))


async def test_only_the_exporter_opens_the_view_without_names(world: World) -> None:
    officer, _ = await officer_and_gift(world)
    for identity in (officer, ANONYMOUS, service("loader"), service("verifier"), service("mailer")):
        async with transaction(identity) as tx:
            assert await tx.fetchval("select count(*) from gift_extract") == 0
            assert await tx.fetchval("select count(*) from gift_extract_state") == 0
    async with transaction(EXPORTER) as tx:
        assert await tx.fetchval("select count(*) from gift_extract") == 1, "control"
        assert await tx.fetchval("select count(*) from declaration") == 0, "the exporter sees no row behind the view"


async def test_no_column_of_the_view_holds_a_name_a_reference_or_an_id(world: World) -> None:
    await officer_and_gift(world)
    async with transaction(EXPORTER) as tx:
        for view in ("gift_extract", "gift_extract_state"):
            row = dict(await tx.fetchrow(f"select * from {view}") or {})
            assert not {"id", "reference", "declarant", "filed_by", "party", "party_name", "party_key"} & set(row)
            assert [secret for secret in SECRETS if secret in str(row)] == []


@pytest.mark.parametrize("audience", Audience)
async def test_nobody_else_may_export(world: World, audience: Audience) -> None:
    await officer_and_gift(world)
    strangers = [await world.person(), await world.person("administrator"), await world.person("auditor"), ANONYMOUS]
    for stranger in (*strangers, service("sealer")):
        with pytest.raises(NotFound):
            await exported(stranger, audience=audience)


async def test_the_exporter_never_exports_for_the_desk(world: World) -> None:
    with pytest.raises(NotFound):
        await exported(EXPORTER, audience=Audience.DESK)


async def test_the_desk_leaves_out_own_cases_those_of_superiors_and_the_designates(world: World) -> None:
    head = await world.person("executive_head", family_name="Head")
    boss = await world.person(family_name="Boss", supervisor=head)
    officer = await world.person("ethics_officer", family_name="Officer", supervisor=boss)
    other = await world.person(family_name="Other")
    for person in (head, boss, officer, other):
        await world.declaration(person)
    rows = register_of(await exported(officer, audience=Audience.DESK))[1:]
    assert [row[1] for row in rows] == ["Amina Other"]
    assert len(register_of(await exported(EXPORTER))) == 5, "control: the governing body counts all four"


async def test_an_export_is_in_the_reading_log_under_whoever_made_it(
    world: World, superuser: asyncpg.Connection
) -> None:
    officer, kept = await officer_and_gift(world)
    await exported(EXPORTER, language="ar")
    await exported(officer, since=date(2026, 1, 1))
    await exported(officer, audience=Audience.DESK)
    rows = await superuser.fetch("select kind, subject, person, by, role, purpose from reading where kind = 'export'")
    assert {(row["person"], row["by"], row["role"], row["purpose"]) for row in rows} == {
        (None, "exporter", "command_line", "export:gift:governing_body:ar:.."),
        (officer.person, None, "ethics_officer", "export:gift:governing_body:en:2026-01-01.."),
        (officer.person, None, "ethics_officer", "export:gift:desk:en:.."),
    }
    about = await superuser.fetch("select person, purpose from reading where subject = $1", kept.id)
    assert [(row["person"], row["purpose"]) for row in about] == [(officer.person, "export:desk")]


async def test_the_declarant_finds_the_export_with_names_in_their_own_reading_log(world: World) -> None:
    officer = await world.person("ethics_officer")
    amina = await world.person()
    await world.declaration(amina)
    await exported(officer, audience=Audience.DESK)
    async with transaction(amina) as tx:
        assert await tx.fetchval("select purpose from reading") == "export:desk"


async def test_a_refused_export_leaves_no_trace_of_a_reading(world: World, superuser: asyncpg.Connection) -> None:
    officer, kept = await officer_and_gift(world)
    await superuser.execute("update declaration set party_name = E'bell\\x07' where id = $1", kept.id)
    with pytest.raises(CellRefused) as refused:
        await exported(officer, audience=Audience.DESK)
    assert refused.value.message.values["cell"] == "P2"
    assert await superuser.fetchval("select count(*) from reading") == 0


async def thousand(world: World, superuser: asyncpg.Connection, many: int = 1000) -> Sequence[Any]:
    amina = await world.person()
    assert amina.person is not None
    rows = [with_story(gift(number, amina.person), f"=cmd {number}", "-11 967 EUR") for number in range(many)]
    await keep(superuser, rows)
    return rows


@pytest.mark.parametrize("audience", Audience)
async def test_a_thousand_gifts_in_arabic_are_a_thousand_rows_read_from_the_right(
    world: World, superuser: asyncpg.Connection, audience: Audience
) -> None:
    officer = await world.person("ethics_officer")
    await thousand(world, superuser)
    raw = await exported(officer, audience=audience, language="ar")
    assert [sheet.sheet_view.rightToLeft for sheet in sheets(raw)] == [True] * 4
    sheet = sheets(raw)[2]
    assert sheet.max_row == 1001
    day = 1 if audience is Audience.GOVERNING_BODY else 4
    assert {sheet.cell(row, day).data_type for row in range(2, 1002)} == {"d"}
    assert {type(sheet.cell(row, day + 10).value) for row in range(2, 1002)} == {int}
    if audience is Audience.DESK:
        assert {sheet.cell(row, 16).value for row in range(2, 1002)} == {"-11 967 EUR"}
        assert {sheet.cell(row, 17).data_type for row in range(2, 1002)} == {"s"}
        numbers = {sheet.cell(row, 20).data_type for row in range(2, 1002) if sheet.cell(row, 20).value is not None}
        assert numbers == {"n"}


@pytest.mark.parametrize("tag", LOCALES)
async def test_the_same_data_in_the_same_language_makes_the_same_bytes(
    world: World, superuser: asyncpg.Connection, tag: str, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer")
    rows = await thousand(world, superuser, 60)
    await sealed(tmp_path)
    for audience in Audience:
        first = await exported(officer, audience=audience, language=tag)
        await sealed(tmp_path)  # the export itself is sealed too, and does not change the next one
        assert await exported(officer, audience=audience, language=tag) == first
    await superuser.execute("update declaration set items = 2 where id = $1", rows[0]["id"])
    assert await exported(officer, audience=audience, language=tag) != first, "control"


@pytest.mark.parametrize("tag", LOCALES)
async def test_the_summary_counts_what_the_register_holds(
    world: World, superuser: asyncpg.Connection, tag: str
) -> None:
    await thousand(world, superuser, 200)
    raw = await exported(EXPORTER, language=tag)
    summary, register = sheets(raw)[1], register_of(raw)[1:]
    label = say(LABELS["gift.category", "hospitality"], tag)
    counted = {row[0]: row[1] for row in summary.iter_rows(values_only=True) if isinstance(row[1], int)}
    assert counted[label] == sum(row[2] == label for row in register) > 0
    assert len(summary._charts) == 2
    assert summary.max_row < 60, "one page"


async def test_the_cover_says_for_whom_up_to_when_and_how_it_may_be_used(world: World, tmp_path: Path) -> None:
    await officer_and_gift(world)
    cover = words_on(sheets(await exported(EXPORTER, since=date(2020, 1, 1), until=date(2099, 12, 31)))[0])
    for expected in (
        "From 1 January 2020 to 31 December 2099",
        "Version without names, for the governing body",
        "For official use only",
        "ICSC 24",
        "Not all of it is sealed yet; changes that no seal covers: 1",
    ):
        assert expected in cover
    await sealed(tmp_path)
    assert "Seal 1 covers all of it. Its root: " in words_on(sheets(await exported(EXPORTER))[0])


async def test_the_method_names_the_thresholds_that_applied_and_that_nothing_was_suppressed(world: World) -> None:
    officer, _ = await officer_and_gift(world)
    method = words_on(sheets(await exported(officer, audience=Audience.DESK))[3])
    for expected in ("United Nations model", "USD 250.00", "Small numbers are not suppressed", "register verify"):
        assert expected in method
    assert "Declarant" in method


async def test_the_period_is_that_of_the_date_of_receipt_both_days_included(
    world: World, superuser: asyncpg.Connection
) -> None:
    amina = await world.person()
    assert amina.person is not None
    days = [date(2026, 1, day) for day in (1, 2, 3)]
    await keep(superuser, [gift(number, amina.person, event_date=day) for number, day in enumerate(days)])
    rows = register_of(await exported(EXPORTER, since=days[0], until=days[1]))[1:]
    assert [row[0].date() for row in rows] == days[:2]
    assert len(register_of(await exported(EXPORTER, since=date(2027, 1, 1)))) == 1, "an empty extract is one too"


async def test_a_period_that_ends_before_it_begins_is_refused_at_its_field(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        await exported(EXPORTER, since=date(2026, 2, 1), until=date(2026, 1, 1))
    assert [fault.name for fault in refused.value.fields] == ["until"]


async def test_what_was_erased_is_counted_and_said_to_be_erased(world: World, superuser: asyncpg.Connection) -> None:
    officer, kept = await officer_and_gift(world)
    await superuser.execute("update declaration set wrapped_key = null, party_name = '' where id = $1", kept.id)
    row = register_of(await exported(officer, audience=Audience.DESK))[1]
    assert row[1] is None
    assert "Erased after the retention period." in row
    assert len(register_of(await exported(EXPORTER))) == 2


async def test_hostile_words_stay_words(world: World) -> None:
    officer = await world.person("ethics_officer")
    hostile = '=HYPERLINK("http://evil","click")'
    await world.declaration(await world.person(), gift_command(description=hostile, giver_name="+49 Traders & <Sons>"))
    sheet = sheets(await exported(officer, audience=Audience.DESK))[2]
    assert (sheet["Q2"].value, sheet["Q2"].data_type, sheet["Q2"].quotePrefix) == (hostile, "s", True)
    assert sheet["P2"].value == "+49 Traders & <Sons>"


async def test_a_filtered_list_leaves_for_either_audience_as_the_desk_shows_it(world: World) -> None:
    officer, waits = await officer_and_gift(world)
    closed = await world.declaration(await world.person(), value={"amount": "12.00", "currency": "USD"})
    for asked, references in (
        (Asked(), [waits.reference]),
        (Asked(status=Status.CLOSED), [closed.reference]),
        (Asked(effect="not_acceptable"), []),
        (Asked(show=Show.UNASSIGNED), [waits.reference]),
        (Asked(show=Show.OVERDUE), []),
    ):
        named = register_of(await exported(officer, audience=Audience.DESK, asked=asked))[1:]
        assert [row[0] for row in named] == references, asked
        raw = await exported(officer, asked=asked)
        assert len(register_of(raw)) == 1 + len(references), asked
        assert [secret for secret in SECRETS if secret in everything_in(raw)] == []
        assert len(register_of(await exported(EXPORTER, asked=asked))) == 1 + len(references)
    assert len(register_of(await exported(officer))) == 3, "control: the whole register"


async def test_a_search_leaves_with_names_and_never_without_them(world: World, superuser: asyncpg.Connection) -> None:
    officer, kept = await officer_and_gift(world)
    await world.declaration(await world.person(), gift_command(giver_name="شركة النيل"))
    saved = await filters.search(officer, Filters(words="delta"))
    raw = await exported(officer, audience=Audience.DESK, asked=Asked(saved=saved))
    assert [row[0] for row in register_of(raw)[1:]] == [kept.reference]
    assert "delta" in words_on(sheets(raw)[0])
    assert len(register_of(await exported(officer, audience=Audience.DESK, asked=Asked(words="نيل")))) == 2
    purposes = await superuser.fetch("select purpose from reading where kind = 'export'")
    assert {row["purpose"] for row in purposes} == {"export:gift:desk:en:..:open,search"}
    for asked in (Asked(saved=saved), Asked(show=Show.MINE)):
        with pytest.raises(Invalid) as refused:
            await exported(officer, asked=asked)
        assert [fault.name for fault in refused.value.fields] == ["audience"]
    with pytest.raises(NotFound):
        await exported(await world.person("ethics_officer"), audience=Audience.DESK, asked=Asked(saved=saved))


async def test_the_cover_says_by_which_filters_the_list_was_chosen(world: World) -> None:
    officer, _ = await officer_and_gift(world)
    asked = Asked(status=Status.UNDER_REVIEW, effect="referral")
    cover = words_on(sheets(await exported(officer, asked=asked))[0])
    assert "All that wait for a decision · Under review · Referral" in cover
    assert "All that wait" not in words_on(sheets(await exported(officer))[0]), "control"


async def test_every_declarant_of_a_long_list_finds_the_export_in_the_log(
    world: World, superuser: asyncpg.Connection
) -> None:
    officer = await world.person("ethics_officer")
    await thousand(world, superuser, 1500)  # more than are recorded at once
    await exported(officer, audience=Audience.DESK)
    read = "select count(distinct subject) from reading where purpose = 'export:desk' and person = $1"
    assert await superuser.fetchval(read, officer.person) == 1500


@pytest.mark.parametrize("words", ["=15", "-11 967 EUR", "@x", "+49 30", "\t=1+1", "=1+1|' /C calc'!A0", "%0A=1"])
async def test_what_looks_like_a_formula_is_the_text_it_was_in_a_filtered_list_too(world: World, words: str) -> None:
    officer = await world.person("ethics_officer")
    await world.declaration(await world.person(), gift_command(description=words, giver_name="Delta"))
    sheet = sheets(await exported(officer, audience=Audience.DESK, asked=Asked()))[2]
    assert (sheet["Q2"].value, sheet["Q2"].data_type) == (words, "s")
    assert sheet["Q2"].quotePrefix is (words[0] in "=+-@\t")


def separated(raw: bytes) -> list[tuple[str, ...]]:
    """Headings and rows of the register as separated values."""
    return [tuple(row) for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))]


def as_separated(value: Any) -> str:
    """What stands in a workbook as it stands among separated values."""
    if value is None:
        return ""
    return str(value.date()) if isinstance(value, datetime) else str(value)


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("audience", Audience)
async def test_the_register_as_separated_values_is_the_sheet_of_the_workbook(
    world: World, tag: str, audience: Audience
) -> None:
    officer, _ = await officer_and_gift(world)
    await world.declaration(await world.person(), gift_command(description="=15", giver_name="-11 967 EUR"))
    asked = Asked(show=Show.UNASSIGNED)
    raw = await exported(officer, audience=audience, language=tag, asked=asked, format=FileFormat.CSV)
    rows = separated(raw)
    sheet = register_of(await exported(officer, audience=audience, language=tag, asked=asked))
    assert [len(rows), rows[0]] == [3, sheet[0]]
    without = slice(0, 12) if audience is Audience.GOVERNING_BODY else slice(0, 15)
    assert [row[without] for row in rows[1:]] == [tuple(map(as_separated, row))[without] for row in sheet[1:]]
    if audience is Audience.DESK:
        assert {row[15:19] for row in rows[1:]} == {
            ("Delta Pumps Company", "A fountain pen in a case", "45.00", "USD"),
            ("'-11 967 EUR", "'=15", "45.00", "USD"),
        }
    else:
        assert [secret for secret in (*SECRETS, "11 967") if secret in raw.decode()] == []


async def test_separated_values_are_recorded_refused_and_left_out_as_a_workbook_is(
    world: World, superuser: asyncpg.Connection
) -> None:
    officer, kept = await officer_and_gift(world)
    await exported(officer, audience=Audience.DESK, format=FileFormat.CSV)
    assert await superuser.fetchval("select count(*) from reading where subject = $1", kept.id) == 1
    assert await superuser.fetchval("select count(*) from reading where kind = 'export'") == 1
    with pytest.raises(Invalid) as refused:
        await exported(officer, asked=Asked(words="delta"), format=FileFormat.CSV)
    assert "Export it for the desk, or choose it by" in say(refused.value.fields[0].message, "en")
    with pytest.raises(NotFound):
        await exported(await world.person(), audience=Audience.DESK, format=FileFormat.CSV)
