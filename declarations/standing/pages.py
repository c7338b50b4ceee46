"""What a person has in force, as pages: for that person, and beside a case for the office."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.codes.labels import label
from declarations.filing.in_force import begins_on
from declarations.filing.pages.addresses import reference_in
from declarations.filing.service.drafts import list_drafts
from declarations.filing.service.own import read_own
from declarations.filing.service.settings import filing_settings
from declarations.standing.aside_pages import aside_pages
from declarations.standing.forms import read_answers, read_end, read_nothing
from declarations.standing.model import Said
from declarations.standing.separation_pages import separation_pages
from declarations.standing.service import keeping
from declarations.standing.service.keeping import statable
from declarations.standing.service.profile import own_profile
from declarations.standing.shown import NAMED, show_beside
from register.access.guards import AnyRequest, identity_of
from register.kernel import clock
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.form import Form
from register.kernel.i18n import Message, current_locale
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/standing"


@get(_HERE, opt={"action": "standing.read"}, include_in_schema=False)
async def standing_page(request: AnyRequest) -> Response[str]:
    """Everything that one has in force."""
    return await _page(request, Form())


@post(f"{_HERE}/confirmation", opt={"action": "standing.confirm"}, include_in_schema=False)
async def answer_each_line(request: AnyRequest) -> Response[str] | Redirect:
    """Say of each line whether it is still correct, has changed or has ended."""
    form = await read_form(request)
    try:
        drafts = await keeping.answer_lines(identity_of(request), read_answers(form))
    except Invalid as invalid:
        return await _page(request, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _page(request, form, 409, conflict.message)
    return Redirect(f"{_HERE}?done={'begun' if drafts else 'confirmed'}", status_code=303)


@post(f"{_HERE}/nothing", opt={"action": "standing.confirm"}, include_in_schema=False)
async def state_nothing(request: AnyRequest) -> Response[str] | Redirect:
    """State that there is nothing to declare."""
    form, identity = await read_form(request), identity_of(request)
    try:
        said = read_nothing(form, statable(await own_profile(identity)), current_locale().tag)
        made = await keeping.state_nothing(
            identity, said.period, said.matters, said.language, attested=said.attested, key=form.typed("key") or None
        )
    except Invalid as invalid:
        return await _page(request, form.take(invalid.fields), 422)
    return Redirect(f"/declarations/{made.reference}/receipt", status_code=303)


@get(f"{_HERE}/{{reference:str}}/end", opt={"action": "declaration.end"}, include_in_schema=False)
async def end_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Since when one thing is over."""
    return await _ending(request, reference_in(reference), Form())


@post(f"{_HERE}/{{reference:str}}/end", opt={"action": "declaration.end"}, include_in_schema=False)
async def end_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Say so."""
    form, wanted = await read_form(request), reference_in(reference)
    try:
        said = read_end(form)
        await keeping.end(identity_of(request), wanted, said.on, said.reason, said.seen)
    except Invalid as invalid:
        return await _ending(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _ending(request, wanted, form, 409, conflict.message)
    return Redirect(f"{_HERE}?done=ended", status_code=303)


@get("/desk/{reference:str}/standing", opt={"action": "case.standing"}, include_in_schema=False)
async def desk_standing_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """What the declarant of a case has in force, as far as it is open to the reader."""
    return await show_beside(request, reference_in(reference), Form())


async def _page(request: AnyRequest, form: Form, status: int = 200, refused: Message | None = None) -> Response[str]:
    profile = await own_profile(identity_of(request))
    if "period" not in form:
        form.put("period", str(clock.today().year))
    done = request.query_params.get("done", "")
    drafts = [draft for draft in await list_drafts(identity_of(request)) if draft.changes]
    changing = {draft.changes: draft for draft in drafts}
    for item in profile.confirmable:
        if (said := f"said_{item.declaration.reference}") not in form:
            is_open = done == "begun" or item.declaration.reference in changing  # what has changed is not confirmed
            form.put(said, "" if is_open else Said.STILL)
    return render(
        request,
        "standing/standing.html",
        status,
        form=form,
        profile=profile,
        refused=refused,
        done=done,
        drafts=drafts,
        changing=changing,
        draft_days=filing_settings().draft_days,
        matter_options=[(kind, label("kind", kind)) for kind in statable(profile)],
        **NAMED,
    )


async def _ending(
    request: AnyRequest, reference: str, form: Form, status: int = 200, refused: Message | None = None
) -> Response[str]:
    identity = identity_of(request)
    case = await read_own(identity, reference)
    if "end" not in case.actions and status == 200:
        raise NotFound
    begins = begins_on(case.declaration, clock.today())
    if begins and status == 200:
        form.put_day("on", clock.today())
    return render(
        request,
        "standing/end.html",
        status,
        form=form,
        found=case.declaration,
        begins=begins,
        refused=refused,
        **NAMED,
    )


standing_pages: list[ControllerRouterHandler] = [
    standing_page,
    answer_each_line,
    state_nothing,
    end_page,
    end_it,
    desk_standing_page,
    *separation_pages,
    *aside_pages,
]
