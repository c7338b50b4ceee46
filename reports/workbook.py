"""Workbooks of any length in flat memory: small sheets by openpyxl, long ones streamed by our own writer.

A long sheet is an ordinary openpyxl sheet that holds its headings and settings; its rows are written between the two
halves of its XML as they come, deflated in a thread. One follows the other; no two are written at a time. Time stamps
are fixed, so equal content makes equal bytes.
"""

import asyncio
import contextlib
import operator
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO, Self
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.extended import ExtendedProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_APP
from openpyxl.xml.functions import tostring

from register.kernel.i18n import Locale, msg
from reports.appearance import BLUE, PALE, aligned, fill, font, line_height, under
from reports.cells import (
    MOST_ROWS,
    CellRefused,
    Column,
    Kind,
    StyleOf,
    Unwritable,
    cells_of,
    lines_about,
    lines_of,
    number_format,
    room_for,
)
from reports.container import Parts, stamped

_CHUNK = 1 << 20
_PENDING = 2
_MOST_REMEMBERED = 20_000
_END_OF_ROWS = b"</sheetData>"
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
_FIGURES = {Kind.COUNT, Kind.AMOUNT, Kind.MONEY}
_APPLICATION = "Declaration register"
_HIGHEST = 409.0
"""Points; no program shows a higher row."""
_PADDING = 2.0
_WORDS = 0.9
"""What is left of a line when words are not broken."""
_HEADING_ROOM = 0.7
"""Headings are bold and share their cell with the button of the filter."""
_ARABIC_ROOM = 0.9
"""Arabic stands a point larger, so that less of it stands on a line."""


class About(msgspec.Struct, frozen=True):
    """What the document properties say."""

    title: str
    organisation: str
    subject: str
    language: str
    moment: datetime
    """The moment up to which the content is complete; it stands for both time stamps."""


class Book:
    """A workbook that is being made: ordinary sheets and streamed ones; complete when its block ends."""

    def __init__(self, out: BinaryIO, locale: Locale, about: About) -> None:
        self.locale = locale
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self._zip = ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True)
        self._streamed: list[Worksheet] = []
        self._styles: dict[tuple[Kind, str], int] = {}
        _describe(self.book, about)
        self._zip.writestr(stamped(ARC_APP), tostring(ExtendedProperties(Application=_APPLICATION).to_tree()))

    def sheet(self, title: str) -> Worksheet:
        """A new sheet at the end, in the direction of the language."""
        made: Worksheet = self.book.create_sheet(title)
        made.sheet_view.rightToLeft = self.locale.is_rtl
        made.sheet_view.showGridLines = False
        made.page_setup.paperSize = 9  # A4
        return made

    @contextlib.asynccontextmanager
    async def stream(self, sheet: Worksheet, columns: Sequence[Column], most: int = MOST_ROWS) -> AsyncIterator["Rows"]:
        """Write the rows of one sheet as they come; headings, filter, print titles and widths are set here."""
        _lay_out(sheet, columns, self.locale)
        self._streamed.append(sheet)
        part = stamped(f"xl/worksheets/sheet{self.book.sheetnames.index(sheet.title) + 1}.xml")
        style_of = self._style_of(sheet)
        with self._zip.open(part, "w", force_zip64=True) as entry, ThreadPoolExecutor(1) as thread:
            entry.write(_before_rows(sheet))
            rows = Rows(entry, thread, columns, style_of, self.locale, most)
            yield rows
            await rows.flush()
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{rows.last}"
            entry.write(_after_rows(sheet))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        """Write everything else and close the container; after an error close it only."""
        try:
            if failed is None:
                Parts(self.book, self._zip, self._streamed).save()
        finally:
            with contextlib.suppress(ValueError, OSError):
                self._zip.close()

    def _style_of(self, sheet: Worksheet) -> StyleOf:
        def number(kind: Kind, variant: str) -> int:
            found = self._styles.get((kind, variant))
            if found is None:
                found = self._styles[kind, variant] = _style(sheet, kind, variant, self.locale)
            return found

        return number


