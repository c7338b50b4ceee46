"""The page of rates of exchange: what is held, and a table to paste, looked at before it is loaded."""

import tempfile
from pathlib import Path

from litestar import Response, get, post

from declarations.codes.rate_files import RateFile, read_rates
from declarations.codes.service import load_rates_for, rate_sources, rates_moved
from declarations.codes.store import Loaded, Moved
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import FieldError, Invalid
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.web.forms import read_form
from register.web.rendering import render

_LONGEST_TABLE = 900_000
_SHOWN = 25


@get("/rates", opt={"action": "rate.load"}, include_in_schema=False)
async def rates_page(request: AnyRequest) -> Response[str]:
    """The sources, and the form."""
    return await _page(request, Form())


@post("/rates", opt={"action": "rate.load"}, include_in_schema=False)
async def load_rates_page(request: AnyRequest) -> Response[str]:
    """Look at what was pasted; load it when the person has said so."""
    who, form = identity_of(request), await read_form(request)
    try:
        file = _read(form)
        if form.typed("step") != "load":
            return await _page(request, form, file=file, moved=await rates_moved(who, file))
        loaded = await load_rates_for(who, file)
    except Invalid as error:
        by_row = tuple(fault for fault in error.fields if fault.name.isdigit())
        if by_row:
            form.refuse("table", msg("The table has faults. Nothing was loaded."))
        form.take(_at_field(fault) for fault in error.fields if fault not in by_row)
        return await _page(request, form, 422, faults=by_row)
    return await _page(request, Form(), loaded=loaded)


def _at_field(fault: FieldError) -> FieldError:
    return fault if fault.name in {"source", "table"} else FieldError("table", fault.message)


def _read(form: Form) -> RateFile:
    source = form.line("source", longest=80)
    table = form.typed("table")  # with its tabs
    if not table.strip():
        form.refuse("table", msg("Paste the table."))
    if len(table) > _LONGEST_TABLE:
        form.refuse("table", msg("This table is too long. Load it with the command register rates load."))
    form.check()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="rates", suffix=".csv") as kept:
        kept.write(table)
        kept.flush()
        return read_rates(Path(kept.name), source or None)


async def _page(
    request: AnyRequest,
    form: Form,
    status: int = 200,
    *,
    file: RateFile | None = None,
    moved: list[Moved] | None = None,
    faults: tuple[FieldError, ...] = (),
    loaded: Loaded | None = None,
) -> Response[str]:
    return render(
        request,
        "policies/rates.html",
        status,
        form=form,
        sources=await rate_sources(identity_of(request)),
        longest=_LONGEST_TABLE,
        file=file,
        moved=moved or [],
        faults=faults[:_SHOWN],
        loaded=loaded,
    )


rate_pages = [rates_page, load_rates_page]
