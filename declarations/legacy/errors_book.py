"""The rows that were not imported as a workbook: as they stood in the file, with the reason beside them."""

import io
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from declarations.legacy.service.looking import Found
from register.kernel.i18n import current_locale, msg, say

_LONGEST = 32_000


def error_workbook(found: Found) -> bytes:
    """The workbook in the reader's language: row, reasons, then every column of the file as text."""
    book = Workbook(write_only=True)
    sheet = cast("WriteOnlyWorksheet", book.create_sheet(say(msg("Rows not imported"))[:31]))
    sheet.sheet_view.rightToLeft = current_locale().is_rtl
    titles = [say(msg("Row")), say(msg("Why it was not imported")), *found.headings]
    sheet.append([_cell(sheet, title) for title in titles])
    reasons = reasons_by_row(found)
    for row in found.refused:
        said = "\n".join(reasons.get(row.row, ()))
        sheet.append([row.row, *(_cell(sheet, text) for text in (said, *row.cells))])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def reasons_by_row(found: Found) -> dict[int, list[str]]:
    """Why rows are not imported, in the reader's language: each reason once, with the column it concerns."""
    reasons: dict[int, dict[str, None]] = {}
    for fault in found.faults:
        if fault.refused:
            where = f"{fault.heading}: " if fault.heading else ""
            reasons.setdefault(fault.row, {})[f"{where}{say(fault.message)}"] = None
    return {row: list(said) for row, said in reasons.items()}


def write_errors(found: Found, path: Path) -> None:
    """Write it beside the file."""
    path.write_bytes(error_workbook(found))


def _cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """Text that stays text, whatever it begins with."""
    shown = "".join(letter for letter in text if letter >= " " or letter in "\n\t")[:_LONGEST]
    cell: Cell = WriteOnlyCell(sheet, value=shown)
    cell.data_type = "s"
    return cell
