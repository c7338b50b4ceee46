"""Pages of those who advise: what waits, the thread, noting advice that was given elsewhere, the figures of a year."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.advice.counts import LEAST
from declarations.advice.forms import ELSEWHERE, read_answer, read_note, speak
from declarations.advice.model import Channel, Show
from declarations.advice.service import advising
from declarations.advice.views import advice_page
from declarations.filing.pages.addresses import seen_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.clock import today
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.form import Form
from register.kernel.i18n import current_locale
from register.kernel.months import WRITTEN
from register.kernel.paging import decode_cursor
from register.web.forms import read_form

DESK = "/desk/advice"


@get(DESK, opt={"action": "advising.queue"}, include_in_schema=False)
async def advice_queue_page(request: AnyRequest) -> Response[str]:
    """Questions, in one of the lists."""
    query, who = request.query_params, identity_of(request)
    wanted = query.get("show", Show.OPEN)
    if wanted not in set(Show):
        raise NotFound
    found = await advising.queue(who, Show(wanted), decode_cursor(query.get("at")))
    return advice_page(request, "queue.html", queue=found, may_note=permits(who, "advising.note"))


@get(DESK + "/note", opt={"action": "advising.note"}, include_in_schema=False)
async def note_page(request: AnyRequest) -> Response[str]:
    """The form for advice that was given elsewhere."""
    form = Form()
    form.put_day("day", today())
    form.put("channel", Channel.IN_PERSON)
    return advice_page(request, "note.html", form=speak(form), channels=ELSEWHERE)


@post(DESK + "/note", opt={"action": "advising.note"}, include_in_schema=False)
async def note_it(request: AnyRequest) -> Response[str] | Redirect:
    """Note it."""
    form = await read_form(request)
    try:
        await advising.note(identity_of(request), read_note(form))
    except Invalid as invalid:
        return advice_page(request, "note.html", 422, form=form.take(invalid.fields), channels=ELSEWHERE)
    return Redirect(f"{DESK}?show={Show.NOTED}", status_code=303)


@get(DESK + "/figures", opt={"action": "advising.count"}, include_in_schema=False)
async def figures_page(request: AnyRequest) -> Response[str]:
    """The figures of a year."""
    this_year = today().year
    typed = request.query_params.get("year", "")
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else this_year
    if not 2000 <= wanted <= this_year:
        raise NotFound
    found = await advising.year(identity_of(request), wanted)
    names = WRITTEN[current_locale().tag]
    months = {str(month): names[month - 1] for month in range(1, 13)}
    return advice_page(request, "figures.html", year=found, least=LEAST, month_names=months, this_year=this_year)


@get(DESK + "/{advice:str}", opt={"action": "advising.read"}, include_in_schema=False)
async def advising_page(request: AnyRequest, advice: FromPath[str]) -> Response[str]:
    """A question with its thread."""
    return await thread_of_office(request, canonical_id(advice), Form())


@post(DESK + "/{advice:str}/answers", opt={"action": "advising.answer"}, include_in_schema=False)
async def answer_it(request: AnyRequest, advice: FromPath[str]) -> Response[str] | Redirect:
    """Answer."""
    form, wanted = await read_form(request), canonical_id(advice)
    try:
        words, language = read_answer(form)
        await advising.answer(identity_of(request), wanted, words, language, seen_in(form.typed("seen")))
    except Invalid as invalid:
        return await thread_of_office(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await thread_of_office(request, wanted, form, 409, conflict)
    return Redirect(f"{DESK}/{wanted}", status_code=303)


async def thread_of_office(
    request: AnyRequest, wanted: UUID, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    """The thread as those who advise see it."""
    thread = await advising.read(identity_of(request), wanted)
    return advice_page(request, "advising.html", status, thread=thread, form=speak(form), changed=changed)


advice_desk_pages: list[ControllerRouterHandler] = [
    advice_queue_page,
    note_page,
    note_it,
    figures_page,
    advising_page,
    answer_it,
]
