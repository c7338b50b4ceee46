"""Pages of periodic reports: the list, one report, one table, and their files. Those of the office stand beside."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from declarations.minutes.pages import language_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.errors import NotFound
from register.kernel.paging import decode_cursor
from register.web.rendering import render
from reports.periodic.files import attached
from reports.periodic.office_pages import office_pages
from reports.periodic.releasing_pages import releasing_pages
from reports.periodic.service import reading
from reports.periodic.shown import shown
from reports.periodic.views import report_page, words_of_list

_HERE, _PUBLIC = "/reports", "/public/reports"
_READ, _OPEN = {"action": "report.read"}, {"action": "report.public"}


@get(_HERE, opt={"action": "report.list"}, include_in_schema=False)
async def list_page(request: AnyRequest) -> Response[str]:
    """The reports that are open to the reader."""
    who = identity_of(request)
    listed = await reading.list_with_corrections(who, decode_cursor(request.query_params.get("at")))
    prepares = permits(who, "report.prepare")
    return render(request, "periodic/list.html", listed=listed, base=_HERE, prepares=prepares, **words_of_list())


@get(_HERE + "/{report:str}", opt=_READ, include_in_schema=False)
async def show_report(request: AnyRequest, report: FromPath[str]) -> Response[str]:
    """One report, with what the reader may do with it."""
    return await report_page(request, await reading.read(identity_of(request), canonical_id(report)))


@get(_HERE + "/{report:str}/tables/{code:str}", opt=_READ, include_in_schema=False)
async def show_table(request: AnyRequest, report: FromPath[str], code: FromPath[str]) -> Response[str]:
    """One table in full: both periods, and every change."""
    return _table(request, await reading.read(identity_of(request), canonical_id(report)), code, _HERE)


@get(_HERE + "/{report:str}/files/{name:str}", opt=_READ, include_in_schema=False)
async def report_file(request: AnyRequest, report: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """The report as a file, in the language that was asked for."""
    found = await reading.read(identity_of(request), canonical_id(report))
    return await attached(found, name, language_in(request))


@get(_PUBLIC, opt=_OPEN, include_in_schema=False)
async def public_list(request: AnyRequest) -> Response[str]:
    """Released reports for the public."""
    listed = await reading.list_public_with_corrections(decode_cursor(request.query_params.get("at")))
    return render(request, "periodic/list.html", listed=listed, base=_PUBLIC, prepares=False, **words_of_list())


@get(_PUBLIC + "/{report:str}", opt=_OPEN, include_in_schema=False)
async def public_report(request: AnyRequest, report: FromPath[str]) -> Response[str]:
    """A released report for the public."""
    return await report_page(request, await reading.read_public(canonical_id(report)), is_public=True)


@get(_PUBLIC + "/{report:str}/tables/{code:str}", opt=_OPEN, include_in_schema=False)
async def public_table(request: AnyRequest, report: FromPath[str], code: FromPath[str]) -> Response[str]:
    """One of its tables in full."""
    return _table(request, await reading.read_public(canonical_id(report)), code, _PUBLIC)


@get(_PUBLIC + "/{report:str}/files/{name:str}", opt=_OPEN, include_in_schema=False)
async def public_file(request: AnyRequest, report: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """It as a file."""
    return await attached(await reading.read_public(canonical_id(report)), name, language_in(request))


def _table(request: AnyRequest, found: reading.Opened, code: str, base: str) -> Response[str]:
    chosen = next((each for each in shown(found.said) if each.entry.code == code), None)
    if chosen is None:
        raise NotFound
    context: dict[str, Any] = {"found": found, "shown": chosen, "base": f"{base}/{found.report.id}"}
    return render(request, "periodic/table.html", **context, **words_of_list())


periodic_pages: list[ControllerRouterHandler] = [
    list_page,
    show_report,
    show_table,
    report_file,
    public_list,
    public_report,
    public_table,
    public_file,
    *office_pages,
    *releasing_pages,
]
