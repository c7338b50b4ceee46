"""Importing an older register: choose a file, say what its columns mean, look at every problem, import, undo."""

from collections.abc import Iterable
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.codes.decisions import Decision
from declarations.codes.labels import label, labels_of
from declarations.codes.vocabulary import Kind
from declarations.filing.pages.addresses import seen_in
from declarations.legacy.errors_book import error_workbook
from declarations.legacy.forms import DECIDED, PREFIX, at_field, filled_in, read_mapping_form
from declarations.legacy.importable import IMPORTABLE, importable
from declarations.legacy.limits import BYTES_OF_FILE
from declarations.legacy.service import runs
from declarations.legacy.service.four_eyes import another_commits, another_undoes
from declarations.legacy.views import (
    KINDS,
    MARKS,
    ORDERS,
    STANDINGS,
    TONES,
    as_written,
    columns_of,
    columns_read,
    counts_of,
    decisions_of,
    problems_page,
)
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.labels import LANGUAGES
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.kernel.paging import Cursor, decode_cursor
from register.web.forms import read_files, read_form
from register.web.rendering import render

_HERE = "/imports"
_IMPORT = {"action": "legacy.import"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get(_HERE, opt=_IMPORT, include_in_schema=False)
async def imports_page(request: AnyRequest, at: FromQuery[str | None] = None) -> Response[str]:
    """The imports so far, and the choice of a file."""
    return await _list(request, Form(), at=at)


@post(_HERE, opt={**_IMPORT, "files": True}, request_max_body_size=BYTES_OF_FILE + 10_000, include_in_schema=False)
async def open_import(request: AnyRequest) -> Response[str] | Redirect:
    """Look at a file that was sent."""
    form, files = await read_form(request), await read_files(request, "file")
    if not files:
        form.refuse("file", msg("Choose the file of the register."))
    kind = form.choice("kind", tuple(IMPORTABLE), missing=None)
    if form.errors:
        return await _list(request, form, 422)
    try:
        made = await runs.open_run(identity_of(request), files[0].name, files[0].data, kind=kind or Kind.GIFT)
    except Invalid as error:
        form.refuse("file", error.message if not error.fields else error.fields[0].message)
        return await _list(request, form, 422)
    return Redirect(f"{_HERE}/{made}", status_code=303)


async def _list(request: AnyRequest, form: Form, status: int = 200, at: str | None = None) -> Response[str]:
    page = await runs.list_runs(identity_of(request), at)
    return render(
        request,
        "legacy/imports.html",
        status,
        form=form,
        page=page,
        kinds=KINDS,
        kind_names=dict(KINDS),
        standings=STANDINGS,
        tones=TONES,
    )


@get(_HERE + "/{wanted:str}", opt=_IMPORT, include_in_schema=False)
async def import_page(request: AnyRequest, wanted: FromPath[str], at: FromQuery[str | None] = None) -> Response[str]:
    """One import: what is in the file, what is wrong, what may be done."""
    return await _one(request, canonical_id(wanted), None, at=decode_cursor(at))


@post(_HERE + "/{wanted:str}/mapping", opt=_IMPORT, include_in_schema=False)
async def map_import(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Look at the file again with corrected columns."""
    form, known, who = await read_form(request), canonical_id(wanted), identity_of(request)
    try:
        view = await runs.read_run(who, known)
        mapping = read_mapping_form(form, view.found.mapping, view.found.understood.outcomes)
        await runs.map_run(who, known, seen_in(form.typed("seen")), mapping)
    except Invalid as error:
        form.take(at_field(fault) for fault in error.fields)
        if not error.fields:
            form.refuse("register", error.message)
        return await _one(request, known, form, 422)
    except Conflict as conflict:
        return await _one(request, known, form, 409, changed=conflict)
    return Redirect(f"{_HERE}/{known}", status_code=303)


@post(_HERE + "/{wanted:str}/commit", opt=_IMPORT, include_in_schema=False)
async def commit_import(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Have it imported; a part of a register only where it is said to be the whole next edition."""
    form, known = await read_form(request), canonical_id(wanted)
    try:
        seen, withdraw = seen_in(form.typed("seen")), form.typed("withdraw") == "yes"
        await runs.commit_run(identity_of(request), known, seen, withdraw=withdraw)
    except Invalid as error:
        return await _one(request, known, None, 422, faults=error.fields)
    except Conflict as conflict:
        return await _one(request, known, None, 409, changed=conflict)
    return Redirect(f"{_HERE}/{known}", status_code=303)


@post(_HERE + "/{wanted:str}/undo", opt=_IMPORT, include_in_schema=False)
async def undo_import(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Have it undone."""
    return await _step(request, wanted, runs.undo_run)


@post(_HERE + "/{wanted:str}/discard", opt=_IMPORT, include_in_schema=False)
async def discard_import(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Forget a file that was only looked at."""
    try:
        await runs.discard_run(identity_of(request), canonical_id(wanted))
    except Conflict as conflict:
        return await _one(request, canonical_id(wanted), None, 409, changed=conflict)
    return Redirect(_HERE, status_code=303)


@get(_HERE + "/{wanted:str}/not-imported", opt=_IMPORT, include_in_schema=False)
async def not_imported(request: AnyRequest, wanted: FromPath[str]) -> Response[bytes]:
    """The rows that were refused, with the reasons, as a workbook."""
    view = await runs.read_run(identity_of(request), canonical_id(wanted))
    headers = {"content-disposition": 'attachment; filename="not-imported.xlsx"', "cache-control": "no-store"}
    return Response(error_workbook(view.found), media_type=XLSX, headers=headers)


async def _step(request: AnyRequest, wanted: str, step: runs.Step) -> Response[str] | Redirect:
    form, known = await read_form(request), canonical_id(wanted)
    try:
        await step(identity_of(request), known, seen_in(form.typed("seen")))
    except Conflict as conflict:
        return await _one(request, known, None, 409, changed=conflict)
    return Redirect(f"{_HERE}/{known}", status_code=303)


async def _one(
    request: AnyRequest,
    wanted: UUID,
    form: Form | None,
    status: int = 200,
    *,
    at: Cursor | None = None,
    faults: Iterable[FieldError] = (),
    changed: Conflict | None = None,
) -> Response[str]:
    view = await runs.read_run(identity_of(request), wanted)
    kind = importable(view.run.kind)
    decisions = decisions_of(kind)
    return render(
        request,
        "legacy/import.html",
        status,
        view=view,
        another_commits=another_commits,
        another_undoes=another_undoes,
        run=view.run,
        found=view.found,
        form=(form or filled_in(view.found.mapping, view.found.understood.outcomes)).take(faults),
        standing=STANDINGS[view.run.status],
        tone=TONES[view.run.status],
        counts=counts_of(view.run),
        imports_nothing=not (view.run.added or view.run.changed or view.run.withdrawn),
        kind=kind,
        kind_name=label("kind", view.run.kind),
        columns=columns_of(kind),
        columns_read=columns_read(view.found),
        prefix=PREFIX,
        decided=DECIDED,
        heading_options=[(heading, as_written(heading, view.found)) for heading in view.found.headings],
        sheet_options=[(name, as_written(name)) for name in view.found.sheets],
        orders=ORDERS,
        marks=MARKS,
        decisions=decisions,
        decision_names={str(decision): label("decision", decision) for decision in Decision},
        capacities=list(labels_of("capacity").items()),
        languages_offered=list(LANGUAGES.items()),
        problems=problems_page(view, at),
        changed=changed,
    )


legacy_pages: list[ControllerRouterHandler] = [
    imports_page,
    open_import,
    import_page,
    map_import,
    commit_import,
    undo_import,
    discard_import,
    not_imported,
]
