"""The pages of the desk; the composition root mounts `review_pages`."""

from collections.abc import Awaitable, Callable

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from declarations.filing.model import Declaration
from declarations.filing.pages.addresses import reference_in, seen_in
from declarations.letters.inserting import insert_words, written_in
from declarations.review import forms
from declarations.review.absence_pages import absence_pages
from declarations.review.case_view import CaseView
from declarations.review.conflict_forms import read_mark
from declarations.review.model import Asked, Following, Show
from declarations.review.place import place_in_list, written_place
from declarations.review.queue_view import QueueView
from declarations.review.service import acts, deciding, filters
from declarations.review.service.case import open_desk_case
from declarations.review.service.queue import asked_queue
from declarations.review.together_pages import together_pages
from declarations.review.wording import flag_acts
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.form import Form
from register.kernel.identity import Identity
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render
from register.web.site import site

Doing = Callable[[Identity, str, Form, int], Awaitable[Declaration]]


@get("/desk", opt={"action": "case.queue"}, include_in_schema=False)
async def desk_page(request: AnyRequest) -> Response[str] | Redirect:
    """What waits, soonest due first, or what a saved filter or a search holds; measures due are a list of their own."""
    query = {name: request.query_params[name] for name in forms.PLACE if name in request.query_params}
    if query == {"show": Show.MEASURE_DUE}:
        return Redirect(f"/desk/measures?show={Following.DUE}", status_code=303)
    try:
        return await _queue_page(request, forms.read_asked(query), Form())
    except Invalid as invalid:
        form = Form({name: [value] for name, value in query.items()})
        codes = {name: value for name, value in query.items() if name in {"filter", "show", "status", "effect"}}
        return await _queue_page(request, forms.read_asked(codes), form.take(invalid.fields), 422)


@post("/desk/search", opt={"action": "case.search"}, include_in_schema=False)
async def search_it(request: AnyRequest) -> Response[str] | Redirect:
    """Look for a reference or a name; the words are kept for a day under an id that says nothing."""
    form = await read_form(request)
    try:
        found = await filters.search(identity_of(request), forms.read_search(form))
    except Invalid as invalid:
        return await _queue_page(request, Asked(), form.take(invalid.fields), 422)
    return Redirect(f"/desk?filter={found}", status_code=303)


@post("/desk/filters", opt={"action": "case.filter"}, include_in_schema=False)
async def keep_it(request: AnyRequest) -> Response[str] | Redirect:
    """Keep the filters of the list under a name."""
    form, asked = await read_form(request), Asked()
    try:
        asked = forms.read_chosen(form)
        name, by_default, shared = forms.read_kept(form)
        kept = await filters.keep_filter(identity_of(request), name, asked, by_default=by_default, shared=shared)
    except Invalid as invalid:
        return await _queue_page(request, asked, form.take(invalid.fields), 422)
    return Redirect(f"/desk?filter={kept.id}", status_code=303)


@post("/desk/filters/{wanted:str}/removal", opt={"action": "case.filter"}, include_in_schema=False)
async def remove_it(request: AnyRequest, wanted: FromPath[str]) -> Redirect:
    """Remove one's own filter."""
    await filters.remove_filter(identity_of(request), canonical_id(wanted))
    return Redirect("/desk?show=open", status_code=303)


@post("/desk/filters/{wanted:str}/opening", opt={"action": "case.filter"}, include_in_schema=False)
async def open_with_it(request: AnyRequest, wanted: FromPath[str]) -> Redirect:
    """Open the desk with this filter from now on, or no longer."""
    form, filter_id = await read_form(request), canonical_id(wanted)
    opening = filters.open_with if form.typed("by_default") else filters.open_without
    await opening(identity_of(request), filter_id)
    return Redirect(f"/desk?filter={filter_id}", status_code=303)


async def _queue_page(request: AnyRequest, asked: Asked, form: Form, status: int = 200) -> Response[str]:
    cursor = decode_cursor(request.query_params.get("at"))
    view = QueueView(await asked_queue(identity_of(request), asked, cursor), form)
    also = await site().waiting(identity_of(request))
    return render(request, "review/queue.html", status, view=view, form=form, also=also)


@get("/desk/{reference:str}", opt={"action": "case.read"}, include_in_schema=False)
async def case_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Everything of one case that a decision needs."""
    desk = await open_desk_case(identity_of(request), reference_in(reference))
    place = await place_in_list(identity_of(request), request.query_params, desk.case.declaration)
    flags = flag_acts(desk.case.declaration)
    return render(request, "review/case.html", view=CaseView(desk, place=place), flags=flags, changed=None)


@post("/desk/{reference:str}/taking", opt={"action": "case.take"}, include_in_schema=False)
async def take_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Take charge of the case."""
    return await do_act(request, reference, "taking", lambda who, ref, _form, seen: acts.take(who, ref, seen))


