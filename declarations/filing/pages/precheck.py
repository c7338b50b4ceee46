"""The pre-check: a few questions, one sentence for an answer. What is typed travels in the body of the request only."""

from litestar import Response, get, post
from litestar.response import Redirect

from declarations.codes.vocabulary import Capacity
from declarations.filing.forms.precheck import (
    DIRECTIONS,
    answers_of,
    carried,
    carried_into,
    read_capacity,
    read_precheck,
)
from declarations.filing.pages.rendered import show
from declarations.filing.service.drafts import create_draft
from declarations.filing.service.precheck import (
    Checked,
    capacities,
    capacity_of,
    check_answers,
    count_try,
    kinds_asked,
    questions_asked,
)
from register.access.guards import AnyRequest, identity_of
from register.access.limits import address_of
from register.access.policy import permits
from register.kernel.errors import Invalid
from register.kernel.form import Form
from register.kernel.i18n import current_locale
from register.kernel.money import Money
from register.web.forms import read_form


@get("/check", opt={"action": "precheck.ask"}, include_in_schema=False)
async def precheck_page(request: AnyRequest) -> Response[str]:
    """The questions; a visitor without an account also says in what capacity."""
    return _asked(request, Form(), capacity_of(identity_of(request)) or Capacity.STAFF)


@post("/check", opt={"action": "precheck.ask"}, status_code=200, include_in_schema=False)
async def answer_page(request: AnyRequest) -> Response[str]:
    """The answer. Nothing of it is kept."""
    form, identity = await read_form(request), identity_of(request)
    await count_try(identity, address_of(request.client.host if request.client else ""))
    capacity = read_capacity(form, capacity_of(identity), capacities())
    if form.typed("then") == "questions":
        return _asked(request, form, capacity)
    try:
        asked = read_precheck(form, capacity, questions_asked(capacity))
        checked = await check_answers(identity, asked)
    except Invalid as invalid:
        return _asked(request, form.take(invalid.fields), capacity, 422)
    return _asked(request, form, capacity, checked=checked, value=asked.value)


@post("/check/declare", opt={"action": "declaration.file"}, include_in_schema=False)
async def begin_from_answers(request: AnyRequest) -> Redirect:
    """Turn the answers into a draft, because the person says so."""
    form, identity = await read_form(request), identity_of(request)
    questions = questions_asked(capacity_of(identity) or Capacity.STAFF)
    asked = read_precheck(form, capacity_of(identity) or Capacity.STAFF, questions)
    draft = await create_draft(identity, answers_of(asked, questions, language=current_locale().tag))
    return Redirect(f"/drafts/{draft.id}/what", status_code=303)


def _asked(
    request: AnyRequest,
    form: Form,
    capacity: Capacity,
    status: int = 200,
    *,
    checked: Checked | None = None,
    value: Money | None = None,
) -> Response[str]:
    identity = identity_of(request)
    questions = questions_asked(capacity)
    again = carried_into(form, questions, value) if checked else {}
    return show(
        request,
        "precheck_answer.html" if checked else "precheck.html",
        status,
        form=form,
        questions=questions,
        directions=DIRECTIONS,
        capacity=capacity,
        capacities=() if capacity_of(identity) else capacities(),
        checked=checked,
        carried=carried(form, questions),
        again=again,
        kinds=kinds_asked(capacity),
        may_declare=permits(identity, "declaration.file"),
    )
