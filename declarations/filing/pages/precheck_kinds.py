"""The pre-check of outside activities, conflicts and requests: a few questions of the form, and nothing is kept."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from declarations.codes.vocabulary import Capacity, Kind
from declarations.filing.forms.precheck import read_capacity
from declarations.filing.kinds.brief import BRIEFS, Brief
from declarations.filing.kinds.prompts import Control, Prompt
from declarations.filing.kinds.registry import form_of
from declarations.filing.pages.rendered import show
from declarations.filing.service.drafts import create_draft
from declarations.filing.service.precheck import (
    Checked,
    capacities,
    capacity_of,
    check_brief,
    count_try,
    kinds_asked,
)
from register.access.guards import AnyRequest, identity_of
from register.access.limits import address_of
from register.access.policy import permits
from register.kernel import clock
from register.kernel.errors import Invalid, NotFound
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, current_locale, msg
from register.web.forms import read_form

_SHOWN = "shown"
"""Which questions the page had asked, so that what an answer brings up is asked as well."""


@get("/check/{kind:str}", opt={"action": "precheck.ask"}, include_in_schema=False)
async def precheck_of_kind_page(request: AnyRequest, kind: FromPath[str]) -> Response[str]:
    """The questions on a kind."""
    brief, known = _brief(kind), capacity_of(identity_of(request))
    _refuse_silent(brief.kind, known)
    return _asked(request, Form(), brief, known or Capacity.STAFF)


@post("/check/{kind:str}", opt={"action": "precheck.ask"}, status_code=200, include_in_schema=False)
async def answer_of_kind_page(request: AnyRequest, kind: FromPath[str]) -> Response[str]:
    """The answer, or the questions that the answers bring up. Nothing of it is kept."""
    brief, form, identity = _brief(kind), await read_form(request), identity_of(request)
    await count_try(identity, address_of(request.client.host if request.client else ""))
    known = capacity_of(identity)
    _refuse_silent(brief.kind, known)
    capacity = read_capacity(form, known, capacities())
    if brief.kind not in kinds_asked(capacity):
        form.refuse("capacity", msg("The codes that apply in this capacity do not speak of it."))
    answers = brief.read(form, capacity)
    if form.errors:
        return _asked(request, form, brief, capacity, 422)
    shown = form.typed(_SHOWN).split(",")
    if any(prompt.name not in shown for prompt in brief.asked(answers)):
        return _asked(request, form, brief, capacity, more=True)
    told = {"capacity": capacity.value, "filed_date": clock.today().isoformat()}
    try:
        checked = await check_brief(identity, brief.facts(answers) | told, brief.facts_in_full(answers) | told)
    except Invalid as invalid:
        return _asked(request, form.take(invalid.fields), brief, capacity, 422)
    return _asked(request, form, brief, capacity, checked=checked)


@post("/check/{kind:str}/declare", opt={"action": "declaration.file"}, include_in_schema=False)
async def begin_from_brief(request: AnyRequest, kind: FromPath[str]) -> Redirect:
    """Turn the answers into a draft, because the person says so: only what was plainly answered."""
    brief, form, identity = _brief(kind), await read_form(request), identity_of(request)
    told = brief.read(form, capacity_of(identity) or Capacity.STAFF)
    form.check()
    of_kind = form_of(brief.kind)
    answers = of_kind.answers(said=told.said, language=current_locale().tag)  # type: ignore[call-arg]  # of prompts
    draft = await create_draft(identity, answers, kind=brief.kind)
    return Redirect(f"/drafts/{draft.id}/{of_kind.steps[0].name}", status_code=303)


def _brief(kind: str) -> Brief:
    if kind not in BRIEFS:
        raise NotFound
    return BRIEFS[kind]


def _refuse_silent(kind: Kind, capacity: Capacity | None) -> None:
    """Nobody is asked what the codes that apply to them do not speak of."""
    if capacity is not None and kind not in kinds_asked(capacity):
        raise NotFound


def _asked(
    request: AnyRequest,
    form: Form,
    brief: Brief,
    capacity: Capacity,
    status: int = 200,
    *,
    checked: Checked | None = None,
    more: bool = False,
) -> Response[str]:
    identity = identity_of(request)
    seen = Form({name: form.every(name) for name in _names(brief.step.every) if name in form})
    prompts = brief.asked(brief.read(seen, capacity))
    form.put(_SHOWN, ",".join(prompt.name for prompt in prompts))
    carried = [(name, form.typed(name)) for name in (*_names(prompts), "capacity", _SHOWN) if form.typed(name)]
    return show(
        request,
        "precheck_kind_answer.html" if checked else "precheck_kind.html",
        status,
        form=form,
        brief=brief,
        prompts=prompts,
        more=more,
        kinds=kinds_asked(capacity),
        capacities=() if capacity_of(identity) else capacities(),
        checked=checked,
        carried=carried,
        again=dict.fromkeys(LOCALES, carried) if checked else {},
        may_declare=permits(identity, "declaration.file"),
    )


def _names(prompts: tuple[Prompt, ...]) -> list[str]:
    """The fields in which the prompts are answered."""
    parts = {Control.DAY: ("_day", "_month", "_year")}
    return [prompt.name + part for prompt in prompts for part in parts.get(prompt.control, ("",))]
