"""How much of a file is read: far more than any register holds, far less than hurts."""

MEGABYTE = 1_000_000

BYTES_OF_FILE = 25 * MEGABYTE
BYTES_OF_ANSWER = 200 * MEGABYTE
BYTES_OF_MEMORY = 260 * MEGABYTE
SECONDS_OF_PROCESSOR = 4
SECONDS = 5.0
BYTES_UNPACKED = 120 * MEGABYTE
MOST_PARTS = 2_000
"""Members of a workbook: sheets, and photographs of gifts."""
MOST_RATIO = 200
"""How many times larger a large member may be than it is packed."""
MOST_SHEETS = 50
MOST_ROWS = 60_000
MOST_COLUMNS = 120
MOST_CELLS = 2_000_000
MOST_LETTERS = 40 * MEGABYTE
LONGEST_CELL = 32_767
"""As a spreadsheet holds."""


class Refused(Exception):
    """A file that is not read. `code` says why, `declarations.legacy.files` says it in words."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
