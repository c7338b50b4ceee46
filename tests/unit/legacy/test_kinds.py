"""Registers of activities, conflicts and requests in four languages: columns by their headings, words by lists."""

from datetime import date

import msgspec
import pytest

from declarations.codes.decisions import Decision
from declarations.codes.facts import parse_facts
from declarations.codes.labels import label, labels_of
from declarations.codes.vocabulary import Kind
from declarations.filing.workflow import allowed_decisions
from declarations.legacy.dates import Order
from declarations.legacy.headings import known_headings, plain, suggest
from declarations.legacy.importable import ACTIVITIES, CONFLICTS, IMPORTABLE, REQUESTS, Importable, Reads, importable
from declarations.legacy.interpret import interpret
from declarations.legacy.kind_words import NO, PAID, UNPAID, YES, values_of
from declarations.legacy.mapping import ColumnMapping, check_mapping
from declarations.legacy.mapping_file import read_mapping, write_mapping
from declarations.legacy.model import Column, KindRecord, Reading, Sheet, Workbook
from declarations.legacy.suggesting import suggest_mapping
from declarations.legacy.twice import content_of
from register.kernel.errors import Invalid
from register.kernel.i18n import say
from reports.kinds import TITLES, headings_of
from reports.model import Audience, ExportRequest
from tests.unit.legacy import tables

TODAY = date(2026, 11, 20)


def book_of(table: str) -> Workbook:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return Workbook([Sheet("", rows)])


def read(table: str, kind: str, **settings: object) -> tuple[ColumnMapping, Reading]:
    book = book_of(table)
    mapping = msgspec.structs.replace(suggest_mapping(book, "test", kind), **settings)
    return mapping, interpret(check_mapping(mapping, book), mapping, TODAY)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_register_of_activities_says_the_same_in_every_language(language: str) -> None:
    mapping, reading = read(tables.ACTIVITIES[language], "outside_activity", order=Order.DAY_FIRST)
    assert set(mapping.columns) == set(ACTIVITIES.columns) - {Column.EMAIL, Column.YEAR, Column.FUNCTION}
    assert mapping.language == language
    assert reading.problems == []
    first, second, nil = reading.records
    assert isinstance(first, KindRecord)
    assert first.facts == {
        "activity_class": "teaching",
        "start_date": "2024-09-01",
        "end_date": "2025-06-30",
        "hours_per_week": "3.5",
        "income": {"amount": "4500", "currency": "CHF"},
        "remunerated": True,
    }
    assert (first.country, first.declared, first.outcome) == ("CH", date(2024, 6, 1), "authorize_with_conditions")
    assert first.told["position"]
    assert {first.remarks.count("\n"), first.remarks.count("20")} == {2}  # the decision, its day, the conditions
    assert isinstance(second, KindRecord)
    assert second.facts == {"activity_class": "community", "start_date": "2023-01-15", "hours_per_week": "2"} | {
        "remunerated": False
    }
    assert second.outcome == "refuse_authorization"
    assert nil.is_nil
    for record in (first, second):
        parse_facts(record.facts | {"kind": record.kind})


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_register_of_conflicts_says_the_same_in_every_language(language: str) -> None:
    mapping, reading = read(tables.CONFLICTS[language], "conflict", order=Order.DAY_FIRST)
    without = {Column.EMAIL, Column.YEAR, Column.FUNCTION, Column.AWARE}
    assert set(mapping.columns) == set(CONFLICTS.columns) - without
    assert mapping.language == language
    assert reading.problems == []
    first, second, nil = reading.records
    assert isinstance(first, KindRecord)
    assert first.facts == {
        "domain": "procurement",
        "nature_declared": "potential",
        "interest_holder": "spouse_partner",
        "event_date": "2024-03-05",
    }
    assert (first.outcome, first.ended, first.giver) == ("measure", date(2025, 2, 1), "Pumps and Pipes Ltd")
    assert first.told == {"matter": "RFP 12/2024"}
    assert isinstance(second, KindRecord)
    assert (second.facts["domain"], second.facts["interest_holder"]) == ("financial", "self")
    assert (second.outcome, second.ended) == ("measure", None)  # by the measure, where no decision stands
    assert nil.is_nil
    for record in (first, second):
        parse_facts(record.facts | {"kind": record.kind})


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_register_of_requests_says_the_same_in_every_language(language: str) -> None:
    mapping, reading = read(tables.REQUESTS[language], "approval_request", order=Order.DAY_FIRST)
    assert set(mapping.columns) == set(REQUESTS.columns) - {Column.EMAIL, Column.YEAR}
    assert mapping.language == language
    assert reading.problems == []
    interview, speech, liaison, nil = reading.records
    for record, subject, outcome in (
        (interview, "media_statement", "authorize_with_conditions"),  # conditions stand beside the approval
        (speech, "drafting_for_delegation", "refuse_authorization"),
        (liaison, "liaison_duty", "authorize"),
    ):
        assert isinstance(record, KindRecord)
        assert (record.facts, record.outcome) == ({"subject": subject}, outcome)
        parse_facts(record.facts | {"kind": record.kind})
    assert isinstance(interview, KindRecord)
    assert interview.told["occasion"]
    assert (interview.day, interview.declared, interview.country) == (date(2025, 3, 1), date(2025, 3, 3), "CH")
    assert interview.remarks.count("\n") == 4  # country, day of the event, decision, its day, conditions
    assert mapping.columns[Column.EVENT] in interview.remarks
    assert (speech.day, speech.declared) == (date(2024, 1, 15), None)
    assert nil.is_nil


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ({"Date of request": "2025-03-01", "Date of entry": "2025-03-03", "Date of event": "2025-03-22"}, "2025-03-01"),
        ({"Date of entry": "2025-03-03", "Date of event": "2025-03-22"}, "2025-03-03"),
        ({"Date of event": "2025-03-22"}, "2025-03-22"),
        ({"Date of event": "2031-03-22"}, "None"),  # it has not been yet; when it was asked nobody wrote
        ({"Date of event": "soon"}, "None"),
        ({}, "None"),
    ],
)
def test_a_request_counts_on_the_day_on_which_it_was_asked(cells: dict[str, str], day: str) -> None:
    reading, record = one("approval_request", **cells)
    assert record is not None
    assert (str(record.day), reading.problems) == (day, [])
    assert cells.get("Date of event", "") in record.remarks
    ahead, refused = one("approval_request", **{"Date of request": "2031-03-22"})
    assert (refused, [problem.code for problem in ahead.problems]) == (None, ["day_ahead"])


