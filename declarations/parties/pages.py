"""The page on which the administrator loads a list into the directory."""

import tempfile
from pathlib import Path
from typing import Any

from litestar import Response, get, post
from litestar.types import ControllerRouterHandler

from declarations.codes.labels import label
from declarations.parties.countries import country_name
from declarations.parties.directory_pages import directory_pages
from declarations.parties.model import LoadReport, PartyRow
from declarations.parties.party_file import COLUMNS, read_party_file, table_of
from declarations.parties.service import load_rows
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import FieldError, Invalid
from register.kernel.form import Form
from register.kernel.formdata import Upload
from register.kernel.i18n import msg, say_list
from register.web.forms import read_files, read_form
from register.web.rendering import render

_HERE = "/parties/load"
_LONGEST_TABLE = 900_000
_SHOWN = 25
_LARGEST = 4_000_000
"""Bytes of a form with a file; larger lists are loaded by the command."""


def _page(
    request: AnyRequest,
    form: Form,
    status: int = 200,
    *,
    rows: list[PartyRow] | None = None,
    faults: tuple[FieldError, ...] = (),
    report: LoadReport | None = None,
) -> Response[str]:
    return render(
        request,
        "parties/load.html",
        status,
        form=form,
        columns_said=say_list(list(COLUMNS)),
        longest=_LONGEST_TABLE,
        rows=rows,
        shown=(rows or [])[:_SHOWN],
        faults=faults[:_SHOWN],
        report=report,
        label=label,
        country_name=country_name,
    )


@get(_HERE, opt={"action": "party.load"}, include_in_schema=False)
async def show_load(request: AnyRequest) -> Response[str]:
    """The form."""
    return _page(request, Form())


@post(_HERE, opt={"action": "party.load", "files": True}, request_max_body_size=_LARGEST, include_in_schema=False)
async def submit_load(request: AnyRequest) -> Response[Any]:
    """Check what was pasted and show it; load it when the person has said so."""
    form, files = await read_form(request), await read_files(request, "file")
    try:
        if files:
            _take_over(form, files[0])
        name, rows = _read(form)
    except Invalid as error:
        by_row = tuple(fault for fault in error.fields if "." in fault.name)
        if by_row:
            form.refuse("table", msg("The table has faults. Nothing was loaded."))
        return _page(request, form.take(fault for fault in error.fields if fault not in by_row), 422, faults=by_row)
    if form.typed("step") != "load":
        return _page(request, form, rows=rows)
    replace = form.ticked("replace")
    report = await load_rows(identity_of(request), rows, source_list=name, replace=replace)
    return _page(request, Form(), report=report)


def _take_over(form: Form, file: Upload) -> None:
    """Put the rows of a file where a pasted table stands, so that what was checked is what is loaded."""
    if not file.data:
        return
    form.put("table", table_of(_rows_of(file.data, Path(file.name).suffix)))


def _rows_of(data: bytes, suffix: str) -> list[PartyRow]:
    """The rows of a table. Raises Invalid by row and column, or of the field `table`."""
    with tempfile.NamedTemporaryFile("wb", suffix=suffix if suffix in {".csv", ".xlsx"} else ".csv") as kept:
        kept.write(data)
        kept.flush()
        try:
            return read_party_file(Path(kept.name))
        except Invalid as error:
            raise Invalid(error.message, [_of_table(fault) for fault in error.fields]) from error


def _read(form: Form) -> tuple[str, list[PartyRow]]:
    """The name of the list, and its rows. Raises Invalid: by field, or by row and column of the table."""
    name = form.line("list_name", missing=msg("Give the list a name."), longest=80)
    table = form.typed("table")  # with its tabs, which a text loses; each cell is read as strictly as a line
    if not table.strip():
        form.refuse("table", msg("Paste the table."))
    if len(table) > _LONGEST_TABLE:
        form.refuse("table", msg("This table is too long. Load it with the command register parties load."))
    form.check()
    return name, _rows_of(table.encode(), ".csv")


def _of_table(fault: FieldError) -> FieldError:
    return FieldError("table", fault.message) if fault.name == "file" else fault


parties_pages: list[ControllerRouterHandler] = [show_load, submit_load, *directory_pages]
