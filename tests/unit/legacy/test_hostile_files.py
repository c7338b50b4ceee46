"""Files that mean harm, or are broken: refused within seconds, with little memory, and never half read."""

import io
import os
import random
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from declarations.legacy.files import read_file
from declarations.legacy.interpret import interpret
from declarations.legacy.limits import BYTES_OF_FILE
from declarations.legacy.mapping import check_mapping
from declarations.legacy.suggesting import suggest_mapping
from register.kernel.errors import Invalid
from tests.unit.legacy.books import HEADINGS, bytes_of, row, workbook
from tests.unit.legacy.test_registers import TODAY

FULL = os.environ.get("PROOF") == "full"
_SECONDS = 6.0


def changed(raw: bytes, part: str, change: Callable[[bytes], bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook in which one part says something else."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(kept, "w", compress) as after:
        for member in before.infolist():
            content = before.read(member)
            after.writestr(member.filename, change(content) if member.filename == part else content)
    return kept.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOOK = bytes_of(workbook([HEADINGS, row(1), row(2)]))


def far_cell(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def entity(xml: bytes) -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return xml.replace(b"<worksheet", doctype + b"<worksheet", 1)


def zeros(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b" " * 200_000_000 + b"</sheetData>")


def many_cells(xml: bytes) -> bytes:
    cells = b"".join(b"<c><v>1</v></c>" for _ in range(200))
    return xml.replace(b"</sheetData>", b"".join(b"<row>" + cells + b"</row>" for _ in range(20_000)) + b"</sheetData>")


def deep(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b"<a>" * 200_000 + b"</sheetData>")


def lying_size(raw: bytes) -> bytes:
    """An archive that says its largest member is small."""
    found = bytearray(changed(raw, SHEET, zeros))
    at = found.rfind(b"PK\x01\x02")
    while at >= 0:
        found[at + 24 : at + 28] = struct.pack("<I", 100)
        at = found.rfind(b"PK\x01\x02", 0, at)
    return bytes(found)


def nested_in_itself(raw: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("xl/workbook.xml", raw)
        for number in range(600):
            archive.writestr(f"xl/{number}.xml", b"x")
    return kept.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a cell at the far corner": lambda: changed(BOOK, SHEET, far_cell),
    "an entity that multiplies": lambda: changed(BOOK, SHEET, entity),
    "200 MB of spaces": lambda: changed(BOOK, SHEET, zeros),
    "four million cells": lambda: changed(BOOK, SHEET, many_cells),
    "sizes that lie": lambda: lying_size(BOOK),
    "too many parts": lambda: nested_in_itself(BOOK),
    "an archive of something else": lambda: changed(BOOK, "xl/workbook.xml", lambda _: b"<html/>"),
    "half a workbook": lambda: BOOK[: len(BOOK) // 2],
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5000,
    "a page": lambda: b"<!DOCTYPE html><html><table><tr><td>Name</td></tr></table></html>",
    "a PDF": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "nothing": lambda: b"",
    "one long line": lambda: b"a" * 20_000_000,
    "a quote that never ends": lambda: b'name,gift\n"' + b"a,b\n" * 3_000_000,
    "a million columns": lambda: b"," * 1_000_000 + b"\n" + b"," * 1_000_000,
    "nulls": lambda: b"name,gift\n\x00\x00,\x00\n",
    "more than is read": lambda: b"name,gift\n" + b"a,b\n" * (BYTES_OF_FILE // 4 + 1),
}


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_file_is_refused_within_seconds(tmp_path: Path, said: str) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(HOSTILE[said]())
    began = time.monotonic()
    with pytest.raises(Invalid):
        suggest_mapping(read_file(file), "x")
    assert time.monotonic() - began < _SECONDS


def test_elements_within_elements_harm_nobody(tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(changed(BOOK, SHEET, deep))
    assert len(read_file(file).sheets[0].rows) == 3  # what stands outside of the cells is not looked at


def test_the_same_workbook_unharmed_is_read(tmp_path: Path) -> None:
    """The control of the test above."""
    file = tmp_path / "register.xlsx"
    file.write_bytes(changed(BOOK, SHEET, lambda xml: xml))
    assert suggest_mapping(read_file(file), "x").header_row == 1


def test_an_old_workbook_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "register.xls"
    file.write_bytes(HOSTILE["an old workbook"]())
    with pytest.raises(Invalid) as refused:
        read_file(file)
    assert "save it as .xlsx" in refused.value.message.id


def mutated(seed: int) -> bytes:
    """A register with something broken in it: bytes turned, cut out, doubled, or a part replaced."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        lines = [
            HEADINGS,
            *(row(number, value=chance.choice(["45", "< 150", "Nil", "£5", ""])) for number in range(20)),
        ]
        raw = bytearray(
            "\n".join(",".join(map(str, cells)) for cells in lines).encode(chance.choice(["utf-8", "utf-16"]))
        )
    else:
        raw = bytearray(BOOK)
        if chance.random() < 0.7:  # inside the sheet, where an archive would only say that its sum is wrong
            raw = bytearray(changed(BOOK, SHEET, lambda xml: _turned(bytearray(xml), chance)))
    return _turned(raw, chance) if chance.random() < 0.6 else bytes(raw)


def _turned(raw: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(max(1, len(raw)))
        match chance.randrange(4):
            case 0:
                raw[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del raw[at : at + chance.randint(1, 40)]
            case 2:
                raw[at:at] = raw[at : at + chance.randint(1, 200)]
            case _:
                raw[at:at] = chance.choice([b'"', b"\n", b"\x00", b"<", b"&#0;", "؛".encode(), b"=1+1", b"," * 50])
    return bytes(raw)


@pytest.mark.proof
def test_ten_thousand_broken_registers_are_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    file, refused, slowest = tmp_path / "register", 0, 0.0
    for seed in range(10_000 if FULL else 60):
        file.write_bytes(mutated(seed))
        began = time.monotonic()
        try:
            book = read_file(file)
            mapping = suggest_mapping(book, "x")
            interpret(check_mapping(mapping, book), mapping, TODAY)
        except Invalid:
            refused += 1
        slowest = max(slowest, time.monotonic() - began)
    assert refused > 0
    assert slowest < _SECONDS
