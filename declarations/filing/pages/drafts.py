"""Declaring step by step, whatever the kind: each step is kept in the draft, every fault stands at its field."""

import secrets
from collections.abc import Sequence

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from declarations.filing.consulted import told_before_filing
from declarations.filing.forms.steps import malformed
from declarations.filing.kinds.model import KindForm, Step
from declarations.filing.kinds.registry import FORMS, form_of, offered_forms
from declarations.filing.model import Declaration
from declarations.filing.pages.addresses import draft_id, seen_in
from declarations.filing.pages.givers import pick_in, suggestions_for
from declarations.filing.pages.leading import ask_what_follows
from declarations.filing.pages.rendered import show
from declarations.filing.pages.shown import StepView, checked_view, named_faults
from declarations.filing.purposes import PURPOSES
from declarations.filing.service.carrying import carried_with
from declarations.filing.service.ceilings import Counter, counters
from declarations.filing.service.drafts import (
    Draft,
    create_draft,
    discard_draft,
    list_drafts,
    read_draft,
    save_draft,
)
from declarations.filing.service.evaluating import Judged
from declarations.filing.service.persons import principals_of
from declarations.filing.service.settings import filing_settings
from declarations.filing.service.submitting import draft_or_filed, preview_draft, submit_draft
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import FieldError, Invalid, NotFound, Stale
from register.kernel.form import Form
from register.kernel.i18n import current_locale
from register.kernel.text import says_too_long
from register.web.forms import read_form

SEARCH, PICK, LATER = "search", "pick:", "later"


@get("/declare", opt={"action": "declaration.file"}, include_in_schema=False)
async def kinds_page(request: AnyRequest, kept: FromQuery[str | None] = None) -> Response[str]:
    """Every kind that can be declared, and the drafts that wait."""
    identity = identity_of(request)
    drafts = await list_drafts(identity)
    offered, days = offered_forms(identity.capacity), filing_settings().draft_days
    return show(request, "kinds.html", kinds=offered, drafts=drafts, draft_days=days, kept=kept == "1")


@get("/declare/{kind:str}", opt={"action": "declaration.file"}, include_in_schema=False)
async def begin_page(request: AnyRequest, kind: FromPath[str], kept: FromQuery[str | None] = None) -> Response[str]:
    """What one needs to begin, for whom one may file, and the drafts of the kind that wait."""
    identity, of_kind = identity_of(request), _kind(kind)
    return show(
        request,
        "begin.html",
        form=Form(),
        of_kind=of_kind,
        drafts=[draft for draft in await list_drafts(identity) if draft.kind == of_kind.kind],
        draft_days=filing_settings().draft_days,
        principals=await principals_of(identity),
        supervisor=told_before_filing(of_kind.kind),
        kept=kept == "1",
    )


@post("/declare/{kind:str}", opt={"action": "declaration.file"}, include_in_schema=False)
async def begin(request: AnyRequest, kind: FromPath[str]) -> Redirect:
    """Begin a draft; an assistant says for whom."""
    form, identity, of_kind = await read_form(request), identity_of(request), _kind(kind)
    typed = form.typed("declarant")
    declarant = draft_id(typed) if typed else None
    answers = of_kind.answers(
        declarant=declarant if declarant != identity.person else None, language=current_locale().tag
    )
    draft = await create_draft(identity, answers, kind=of_kind.kind)
    return Redirect(f"/drafts/{draft.id}/{of_kind.steps[0].name}", status_code=303)


@get("/drafts/{draft:str}", opt={"action": "draft.read"}, include_in_schema=False)
async def draft_page(request: AnyRequest, draft: FromPath[str]) -> Redirect:
    """Go on where something is still missing; once it was sent, to what it became."""
    found = await draft_or_filed(identity_of(request), draft_id(draft))
    if isinstance(found, Declaration):
        return _filed(found)
    open_steps = [gap.step for gap in form_of(found.kind).gaps(found.answers)]
    return Redirect(f"/drafts/{found.id}/{open_steps[0] if open_steps else 'check'}", status_code=303)


@get("/drafts/{draft:str}/{step:str}", opt={"action": "draft.read"}, include_in_schema=False)
async def step_page(
    request: AnyRequest, draft: FromPath[str], step: FromPath[str], back: FromQuery[str | None] = None
) -> Response[str] | Redirect:
    """One step, filled in as it was kept."""
    found = await draft_or_filed(identity_of(request), draft_id(draft))
    if isinstance(found, Declaration):
        return _filed(found)
    known = _step(found, step)
    form = form_of(found.kind).filled(known, found.answers)
    form.put("back", "check" if back == "check" else "")
    return _shown(request, found, known, form)


@post("/drafts/{draft:str}/{step:str}", opt={"action": "draft.edit"}, include_in_schema=False)
async def take_step(request: AnyRequest, draft: FromPath[str], step: FromPath[str]) -> Response[str] | Redirect:
    """Keep one step, then the next; what was typed stays on the page when something is wrong with it."""
    form, identity = await read_form(request), identity_of(request)
    found = await read_draft(identity, draft_id(draft))
    known, then = _step(found, step), form.typed("then")
    if then.startswith(PICK):
        await pick_in(identity, form, then.removeprefix(PICK))
    try:
        kept = await _keep(request, draft, known, form)
    except Stale as stale:
        found = await read_draft(identity, draft_id(draft))
        form.errors.clear()
        return _shown(request, found, known, form, 409, changed=stale)
    if then == SEARCH or then.startswith(PICK):
        form.errors.clear()
        found_parties = await suggestions_for(identity, form) if then == SEARCH else None
        return _shown(request, kept, known, form, suggestions=found_parties)
    leads_on = ask_what_follows(known, kept.answers, form) if then != LATER else False
    if then == LATER:
        form.errors = malformed(form)
    if form.errors or leads_on:
        return _shown(request, kept, known, form, 422 if form.errors else 200)
    return Redirect(f"/declare/{kept.kind}?kept=1" if then == LATER else _next(kept, known, form), status_code=303)


