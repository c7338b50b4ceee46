"""Lists of participants of whatever kind: what is taken is text that a page and a database may hold, or nothing is."""

import os
import random

import pytest

from declarations.legacy.model import Sheet, Workbook
from declarations.meetings.people_list import Reading, read_list
from register.kernel.errors import Invalid
from register.kernel.text import read_line

LISTS = 20_000 if os.environ.get("PROOF") == "full" else 150
HEADINGS = ["Name", "Family name", "First name", "Delegation", "E-mail", "Country", "Function", "Nom", "الاسم", "Type"]
CELLS = ["", " ", "\x00", "Ruri\x00tania", "\u202eevil", "\ufeff", "\r\n", "=1+1", "A" * 5_000, "ﷺ" * 20, "٣", "|"]
CELLS += ["H.E. ", "S.E. M. Juan", "Sra.", "Rosa Díaz", "observer", "head", "yes"]
CELLS += ["a@b", "a@b.example", "x" * 300 + "@b.example"]
LONGEST = {"delegation": 200, "honorific": 60, "first_name": 200, "family_name": 200, "email": 254, "country": 2}


def read(*rows: list[str]) -> Reading:
    return read_list(Workbook([Sheet("", list(rows))]))


def is_text(reading: Reading) -> bool:
    """Whether every word that would be kept is a line of text."""
    return all(
        read_line(getattr(entry, name), longest) == getattr(entry, name)
        for entry in reading.entries
        for name, longest in LONGEST.items()
    )


@pytest.mark.proof
def test_a_list_of_anything_gives_lines_of_text_and_faults_by_row() -> None:
    rng, taken = random.Random(20261121), 0
    for _ in range(LISTS):
        wide = rng.randint(2, 6)
        rows = [[rng.choice(CELLS) for _ in range(rng.randint(0, wide))] for _ in range(rng.randint(0, 12))]
        try:
            reading = read([rng.choice(HEADINGS) for _ in range(wide)], *rows)
        except Invalid:
            continue
        taken += len(reading.entries)
        assert is_text(reading)
        assert all(fault.row for fault in reading.faults)
    assert taken > LISTS / 10, "the control: some of it is taken"


@pytest.mark.parametrize("title", ["Ruri\x00tania", "\u202eainatiruR"])
def test_a_delegation_named_by_a_row_of_its_own_is_text_or_nobody_below_it_is_taken(title: str) -> None:
    heading = ["Name", "Function", "E-mail"]
    person = ["Ms Rosa Díaz", "delegate", "rosa@delegates.example"]
    reading = read(heading, [title], person)
    assert reading.entries == []
    assert {fault.row for fault in reading.faults} == {2, 3}
    assert read(heading, ["Ruritania"], person).entries[0].delegation == "Ruritania", "the control"