def test_the_subject_of_a_request_that_is_not_known_is_another_and_stays_in_its_words() -> None:
    reading, record = one("approval_request", **{"Type of request": "Beekeeping"})
    assert record is not None
    assert ([problem.code for problem in reading.problems], record.facts) == (["word_open"], {"subject": "other"})
    assert "Type of request: Beekeeping" in record.remarks
    _, silent = one("approval_request")  # no column asked for it, so no rule speaks of it
    assert silent is not None
    assert silent.facts == {}


@pytest.mark.parametrize(
    ("headings", "subject", "description"),
    [
        ("Type of request | Subject", "Type of request", "Subject"),
        ("Subject | Description", "Subject", "Description"),
        ("Type de demande | Objet", "Type de demande", "Objet"),
        ("Tipo de solicitud | Asunto", "Tipo de solicitud", "Asunto"),
        ("نوع الطلب | الموضوع", "نوع الطلب", "الموضوع"),
    ],
)
def test_a_subject_beside_a_type_describes_the_request(headings: str, subject: str, description: str) -> None:
    mapping, _ = read(f"Name | {headings}\nAmina Haddad | Interview | The annual report", "approval_request")
    assert (mapping.columns[Column.SUBJECT], mapping.columns[Column.DESCRIPTION]) == (subject, description)


def test_the_decisions_of_requests_are_those_that_the_office_can_take_on_one() -> None:
    allowed = {each for effect in ("noted", "authorization_required", "not_acceptable") for each in _allowed(effect)}
    assert set(REQUESTS.decisions) == allowed | {Decision.REFER}


def _allowed(effect: str) -> tuple[Decision, ...]:
    return allowed_decisions(effect, kind="approval_request")


_CLASSED = {"outside_activity": Column.CLASS, "conflict": Column.DOMAIN, "approval_request": Column.SUBJECT}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("kind", _CLASSED)
def test_what_the_desk_exports_is_read_by_its_own_headings_and_words(kind: str, language: str) -> None:
    """An extract of the desk may come in at another office: its columns and the labels in them are known."""
    request = ExportRequest(kind=Kind(kind), audience=Audience.DESK)
    headings = [say(each.title, language) for each in headings_of(request)]
    titles = TITLES[Kind(kind)]
    found = {each.column: each.heading for each in suggest(headings, kind)}
    assert found[Column.PERSON] == headings[1]
    assert found[Column.UNIT] == headings[2]
    assert found[Column.DECLARED if kind != "approval_request" else Column.DATE] == headings[3]
    assert found[_CLASSED[kind]] == say(titles.classed, language)
    named = {"party": "Other party", "description": "Description", "outcome": "Outcome"}
    english = [say(each.title, "en") for each in headings_of(request)]
    for column, heading in named.items():
        assert found[Column(column)] == headings[english.index(heading)], column
    for value, words in labels_of(titles.labels).items():
        assert values_of(kind, _CLASSED[kind])[plain(say(words, language))] == value
    for decision in importable(kind).decisions:
        assert ColumnMapping(register="", kind=kind).decision_of(say(label("decision", decision), language)) == decision


