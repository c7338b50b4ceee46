"""Changes of function that could not be carried over, as a page of the desk."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.standing.forms import read_close_reason
from declarations.standing.service import asides
from declarations.standing.words import CLOSE_REASONS, changed_words
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.i18n import Message
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/desk/changes"
_ONE = _HERE + "/{wanted:str}"


@get(_HERE, opt={"action": "aside.list"}, include_in_schema=False)
async def asides_page(request: AnyRequest, at: FromQuery[str | None] = None) -> Response[str]:
    """What could not be carried over."""
    return await _page(request, Form(), at=at)


@post(f"{_ONE}/retry", opt={"action": "aside.keep"}, include_in_schema=False)
async def retry_aside(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Have one tried again at once."""
    try:
        found = await asides.retry(identity_of(request), canonical_id(wanted))
    except Conflict as conflict:
        return await _page(request, Form(), 409, refused=conflict.message)
    if found.is_open:
        return await _page(request, Form(), 409, refused=asides.FAILED_AGAIN)
    return Redirect(f"{_HERE}?done=settled", status_code=303)


@post(f"{_ONE}/closing", opt={"action": "aside.keep"}, include_in_schema=False)
async def close_aside(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Close one with a reason."""
    form, change = await read_form(request), canonical_id(wanted)
    try:
        await asides.close(identity_of(request), change, read_close_reason(form, change))
    except Invalid as invalid:
        return await _page(request, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _page(request, form, 409, refused=conflict.message)
    return Redirect(f"{_HERE}?done=closed", status_code=303)


async def _page(
    request: AnyRequest, form: Form, status: int = 200, *, at: str | None = None, refused: Message | None = None
) -> Response[str]:
    page, names = await asides.list_asides(identity_of(request), decode_cursor(at))
    return render(
        request,
        "standing/asides.html",
        status,
        page=page,
        names=names,
        address=_HERE,
        form=form,
        refused=refused,
        done=request.query_params.get("done", ""),
        reasons=list(CLOSE_REASONS.items()),
        changed=changed_words,
    )


aside_pages: list[ControllerRouterHandler] = [asides_page, retry_aside, close_aside]
