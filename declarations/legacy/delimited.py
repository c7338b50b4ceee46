"""Files of separated values, in whatever letters and with whatever between the values. Runs in the child process."""

import csv
import io
from pathlib import Path
from typing import Any

from declarations.legacy.encodings import encoding_of
from declarations.legacy.limits import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_ROWS,
    Refused,
)

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = (",", ";", "\t", "|")
_RARE_DELIMITERS = ("\x1f", "^", "~", "¦", "§")
_SAMPLE = 200_000
_LOOKED_AT = 200


def read_delimited(path: Path) -> dict[str, Any]:
    """The one sheet of the file. Raises Refused."""
    text, encoding = _decoded(path.read_bytes())
    if "\x00" in text or _is_markup(text):
        raise Refused("not_a_table")
    text, delimiter = _announced(text)
    delimiter = delimiter or _delimiter(text)
    rows = _rows(text, delimiter)
    if not any(len(row) > 1 for row in rows):
        raise Refused("not_a_table")
    _check_quotes(rows, delimiter)
    return {"sheets": [{"name": "", "rows": rows}], "encoding": encoding, "delimiter": delimiter}


def _announced(text: str) -> tuple[str, str]:
    """A first line such as `sep=;`, as spreadsheet programs write it, and the text without it."""
    first, end, rest = text.partition("\n")
    said = first.strip().strip('"')
    if end and said[:4].casefold() == "sep=" and len(said) == 5:
        return rest, said[4]
    return text, "\t" if said.casefold() == "sep=" and end and first.rstrip("\r\n").endswith("\t") else ""


def _check_quotes(rows: list[list[str]], delimiter: str) -> None:
    """Refuse a file in which a quotation mark that is never closed has swallowed rows. Raises Refused."""
    width = max(2, len(rows[0]) if rows else 0)
    for row in rows:
        for cell in row:
            if cell.count("\n") > 1 and sum(line.count(delimiter) >= width - 1 for line in cell.split("\n")) > 1:
                raise Refused("quotes")


def _decoded(raw: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _by(raw, encoding)
    start = raw[:4_000]
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) > 3 and start[odd::2].count(0) > len(start) // 40 and not start[1 - odd :: 2].count(0):
            return _by(raw, encoding)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    return _by(raw, encoding_of(raw))


def _by(raw: bytes, encoding: str) -> tuple[str, str]:
    try:
        return raw.decode(encoding), encoding
    except (UnicodeDecodeError, UnicodeError):
        # A byte that is no letter stays visible as one that was lost.
        return raw.decode(encoding, "replace"), encoding


def _is_markup(text: str) -> bool:
    start = text[:200].lstrip().casefold()
    return start.startswith(("<html", "<!doctype", "<?xml", "%pdf", "{\\rtf"))


def _delimiter(text: str) -> str:
    """The separator by which most of the first rows have the same number of values, and more than one."""
    sample = text[:_SAMPLE]

    def steadiness(delimiter: str) -> tuple[float, int]:
        widths = [len(row) for row in _some(sample, delimiter) if row]
        if not widths:
            return (0.0, 0)
        common = max(set(widths), key=lambda width: (widths.count(width), width))
        return (widths.count(common) / len(widths) if common > 1 else 0.0, common)

    best = max(_DELIMITERS, key=steadiness)
    return best if steadiness(best)[1] > 1 else max(_RARE_DELIMITERS, key=steadiness)


def _some(sample: str, delimiter: str) -> list[list[str]]:
    found = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            found.append(row)
            if len(found) >= _LOOKED_AT:
                break
    except csv.Error:
        pass
    return found


def _rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL * 4)
    rows: list[list[str]] = []
    cells = letters = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            trimmed = [cell.strip() for cell in row]
            while trimmed and not trimmed[-1]:
                trimmed.pop()
            rows.append(trimmed)
            cells += len(trimmed)
            letters += sum(map(len, trimmed))
            if len(rows) > MOST_ROWS or cells > MOST_CELLS or letters > MOST_LETTERS or len(trimmed) > MOST_COLUMNS:
                raise Refused("too_large")
    except csv.Error as error:
        raise Refused("unreadable") from error
    return rows
