"""Native bar charts, read in the direction of the language: bars grow from where reading begins."""

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from register.kernel.i18n import Locale
from reports.appearance import BLUE, GREY, INK, LATIN_FACE, LINE

_WIDTH_CM = 11.2


def bars(sheet: Worksheet, locale: Locale, title: str, anchor: str, table: tuple[int, int, int]) -> None:
    """A horizontal bar for each line of a small table: its column of words, its first and its last row."""
    column, first, last = table
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth, chart.legend = "bar", 10, 45, None
    chart.add_data(Reference(sheet, min_col=column + 1, min_row=first, max_row=last), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=column, min_row=first, max_row=last))
    chart.title = _title(locale, title)
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.roundedCorners = False
    _axes(chart, locale)
    series = chart.series[0]
    series.graphicalProperties = GraphicalProperties(solidFill=BLUE)
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, name, False)
    series.dLbls.txPr = RichText(p=[Paragraph(pPr=_paragraph(locale, 800, INK), endParaRPr=CharacterProperties())])
    vars(chart).update(width=_WIDTH_CM, height=2.6 + 0.62 * (last - first + 1))  # typed as whole centimetres
    sheet.add_chart(chart, anchor)


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
