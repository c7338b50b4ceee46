"""Pages of those who preside, deputize and keep a meeting."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.meetings.forms_agenda import read_officer
from declarations.meetings.service import presiding_change
from declarations.meetings.views import meeting_page
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.web.forms import read_form

_HERE = "/meetings/{meeting:str}/officers"
_READ, _KEEP = {"action": "meeting.read"}, {"action": "meeting.keep"}


@get(_HERE, opt=_READ, include_in_schema=False)
async def officers_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """Who holds a function, and who held one."""
    return await _officers(request, canonical_id(meeting), Form())


@post(_HERE, opt=_KEEP, include_in_schema=False)
async def name_officer(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Name somebody; another presiding officer takes the chair over."""
    form, wanted = await read_form(request), canonical_id(meeting)
    try:
        await presiding_change.name_officer(identity_of(request), wanted, read_officer(form))
    except presiding_change.SeveralPeople as several:
        return await _officers(request, wanted, form.take(several.fields), 422, offered=several.offered)
    except Invalid as invalid:
        return await _officers(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _officers(request, wanted, form, 409, changed=conflict)
    return Redirect(f"/meetings/{wanted}/officers", status_code=303)


@post(_HERE + "/{officer:str}/end", opt=_KEEP, include_in_schema=False)
async def end_function(request: AnyRequest, meeting: FromPath[str], officer: FromPath[str]) -> Response[str] | Redirect:
    """Record that somebody no longer holds a function."""
    form, wanted = await read_form(request), canonical_id(meeting)
    reason = form.line("reason", longest=300)
    try:
        await presiding_change.end_function(identity_of(request), wanted, canonical_id(officer), reason)
    except Invalid as invalid:
        return await _officers(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _officers(request, wanted, form, 409, changed=conflict)
    return Redirect(f"/meetings/{wanted}/officers", status_code=303)


async def _officers(request: AnyRequest, wanted: UUID, form: Form, status: int = 200, **more: Any) -> Response[str]:
    view = await presiding_change.list_officers(identity_of(request), wanted)
    return meeting_page(request, "officers.html", view.kept.meeting, status, view=view, form=form, **more)


officers_pages: list[ControllerRouterHandler] = [officers_page, name_officer, end_function]
