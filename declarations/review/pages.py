"""The pages of the desk; the composition root mounts `review_pages`."""

from collections.abc import Awaitable, Callable

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from declarations.filing.model import Declaration
from declarations.filing.pages.addresses import reference_in, seen_in
from declarations.review import forms
from declarations.review.case_view import CaseView
from declarations.review.queue_view import QueueView
from declarations.review.service import acts, deciding
from declarations.review.service.case import open_desk_case
from declarations.review.service.queue import queue
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.form import Form
from register.kernel.identity import Identity
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render

Doing = Callable[[Identity, str, Form, int], Awaitable[Declaration]]


@get("/desk", opt={"action": "case.queue"}, include_in_schema=False)
async def desk_page(
    request: AnyRequest,
    show: FromQuery[str | None] = None,
    status: FromQuery[str | None] = None,
    effect: FromQuery[str | None] = None,
    at: FromQuery[str | None] = None,
) -> Response[str]:
    """What waits, soonest due first."""
    found = await queue(identity_of(request), forms.read_filters(show, status, effect), decode_cursor(at))
    return render(request, "review/queue.html", view=QueueView(found))


@get("/desk/{reference:str}", opt={"action": "case.read"}, include_in_schema=False)
async def case_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Everything of one case that a decision needs."""
    desk = await open_desk_case(identity_of(request), reference_in(reference))
    return render(request, "review/case.html", view=CaseView(desk), changed=None)


@post("/desk/{reference:str}/taking", opt={"action": "case.take"}, include_in_schema=False)
async def take_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Take charge of the case."""
    return await _do(request, reference, "taking", lambda who, ref, _form, seen: acts.take(who, ref, seen))


@post("/desk/{reference:str}/assignment", opt={"action": "case.assign"}, include_in_schema=False)
async def assign_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Give the case to an ethics officer."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await acts.assign(who, ref, forms.read_officer(form), seen)

    return await _do(request, reference, "assignment", doing)


@post("/desk/{reference:str}/question", opt={"action": "case.ask"}, include_in_schema=False)
async def ask_about_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Ask the declarant one question."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await acts.ask(who, ref, *forms.read_question(form), seen)

    return await _do(request, reference, "question", doing)


@post("/desk/{reference:str}/note", opt={"action": "case.note"}, include_in_schema=False)
async def note_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Make an internal note."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await acts.note(who, ref, forms.read_note(form), seen)

    return await _do(request, reference, "note", doing)


@post("/desk/{reference:str}/recommendation", opt={"action": "case.recommend"}, include_in_schema=False)
async def recommend_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Put the case with a recommendation before the authority."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await deciding.recommend(who, ref, forms.read_decision(form), seen)

    return await _do(request, reference, "decision", doing)


@post("/desk/{reference:str}/referral", opt={"action": "case.refer"}, include_in_schema=False)
async def refer_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Refer the case to another authority."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await deciding.refer(who, ref, *forms.read_referral(form), seen)

    return await _do(request, reference, "referral", doing, leaves=True)


@post("/desk/{reference:str}/decision", opt={"action": "case.decide"}, include_in_schema=False)
async def decide_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Decide the case."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await deciding.decide(who, ref, forms.read_decision(form), seen)

    return await _do(request, reference, "decision", doing)


@post("/desk/{reference:str}/closing", opt={"action": "case.close"}, include_in_schema=False)
async def close_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Close the decided case."""
    return await _do(request, reference, "closing", lambda who, ref, _form, seen: acts.close(who, ref, seen))


@post("/desk/{reference:str}/assent", opt={"action": "case.assent"}, include_in_schema=False)
async def assent_to_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Agree to the withdrawal."""
    return await _do(request, reference, "assent", lambda who, ref, _form, seen: acts.assent(who, ref, seen))


async def _do(
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
    return Redirect("/desk" if leaves else f"/desk/{canonical}", status_code=303)


async def _again(
    request: AnyRequest, reference: str, act: str, form: Form, status: int, changed: Conflict | None = None
) -> Response[str]:
    """The case as it stands now, with the form as it was typed."""
    desk = await open_desk_case(identity_of(request), reference)
    view = CaseView(desk, act, form)
    return render(request, "review/case.html", status, view=view, form=form, changed=changed)


review_pages = [
    desk_page,
    case_page,
    take_it,
    assign_it,
    ask_about_it,
    note_it,
    recommend_it,
    refer_it,
    decide_it,
    close_it,
    assent_to_it,
]
