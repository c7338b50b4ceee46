"""The table of paragraphs in the documentation and the rule files say the same, in both directions."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from declarations.codes.library import shipped
from declarations.codes.model import Rule

PAGE = Path(__file__).resolve().parents[3] / "docs" / "codes.md"
_ROW = re.compile(r"^\| (?P<paragraph>[^|`]+) \|(?P<rules>[^|]*)\|(?P<why>[^|]*)\|$", re.MULTILINE)
_ADDED = re.compile(r"^\| `(?P<rule>PRE-[a-z-]+)` \|", re.MULTILINE)
_CODES = {
    "Standards of Conduct for the International Civil Service": "ICSC-",
    "Code of Conduct for INTERPOL Meetings": "INT-",
    "ISO Code of Ethics and Conduct": "ISO-CEC-",
    "ISO Code of Conduct for the technical work": "ISO-COC-",
}
NUMBERED = {
    "Standards of Conduct for the International Civil Service": range(1, 55),
    "Code of Conduct for INTERPOL Meetings": range(1, 25),
    "ISO Code of Ethics and Conduct": range(1, 11),
}
"""The paragraphs of each code that counts them."""


class Row(msgspec.Struct, frozen=True):
    """A paragraph with its rules, or with the reason why it has none."""

    table: str
    paragraph: str
    rules: frozenset[str]
    why: str

    def numbers(self) -> Iterator[int]:
        """The paragraphs that the row speaks of: "30–32" is three of them, "c6" and "24 a" are one each."""
        found = [int(number) for number in re.findall(r"\d+", self.paragraph)]
        yield from range(found[0], found[-1] + 1) if found else ()


def rows(page: str) -> list[Row]:
    """Every row of the tables of paragraphs."""
    section = page.split("\n## Paragraphs and rules\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    tables = [part.split("\n", maxsplit=1) for part in section.split("\n### ")[1:]]
    return [
        Row(title, row["paragraph"], frozenset(re.findall(r"`([^`]+)`", row["rules"])), row["why"].strip())
        for title, text in tables
        for row in _ROW.finditer(text)
        if row["paragraph"] not in {"paragraph", "---", "rule"} and not row["paragraph"].startswith("`")
    ]


def faults(page: str, rules: Iterable[Rule]) -> list[str]:
    """Where the tables and the rules differ, and paragraphs that have neither a rule nor a reason."""
    listed = rows(page)
    written = {rule.id for rule in rules}
    named = {rule for row in listed for rule in row.rules} | {found["rule"] for found in _ADDED.finditer(page)}
    found = [f"{rule} is in no table" for rule in sorted(written - named)]
    found += [f"{rule} is in no file" for rule in sorted(named - written)]
    found += [f"{row.table}, {row.paragraph}: rule or reason" for row in listed if bool(row.rules) == bool(row.why)]
    for title, numbers in NUMBERED.items():
        told = {number for row in listed if row.table == title for number in row.numbers()}
        found += [f"{title}, {number}: no row" for number in numbers if number not in told]
    return found


def test_every_paragraph_has_its_rules_or_the_reason_why_it_has_none() -> None:
    assert faults(PAGE.read_text(encoding="utf-8"), shipped().rules()) == []


def test_a_rule_stands_in_the_table_of_its_code_and_beside_its_own_paragraph() -> None:
    clauses = {rule.id: rule.clause for rule in shipped().rules()}
    for row in rows(PAGE.read_text(encoding="utf-8")):
        if row.table in _CODES:
            assert all(rule.startswith(_CODES[row.table]) for rule in row.rules), row
            beside = set(row.numbers())
            assert all(int(re.findall(r"\d+", clauses[rule])[-1]) in beside for rule in row.rules), row


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        # control: each way in which table and files can part
        ("`ICSC-45-doubt`", "`ICSC-45`", "ICSC-45-doubt is in no table"),
        ("| `PRE-cash` |", "| `PRE-coin` |", "PRE-cash is in no table"),
        ("`ICSC-29`", "`ICSC-29`, `ICSC-99`", "ICSC-99 is in no file"),
        ("| 41 | | security: a duty of the Organization |\n", "", "41: no row"),
        ("| 41 | | security: a duty of the Organization |", "| 41 | | |", "41: rule or reason"),
        ("| 30–32 |", "| 30–31 |", "32: no row"),
    ],
)
def test_control_a_table_that_parts_from_the_files_is_found(before: str, after: str, fault: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert before in page
    assert any(fault in found for found in faults(page.replace(before, after), shipped().rules()))


def test_control_a_rule_that_nobody_listed_is_found() -> None:
    rule = msgspec.structs.replace(shipped().rules()[0], id="ICSC-100")
    assert faults(PAGE.read_text(encoding="utf-8"), [*shipped().rules(), rule]) == ["ICSC-100 is in no table"]
