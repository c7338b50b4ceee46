"""The report of a meeting as a workbook, for those who keep it or preside over it; for programs in numbers too."""

from litestar import Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from declarations.minutes.pages import language_in
from declarations.minutes.report_schemas import ReportOut
from declarations.minutes.reporting import read_report
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.i18n import LOCALES
from register.web.site import site
from reports.download import XLSX
from reports.meeting_book import meeting_workbook

_API = "/api/v1/meetings/{meeting:str}/report"
_READ = {"action": "minutes.read"}


@get("/meetings/{meeting:str}/report.xlsx", opt=_READ, include_in_schema=False)
async def meeting_report(request: AnyRequest, meeting: FromPath[str]) -> Response[bytes]:
    """The report of a meeting as a workbook, in the language that was asked for."""
    return await _book(request, meeting)


@get(_API, opt=_READ, tags=["meetings"])
async def read_meeting_report(request: AnyRequest, meeting: FromPath[str]) -> ReportOut:
    """The report of a meeting in numbers."""
    return ReportOut.of(await read_report(identity_of(request), canonical_id(meeting)))


@get(_API + ".xlsx", opt=_READ, tags=["meetings"], media_type=XLSX)
async def download_meeting_report(request: AnyRequest, meeting: FromPath[str]) -> Response[bytes]:
    """The same as a workbook, in the language of `in` (`ar`, `en`, `fr`, `es`)."""
    return await _book(request, meeting)


async def _book(request: AnyRequest, meeting: str) -> Response[bytes]:
    found, chosen = await read_report(identity_of(request), canonical_id(meeting)), language_in(request)
    made = meeting_workbook(found, site().name(chosen), LOCALES[chosen])
    headers = {
        "content-disposition": f'attachment; filename="meeting-report-{chosen}.xlsx"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(made, media_type=XLSX, headers=headers)


meeting_pages: list[ControllerRouterHandler] = [meeting_report, read_meeting_report, download_meeting_report]
