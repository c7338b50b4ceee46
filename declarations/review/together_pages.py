"""Several cases at once: the signing list of an authority, and giving cases to an officer."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from declarations.codes.labels import label
from declarations.filing.headline import headline
from declarations.filing.pages.addresses import reference_in, seen_in
from declarations.review import forms
from declarations.review.service import assigning, signing
from declarations.review.service.signing import Chosen
from register.access.guards import AnyRequest, identity_of
from register.access.service.confirming import confirm, needs_password
from register.kernel.errors import BadRequest, Invalid, NotFound, Stale
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render

_SIGNING = "/desk/signing"
_ASSIGNING = "/desk/assignments"


@get(_SIGNING, opt={"action": "case.sign"}, include_in_schema=False)
async def signing_page(request: AnyRequest) -> Response[str]:
    """What waits for one's signature, with what the office recommends."""
    return await _signing(request, Form())


@post(_SIGNING, opt={"action": "case.sign"}, include_in_schema=False)
async def sign_them(request: AnyRequest) -> Response[str] | Redirect:
    """Decide the chosen cases as recommended: all of them or none."""
    form = await read_form(request)
    try:
        reasons = form.text("reasons")
        form.ticked("attested", missing=msg("Confirm that you decide each of these cases."))
        form.check()
        await _confirm(request, form)
        signed = await signing.sign(identity_of(request), [_chosen(value) for value in form.every("case")], reasons)
    except Invalid as invalid:
        return await _signing(request, form.take(invalid.fields), 422)
    except Stale as stale:
        return await _signing(request, form, 409, stale)
    return Redirect(f"{_SIGNING}?signed={len(signed)}", status_code=303)


async def _confirm(request: AnyRequest, form: Form) -> None:
    if form.typed("password"):
        await confirm(identity_of(request), form.typed("password"))


def _chosen(value: str) -> Chosen:
    reference, _, seen = value.partition(":")
    return Chosen(reference_in(reference), seen_in(seen))


async def _signing(request: AnyRequest, form: Form, status: int = 200, stale: Stale | None = None) -> Response[str]:
    cursor = decode_cursor(request.query_params.get("at"))
    board = await signing.signing_list(identity_of(request), cursor)
    in_the_way = {fault.name for fault in stale.fields} if stale else set()
    ticked = {value.partition(":")[0] for value in form.every("case")} - in_the_way
    return render(
        request,
        "review/signing.html",
        status,
        board=board,
        form=form,
        stale=stale,
        ticked=ticked,
        needs_password=bool(board.page.items) and await needs_password(identity_of(request)),
        signed=_count(request.query_params.get("signed", "")),
        **_LABELS,
    )


def _count(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0


_LABELS: dict[str, Any] = {
    "what": headline,
    "decision_label": lambda decision: label("decision", decision),
    "effect_label": lambda effect: label("effect", effect),
}


@get(_ASSIGNING, opt={"action": "case.assign"}, include_in_schema=False)
async def assigning_page(request: AnyRequest) -> Response[str]:
    """The chosen cases, and the question to whom."""
    form = Form({"case": list(request.query_params.getall("case", []))})
    return await _assigning(request, form)


@post(_ASSIGNING, opt={"action": "case.assign"}, include_in_schema=False)
async def assign_them(request: AnyRequest) -> Response[str]:
    """Give the chosen cases to one officer; what could not be given is named."""
    form = await read_form(request)
    try:
        chosen = _references(form)
        done = await assigning.assign_together(identity_of(request), chosen, forms.read_officer(form))
    except Invalid as invalid:
        return await _assigning(request, form.take(invalid.fields), 422)
    return await _assigning(request, form, done=done)


def _references(form: Form) -> list[str]:
    try:
        return [reference_in(value) for value in form.every("case")]
    except NotFound as error:
        raise BadRequest from error


async def _assigning(
    request: AnyRequest, form: Form, status: int = 200, done: assigning.Assigned | None = None
) -> Response[str]:
    officers = await assigning.officers(identity_of(request))
    return render(
        request,
        "review/assigning.html",
        status,
        form=form,
        chosen=_references(form),
        officers=officers,
        done=done,
    )


together_pages = [signing_page, sign_them, assigning_page, assign_them]
