"""Registers of outside activities and of conflicts in four languages: columns by their headings, words by lists."""

from datetime import date

import msgspec
import pytest

from declarations.codes.facts import parse_facts
from declarations.legacy.dates import Order
from declarations.legacy.headings import known_headings
from declarations.legacy.importable import ACTIVITIES, CONFLICTS, IMPORTABLE, Importable, Reads
from declarations.legacy.interpret import interpret
from declarations.legacy.kind_words import NO, PAID, UNPAID, YES, values_of
from declarations.legacy.mapping import ColumnMapping, check_mapping
from declarations.legacy.mapping_file import read_mapping, write_mapping
from declarations.legacy.model import Column, KindRecord, Reading, Sheet, Workbook
from declarations.legacy.suggesting import suggest_mapping
from declarations.legacy.twice import content_of
from register.kernel.errors import Invalid
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
        check_mapping(ColumnMapping(register="test", kind="approval_request"), book_of(table))
    assert [field.name for field in refused.value.fields] == ["kind"]


def test_a_mapping_file_of_every_kind_is_read_as_it_was_written() -> None:
    for kind, tables_of in (("outside_activity", tables.ACTIVITIES), ("conflict", tables.CONFLICTS)):
        book = book_of(tables_of["en"])
        mapping = suggest_mapping(book, "test", kind)
        written = write_mapping(mapping, check_mapping(mapping, book))
        assert read_mapping(written) == mapping
        assert "surrender_to_organization" not in written


@pytest.mark.parametrize("kind", [ACTIVITIES, CONFLICTS], ids=lambda kind: kind.kind)
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
    assert set(IMPORTABLE) == {"gift", "outside_activity", "conflict"}