def one(kind: str = "outside_activity", **cells: str) -> tuple[Reading, KindRecord | None]:
    ordinary = {"Name": "Amina Haddad", "Organization": "Oak Housing", "Description": "Keeps the accounts"}
    row = ordinary | {name.replace("_", " "): said for name, said in cells.items()}
    _, reading = read(" | ".join(row) + "\n" + " | ".join(row.values()), kind, order=Order.DAY_FIRST, currency="CHF")
    found = reading.records[0] if reading.records else None
    assert found is None or isinstance(found, KindRecord)
    return reading, found


@pytest.mark.parametrize(
    ("cells", "code", "fact"),
    [
        ({"Class": "Beekeeping"}, "word_open", ("activity_class", "other")),
        ({"Paid": "sometimes"}, "word_open", ("remunerated", None)),
        ({"Hours": "10 a month"}, "hours_open", ("hours_per_week", None)),
        ({"Hours": "200"}, "hours_open", ("hours_per_week", None)),
        ({"End": "2025"}, "year_alone", ("end_date", None)),
        ({"Remuneration": "a basket of fruit"}, "value_in_words", ("income", None)),
        ({"Decision": "See the minutes"}, "decision_open", ("decision", None)),
    ],
)
def test_what_is_not_known_stays_with_the_case_in_its_words(
    cells: dict[str, str], code: str, fact: tuple[str, str | None]
) -> None:
    reading, record = one(**cells)
    assert [problem.code for problem in reading.problems] == [code]
    assert record is not None
    assert record.facts.get(fact[0]) == fact[1]
    assert next(iter(cells.values())) in record.remarks


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Start": "03/07/2024", "End": "01/07/2024"}, "end_first"),
        ({"Start": "soon"}, "day_unreadable"),
        ({"Date submitted": "2031-01-01"}, "day_ahead"),
        ({"Name": ""}, "person_missing"),
        ({"Organization": "", "Description": "", "Paid": "yes"}, "nothing_told"),
    ],
)
def test_what_would_be_wrong_in_the_register_is_not_imported(cells: dict[str, str], code: str) -> None:
    reading, record = one(**cells)
    assert record is None
    assert [problem.code for problem in reading.problems] == [code]
    assert one(Start="03/07/2024", End="01/07/2031")[1] is not None  # the control: an end may lie ahead


def test_a_word_means_what_the_mapping_says_and_none_of_another_kind() -> None:
    table = "Name | Organization | Class\nAmina Haddad | Oak Housing | Beekeeping"
    _, reading = read(table, "outside_activity", words={"beekeeping": "community"})
    record = reading.records[0]
    assert isinstance(record, KindRecord)
    assert (record.facts, reading.problems) == ({"activity_class": "community"}, [])
    for wrong in ({"words": {"beekeeping": "travel"}}, {"outcomes": {"done": "surrender_to_organization"}}):
        with pytest.raises(Invalid) as refused:
            read(table, "outside_activity", **wrong)
        assert [field.name for field in refused.value.fields] == list(wrong)
    with pytest.raises(Invalid) as refused:
        read(table, "outside_activity", columns={"person": "Name", "party": "Organization", "giver": "Organization"})
    assert [field.name for field in refused.value.fields] == ["columns.giver"]
    with pytest.raises(Invalid) as refused:
        check_mapping(ColumnMapping(register="test", kind="nil"), book_of(table))
    assert [field.name for field in refused.value.fields] == ["kind"]


def test_a_mapping_file_of_every_kind_is_read_as_it_was_written() -> None:
    for kind, tables_of in (
        ("outside_activity", tables.ACTIVITIES),
        ("conflict", tables.CONFLICTS),
        ("approval_request", tables.REQUESTS),
    ):
        book = book_of(tables_of["en"])
        mapping = suggest_mapping(book, "test", kind)
        written = write_mapping(mapping, check_mapping(mapping, book))
        assert read_mapping(written) == mapping
        assert "surrender_to_organization" not in written


@pytest.mark.parametrize("kind", [ACTIVITIES, CONFLICTS, REQUESTS], ids=lambda kind: kind.kind)
def test_every_column_has_headings_and_every_word_a_stored_value(kind: Importable) -> None:
    assert set(known_headings(kind.kind)) == set(kind.columns)
    for field in kind.fields:
        if field.reads is Reads.CHOICE:
            for value in set(values_of(kind.kind, field.column).values()):
                parse_facts({"kind": kind.kind, field.name: value})
    decided = {*values_of(kind.kind, Column.OUTCOME).values(), *values_of(kind.kind, Column.MEASURES).values()}
    assert decided <= set(kind.decisions)
    assert not (YES | PAID) & (NO | UNPAID)


def test_an_entry_of_gifts_is_known_again_as_before_other_kinds_were_read() -> None:
    """Editions that were imported earlier are compared with this digest."""
    table = "Name | Donor | Gift | Date\nAmina Haddad | Pumps and Pipes Ltd | Fountain pen | 2024-05-13"
    _, reading = read(table, "gift")
    assert content_of(reading.records[0]) == "f23663401964db7342b23bd4d52e20f082202694272dbc5f584a9595de79a406"
    assert set(IMPORTABLE) == {"gift", "outside_activity", "conflict", "approval_request"}