@post("/drafts/{draft:str}/{step:str}/keep", opt={"action": "draft.edit"}, status_code=204, include_in_schema=False)
async def keep_step(request: AnyRequest, draft: FromPath[str], step: FromPath[str]) -> None:
    """Keep what has been typed so far, for the script that saves quietly; Invalid for a text too long to be kept."""
    found, form = await read_draft(identity_of(request), draft_id(draft)), await read_form(request)
    await _keep(request, draft, _step(found, step), form)
    too_long = {name: fault for name, fault in form.errors.items() if says_too_long(fault)}
    if too_long:
        raise Invalid(fields=[FieldError(name, fault) for name, fault in too_long.items()])


@get("/drafts/{draft:str}/check", opt={"action": "draft.read"}, include_in_schema=False)
async def check_page(request: AnyRequest, draft: FromPath[str]) -> Response[str] | Redirect:
    """Check your answers, with what the rules say beside them."""
    found = await draft_or_filed(identity_of(request), draft_id(draft))
    if isinstance(found, Declaration):
        return _filed(found)
    return await _checked(request, found, Form())


@post("/drafts/{draft:str}/submit", opt={"action": "draft.edit"}, include_in_schema=False)
async def submit(request: AnyRequest, draft: FromPath[str]) -> Response[str] | Redirect:
    """Send it as it was checked; pressed twice, it is sent once."""
    form, identity = await read_form(request), identity_of(request)
    wanted = draft_id(draft)
    try:
        seen, attested = seen_in(form.typed("seen")), form.ticked("attested")
        made = await submit_draft(identity, wanted, seen=seen, attested=attested)
    except (Invalid, Stale) as refused:
        found = await read_draft(identity, wanted)
        return await _checked(request, found, _refused(form, refused), refused.status, refused)
    return Redirect(f"/declarations/{made.reference}/receipt", status_code=303)


@post("/drafts/{draft:str}/discard", opt={"action": "draft.discard"}, include_in_schema=False)
async def discard(request: AnyRequest, draft: FromPath[str]) -> Redirect:
    """Delete a draft for good."""
    await discard_draft(identity_of(request), draft_id(draft))
    return Redirect("/declare", status_code=303)


def _filed(made: Declaration) -> Redirect:
    return Redirect(f"/declarations/{made.reference}", status_code=303)


def _kind(name: str) -> KindForm:
    if name not in FORMS:
        raise NotFound
    return FORMS[name]


def _step(draft: Draft, name: str) -> Step:
    found = form_of(draft.kind).step(name)
    if found is None:
        raise NotFound
    return found


async def _keep(request: AnyRequest, draft: str, step: Step, form: Form) -> Draft:
    return await save_draft(
        identity_of(request),
        draft_id(draft),
        lambda answers: step.read(form, answers),
        seen=seen_in(form.typed("seen")),
        page=form.typed("page")[:40],
    )


def _next(draft: Draft, step: Step, form: Form) -> str:
    """The step after this one; back to the check when the person came from there and nothing is missing."""
    if form.typed("back") == "check":
        return f"/drafts/{draft.id}/check"
    steps = form_of(draft.kind).steps
    place = steps.index(step) + 1
    return f"/drafts/{draft.id}/{steps[place].name if place < len(steps) else 'check'}"


def _shown(
    request: AnyRequest,
    draft: Draft,
    step: Step,
    form: Form,
    status: int = 200,
    *,
    changed: Stale | None = None,
    suggestions: object = None,
) -> Response[str]:
    form.put("seen", str(draft.version))
    form.put("page", form.typed("page") or secrets.token_urlsafe(9))
    view = StepView(form_of(draft.kind), step, draft.answers)
    return show(
        request,
        step.template,
        status,
        form=form,
        draft=draft,
        view=view,
        changed=changed.message if changed else None,
        suggestions=suggestions,
    )


def _refused(form: Form, refused: Invalid | Stale) -> Form:
    return form.take(field for field in refused.fields if field.name == "attested")


async def _checked(
    request: AnyRequest, draft: Draft, form: Form, status: int = 200, refused: Invalid | Stale | None = None
) -> Response[str]:
    missing = form_of(draft.kind).gaps(draft.answers)
    judged, was_sent = None, refused is not None
    try:
        judged = None if missing else await preview_draft(identity_of(request), draft)
    except Invalid as invalid:
        refused = refused or invalid
    form.put("seen", str(draft.version))
    view = checked_view(draft, missing, judged)
    carried = await carried_with(identity_of(request), draft.id)
    return show(
        request,
        "check.html",
        status,
        form=form,
        draft=draft,
        view=view,
        carried=carried,
        refused=named_faults(draft, _said(refused)),
        was_sent=was_sent,
        counters=await _counters(request, draft, judged),
        purposes=PURPOSES,
    )


async def _counters(request: AnyRequest, draft: Draft, judged: Judged | None) -> Sequence[Counter]:
    """How much of a yearly ceiling the person has used already, where this is an activity of their own."""
    if draft.kind != "outside_activity" or draft.answers.declarant is not None:
        return ()
    day = judged.facts.get("start_date") if judged else None
    return await counters(identity_of(request), day, but=draft.amends)


def _said(refused: Invalid | Stale | None) -> list[FieldError]:
    """What stands in the way beside the fields of the page itself."""
    if refused is None:
        return []
    others = [field for field in refused.fields if field.name != "attested"]
    return others if isinstance(refused, Invalid) else [FieldError("", refused.message), *others]
