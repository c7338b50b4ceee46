"""Imports for programs; the same services as the pages. A file is sent as the body, its name in `X-File-Name`."""

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.api.errors import idempotency_key
from declarations.legacy.errors_book import error_workbook
from declarations.legacy.limits import BYTES_OF_FILE
from declarations.legacy.pages import XLSX
from declarations.legacy.schemas import ImportKind, MappingIn, RunDetailOut, RunOut
from declarations.legacy.service import runs
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import Cursor, Page, decode_cursor
from register.web.etags import etag, if_match

_V1, _TAGS, _OPT = "/api/v1/imports", ["imports"], {"action": "legacy.import"}


@get(_V1, opt=_OPT, tags=_TAGS)
async def list_imports(request: AnyRequest, at: FromQuery[str | None] = None) -> Page[RunOut]:
    """Imports, the newest first."""
    page = await runs.list_runs(identity_of(request), at)
    return Page([RunOut.of(run) for run in page.items], page.newer, page.older)


@post(_V1, opt=_OPT, tags=_TAGS, request_max_body_size=BYTES_OF_FILE + 10_000)
async def open_import(request: AnyRequest, kind: FromQuery[ImportKind] = "gift") -> Response[RunDetailOut]:
    """Look at a file (.xlsx or .csv, the whole body); nothing is imported before it is committed.

    `kind` is what the register holds.
    """
    name = request.headers.get("x-file-name", "register")[:200]
    key = f"import-{idempotency_key(request)}"
    made = await runs.open_run(identity_of(request), name, await request.body(), kind=kind, idempotency_key=key)
    return await _answer(request, str(made), 201)


@get(_V1 + "/{wanted:str}", opt=_OPT, tags=_TAGS)
async def read_import(
    request: AnyRequest, wanted: FromPath[str], at: FromQuery[str | None] = None
) -> Response[RunDetailOut]:
    """One import with its problems, page by page: `at` is a cursor of `problems`."""
    return await _answer(request, wanted, cursor=decode_cursor(at))


@put(_V1 + "/{wanted:str}/mapping", opt=_OPT, tags=_TAGS)
async def map_import(request: AnyRequest, wanted: FromPath[str], data: JSONBody[MappingIn]) -> Response[RunDetailOut]:
    """Look at the file again under a corrected mapping."""
    await runs.map_run(identity_of(request), canonical_id(wanted), if_match(request), data.mapping)
    return await _answer(request, wanted)


@post(_V1 + "/{wanted:str}/commit", opt=_OPT, tags=_TAGS, status_code=202)
async def commit_import(
    request: AnyRequest, wanted: FromPath[str], *, withdraw: FromQuery[bool] = False
) -> Response[RunDetailOut]:
    """Have it imported, as a whole or not at all; `status` tells when it is done.

    A file that would withdraw most of its register is refused unless `withdraw` says that it is the whole next edition.
    """
    await runs.commit_run(identity_of(request), canonical_id(wanted), if_match(request), withdraw=withdraw)
    return await _answer(request, wanted, 202)


@post(_V1 + "/{wanted:str}/undo", opt=_OPT, tags=_TAGS, status_code=202)
async def undo_import(request: AnyRequest, wanted: FromPath[str]) -> Response[RunDetailOut]:
    """Have the latest import of a register undone, within one day."""
    await runs.undo_run(identity_of(request), canonical_id(wanted), if_match(request))
    return await _answer(request, wanted, 202)


@post(_V1 + "/{wanted:str}/discard", opt=_OPT, tags=_TAGS, status_code=204)
async def discard_import(request: AnyRequest, wanted: FromPath[str]) -> None:
    """Forget a file that was only looked at."""
    await runs.discard_run(identity_of(request), canonical_id(wanted))


@get(_V1 + "/{wanted:str}/not-imported", opt=_OPT, tags=_TAGS, media_type=XLSX)
async def not_imported(request: AnyRequest, wanted: FromPath[str]) -> Response[bytes]:
    """The rows that were refused, with the reasons, as a workbook."""
    view = await runs.read_run(identity_of(request), canonical_id(wanted))
    headers = {"content-disposition": 'attachment; filename="not-imported.xlsx"', "cache-control": "no-store"}
    return Response(error_workbook(view.found), media_type=XLSX, headers=headers)


async def _answer(
    request: AnyRequest, wanted: str, status: int = 200, cursor: Cursor | None = None
) -> Response[RunDetailOut]:
    view = await runs.read_run(identity_of(request), canonical_id(wanted))
    return Response(RunDetailOut.of(view, cursor), status_code=status, headers={"etag": etag(view.run.version)})


legacy_api: list[ControllerRouterHandler] = [
    list_imports,
    open_import,
    read_import,
    map_import,
    commit_import,
    undo_import,
    discard_import,
    not_imported,
]
