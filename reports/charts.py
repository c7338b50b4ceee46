"""Native bar charts, read in the direction of the language: bars grow from where reading begins."""

from collections.abc import Sequence
from math import ceil
from typing import Any, NamedTuple

import msgspec
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Locale
from reports.appearance import BLUE, GREY, INK, LATIN_FACE, LINE

_WIDTH_CM = 11.2
_ROOM = 1.15


class Series(NamedTuple):
    """Bars of one kind: what they are called, and their numbers."""

    title: str
    numbers: Reference


class Chart(msgspec.Struct, frozen=True):
    """What a chart shows, and the same in words for who does not see it."""

    title: str
    described: str
    words: Reference
    """What each bar, or pair of bars, stands for."""
    series: Sequence[Series]
    width: float = _WIDTH_CM
    """Centimetres."""
    height: float | None = None
    """Centimetres; otherwise as high as the bars need."""
    greatest: int = 0
    """The longest bar, if known: programs differ in how much room they leave for its number."""

    @property
    def needed(self) -> float:
        """Its height in centimetres."""
        groups = self.words.max_row - self.words.min_row + 1
        legend = 0.7 if len(self.series) > 1 else 0.0
        return self.height or 2.6 + legend + (0.62 if len(self.series) == 1 else 0.95) * groups


def bars(sheet: Worksheet, locale: Locale, title: str, anchor: str, table: tuple[int, int, int]) -> None:
    """A horizontal bar for each line of a small table: its column of words, its first and its last row."""
    column, first, last = table
    words = Reference(sheet, min_col=column, min_row=first, max_row=last)
    numbers = Reference(sheet, min_col=column + 1, min_row=first, max_row=last)
    place_chart(sheet, locale, anchor, Chart(title, title, words, [Series(title, numbers)]))


def place_chart(sheet: Worksheet, locale: Locale, anchor: str, wanted: Chart) -> None:
    """A chart of horizontal bars; a second series is hatched, so that colour alone tells nothing."""
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth, chart.legend = "bar", 10, 45, None
    for number, each in enumerate(wanted.series):
        chart.series.append(_series(locale, each, number))
    chart.set_categories(wanted.words)
    chart.title = _title(locale, wanted.title)
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.roundedCorners = False
    _axes(chart, locale)
    if wanted.greatest:
        chart.y_axis.scaling.max = ceil(wanted.greatest * _ROOM)
    if len(wanted.series) > 1:
        chart.legend = Legend(legendPos="b")
        chart.legend.txPr = RichText(p=[Paragraph(pPr=_paragraph(locale, 800, GREY), endParaRPr=CharacterProperties())])
    vars(chart).update(width=wanted.width, height=wanted.needed, described=wanted.described)  # typed as whole numbers
    sheet.add_chart(chart, anchor)


def _series(locale: Locale, wanted: Series, number: int) -> ChartSeries:
    series: ChartSeries = SeriesFactory(wanted.numbers, title=wanted.title)
    hatched = PatternFillProperties(prst="wdUpDiag", fgClr=_colour(GREY), bgClr=_colour("FFFFFF"))
    outlined = GraphicalProperties(pattFill=hatched, ln=LineProperties(solidFill=GREY, w=6350))
    series.graphicalProperties = outlined if number else GraphicalProperties(solidFill=BLUE)
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, name, False)
    series.dLbls.txPr = RichText(p=[Paragraph(pPr=_paragraph(locale, 800, INK), endParaRPr=CharacterProperties())])
    return series


def _colour(rgb: str) -> ColorChoice:
    plain: Any = rgb  # the stubs want what openpyxl makes of it
    return ColorChoice(srgbClr=plain)


def _title(locale: Locale, words: str) -> Title:
    look = _paragraph(locale, 1100, INK, bold=True)
    run = RegularTextRun(rPr=look.defRPr, t=words)
    return Title(tx=Text(rich=RichText(p=[Paragraph(pPr=look, r=[run])])), overlay=False)


def _axes(chart: BarChart, locale: Locale) -> None:
    chart.x_axis.scaling.orientation = "maxMin"  # the first line of the table on top
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    chart.y_axis.number_format = "#,##0"
    if locale.is_rtl:
        chart.y_axis.scaling.orientation = "maxMin"
    line = GraphicalProperties(ln=LineProperties(solidFill=LINE))
    chart.x_axis.graphicalProperties = line
    chart.x_axis.majorTickMark = "none"
    chart.x_axis.txPr = RichText(p=[Paragraph(pPr=_paragraph(locale, 800, GREY), endParaRPr=CharacterProperties())])


def _paragraph(locale: Locale, size: int, colour: str, *, bold: bool = False) -> ParagraphProperties:
    face = Font(typeface=LATIN_FACE)
    properties = CharacterProperties(sz=size, b=bold, solidFill=colour, latin=face, cs=face, lang=locale.tag)
    return ParagraphProperties(defRPr=properties, rtl=locale.is_rtl)
