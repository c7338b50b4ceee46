"""Workbooks of today's form, read for their words only. Runs in the child process."""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from declarations.legacy.limits import (
    BYTES_UNPACKED,
    LONGEST_CELL,
    MEGABYTE,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_PARTS,
    MOST_RATIO,
    MOST_ROWS,
    MOST_SHEETS,
    Refused,
)


def looks_like_zip(start: bytes) -> bool:
    """Whether a file begins as a packed archive does."""
    return start[:4] in {b"PK\x03\x04", b"PK\x05\x06"}


def looks_like_old_xls(start: bytes) -> bool:
    """Whether a file begins as a workbook of before 2007, or one that is locked by a password."""
    return start[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or start[:4] in {b"\x09\x08\x10\x00", b"\x09\x08\x06\x00"}


def check_archive(path: Path) -> None:
    """Refuse an archive that unpacks to too much, before anything is unpacked. Raises Refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("unreadable") from error
    names = {member.filename for member in members}
    if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
        raise Refused("not_a_table")
    if len(members) > MOST_PARTS or len(names) < len(members):  # two parts of one name: two readers see two files
        raise Refused("too_large")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("locked")
    if sum(member.file_size for member in members) > BYTES_UNPACKED:
        raise Refused("too_large")
    large = (member for member in members if member.file_size > MEGABYTE)
    if any(member.file_size > MOST_RATIO * max(1, member.compress_size) for member in large):
        raise Refused("too_large")
    _check_unpacked(path)


_FORMULA_ALONE = re.compile(rb'<c\b(?![^>]*\bt="str")[^>]*>\s*<f\b[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>')
"""A cell with a formula, and without what came out of it."""
_OVERLAP = 2_000


def _check_unpacked(path: Path) -> None:
    """Unpack once and count: what an archive says of its sizes need not be true. Raises Refused."""
    left = BYTES_UNPACKED
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            try:
                left -= _check_part(archive, member, left)
            except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
                raise Refused("unreadable") from error


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> int:
    """How many bytes one part of the archive is. Raises Refused, or what a broken archive raises."""
    is_xml = member.filename.endswith((".xml", ".rels"))
    is_sheet = member.filename.startswith("xl/worksheets/")
    found, tail = 0, b""
    with archive.open(member) as part:
        while block := part.read(262_144):
            found += len(block)
            if found > most:
                raise Refused("too_large")
            seen = tail + block
            if is_xml and (b"<!ENTITY" in seen or b"<!DOCTYPE" in seen):
                raise Refused("unreadable")
            if is_sheet and b"<f" in seen and _FORMULA_ALONE.search(seen):
                raise Refused("formulas")
            tail = block[-_OVERLAP:]
    return found


def read_spreadsheet(path: Path) -> dict[str, Any]:
    """Every sheet with its words. Raises Refused."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    check_archive(path)
    book = CalamineWorkbook.from_path(str(path))
    listed = book.sheets_metadata
    if len(listed) > MOST_SHEETS:
        raise Refused("too_large")
    sheets, cells, letters = [], 0, 0
    for entry in listed:
        sheet = book.get_sheet_by_name(entry.name)
        if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS * 10:
            raise Refused("too_large")
        rows = [_trimmed([_text(value) for value in row]) for row in sheet.to_python(skip_empty_area=False)]
        cells += sum(map(len, rows))
        letters += sum(len(cell) for row in rows for cell in row)
        if cells > MOST_CELLS or letters > MOST_LETTERS or max(map(len, rows), default=0) > MOST_COLUMNS:
            raise Refused("too_large")
        continued = _fill_merged(rows, sheet.merged_cell_ranges or [])
        hidden = entry.visible != SheetVisibleEnum.Visible
        sheets.append({"name": entry.name, "rows": rows, "hidden": hidden, "continued": continued})
    return {"sheets": sheets}


def _fill_merged(rows: list[list[str]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[int]:
    """What a merged cell says, it says in each of its rows; across columns it is said once, in the first.

    Rows without a word of their own stay empty: they are the height of an entry, and no entry. Returns the numbers of
    the rows that were filled.
    """
    filled: set[int] = set()
    worded = [bool(row) for row in rows]
    for (top, left), (bottom, _) in ranges:
        if top >= len(rows) or left >= len(rows[top]) or not rows[top][left]:
            continue
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if worded[at]:
                row = rows[at]
                row.extend([""] * (left + 1 - len(row)))
                row[left] = row[left] or rows[top][left]
                filled.add(at + 1)
    return sorted(filled)


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _text(value: Any) -> str:  # noqa: PLR0911 - one return for each kind of cell
    match value:
        case str():
            return value[: LONGEST_CELL + 1].replace("\x00", "")
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return ""
