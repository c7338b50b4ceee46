"""Gifts that a participant declares for this meeting, and reads and corrects afterwards."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from declarations.codes.labels import labels_of
from declarations.filing.forms.questions import question
from declarations.filing.headline import headline
from declarations.filing.kinds.gift import answers_of
from declarations.filing.model import Action
from declarations.filing.service.reading import Case
from declarations.filing.showing import rows_of_content
from declarations.votes.gift_forms import OFFERED, bases, filled, read_gift
from declarations.votes.labels import vote_time
from declarations.votes.service.attending import BY_MAIL
from declarations.votes.service.disclosing import own_screen
from declarations.votes.service.gifts import Asked, amend_gift, asked, declare_gift, own_gift, own_gifts, own_meeting
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Invalid
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render

_GIFTS = "/attend/gifts"
_SHOWN: Mapping[str, Any] = {
    "headline": headline,
    "question": question,
    "directions": OFFERED,
    "bases": bases,
    "options": lambda field: tuple(labels_of(field).items()),
    "vote_time": vote_time,
}


@get(_GIFTS, opt={"action": "attend.read"}, include_in_schema=False)
async def gifts_page(request: AnyRequest, at: FromQuery[str | None] = None) -> Response[str]:
    """The participant's gifts of this meeting."""
    page = await own_gifts(identity_of(request), decode_cursor(at))
    return render(request, "votes/gifts.html", page=page, by_mail=BY_MAIL, **_SHOWN)


@get(_GIFTS + "/new", opt={"action": "attend.disclose"}, include_in_schema=False)
async def new_gift_page(request: AnyRequest) -> Response[str]:
    """The short form."""
    return _form(request, filled(None, None), await asked(identity_of(request)))


@post(_GIFTS, opt={"action": "attend.disclose"}, include_in_schema=False)
async def declare_it(request: AnyRequest) -> Response[str] | Redirect:
    """Declare a gift for this meeting."""
    form, offered = await read_form(request), await asked(identity_of(request))
    try:
        made = await declare_gift(identity_of(request), read_gift(form, offered))
    except Invalid as invalid:
        return _form(request, form.take(invalid.fields), offered, 422)
    return Redirect(f"{_GIFTS}/{made.reference}", status_code=303)


@get(_GIFTS + "/{reference:str}", opt={"action": "attend.read"}, include_in_schema=False)
async def gift_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """One of them, as it was declared and as the rules judge it."""
    case = await own_gift(identity_of(request), reference)
    rows, meeting = rows_of_content(case.content), await own_meeting(identity_of(request))
    may_amend = Action.AMEND in case.actions
    called = (await own_screen(identity_of(request))).called
    item = next((each for each in called if each.id == case.declaration.agenda_item), None)
    shown: dict[str, Any] = {"case": case, "rows": rows, "meeting": meeting, "item": item, "may_amend": may_amend}
    return render(request, "votes/gifts_one.html", **shown, **_SHOWN)


@get(_GIFTS + "/{reference:str}/amend", opt={"action": "attend.disclose"}, include_in_schema=False)
async def amend_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """The same form, filled in."""
    case = await own_gift(identity_of(request), reference)
    form = filled(answers_of(case.declaration, case.content), case.declaration.agenda_item)
    return _form(request, form, await asked(identity_of(request)), case=case)


@post(_GIFTS + "/{reference:str}/amend", opt={"action": "attend.disclose"}, include_in_schema=False)
async def amend_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """A new version with its reason."""
    form, offered = await read_form(request), await asked(identity_of(request))
    case = await own_gift(identity_of(request), reference)
    try:
        reason = form.text("reason", missing=msg("Say why you change the declaration."), longest=1000)
        seen = form.typed("seen")
        command = read_gift(form, offered)
        await amend_gift(identity_of(request), reference, command, reason, int(seen) if seen.isdecimal() else 0)
    except Invalid as invalid:
        return _form(request, form.take(invalid.fields), offered, 422, case=case)
    return Redirect(f"{_GIFTS}/{reference}", status_code=303)


def _form(
    request: AnyRequest, form: Form, offered: Asked, status: int = 200, *, case: Case | None = None
) -> Response[str]:
    return render(request, "votes/gifts_form.html", status, form=form, asked=offered, case=case, **_SHOWN)


gift_pages = [gifts_page, new_gift_page, declare_it, gift_page, amend_page, amend_it]
