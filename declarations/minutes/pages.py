"""Pages of the minutes: the text in any of the four languages, to copy or to take away as a document or workbook."""

from litestar import Response, get
from litestar.params import FromPath

from declarations.minutes.documents import document, workbook
from declarations.minutes.service import read_attendance, read_figures
from declarations.minutes.texts import minutes
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.i18n import LOCALES, current_locale
from register.kernel.paging import decode_cursor
from register.web.rendering import render

_HERE = "/meetings/{meeting:str}/minutes"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get(_HERE, opt={"action": "minutes.read"}, include_in_schema=False)
async def minutes_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """What the minutes may say of disclosures, in the language that was asked for."""
    found = await read_figures(identity_of(request), canonical_id(meeting))
    chosen = language_in(request)
    return render(
        request,
        "minutes/minutes.html",
        figures=found,
        chosen=LOCALES[chosen],
        passages=minutes(found, chosen),
        tongues=list(LOCALES.values()),
    )


@get(_HERE + ".docx", opt={"action": "minutes.read"}, include_in_schema=False)
async def minutes_document(request: AnyRequest, meeting: FromPath[str]) -> Response[bytes]:
    """The same as a document."""
    found, chosen = await read_figures(identity_of(request), canonical_id(meeting)), language_in(request)
    return _attached(document(found, minutes(found, chosen), chosen), _DOCX, f"minutes-{chosen}.docx")


@get(_HERE + ".xlsx", opt={"action": "minutes.read"}, include_in_schema=False)
async def minutes_workbook(request: AnyRequest, meeting: FromPath[str]) -> Response[bytes]:
    """The figures as a workbook."""
    found, chosen = await read_figures(identity_of(request), canonical_id(meeting)), language_in(request)
    return _attached(workbook(found, chosen), _XLSX, f"disclosures-{chosen}.xlsx")


@get("/meetings/{meeting:str}/attendance", opt={"action": "minutes.read"}, include_in_schema=False)
async def attendance_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """The attendance list to be printed and signed."""
    cursor = decode_cursor(request.query_params.get("at"))
    view = await read_attendance(identity_of(request), canonical_id(meeting), cursor)
    return render(request, "minutes/attendance.html", view=view)


def language_in(request: AnyRequest) -> str:
    """The language of the text that was asked for, else that of the page."""
    asked = request.query_params.get("in", "")
    return asked if asked in LOCALES else current_locale().tag


def _attached(made: bytes, media_type: str, name: str) -> Response[bytes]:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(made, media_type=media_type, headers=headers)


minutes_pages = [minutes_page, minutes_document, minutes_workbook, attendance_page]
