"""The files of a report: made out of what is published, in any of the four languages."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from io import BytesIO
from typing import Protocol

import msgspec
from litestar import Response

from register.kernel.errors import NotFound
from register.kernel.i18n import LOCALES, Locale, Message, msg
from reports.download import XLSX
from reports.model import Organisation
from reports.periodic.covering import DOCX, covering_paper
from reports.periodic.model import Published
from reports.periodic.printed import report_pdf
from reports.periodic.separated import ZIP, tables_zip
from reports.periodic.service.reading import Opened
from reports.periodic.stored import Status
from reports.periodic.words import Beside
from reports.periodic.workbook import write_workbook
from reports.settings import organisation

_AT_ONCE = asyncio.Semaphore(2)


class Make(Protocol):
    """Makes a file; without a release it is marked as what it is."""

    def __call__(
        self, report: Published, locale: Locale, of: Organisation, *, is_released: bool, beside: Sequence[Beside]
    ) -> Awaitable[bytes]:
        """The bytes of the file."""


class File(msgspec.Struct, frozen=True):
    """A form in which a report is handed out."""

    title: Message
    media_type: str
    make: Make


def _workbook(
    report: Published, locale: Locale, of: Organisation, *, is_released: bool, beside: Sequence[Beside]
) -> bytes:
    out = BytesIO()
    write_workbook(report, locale, of, out, is_released=is_released, beside=beside)
    return out.getvalue()


def _apart(make: Callable[..., bytes]) -> Make:
    async def made(
        report: Published, locale: Locale, of: Organisation, *, is_released: bool, beside: Sequence[Beside]
    ) -> bytes:
        async with _AT_ONCE:
            return await asyncio.to_thread(make, report, locale, of, is_released=is_released, beside=beside)

    return made


FILES: Mapping[str, File] = {
    "report.xlsx": File(msg("Workbook (.xlsx)"), XLSX, _apart(_workbook)),
    "report.pdf": File(msg("Document for reading and printing (.pdf)"), "application/pdf", report_pdf),
    "covering-paper.docx": File(msg("Covering paper to go on writing in (.docx)"), DOCX, _apart(covering_paper)),
    "tables.zip": File(msg("Tables for programs (.csv in a .zip)"), ZIP, _apart(tables_zip)),
}
"""By the name in the address."""


async def attached(found: Opened, name: str, language: str) -> Response[bytes]:
    """A file of a report as a download. Raises NotFound for a name that is none."""
    file = FILES.get(name)
    if file is None:
        raise NotFound
    released = found.report.status == Status.RELEASED
    made = await file.make(found.said, LOCALES[language], organisation(), is_released=released, beside=found.beside)
    stem, _, ending = name.rpartition(".")
    headers = {
        "content-disposition": f'attachment; filename="{stem}-{language}.{ending}"',
        "content-language": language,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(made, media_type=file.media_type, headers=headers)
