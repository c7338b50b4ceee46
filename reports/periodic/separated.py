"""All tables of a report as comma-separated files in one archive; equal reports make equal bytes."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from register.kernel.i18n import Locale
from reports.model import Organisation
from reports.periodic.book.annex import COLUMNS, words_of
from reports.periodic.book.bound import Bound
from reports.periodic.book.corrections import HEADS
from reports.periodic.book.placed import BEFORE, CHANGE, THIS_PERIOD
from reports.periodic.model import Published, canonical
from reports.periodic.reading import Read
from reports.periodic.shown import Shown, corrected, shown
from reports.periodic.words import Beside
from reports.separated import guarded

ZIP = "application/zip"
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The day that archives begin with, so that none tells when it was made."""


def tables_zip(
    report: Published, locale: Locale, of: Organisation, *, is_released: bool, beside: Sequence[Beside] = ()
) -> bytes:
    """A file for each table, one for the gifts, and the report itself as programs read it."""
    bound = Bound(report, locale, of.name(locale.tag), is_released=is_released, beside=beside)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, each in enumerate(shown(report), 1):
            _put(archive, f"{number:02}-{each.entry.code}.csv", _separated(_table(bound, each)))
        if report.changed:
            _put(archive, "corrections.csv", _separated(_corrected(bound)))
        if report.annex:
            rows = ([guarded(word) for word in words_of(bound, gift)] for gift in report.annex)
            _put(archive, "annex.csv", _separated([[bound.said(title) for title, _ in COLUMNS], *rows]))
        _put(archive, "report.json", canonical(report))
        if bound.warning:
            _put(archive, "not-released.txt", codecs.BOM_UTF8 + f"{bound.warning}\r\n".encode())
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
    archive.writestr(entry, content)


def _table(bound: Bound, each: Shown) -> Iterable[Sequence[object]]:
    """Code and words of each line, then every number of both periods and its change; `*` is withheld."""
    blocks = (THIS_PERIOD, BEFORE, CHANGE) if each.table.has_before else (THIS_PERIOD,)
    titles = [f"{bound.said(column.title)} – {bound.said(block)}" for block in blocks for column in each.columns]
    yield ["code", bound.said(each.entry.of_lines), *titles]
    for row in each.table.rows:
        reads = [
            *row.now,
            *(row.before if each.table.has_before else ()),
            *(row.change if each.table.has_before else ()),
        ]
        yield [guarded(row.code), guarded(bound.said(each.title(row))), *(_plain(read) for read in reads)]


def _corrected(bound: Bound) -> Iterable[Sequence[object]]:
    """Both numbers of what a correction says otherwise."""
    yield [bound.said(title) for title, _ in HEADS]
    for each in corrected(bound.report):
        words = (each.table, each.line, each.column.title)
        yield [*(guarded(bound.said(word)) for word in words), _plain(each.before), _plain(each.after)]


def _plain(read: Read) -> str:
    return "*" if read.is_withheld else "" if read.number is None else str(read.number)


def _separated(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()
