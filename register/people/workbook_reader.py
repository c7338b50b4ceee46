"""Reads one workbook from standard input in a process with limits; prints its first sheet as rows of text.

Exit status 3: more rows or columns than allowed. Started by `register.people.sheet` only.
"""

import io
import resource
import sys
from datetime import date, datetime

import msgspec
import openpyxl
import openpyxl.xml

MEMORY = 1_000_000_000
SECONDS = 50


def limit() -> None:
    """Bound what this process may take from the machine."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def text_of(value: object) -> str:
    """A cell as text: a formula stays the text it is, a whole number has no decimal point, a date is ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def read(raw: bytes, rows: int, columns: int) -> list[list[str]] | None:
    """The first sheet, or None when it is larger than allowed."""
    if not openpyxl.xml.DEFUSEDXML:
        message = "defusedxml is missing"
        raise RuntimeError(message)
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file claims of its size is not believed
    grid: list[list[str]] = []
    for cells in sheet.iter_rows(max_row=rows + 2, max_col=columns + 1, values_only=True):
        if len(grid) > rows or cells[columns:] not in ((), (None,)):
            return None
        grid.append([text_of(cell) for cell in cells[:columns]])
    return grid


def main() -> int:
    """Read, print, say by the exit status what went wrong."""
    limit()
    grid = read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    if grid is None:
        return 3
    sys.stdout.buffer.write(msgspec.json.encode(grid))
    return 0


if __name__ == "__main__":
    sys.exit(main())
