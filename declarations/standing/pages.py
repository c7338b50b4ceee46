"""What a person has in force, as pages: for that person, and beside a case for the office."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.codes.labels import label
from declarations.filing.pages.addresses import reference_in
from declarations.filing.service.own import read_own
from declarations.standing.aside_pages import aside_pages
from declarations.standing.forms import read_end, read_items, read_nothing
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
async def confirm_still_correct(request: AnyRequest) -> Response[str] | Redirect:
    """Say that it is still correct: all of it, or what was ticked."""
    form = await read_form(request)
    try:
        await keeping.still_correct(identity_of(request), read_items(form))
    except Invalid as invalid:
        return await _page(request, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _page(request, form, 409, conflict.message)
    return Redirect(f"{_HERE}?done=confirmed", status_code=303)


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


@post(f"{_HERE}/{{reference:str}}/anew", opt={"action": "declaration.file"}, include_in_schema=False)
async def declare_anew(request: AnyRequest, reference: FromPath[str]) -> Redirect:
    """Begin a new declaration with the answers of the old one."""
    draft = await keeping.begin_anew(identity_of(request), reference_in(reference))
    return Redirect(f"/drafts/{draft.id}/check", status_code=303)


@get("/desk/{reference:str}/standing", opt={"action": "case.standing"}, include_in_schema=False)
async def desk_standing_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """What the declarant of a case has in force, as far as it is open to the reader."""
    return await show_beside(request, reference_in(reference), Form())


async def _page(request: AnyRequest, form: Form, status: int = 200, refused: Message | None = None) -> Response[str]:
    profile = await own_profile(identity_of(request))
    if "period" not in form:
        form.put("period", str(clock.today().year))
    return render(
        request,
        "standing/standing.html",
        status,
        form=form,
        profile=profile,
        refused=refused,
        done=request.query_params.get("done", ""),
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
    return render(request, "standing/end.html", status, form=form, found=case.declaration, refused=refused, **NAMED)


standing_pages: list[ControllerRouterHandler] = [
    standing_page,
    confirm_still_correct,
    state_nothing,
    end_page,
    end_it,
    declare_anew,
    desk_standing_page,
    *separation_pages,
    *aside_pages,
]
