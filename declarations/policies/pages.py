"""Profiles and thresholds for their keepers: what stands, what is proposed, who adopts it."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.codes.labels import label
from declarations.codes.model import Profile
from declarations.filing.pages.addresses import seen_in
from declarations.policies.forms import filled_in, page_fault, read_reason, read_version
from declarations.policies.model import Preview
from declarations.policies.rate_pages import rate_pages
from declarations.policies.service import proposing
from declarations.policies.views import STANDINGS, TONES, preview_view, terms_fields
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.i18n import Message
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/profiles"


def _profile_label(name: str) -> Message:
    return label("profile", name)


@get(_HERE, opt={"action": "profile.proposals"}, include_in_schema=False)
async def profiles_page(request: AnyRequest) -> Response[str]:
    """Every profile, and what was proposed."""
    who = identity_of(request)
    board = await proposing.board(who)
    may_propose = permits(who, "profile.propose")
    return render(
        request,
        "policies/profiles.html",
        board=board,
        standings=STANDINGS,
        tones=TONES,
        may_propose=may_propose,
        profile_label=_profile_label,
    )


@get(_HERE + "/{profile:str}/next", opt={"action": "profile.propose"}, include_in_schema=False)
async def next_version_page(request: AnyRequest, profile: FromPath[str]) -> Response[str]:
    """The form of the next version, filled in as the newest stands."""
    found = await proposing.profile_to_change(identity_of(request), profile)
    return _form(request, found, filled_in(found.versions[-1]))


@post(_HERE + "/{profile:str}/next", opt={"action": "profile.propose"}, include_in_schema=False)
async def propose_next_version(request: AnyRequest, profile: FromPath[str]) -> Response[str] | Redirect:
    """Show what the version would change; keep the proposal when the person has said so."""
    who = identity_of(request)
    found = await proposing.profile_to_change(who, profile)
    form = await read_form(request)
    try:
        proposed = read_version(form, found.versions[-1])
        shown = await proposing.preview(who, proposed)
        if form.typed("step") != "propose":
            return _form(request, found, form, preview=shown, currency=proposed.terms.currency)
        made = await proposing.propose(who, proposed)
    except Invalid as error:
        form.take(page_fault(fault, found.versions[-1]) for fault in error.fields)
        if not error.fields:
            form.refuse("thresholds", error.message)  # of the version as a whole, not of its day
        return _form(request, found, form, 422)
    return Redirect(f"{_HERE}/proposals/{made.id}", status_code=303)


def _form(
    request: AnyRequest,
    profile: Profile,
    form: Form,
    status: int = 200,
    *,
    preview: Preview | None = None,
    currency: str | None = None,
) -> Response[str]:
    version = profile.versions[-1]
    return render(
        request,
        "policies/next_version.html",
        status,
        form=form,
        profile=profile,
        version=version,
        **terms_fields(version),
        preview=preview_view(preview, currency) if preview else None,
    )


@get(_HERE + "/proposals/{wanted:str}", opt={"action": "profile.proposals"}, include_in_schema=False)
async def proposal_page(request: AnyRequest, wanted: FromPath[str]) -> Response[str]:
    """One proposal: what it changes, and what may be done about it."""
    return await _proposal(request, canonical_id(wanted), Form())


@post(_HERE + "/proposals/{wanted:str}/adoption", opt={"action": "profile.adopt"}, include_in_schema=False)
async def adopt_proposal(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Adopt it."""
    form, known = await read_form(request), canonical_id(wanted)
    try:
        await proposing.adopt(identity_of(request), known, seen_in(form.typed("seen")))
    except Conflict as conflict:
        return await _proposal(request, known, form, 409, conflict)
    return Redirect(f"{_HERE}/proposals/{known}", status_code=303)


@post(_HERE + "/proposals/{wanted:str}/rejection", opt={"action": "profile.adopt"}, include_in_schema=False)
async def reject_proposal(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Reject it with a reason."""
    form, known = await read_form(request), canonical_id(wanted)
    try:
        await proposing.reject(identity_of(request), known, seen_in(form.typed("seen")), read_reason(form))
    except Invalid as invalid:
        return await _proposal(request, known, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _proposal(request, known, form, 409, conflict)
    return Redirect(f"{_HERE}/proposals/{known}", status_code=303)


@post(_HERE + "/proposals/{wanted:str}/withdrawal", opt={"action": "profile.propose"}, include_in_schema=False)
async def withdraw_proposal(request: AnyRequest, wanted: FromPath[str]) -> Response[str] | Redirect:
    """Take one's own proposal back."""
    form, known = await read_form(request), canonical_id(wanted)
    try:
        await proposing.withdraw(identity_of(request), known, seen_in(form.typed("seen")))
    except Conflict as conflict:
        return await _proposal(request, known, form, 409, conflict)
    return Redirect(_HERE, status_code=303)


async def _proposal(
    request: AnyRequest, wanted: UUID, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    found = await proposing.read_proposal(identity_of(request), wanted)
    return render(
        request,
        "policies/proposal.html",
        status,
        form=form,
        found=found,
        preview=preview_view(found.preview, found.proposal.terms.currency),
        standing=STANDINGS[found.proposal.status],
        tone=TONES[found.proposal.status],
        profile_label=_profile_label,
        changed=changed,
    )


policies_pages: list[ControllerRouterHandler] = [
    profiles_page,
    next_version_page,
    propose_next_version,
    proposal_page,
    adopt_proposal,
    reject_proposal,
    withdraw_proposal,
    *rate_pages,
]
