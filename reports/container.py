"""The container of a workbook: openpyxl's parts beside the sheets that were streamed, every time stamp fixed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.relationship import RelationshipList
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_APP

LEVEL = 2
"""Of deflate, for which a long sheet waits: half as large again as by the usual level, in two thirds of the time."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def stamped(name: str) -> ZipInfo:
    """A part that carries no moment and no machine, so that equal content makes equal bytes."""
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    info._compresslevel = LEVEL  # type: ignore[attr-defined]  # noqa: SLF001 - each part's own; public from 3.13 on
    return info


class _Archive:
    """What openpyxl writes into: our container, with our time stamps."""

    def __init__(self, into: ZipFile) -> None:
        self._into = into

    def writestr(self, name: str, content: bytes | str) -> None:
        if name != ARC_APP:  # stands first already, as programs that look at the first bytes expect
            self._into.writestr(stamped(name), content)

    def write(self, path: str, name: str) -> None:
        self.writestr(name, Path(path).read_bytes())

    def namelist(self) -> list[str]:
        return self._into.namelist()

    def close(self) -> None:
        self._into.close()


class Parts(ExcelWriter):
    """openpyxl's own writer, but for the sheets that were streamed."""

    def __init__(self, book: Workbook, into: ZipFile, streamed: Sequence[Worksheet]) -> None:
        super().__init__(book, cast("ZipFile", _Archive(into)))
        self._streamed = streamed

    def write_worksheet(self, ws: Worksheet) -> None:
        if ws not in self._streamed:
            super().write_worksheet(ws)
            return
        vars(ws).update(_drawing=SpreadsheetDrawing(), _rels=RelationshipList())  # what the base class sets
        self.manifest.append(ws)

    def _write_drawing(self, drawing: Any) -> None:
        """Charts with what they show in words (`described`), which openpyxl leaves out."""
        frame_of = drawing._chart_frame  # noqa: SLF001 - openpyxl has no other door
        write: Callable[[Any], None] = getattr(super(), "_write_drawing")  # noqa: B009 - not in the stubs

        def described(number: int) -> Any:
            frame = frame_of(number)
            frame.nvGraphicFramePr.cNvPr.descr = vars(drawing.charts[number - 1]).get("described")
            return frame

        vars(drawing)["_chart_frame"] = described
        write(drawing)
