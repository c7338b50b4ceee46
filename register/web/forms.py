"""The form of a request, read once and strictly."""

from typing import Any

from litestar import Request
from litestar.datastructures import State

from register.kernel.form import Form
from register.kernel.formdata import parse_form

_KEPT = "register_form"


async def read_form(request: Request[Any, Any, State]) -> Form:
    """What a person typed. Raises BadRequest for what no browser sends, and 413 above the limit of the body."""
    fields = request.scope.get(_KEPT)
    if fields is None:
        fields = parse_form(request.headers.get("content-type", ""), await request.body())
        request.scope[_KEPT] = fields  # type: ignore[literal-required]  # ours, beside the keys of ASGI
    return Form(fields)  # type: ignore[arg-type]
