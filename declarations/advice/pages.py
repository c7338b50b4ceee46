"""Pages of whoever asks for advice: one's questions, asking, the thread, and what one may do with an answer."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.advice.desk_pages import advice_desk_pages
from declarations.advice.forms import read_question, read_turn, read_words, speak
from declarations.advice.guidance_pages import guidance_pages
from declarations.advice.model import Topic
from declarations.advice.service import asking, turning
from declarations.advice.views import advice_page
from declarations.filing.pages.addresses import seen_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import YES, Form
from register.kernel.paging import decode_cursor
from register.web.forms import read_form

_HERE = "/advice"


@get(_HERE, opt={"action": "advice.list"}, include_in_schema=False)
async def own_advice_page(request: AnyRequest) -> Response[str]:
    """One's own questions."""
    cursor = decode_cursor(request.query_params.get("at"))
    return advice_page(request, "own.html", page=await asking.list_own(identity_of(request), cursor))


@get(_HERE + "/new", opt={"action": "advice.ask"}, include_in_schema=False)
async def ask_page(request: AnyRequest) -> Response[str]:
    """The form; the page that led here says what it was about."""
    form, about = Form(), request.query_params.get("about", "")
    form.put("topic", about if about in set(Topic) else "")
    return advice_page(request, "ask.html", form=speak(form))


@post(_HERE + "/new", opt={"action": "advice.ask"}, include_in_schema=False)
async def ask_it(request: AnyRequest) -> Response[str] | Redirect:
    """Ask."""
    form = await read_form(request)
    try:
        made = await asking.ask(identity_of(request), read_question(form))
    except Invalid as invalid:
        return advice_page(request, "ask.html", 422, form=form.take(invalid.fields))
    return Redirect(f"{_HERE}/{made}", status_code=303)


@get(_HERE + "/{advice:str}", opt={"action": "advice.read"}, include_in_schema=False)
async def thread_page(request: AnyRequest, advice: FromPath[str]) -> Response[str]:
    """The thread."""
    return await _thread(request, canonical_id(advice), Form())


@post(_HERE + "/{advice:str}/messages", opt={"action": "advice.write"}, include_in_schema=False)
async def write_more(request: AnyRequest, advice: FromPath[str]) -> Response[str] | Redirect:
    """Add to the question."""
    form, wanted = await read_form(request), canonical_id(advice)
    try:
        words, language = read_words(form)
        form.check()
        await asking.write_more(identity_of(request), wanted, words, language, seen_in(form.typed("seen")))
    except Invalid as invalid:
        return await _thread(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _thread(request, wanted, form, 409, conflict)
    return Redirect(f"{_HERE}/{wanted}", status_code=303)


@post(_HERE + "/{advice:str}/consent", opt={"action": "advice.consent"}, include_in_schema=False)
async def say_consent(request: AnyRequest, advice: FromPath[str]) -> Response[str] | Redirect:
    """Agree to a publication in general words, or take it back."""
    form, wanted = await read_form(request), canonical_id(advice)
    try:
        await asking.consent(identity_of(request), wanted, agrees=form.typed("agrees") == YES)
    except Conflict as conflict:
        return await _thread(request, wanted, Form(), 409, conflict)
    return Redirect(f"{_HERE}/{wanted}", status_code=303)


@get(_HERE + "/{advice:str}/declaration", opt={"action": "advice.declare"}, include_in_schema=False)
async def turning_page(request: AnyRequest, advice: FromPath[str]) -> Response[str]:
    """What the question is to become."""
    return await _turning(request, canonical_id(advice), Form())


@post(_HERE + "/{advice:str}/declaration", opt={"action": "advice.declare"}, include_in_schema=False)
async def turn_it(request: AnyRequest, advice: FromPath[str]) -> Response[str] | Redirect:
    """Begin the draft."""
    form, wanted = await read_form(request), canonical_id(advice)
    try:
        draft = await turning.turn(identity_of(request), wanted, read_turn(form))
    except Invalid as invalid:
        return await _turning(request, wanted, form.take(invalid.fields), 422)
    return Redirect(f"/drafts/{draft.id}", status_code=303)


async def _turning(request: AnyRequest, wanted: UUID, form: Form, status: int = 200) -> Response[str]:
    thread = await asking.read_own(identity_of(request), wanted)
    if not form.typed("kind"):
        form.put("kind", thread.advice.topic)
    return advice_page(request, "turning.html", status, thread=thread, form=form, kinds=turning.kinds())


async def _thread(
    request: AnyRequest, wanted: UUID, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    who = identity_of(request)
    speak(form)
    return advice_page(
        request,
        "thread.html",
        status,
        thread=await asking.read_own(who, wanted),
        form=form,
        changed=changed,
        may_declare=permits(who, "advice.declare"),
    )


advice_pages: list[ControllerRouterHandler] = [
    own_advice_page,
    ask_page,
    ask_it,
    thread_page,
    write_more,
    say_consent,
    turning_page,
    turn_it,
    *advice_desk_pages,
    *guidance_pages,
]
