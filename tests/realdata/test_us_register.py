"""A thousand real gifts, filed through the API by one assistant, judged by the rules, exported in Arabic."""

import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.process.serving import REGISTER, Serving, environment, serving
from tests.realdata import staff
from tests.realdata.published import rows_of
from tests.realdata.us_register import (
    FILE,
    Row,
    day_of,
    declaration_of,
    direction_of,
    embarrassment_of,
    is_dated_and_valued,
    value_of,
)

FULL = os.environ.get("PROOF") == "full"
GIFTS = 1000 if FULL else 150
SEED = 2013


def row(**cells: str) -> Row:
    """A row in the layout of the register, none of it from there."""
    ordinary = {
        "recipient": "Head of a department",
        "date_received": "2014-03-02",
        "donor": "A minister",
        "donor_country": "Jordan",
        "gift_description": "A bowl",
        "value_usd": "410.0000000001",
        "justification": "Non-acceptance would cause embarrassment",
    }
    return ordinary | cells


@pytest.mark.parametrize(
    ("reason", "embarrassing"),
    [
        ("Non-acceptance would cause embarrassment", True),
        ("A refusal would have caused offense", True),
        ("To refuse would have been counter to the interests of the office", True),
        ("Courtesy and appreciation", False),
        ("NA", None),  # nothing was said
        ("Head of a department", None),  # the recipient has slipped into the column
    ],
)
def test_embarrassment_is_read_from_the_reason(reason: str, embarrassing: bool | None) -> None:
    assert embarrassment_of(row(justification=reason)) is embarrassing


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("The gift was declined.", "declined_by_me"),
        ("Returned to the donor by courier.", "declined_by_me"),
        ("Non-acceptance would cause embarrassment", "received"),
        ("Accepted after an attempt to refuse it", "received"),
    ],
)
def test_a_gift_counts_as_declined_only_where_the_words_say_so(words: str, direction: str) -> None:
    assert direction_of(row(justification=words)) == direction


def test_values_are_read_to_the_cent_and_rows_without_day_or_value_are_left_out() -> None:
    assert value_of(row()) == Decimal("410.00")
    assert is_dated_and_valued(row())
    for mess in ({"date_received": "NA"}, {"date_received": "2012-12-31"}, {"value_usd": "NA"}, {"value_usd": "0"}):
        assert not is_dated_and_valued(row(**mess)), mess


@pytest.fixture
def gifts() -> list[Row]:
    """A seeded choice, with every row whose reason is not the usual one in it; oldest first."""
    found = [row for row in rows_of(FILE) if is_dated_and_valued(row)]
    usual = Counter(row["justification"] for row in found).most_common(1)[0][0]
    odd = [row for row in found if row["justification"] != usual]
    rest = [row for row in found if row["justification"] == usual]
    return sorted([*odd, *random.Random(SEED).sample(rest, GIFTS - len(odd))], key=lambda row: row["date_received"])


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Serving]:
    with serving(tmp_path, "--demo", "--empty") as running:
        running.wait_until_ready(60)
        yield running


@pytest.mark.realdata
@pytest.mark.proof
async def test_a_thousand_real_gifts_are_filed_judged_and_exported_in_arabic(
    gifts: list[Row], register: Serving
) -> None:
    recipients = sorted({row["recipient"] for row in gifts})
    staff.load_staff(register, len(recipients))
    people = dict(zip(recipients, await staff.link_to_assistant(register), strict=True))
    async with staff.keys(register, assistant=staff.ASSISTANT, ethics_officer=staff.OFFICER) as keys:
        filed = await file_all(register, keys["assistant"], [(gift, str(people[gift["recipient"]])) for gift in gifts])
    for gift, made in zip(gifts, filed, strict=True):
        check_judgement(gift, made)
    public = exported(register, "--audience", "governing_body")
    check_workbook(public, gifts)
    desk = exported(register, "--audience", "desk", "--as", staff.OFFICER, key=keys["ethics_officer"])
    check_workbook(desk, gifts)
    check_amounts(desk, gifts)
    named = {str(cell) for cells in public.iter_rows(values_only=True) for cell in cells}
    assert not named & {row["donor"] for row in gifts}, "what goes to the governing body names nobody"


