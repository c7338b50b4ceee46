"""Tables that come as files: CSV or XLSX, read as text, hostile ones refused before anything of them is unpacked.

A 199 kB workbook can unpack to 200 MB, and one cell at XFD1048576 makes a reader walk 17 billion; so the container is
measured first, and the workbook is then read by a process with limits of its own.
"""

import csv
import io
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from register.kernel.errors import FieldError, Invalid
from register.kernel.message import Message, msg

MOST_ROWS = 100_000
MOST_COLUMNS = 64
LARGEST_FILE = 20_000_000
LARGEST_UNPACKED = 100_000_000
LARGEST_RATIO = 100
MOST_MEMBERS = 200
READ_SECONDS = 60


class SheetRow(msgspec.Struct, frozen=True):
    """One row below the headings: its number in the file, as a spreadsheet shows it, and its cells by column."""

    line: int
    cells: dict[str, str]


def refused(message: Message) -> Invalid:
    """The whole file is refused, with one reason."""
    return Invalid(message, [FieldError("file", message)])


def read_sheet(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> list[SheetRow]:
    """The rows of a file with exactly the named columns, in any order. Raises Invalid, naming the first obstacle."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refused(msg("The file is larger than %(megabytes)s MB.", megabytes=LARGEST_FILE // 1_000_000))
        raw = path.read_bytes()
    except OSError as error:
        raise refused(msg("The file %(file)s cannot be read.", file=str(path))) from error
    grid = _workbook(raw) if raw.startswith(b"PK") else _csv(raw)
    return _rows(grid, required, optional)


def _rows(grid: list[list[str]], required: Sequence[str], optional: Sequence[str]) -> list[SheetRow]:
    headings = [heading.strip().casefold() for heading in grid[0]] if grid else []
    missing = [name for name in required if name not in headings]
    if missing:
        raise refused(msg("The file lacks these columns: %(columns)s", columns=missing))
    unknown = [name for name in headings if name and name not in {*required, *optional}]
    if unknown or len(set(headings)) < len([heading for heading in headings if heading]):
        raise refused(msg("The file has columns that are unknown or named twice: %(columns)s", columns=headings))
    return [
        SheetRow(number, {name: cell.strip() for name, cell in zip(headings, cells, strict=False) if name})
        for number, cells in enumerate(grid[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]


def _csv(raw: bytes) -> list[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(msg("The file is neither a workbook (XLSX) nor text in UTF-8.")) from error
    if "\0" in text:
        raise refused(msg("The file is neither a workbook (XLSX) nor text in UTF-8."))
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    grid: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            grid.append(cells)
            if len(grid) > MOST_ROWS + 1 or len(cells) > MOST_COLUMNS:
                raise refused(_too_long())
    except csv.Error as error:
        raise refused(msg("Row %(row)s of the file cannot be read.", row=len(grid) + 1)) from error
    return grid


def _too_long() -> Message:
    return msg("The file has more than %(rows)s rows or %(columns)s columns.", rows=MOST_ROWS, columns=MOST_COLUMNS)


def _measure(raw: bytes) -> None:
    """Refuse a container that would unpack to more than it may; nothing is unpacked for this."""
    hostile = refused(msg("The workbook is damaged or unpacks to far more than it holds."))
    try:
        members = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise hostile from error
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * len(raw):
        raise hostile


def _workbook(raw: bytes) -> list[list[str]]:
    _measure(raw)
    command = [sys.executable, "-m", "register.people.workbook_reader", str(MOST_ROWS), str(MOST_COLUMNS)]
    unreadable = refused(msg("The workbook cannot be read."))
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=READ_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise unreadable from error
    if done.returncode == 3:
        raise refused(_too_long())
    if done.returncode != 0:
        raise unreadable
    return msgspec.json.decode(done.stdout, type=list[list[str]])
