"""The end of service as pages: one's own checklist, and those that the office keeps."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import reference_in
from declarations.letters.download import pdf_response
from declarations.letters.shown import show_letter
from declarations.standing.forms import read_last_day
from declarations.standing.service import separation
from declarations.standing.shown import NAMED, show_beside
from declarations.standing.words import TASKS
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.i18n import Message
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render

_OWN, _DESK = "/separation", separation.LINK
_ONE = _DESK + "/{wanted:str}"


@get(_OWN, opt={"action": "separation.read"}, include_in_schema=False)
async def separation_page(request: AnyRequest) -> Response[str]:
    """What is left to do before one leaves, and what goes on after service."""
    found = await separation.own_checklist(identity_of(request))
    return render(request, "standing/separation.html", found=found, task_names=TASKS, form=Form(), **NAMED)


@post(f"{_OWN}/returned", opt={"action": "separation.return"}, include_in_schema=False)
async def say_returned(request: AnyRequest) -> Redirect:
    """Say that documents and property are returned."""
    await separation.say_returned(identity_of(request))
    return Redirect(_OWN, status_code=303)


@get(f"{_OWN}/letter", opt={"action": "separation.read"}, include_in_schema=False)
async def own_letter_page(request: AnyRequest, language: FromQuery[str | None] = None) -> Response[str]:
    """The letter to oneself."""
    letter = await separation.own_letter(identity_of(request), language)
    return show_letter(request, letter, _OWN, f"{_OWN}/letter")


@get(f"{_OWN}/letter.pdf", opt={"action": "separation.read"}, include_in_schema=False)
async def own_letter_pdf(request: AnyRequest, language: FromQuery[str | None] = None) -> Response[bytes]:
    """The same as a PDF."""
    return await pdf_response(await separation.own_letter(identity_of(request), language))


@post("/desk/{reference:str}/leaving", opt={"action": "leaver.keep"}, include_in_schema=False)
async def record_leaving(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Record that the declarant of a case leaves."""
    form, wanted = await read_form(request), reference_in(reference)
    try:
        kept = await separation.record_leaving(identity_of(request), wanted, read_last_day(form))
    except Invalid as invalid:
        return await show_beside(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await show_beside(request, wanted, form, 409, conflict.message)
    return Redirect(f"{_DESK}/{kept.id}", status_code=303)


@get(_DESK, opt={"action": "leaver.list"}, include_in_schema=False)
async def leavers_page(request: AnyRequest, at: FromQuery[str | None] = None) -> Response[str]:
    """Everyone who leaves or has left."""
    page, names = await separation.list_leavers(identity_of(request), decode_cursor(at))
    return render(request, "standing/leavers.html", page=page, names=names, address=_DESK)


@get(_ONE, opt={"action": "leaver.read"}, include_in_schema=False)
async def leaver_page(request: AnyRequest, wanted: FromPath[str]) -> Response[str]:
    """How far somebody's end of service has come."""
    return await _leaver(request, wanted)


@get(f"{_ONE}/letter", opt={"action": "leaver.read"}, include_in_schema=False)
async def leaver_letter_page(
    request: AnyRequest, wanted: FromPath[str], language: FromQuery[str | None] = None
) -> Response[str]:
    """The letter as it will be issued, or as it was."""
    here = f"{_DESK}/{canonical_id(wanted)}"
    letter = await separation.leaver_letter(identity_of(request), canonical_id(wanted), language)
    return show_letter(request, letter, here, f"{here}/letter")


@get(f"{_ONE}/letter.pdf", opt={"action": "leaver.read"}, include_in_schema=False)
async def leaver_letter_pdf(
    request: AnyRequest, wanted: FromPath[str], language: FromQuery[str | None] = None
) -> Response[bytes]:
    """The same as a PDF."""
    return await pdf_response(await separation.leaver_letter(identity_of(request), canonical_id(wanted), language))


@post(f"{_ONE}/last-day", opt={"action": "leaver.keep"}, include_in_schema=False)
async def say_last_day(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Say or correct the last day of service."""
    form = await read_form(request)
    try:
        await separation.say_last_day(identity_of(request), canonical_id(wanted), read_last_day(form))
    except Invalid as invalid:
        return await _leaver(request, wanted, 422, form=form.take(invalid.fields))
    except Conflict as conflict:
        return await _leaver(request, wanted, 409, conflict.message, form)
    return Redirect(f"{_DESK}/{wanted}", status_code=303)


@post(f"{_ONE}/letter", opt={"action": "leaver.keep"}, include_in_schema=False)
async def issue_letter(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Issue the letter."""
    try:
        await separation.issue_letter(identity_of(request), canonical_id(wanted))
    except Invalid as invalid:
        return await _leaver(request, wanted, 422, form=Form().take(invalid.fields))
    except Conflict as conflict:
        return await _leaver(request, wanted, 409, conflict.message)
    return Redirect(f"{_DESK}/{wanted}", status_code=303)


@post(f"{_ONE}/completion", opt={"action": "leaver.keep"}, include_in_schema=False)
async def complete_it(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Close the checklist; where something is left it is said again that it is closed all the same."""
    form, despite = await read_form(request), "despite"
    try:
        await separation.complete(identity_of(request), canonical_id(wanted), despite=form.ticked(despite))
    except Invalid as invalid:
        if invalid.fields[0].name == despite:
            return await _leaver(request, wanted, 422, form=form.take(invalid.fields))
        return await _leaver(request, wanted, 422, invalid.fields[0].message)
    return Redirect(f"{_DESK}/{wanted}", status_code=303)


async def _leaver(
    request: AnyRequest, wanted: str, status: int = 200, refused: Message | None = None, form: Form | None = None
) -> Response[str]:
    found, form = await separation.read_leaver(identity_of(request), canonical_id(wanted)), form or Form()
    if found.record and not found.record.is_day_assumed and not form.errors:
        form.put_day("last_day", found.record.last_day)
    context = {"found": found, "left": found.left, "task_names": TASKS, "refused": refused, "form": form, **NAMED}
    return render(request, "standing/leaver.html", status, **context)


separation_pages: list[ControllerRouterHandler] = [
    separation_page,
    say_returned,
    own_letter_page,
    own_letter_pdf,
    record_leaving,
    leavers_page,
    leaver_page,
    leaver_letter_page,
    leaver_letter_pdf,
    say_last_day,
    issue_letter,
    complete_it,
]