class Rows:
    """The rows of the streamed sheet. `last` is the number of the last row written, headings included."""

    def __init__(
        self,
        entry: IO[bytes],
        thread: ThreadPoolExecutor,
        columns: Sequence[Column],
        style_of: StyleOf,
        locale: Locale,
        most: int = MOST_ROWS,
    ) -> None:
        self._entry, self._thread, self._columns = entry, thread, columns
        self._most = most
        self._tall: dict[object, int] = {}
        room = _ARABIC_ROOM if locale.is_rtl else 1.0
        self._cells = [cells_of(column, style_of, self._tall, column.width * room) for column in columns]
        self._high = _Heights(self._tall)
        self._labels = _picker([number for number, column in enumerate(columns) if column.kind is Kind.LABEL])
        texts = [number for number, column in enumerate(columns) if column.kind is Kind.TEXT]
        self._written = [(number, room_for(columns[number].width * room * _WORDS)) for number in texts]
        self._line = line_height(locale)
        self._many = len(columns)
        self._buffer: list[str] = []
        self._size = 0
        self._pending: list[asyncio.Future[int]] = []
        self.last = 1

    @property
    def is_full(self) -> bool:
        """Whether it is time to wait for `drain`."""
        return self._size >= _CHUNK

    @property
    def is_at_end(self) -> bool:
        """Whether the sheet holds no row more."""
        return self.last >= self._most

    def add(self, values: Sequence[object]) -> None:
        """One row. Raises CellRefused, naming the cell, for what a sheet cannot hold."""
        if self.last >= self._most:
            raise CellRefused(
                msg("A worksheet holds at most %(rows)s rows. Choose a shorter period.", rows=self._most - 1)
            )
        if len(values) != self._many:
            raise ValueError("a row has one value for each column")
        self.last += 1
        try:
            cells = "".join(map(operator.getitem, self._cells, values))  # a whole row without a step of Python
        except Unwritable as error:
            raise self._refused(values) from error
        lines = self._lines(values)
        high = f' ht="{min(lines * self._line + _PADDING, _HIGHEST):.1f}" customHeight="1"' if lines > 1 else ""
        row = f'<row r="{self.last}"{high}>{cells}</row>'
        self._buffer.append(row)
        self._size += len(row)

    def _lines(self, values: Sequence[object]) -> int:
        """How many lines the row needs; programs do not agree on who works that out, so the file says it."""
        most = self._high[self._labels(values)] if self._tall else 1
        for number, room in self._written:
            text = values[number]
            if isinstance(text, str) and (len(text) > room or "\n" in text):
                most = max(most, lines_about(text, room))
        return most

    async def flush(self) -> None:
        """Wait until everything added so far is in the container."""
        await self.drain()
        await self._settle(0)

    async def drain(self) -> None:
        """Hand what was added to the thread that deflates, waiting where it lags behind."""
        chunk = "".join(self._buffer).encode()
        self._buffer.clear()
        self._size = 0
        self._pending.append(asyncio.get_running_loop().run_in_executor(self._thread, self._entry.write, chunk))
        await self._settle(_PENDING)

    async def _settle(self, most: int) -> None:
        while len(self._pending) > most:
            await self._pending.pop(0)

    def _refused(self, values: Sequence[object]) -> CellRefused:
        for number, (cells, value) in enumerate(zip(self._cells, values, strict=True), 1):
            try:
                cells[value]
            except Unwritable:
                name = f"{get_column_letter(number)}{self.last}"
                return CellRefused(
                    msg(
                        "Cell %(cell)s (%(column)s) holds text that a worksheet cannot hold. Nothing was exported.",
                        cell=name,
                        column=self._columns[number - 1].title,
                    )
                )
        raise AssertionError  # the row was refused, so one of its cells is


class _Heights(dict[tuple[object, ...], int]):
    """How many lines labels need that stand together in a row; the same come together again and again."""

    def __init__(self, tall: Mapping[object, int]) -> None:
        super().__init__()
        self._tall = tall

    def __missing__(self, labels: tuple[object, ...]) -> int:
        is_low = self._tall.keys().isdisjoint(labels)
        lines = 1 if is_low else max(self._tall.get(label, 1) for label in labels)
        if len(self) < _MOST_REMEMBERED:
            self[labels] = lines
        return lines


def _picker(places: Sequence[int]) -> Callable[[Sequence[object]], tuple[object, ...]]:
    """Takes the values at some places out of a row."""
    if len(places) < 2:
        return lambda values: tuple(values[place] for place in places)
    return operator.itemgetter(*places)


def _describe(book: Workbook, about: About) -> None:
    moment = about.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = book.properties
    properties.title, properties.subject, properties.creator = about.title, about.subject, about.organisation
    properties.language, properties.lastModifiedBy = about.language, about.organisation
    properties.created = properties.modified = moment


def _lay_out(sheet: Worksheet, columns: Sequence[Column], locale: Locale) -> None:
    """Headings that stay in sight, on the screen and on every printed page, landscape, as wide as the paper."""
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        cell.value, cell.data_type = column.title, "s"
        cell.font = font(10, BLUE, bold=True, rtl=locale.is_rtl)
        cell.fill, cell.border = fill(PALE), under(BLUE, "medium")
        cell.alignment = aligned(
            _side(column.kind, locale), vertical="center", rtl=locale.is_rtl, indent=int(column.kind in _FIGURES)
        )
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    most = max(lines_of(column.title, column.width * _HEADING_ROOM) for column in columns)
    sheet.row_dimensions[1].height = max(most, 2) * line_height(locale) + 6
    sheet.sheet_format.defaultRowHeight = line_height(locale) + _PADDING
    sheet.sheet_format.customHeight = True
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"


def _side(kind: Kind, locale: Locale) -> str:
    """Figures stand at the end of their column, everything else where reading begins."""
    return "right" if (kind in _FIGURES) != locale.is_rtl else "left"


def _style(sheet: Worksheet, kind: Kind, variant: str, locale: Locale) -> int:
    cell = Cell(sheet, row=1, column=1)
    cell.font = font(10, rtl=locale.is_rtl)
    cell.border = under()
    own_direction = None if kind is Kind.TEXT else locale.is_rtl  # what people wrote is read in its own direction
    wrap, indent = kind in {Kind.TEXT, Kind.LABEL}, int(kind in _FIGURES)  # figures keep off the words beside them
    cell.alignment = aligned(_side(kind, locale), wrap=wrap, rtl=own_direction, indent=indent)
    cell.number_format = number_format(kind, variant)
    cell.quotePrefix = variant == "quoted"
    return int(cell.style_id)


def _xml(sheet: Worksheet) -> tuple[bytes, bytes]:
    writer = WorksheetWriter(sheet)
    writer.write()
    whole = Path(str(writer.out)).read_bytes()
    writer.cleanup()
    before, _, after = whole.partition(_END_OF_ROWS)
    return before, _END_OF_ROWS + after


def _before_rows(sheet: Worksheet) -> bytes:
    """Up to the headings; without the dimension, which would name the headings alone."""
    return _DIMENSION.sub(b"", _xml(sheet)[0])


def _after_rows(sheet: Worksheet) -> bytes:
    return _xml(sheet)[1]
