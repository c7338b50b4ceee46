"""Registers as offices keep them, written for the tests; none of it is from a real one."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

HEADINGS = [
    "No.",
    "Name of staff member",
    "Donor",
    "Description of gift",
    "Date received",
    "Estimated value",
    "Outcome",
]


def row(number: int = 1, **cells: Any) -> list[Any]:
    """An ordinary entry."""
    ordinary = {
        "number": f"G{number}",
        "person": "Amina Haddad",
        "giver": "Pumps and Pipes Ltd",
        "gift": f"Fountain pen {number}",
        "day": date(2024, 5, 13),
        "value": "45",
        "outcome": "Returned",
    }
    return list((ordinary | cells).values())


def csv_file(folder: Path, rows: list[list[Any]], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A file of separated values."""
    quoted = ['"' + str(cell).replace('"', '""') + '"' for cells in rows for cell in cells]
    width = len(rows[0])
    lines = [delimiter.join(quoted[at : at + width]) for at in range(0, len(quoted), width)]
    file = folder / "register.csv"
    file.write_bytes("\n".join(lines).encode(encoding))
    return file


def workbook(rows: list[list[Any]], *, title: str = "", hidden: list[list[Any]] | None = None) -> openpyxl.Workbook:
    """A workbook, with a title in a merged range above the headings and perhaps a hidden sheet before it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if hidden is not None:
        sheet.title = "Old"
        for cells in hidden:
            sheet.append(cells)
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("Register")
        book.active = 1
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
    for cells in rows:
        sheet.append(cells)
    return book


def saved(book: openpyxl.Workbook, folder: Path) -> Path:
    """The workbook as a file."""
    file = folder / "register.xlsx"
    book.save(file)
    return file


def bytes_of(book: openpyxl.Workbook) -> bytes:
    """The workbook as bytes."""
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
