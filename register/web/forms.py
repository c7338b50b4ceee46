"""The form of a request, read once and strictly."""

from typing import Any

from litestar import Request
from litestar.datastructures import State

from register.kernel.form import Form
from register.kernel.formdata import Files, Upload, parse_form

_KEPT = "register_form"
_FILES = "register_files"


async def read_form(request: Request[Any, Any, State]) -> Form:
    """What a person typed. Raises BadRequest for what no browser sends, and 413 above the limit of the body."""
    fields = request.scope.get(_KEPT)
    if fields is None:
        files: Files | None = {} if request.route_handler.opt.get("files") else None
        fields = parse_form(request.headers.get("content-type", ""), await request.body(), files)
        request.scope[_KEPT] = fields  # type: ignore[literal-required]  # ours, beside the keys of ASGI
        request.scope[_FILES] = files or {}  # type: ignore[literal-required]  # the same
    return Form(fields)  # type: ignore[arg-type]  # kept above, or by the guard


async def read_files(request: Request[Any, Any, State], name: str) -> list[Upload]:
    """The files that came under a name, on a route with `opt={"files": True}`; none where none was chosen."""
    await read_form(request)
    found: Files = request.scope.get(_FILES) or {}  # type: ignore[assignment]  # ours, beside the keys of ASGI
    return found.get(name, [])
