"""What a person does with their own declaration after filing: each is one form, one service call, one way back."""

from collections.abc import Awaitable, Callable

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from declarations.filing.forms.acts import read_answer, read_comment, read_reason, read_settlement
from declarations.filing.model import Action, Declaration
from declarations.filing.pages.addresses import reference_in, seen_in
from declarations.filing.pages.case_view import case_view
from declarations.filing.pages.own import shown
from declarations.filing.pages.rendered import show
from declarations.filing.service import own
from declarations.filing.service.amending import begin_amendment
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.identity import Identity
from register.web.forms import read_form

Doing = Callable[[Identity, str, Form], Awaitable[Declaration]]


async def _do(request: AnyRequest, reference: str, doing: Doing) -> Response[str] | Redirect:
    form, canonical = await read_form(request), reference_in(reference)
    try:
        await doing(identity_of(request), canonical, form)
    except Invalid as invalid:
        return await shown(request, canonical, form.take(invalid.fields), 422)
    except Conflict as conflict:
        said = [conflict.message, *(field.message for field in conflict.fields)]
        return await shown(request, canonical, form, 409, said)
    return Redirect(f"/declarations/{canonical}", status_code=303)


def _seen(form: Form) -> int:
    return seen_in(form.typed("seen"))


@post("/declarations/{reference:str}/answer", opt={"action": "declaration.answer"}, include_in_schema=False)
async def answer_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Answer the question of the office, in its place."""
    return await _do(request, reference, lambda who, ref, form: own.answer(who, ref, read_answer(form), _seen(form)))


@post("/declarations/{reference:str}/comment", opt={"action": "declaration.comment"}, include_in_schema=False)
async def comment_on_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Add one's own view; it stays."""
    return await _do(request, reference, lambda who, ref, form: own.comment(who, ref, read_comment(form)))


@post("/declarations/{reference:str}/acknowledge", opt={"action": "declaration.acknowledge"}, include_in_schema=False)
async def acknowledge_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Say that the decision has been read."""
    return await _do(request, reference, lambda who, ref, form: own.acknowledge(who, ref, _seen(form)))


@post("/declarations/{reference:str}/settlement", opt={"action": "declaration.settle"}, include_in_schema=False)
async def settle_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Record that a supplementary payment was declined or repaid."""

    async def doing(identity: Identity, canonical: str, form: Form) -> Declaration:
        return await own.settle_payment(identity, canonical, *read_settlement(form), _seen(form))

    return await _do(request, reference, doing)


@post("/declarations/{reference:str}/confirm", opt={"action": "declaration.confirm"}, include_in_schema=False)
async def confirm_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Confirm what an assistant has filed."""
    return await _do(request, reference, lambda who, ref, form: own.confirm(who, ref, _seen(form)))


@post("/declarations/{reference:str}/withdraw", opt={"action": "declaration.withdraw"}, include_in_schema=False)
async def withdraw_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Withdraw it, or ask for the reviewer's assent where the item was already received."""

    async def doing(identity: Identity, canonical: str, form: Form) -> Declaration:
        act = own.request_withdrawal if form.typed("act") == Action.REQUEST_WITHDRAWAL else own.withdraw
        return await act(identity, canonical, read_reason(form), _seen(form))

    return await _do(request, reference, doing)


@get("/declarations/{reference:str}/amend", opt={"action": "declaration.amend"}, include_in_schema=False)
async def amend_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Why it is amended, before the answers are changed."""
    return await _amending(request, reference_in(reference), Form())


@post("/declarations/{reference:str}/amend", opt={"action": "declaration.amend"}, include_in_schema=False)
async def amend_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Begin a draft that holds the filed answers and the reason."""
    form, canonical = await read_form(request), reference_in(reference)
    try:
        draft = await begin_amendment(identity_of(request), canonical, read_reason(form))
    except Invalid as invalid:
        return await _amending(request, canonical, form.take(invalid.fields), 422)
    return Redirect(f"/drafts/{draft.id}/check", status_code=303)


async def _amending(request: AnyRequest, reference: str, form: Form, status: int = 200) -> Response[str]:
    identity = identity_of(request)
    case = await own.read_own(identity, reference)
    return show(request, "amend.html", status, form=form, view=case_view(case, identity))
