"""The covering paper as a document to go on writing in: what the report is, what it asks, and its key figures."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from register.kernel.i18n import Locale, msg, pmsg
from reports.model import Organisation
from reports.periodic.book.bound import Bound
from reports.periodic.book.placed import BEFORE, CHANGE, THIS_PERIOD
from reports.periodic.model import Published
from reports.periodic.printed import cover_facts, note, said
from reports.periodic.reading import key_figures
from reports.periodic.words import Beside

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOMENT = (1980, 1, 1, 0, 0, 0)
_PASSAGES = (
    (msg("Summary"), "summary"),
    (msg("Introduction"), "introduction"),
    (msg("Action requested"), "action"),
    (msg("Draft decision"), "draft_decision"),
    (msg("Recommendations for revising the code"), "recommendations"),
)


def covering_paper(
    report: Published, locale: Locale, of: Organisation, *, is_released: bool, beside: Sequence[Beside] = ()
) -> bytes:
    """The paper as .docx; from right to left in Arabic. Equal reports make equal bytes."""
    bound = Bound(report, locale, of.name(locale.tag), is_released=is_released, beside=beside)
    paper = _Paper(bound)
    paper.line(bound.organisation)
    paper.line(bound.classification)
    if bound.warning:
        paper.line(bound.warning)
    paper.heading(bound.title, 0)
    paper.table([(bound.said(title), words) for title, words in cover_facts(bound) if words])
    for title, name in _PASSAGES:
        if bound.text(name):
            paper.heading(bound.said(title), 1)
            paper.passage(bound.text(name))
    titles = (pmsg("report", "Key figures"), THIS_PERIOD, BEFORE, CHANGE)
    paper.heading(bound.said(titles[0]), 1)
    rows = [
        (bound.said(each.title), said(bound, each.now), said(bound, each.before), said(bound, each.change, sign=True))
        for each in key_figures(report)
    ]
    paper.table([tuple(bound.said(title) for title in titles), *rows], has_head=True)
    if told := note(bound, rows):
        paper.line(told)
    return _steady(paper.made)


class _Paper:
    """A document in one language and direction."""

    def __init__(self, bound: Bound) -> None:
        self.made, self._bound = Document(), bound
        properties = self.made.core_properties
        properties.title, properties.author = bound.title, bound.organisation
        properties.language, properties.subject = bound.locale.tag, bound.report.symbol
        properties.last_modified_by = bound.organisation
        properties.created = properties.modified = bound.report.as_of.replace(tzinfo=None)

    def line(self, words: str) -> None:
        """A paragraph."""
        self._turn(self.made.add_paragraph(words))

    def heading(self, words: str, level: int) -> None:
        """A heading."""
        self._turn(self.made.add_heading(words, level))

    def passage(self, words: str) -> None:
        """A text of the ethics office, a paragraph for each of its own."""
        for part in words.split("\n"):
            if part.strip():
                self.line(part.strip())

    def table(self, rows: list[Any], *, has_head: bool = False) -> None:
        """A table; its first line is repeated on each page where it heads the columns."""
        made = self.made.add_table(len(rows), len(rows[0]), style="Table Grid")
        if self._bound.locale.is_rtl:
            made._tblPr.append(OxmlElement("w:bidiVisual"))  # noqa: SLF001 - the library has no word for direction
        for line, row in zip(made.rows, rows, strict=True):
            for place, (cell, words) in enumerate(zip(line.cells, row, strict=True)):
                paragraph = cell.paragraphs[0]
                paragraph.add_run(words).bold = has_head and line is made.rows[0]
                if has_head and place:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self._turn(paragraph)
        if has_head:
            mark = OxmlElement("w:tblHeader")
            made.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - nor for repeated heads

    def _turn(self, paragraph: Any) -> None:
        locale = self._bound.locale
        for run in paragraph.runs:
            if locale.is_rtl:
                run.font.rtl = True
            language = OxmlElement("w:lang")
            language.set(qn("w:bidi" if locale.is_rtl else "w:val"), locale.tag)
            run._r.get_or_add_rPr().append(language)  # noqa: SLF001 - nor for languages
        if locale.is_rtl:
            properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - nor for direction
            properties.append(OxmlElement("w:bidi"))


def _steady(made: Any) -> bytes:
    """The document with nothing in it of when it was written."""
    made.core_properties.revision = 1
    written, out = io.BytesIO(), io.BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for each in source.infolist():
            entry = zipfile.ZipInfo(each.filename, _MOMENT)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(entry, source.read(each))
    return out.getvalue()