@post("/desk/{reference:str}/assignment", opt={"action": "case.assign"}, include_in_schema=False)
async def assign_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Give the case to an ethics officer."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await acts.assign(who, ref, forms.read_officer(form), seen)

    return await do_act(request, reference, "assignment", doing)


@post("/desk/{reference:str}/handing-over", opt={"action": "case.hand_over"}, include_in_schema=False)
async def hand_it_over(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Hand the case over to another officer."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        to, reason, recusing = forms.read_handing_over(form)
        return await acts.hand_over(who, ref, to, reason, seen, recusing=recusing)

    return await do_act(request, reference, "handing-over", doing)


@post("/desk/{reference:str}/question", opt={"action": "case.ask"}, include_in_schema=False)
async def ask_about_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Ask the declarant one question."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await acts.ask(who, ref, *forms.read_question(form), seen, language=written_in(form))

    return await do_act(request, reference, "question", doing)


@post("/desk/{reference:str}/note", opt={"action": "case.note"}, include_in_schema=False)
async def note_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Make an internal note."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await acts.note(who, ref, forms.read_note(form), seen)

    return await do_act(request, reference, "note", doing)


@post("/desk/{reference:str}/recommendation", opt={"action": "case.recommend"}, include_in_schema=False)
async def recommend_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Put the case with a recommendation before the authority."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await deciding.recommend(who, ref, forms.read_decision(form), seen)

    return await do_act(request, reference, "decision", doing)


@post("/desk/{reference:str}/referral", opt={"action": "case.refer"}, include_in_schema=False)
async def refer_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Refer the case to another authority."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await deciding.refer(who, ref, *forms.read_referral(form), seen)

    return await do_act(request, reference, "referral", doing, leaves=True)


@post("/desk/{reference:str}/decision", opt={"action": "case.decide"}, include_in_schema=False)
async def decide_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Decide the case."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await deciding.decide(who, ref, forms.read_decision(form), seen)

    return await do_act(request, reference, "decision", doing)


@post("/desk/{reference:str}/closing", opt={"action": "case.close"}, include_in_schema=False)
async def close_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Close the decided case."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await acts.close(who, ref, seen, read_mark(form, "closing"))

    return await do_act(request, reference, "closing", doing)


@post("/desk/{reference:str}/assent", opt={"action": "case.assent"}, include_in_schema=False)
async def assent_to_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Agree to the withdrawal."""
    return await do_act(request, reference, "assent", lambda who, ref, _form, seen: acts.assent(who, ref, seen))


@post("/desk/{reference:str}/words", opt={"action": "case.words"}, status_code=200, include_in_schema=False)
async def put_words_in(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Put standing words into a field of a form; nothing is sent by it."""
    form, canonical = await read_form(request), reference_in(reference)
    act = "question" if form.typed("insert") == "question" else "decision"
    try:
        await insert_words(identity_of(request), canonical, form)
    except Invalid as invalid:
        return await _again(request, canonical, act, form.take(invalid.fields), 422)
    return await _again(request, canonical, act, form, 200)


async def do_act(
    request: AnyRequest, reference: str, act: str, doing: Doing, *, leaves: bool = False
) -> Response[str] | Redirect:
    """Do one act and go back to the case; faults and changes are shown on the case with what was typed."""
    form, canonical = await read_form(request), reference_in(reference)
    try:
        await doing(identity_of(request), canonical, form, seen_in(form.typed("seen")))
    except Invalid as invalid:
        form.take(FieldError(forms.page_field(act, fault.name), fault.message) for fault in invalid.fields)
        return await _again(request, canonical, act, form, 422)
    except Conflict as conflict:
        return await _again(request, canonical, act, form, 409, conflict)
    place = written_place(form.typed("place"))
    if leaves or form.ticked("own_interest"):  # the case is closed to whoever has recused
        return Redirect(place.list_address, status_code=303)
    return Redirect(f"/desk/{canonical}{place.suffix}", status_code=303)


async def _again(
    request: AnyRequest, reference: str, act: str, form: Form, status: int, changed: Conflict | None = None
) -> Response[str]:
    """The case as it stands now, with the form as it was typed."""
    desk = await open_desk_case(identity_of(request), reference)
    query = written_place(form.typed("place")).query
    place = await place_in_list(identity_of(request), query, desk.case.declaration)
    view, flags = CaseView(desk, act, form, place), flag_acts(desk.case.declaration)
    return render(request, "review/case.html", status, view=view, form=form, flags=flags, changed=changed)


review_pages = [
    *absence_pages,
    *together_pages,
    desk_page,
    search_it,
    keep_it,
    remove_it,
    open_with_it,
    case_page,
    take_it,
    assign_it,
    hand_it_over,
    ask_about_it,
    note_it,
    recommend_it,
    refer_it,
    decide_it,
    close_it,
    assent_to_it,
    put_words_in,
]
