"""Pages of what became of the code at the meeting."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import seen_in
from declarations.meetings.forms_agenda import form_of_code, read_code
from declarations.meetings.service import completing
from declarations.meetings.service.overview import overview
from declarations.meetings.views import meeting_page
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.form import Form
from register.web.forms import read_form

_CODE, _KEEP = "/meetings/{meeting:str}/code", {"action": "meeting.keep"}


@get(_CODE, opt=_KEEP, include_in_schema=False)
async def code_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """What is recorded of the code at the meeting."""
    return await _code(request, canonical_id(meeting), None)


@post(_CODE, opt=_KEEP, include_in_schema=False)
async def record_code(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Record it."""
    form, wanted = await read_form(request), canonical_id(meeting)
    try:
        await completing.record_code(identity_of(request), wanted, read_code(form), seen_in(form.typed("seen")))
    except Invalid as invalid:
        return await _code(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _code(request, wanted, form, 409, changed=conflict)
    return Redirect(f"/meetings/{wanted}", status_code=303)


async def _code(request: AnyRequest, wanted: UUID, form: Form | None, status: int = 200, **more: Any) -> Response[str]:
    view = await overview(identity_of(request), wanted)
    if not view.kept.is_secretary:
        raise NotFound
    form = form or form_of_code(view.meeting)
    return meeting_page(request, "code.html", view.meeting, status, view=view, form=form, **more)


code_pages: list[ControllerRouterHandler] = [code_page, record_code]
