"""Files that mean harm, or are broken: refused within seconds, with little memory, and never half read."""

import io
import os
import random
import struct
import subprocess
import sys
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from declarations.legacy import files
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
_KILOBYTES = 300_000


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


def formula(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b'<row r="9"><c r="A9"><f>SUM(B1:B8)</f><v></v></c></row></sheetData>')


def flipped(raw: bytes) -> bytes:
    """A workbook in which a byte of a packed part is another one: its sum is wrong."""
    found = bytearray(raw)
    at = found.find(SHEET.encode()) + len(SHEET) + 30
    found[at] ^= 0xFF
    return bytes(found)


def many_words(raw: bytes) -> bytes:
    """A million shared words."""
    words = b"".join(b"<si><t>%d</t></si>" % number for number in range(1_000_000))
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return changed(raw, "xl/sharedStrings.xml", lambda _: head + words + b"</sst>", zipfile.ZIP_STORED)


def doubled(raw: bytes) -> bytes:
    """Two parts of one name, of which two readers would take different ones."""
    kept = io.BytesIO(raw)
    with warnings.catch_warnings(), zipfile.ZipFile(kept, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, b"<worksheet/>")
    return kept.getvalue()


def wide(xml: bytes) -> bytes:
    cells = b"".join(b'<c t="inlineStr"><is><t>x</t></is></c>' for _ in range(16_384))
    return xml.replace(b"</sheetData>", (b"<row>" + cells + b"</row>") * 40 + b"</sheetData>")


def climbing(raw: bytes) -> bytes:
    """Parts whose names lead out of every folder: nothing is ever unpacked to a folder, so nobody is harmed."""
    kept = io.BytesIO(raw)
    with zipfile.ZipFile(kept, "a") as archive:
        archive.writestr("../../../../tmp/legacy-climbed.xml", b"<a/>")
        archive.writestr("xl/externalLinks/externalLink1.xml", b'<externalLink r:id="file:///etc/passwd"/>')
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
    "formulas without results": lambda: changed(BOOK, SHEET, formula),
    "a part whose sum is wrong": lambda: flipped(BOOK),
    "two parts of one name": lambda: doubled(BOOK),
    "sixteen thousand columns": lambda: changed(BOOK, SHEET, wide),
    "a quotation mark that swallows rows": lambda: b'name,gift,value\nA,"Pen,5\nB,Cup,6\nC,Map,7\n',
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


_MEASURED = """
import re, resource, sys, time
from pathlib import Path
from declarations.legacy.files import read_file
from register.kernel.errors import Invalid
for name in sys.argv[1:]:
    began, said = time.monotonic(), "read"
    try:
        read_file(Path(name))
    except Invalid:
        said = "refused"
    print(said, round(time.monotonic() - began, 1))
own = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(max(int(own[1]), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


def test_the_worst_files_take_little_memory(tmp_path: Path) -> None:
    """In a process of its own: a child begins with what its parent holds, and these tests hold bombs."""
    worst = ["200 MB of spaces", "four million cells", "a quote that never ends", "one long line", "more than is read"]
    made = [HOSTILE[said]() for said in worst] + [many_words(BOOK)]
    names = []
    for number, raw in enumerate(made):
        (tmp_path / str(number)).write_bytes(raw)
        names.append(str(tmp_path / str(number)))
    done = subprocess.run([sys.executable, "-c", _MEASURED, *names], capture_output=True, text=True, check=True)
    *said, kilobytes = done.stdout.splitlines()
    assert [each.split()[0] for each in said] == ["refused"] * len(worst) + ["read"]
    assert all(float(each.split()[1]) < _SECONDS for each in said)
    assert int(kilobytes) < _KILOBYTES


def test_names_that_climb_and_links_to_other_files_harm_nobody(tmp_path: Path) -> None:
    file = tmp_path / "register.xlsx"
    file.write_bytes(climbing(BOOK))
    assert len(read_file(file).sheets[0].rows) == 3
    assert not Path("/tmp/legacy-climbed.xml").exists()  # noqa: S108 - the very place that the name leads to


def test_formulas_with_their_results_are_read(tmp_path: Path) -> None:
    """The control of formulas without results: what came out of them is what counts."""
    file = tmp_path / "register.xlsx"
    kept = formula(b"</sheetData>").replace(b"<v></v>", b"<v>45</v>").removesuffix(b"</sheetData>")
    file.write_bytes(changed(BOOK, SHEET, lambda xml: xml.replace(b"</sheetData>", kept + b"</sheetData>")))
    assert read_file(file).sheets[0].rows[8] == ["45"]


def test_a_reader_that_never_comes_back_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "register.csv"
    file.write_text("name,gift\nA,Pen\n")
    read_file(file)  # the control: it is read while there is time
    monkeypatch.setattr(files, "SECONDS", 0.001)
    with pytest.raises(Invalid) as late:
        read_file(file)
    assert "takes too long" in late.value.message.id


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
    for seed in range(10_000 if FULL else 40):
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
