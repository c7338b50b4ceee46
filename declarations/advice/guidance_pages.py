"""Pages of guidance: what is published for everyone; for those who advise: writing, looking again, withdrawing."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.advice.desk_pages import DESK, thread_of_office
from declarations.advice.forms import filled_guidance, read_guidance, speak
from declarations.advice.model import Standing, Topic
from declarations.advice.service import advising, publishing
from declarations.advice.views import advice_page
from declarations.filing.pages.addresses import seen_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.kernel.paging import decode_cursor
from register.web.forms import read_form

_HERE = "/guidance"


@get(_HERE, opt={"action": "guidance.read"}, include_in_schema=False)
async def guidance_page(request: AnyRequest) -> Response[str]:
    """What is published, perhaps on one topic."""
    query = request.query_params
    topic = query.get("topic", "")
    if topic and topic not in set(Topic):
        raise NotFound
    page = await publishing.list_published(
        identity_of(request), Topic(topic) if topic else None, decode_cursor(query.get("at"))
    )
    form = Form({"topic": [topic]})
    return advice_page(request, "guidance.html", page=page, form=form, topic=topic)


@get(_HERE + "/{wanted:str}", opt={"action": "guidance.read"}, include_in_schema=False)
async def one_guidance_page(request: AnyRequest, wanted: FromPath[str]) -> Response[str]:
    """One of them."""
    found = await publishing.read_published(identity_of(request), canonical_id(wanted))
    return advice_page(request, "one_guidance.html", found=found)


@get(DESK + "/{advice:str}/guidance", opt={"action": "advising.publish"}, include_in_schema=False)
async def write_guidance_page(request: AnyRequest, advice: FromPath[str]) -> Response[str]:
    """The form, as the proposal stands."""
    thread = await advising.read(identity_of(request), canonical_id(advice))
    if not thread.agrees:
        raise NotFound
    if thread.guidance is not None:
        form = filled_guidance(thread.guidance)
    else:
        form = speak(Form({"topic": [thread.advice.topic]}))
    return advice_page(request, "write_guidance.html", thread=thread, form=form)


@post(DESK + "/{advice:str}/guidance", opt={"action": "advising.publish"}, include_in_schema=False)
async def propose_guidance(request: AnyRequest, advice: FromPath[str]) -> Response[str] | Redirect:
    """Keep the proposal, and show it as its readers would see it."""
    form, wanted, who = await read_form(request), canonical_id(advice), identity_of(request)
    try:
        await publishing.propose(who, wanted, read_guidance(form), seen_in(form.typed("seen")))
    except Invalid as invalid:
        thread = await advising.read(who, wanted)
        return advice_page(request, "write_guidance.html", 422, thread=thread, form=form.take(invalid.fields))
    except Conflict as conflict:
        return await thread_of_office(request, wanted, Form(), 409, conflict)
    return Redirect(f"{DESK}/{wanted}/publication", status_code=303)


@get(DESK + "/{advice:str}/publication", opt={"action": "advising.publish"}, include_in_schema=False)
async def look_again_page(request: AnyRequest, advice: FromPath[str]) -> Response[str]:
    """The proposal as its readers would see it."""
    return await _look(request, canonical_id(advice), Form())


@post(DESK + "/{advice:str}/publication", opt={"action": "advising.publish"}, include_in_schema=False)
async def publish_it(request: AnyRequest, advice: FromPath[str]) -> Response[str] | Redirect:
    """Publish it after a second look."""
    form, wanted = await read_form(request), canonical_id(advice)
    try:
        form.ticked("looked", missing=msg("Confirm that nobody can be recognized in it."))
        form.check()
        found = await publishing.publish(identity_of(request), wanted, seen_in(form.typed("seen")))
    except Invalid as invalid:
        return await _look(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        form.take([FieldError("looked", conflict.message)])
        return await _look(request, wanted, form, 409)
    return Redirect(f"{_HERE}/{found.id}", status_code=303)


@post(DESK + "/{advice:str}/withdrawal", opt={"action": "advising.publish"}, include_in_schema=False)
async def withdraw_it(request: AnyRequest, advice: FromPath[str]) -> Response[str] | Redirect:
    """Take it back."""
    form, wanted = await read_form(request), canonical_id(advice)
    try:
        await publishing.withdraw(identity_of(request), wanted, seen_in(form.typed("seen")))
    except Conflict as conflict:
        return await thread_of_office(request, wanted, Form(), 409, conflict)
    return Redirect(f"{DESK}/{wanted}", status_code=303)


async def _look(request: AnyRequest, wanted: UUID, form: Form, status: int = 200) -> Response[str]:
    thread = await advising.read(identity_of(request), wanted)
    if thread.guidance is None or thread.guidance.status is not Standing.PROPOSED:
        raise NotFound
    waits = None if await publishing.may_publish(identity_of(request), wanted) else publishing.ANOTHER
    return advice_page(request, "look_again.html", status, thread=thread, found=thread.guidance, form=form, waits=waits)


guidance_pages: list[ControllerRouterHandler] = [
    guidance_page,
    one_guidance_page,
    write_guidance_page,
    propose_guidance,
    look_again_page,
    publish_it,
    withdraw_it,
]
