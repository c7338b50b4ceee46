"""Trying a profile on other terms over the register: the form of the sandbox, how far it is, what came out."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.policies.forms import page_fault
from declarations.policies.views import terms_fields
from declarations.whatif.forms import filled_in, read_question
from declarations.whatif.model import NEWEST
from declarations.whatif.service import asking
from declarations.whatif.service.asking import Tried
from declarations.whatif.views import (
    BY,
    STANDINGS,
    TONES,
    class_label,
    effect_label,
    kind_label,
    rule_options,
    told,
    trial_of,
    unit_named,
)
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel import clock
from register.kernel.errors import Invalid
from register.kernel.form import Form
from register.web.forms import read_form
from register.web.rendering import render

_HERE, _OPT = "/what-if", {"action": "profile.what_if"}


@get(_HERE, opt=_OPT, include_in_schema=False)
async def what_ifs_page(request: AnyRequest, at: FromQuery[str | None] = None) -> Response[str]:
    """The profiles that can be tried, and what was asked in the last thirty days."""
    who = identity_of(request)
    page, profiles = await asking.what_ifs(who, at), await asking.profiles(who)
    titles = {profile.name: profile.title for profile in profiles}
    return render(
        request,
        "whatif/what_ifs.html",
        page=page,
        profiles=profiles,
        titles=titles,
        standings=STANDINGS,
        tones=TONES,
    )


@get(_HERE + "/profiles/{profile:str}", opt=_OPT, include_in_schema=False)
async def sandbox_page(request: AnyRequest, profile: FromPath[str]) -> Response[str]:
    """The form of a sandbox, filled in as the newest version stands."""
    tried = await asking.profile_to_try(identity_of(request), profile)
    return _form(request, tried, filled_in(tried.profile, clock.today()))


@post(_HERE + "/profiles/{profile:str}", opt=_OPT, include_in_schema=False)
async def try_sandbox(request: AnyRequest, profile: FromPath[str]) -> Response[str] | Redirect:
    """Have it tried."""
    who = identity_of(request)
    tried = await asking.profile_to_try(who, profile)
    form = await read_form(request)
    try:
        made = await asking.ask(who, read_question(form, tried.profile, tried.further))
    except Invalid as error:
        form.take(page_fault(fault, tried.profile.versions[-1]) for fault in error.fields)
        return _form(request, tried, form, 422)
    return Redirect(f"{_HERE}/{made}", status_code=303)


def _form(request: AnyRequest, tried: Tried, form: Form, status: int = 200) -> Response[str]:
    return render(
        request,
        "whatif/sandbox.html",
        status,
        form=form,
        profile=tried.profile,
        by=BY,
        rules=rule_options(tried),
        **terms_fields(tried.profile.versions[-1]),
    )


@get(_HERE + "/{wanted:str}", opt=_OPT, include_in_schema=False)
async def what_if_page(request: AnyRequest, wanted: FromPath[str]) -> Response[str]:
    """One what-if: how far it is, and what came out."""
    who = identity_of(request)
    view = await asking.read_what_if(who, canonical_id(wanted))
    tried = await asking.profile_to_try(who, view.run.profile)
    return render(
        request,
        "whatif/what_if.html",
        view=view,
        run=view.run,
        answer=view.answer,
        trial=trial_of(view.asked, tried),
        profile=tried.profile,
        by=dict(BY),
        most=NEWEST,
        standings=STANDINGS,
        tones=TONES,
        told=told,
        unit_named=unit_named,
        kind_label=kind_label,
        effect_label=effect_label,
        class_label=class_label,
    )


@post(_HERE + "/{wanted:str}/discard", opt=_OPT, include_in_schema=False)
async def discard_what_if(request: AnyRequest, wanted: FromPath[str]) -> Redirect:
    """Forget it."""
    await asking.discard(identity_of(request), canonical_id(wanted))
    return Redirect(_HERE, status_code=303)


whatif_pages: list[ControllerRouterHandler] = [
    what_ifs_page,
    sandbox_page,
    try_sandbox,
    what_if_page,
    discard_what_if,
]