async def file_all(register: Serving, key: str, gifts: list[tuple[Row, str]]) -> list[dict[str, Any]]:
    """File every gift for the generated person who stands for its recipient, one after another."""
    headers = {"authorization": f"Bearer {key}"}
    filed = []
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{register.port}", headers=headers, timeout=60) as client:
        for number, (gift, declarant) in enumerate(gifts):
            body = declaration_of(gift, declarant)
            sent = {"idempotency-key": f"published-{number}"}  # the ids of the file are not all different
            answer = await client.post("/api/v1/declarations", json=body, headers=sent)
            assert answer.status_code == 201, (gift["id"], answer.text)
            filed.append(answer.json())
    return filed


def check_judgement(gift: Row, made: dict[str, Any]) -> None:
    """What the rules for gifts of a Government say of it (ST/AI/2010/1, ICSC 50): never kept by the person."""
    rules = {finding["rule"]: finding["effect"] for finding in made["findings"]}
    assert "ICSC-50" in rules, gift["id"]
    if direction_of(gift) == "received":
        # Received because refusing would embarrass: taken for the Organization. Nobody knows why: a person rules.
        expected = {True: "accept_and_surrender", None: "referral", False: "not_acceptable"}
        assert made["effect"] == expected[embarrassment_of(gift)], (gift["id"], rules)
        assert (made["authority"], made["status"]) == ("ethics_officer", "submitted")
    assert "late" in made["alerts"], "all of them were received years ago"
    assert "possible_breach" not in made["alerts"], "nobody is accused of what nobody knows"
    if (value_of(gift) or 0) >= 250:
        assert "cumulative" in made["alerts"], "one gift alone reaches what is listed for a source in a year"


def exported(register: Serving, *arguments: str, key: str = "") -> Worksheet:
    """The sheet of the register in a workbook made by the command, in Arabic."""
    path = register.folder / "gifts.xlsx"
    path.unlink(missing_ok=True)
    done = subprocess.run(
        [*REGISTER, "export", "--kind", "gift", "--language", "ar", *arguments, "-o", str(path)],
        cwd=register.folder,
        env=environment(register.folder) | {"REGISTER_TOKEN": key},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(path)
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    return max(book.worksheets, key=lambda sheet: sheet.max_row)


def check_workbook(sheet: Worksheet, gifts: list[Row]) -> None:
    """One row for each gift below the header, with real days and real numbers, and nothing that calculates."""
    header, *cells = list(sheet.iter_rows(values_only=True))
    assert len(cells) == len(gifts) == GIFTS
    assert all("\u0600" <= str(title)[0] <= "\u06ff" for title in header), "the headings are Arabic"
    days = [day for each in cells for day in each if isinstance(day, datetime)]
    assert sorted(day.date() for day in days) == sorted(day_of(gift) for gift in gifts)  # type: ignore[type-var]  # all are dated
    assert all(day.time() == time() for day in days)
    assert all(any(isinstance(cell, int) for cell in each) for each in cells), "the number of items is a number"
    assert not any(cell.data_type == "f" for each in sheet.iter_rows() for cell in each)


def check_amounts(sheet: Worksheet, gifts: list[Row]) -> None:
    """Amounts are numbers with a format, and the same as in the published register."""
    columns = [
        column
        for column in sheet.iter_cols(min_row=2)
        if all(isinstance(cell.value, float | int) and "0.00" in cell.number_format for cell in column)
    ]
    expected = sorted(float(value_of(gift) or 0) for gift in gifts)
    assert len(columns) == 2, "the declared value and the reference value"
    for column in columns:
        assert sorted(float(str(cell.value)) for cell in column) == expected
