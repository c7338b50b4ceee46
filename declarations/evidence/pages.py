"""Pages of evidence: the list beside a draft, a declaration and a case, and the files themselves.

A file is never part of a page: it is sent to be saved, under a policy that lets nothing in it run.
"""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.evidence.limits import MOST_BYTES
from declarations.evidence.model import File, Side
from declarations.evidence.service import attaching
from declarations.evidence.service.looking import list_evidence, read_file
from declarations.evidence.settings import evidence_settings
from declarations.evidence.views import BACK, NOT_CHECKED, REFUSED, STANDINGS, TONES, TYPES, address_of, size_of
from declarations.filing.pages.addresses import seen_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.web.forms import read_files, read_form
from register.web.rendering import render

MOST_BODY = MOST_BYTES + 100_000
_DRAFT = "/drafts/{name:str}/evidence"
_OWN = "/declarations/{name:str}/evidence"
_CASE = "/desk/{name:str}/evidence"


@get(_DRAFT, opt={"action": "draft.evidence"}, include_in_schema=False)
async def draft_evidence(request: AnyRequest, name: FromPath[str]) -> Response[str]:
    """What is added to a draft."""
    return await _list(request, Side.DRAFT, name)


@get(_OWN, opt={"action": "declaration.evidence"}, include_in_schema=False)
async def own_evidence(request: AnyRequest, name: FromPath[str]) -> Response[str]:
    """What stands beside one's own declaration."""
    return await _list(request, Side.DECLARATION, name)


@get(_CASE, opt={"action": "case.evidence"}, include_in_schema=False)
async def case_evidence(request: AnyRequest, name: FromPath[str]) -> Response[str]:
    """What stands beside a case of the desk."""
    return await _list(request, Side.CASE, name)


@post(_DRAFT, opt={"action": "draft.attach", "files": True}, request_max_body_size=MOST_BODY, include_in_schema=False)
async def attach_to_draft(request: AnyRequest, name: FromPath[str]) -> Response[str] | Redirect:
    """Add a file to a draft."""
    return await _attach(request, Side.DRAFT, name)


@post(
    _OWN, opt={"action": "declaration.attach", "files": True}, request_max_body_size=MOST_BODY, include_in_schema=False
)
async def attach_to_own(request: AnyRequest, name: FromPath[str]) -> Response[str] | Redirect:
    """Add a file to one's own declaration."""
    return await _attach(request, Side.DECLARATION, name)


@post(_CASE, opt={"action": "case.attach", "files": True}, request_max_body_size=MOST_BODY, include_in_schema=False)
async def attach_to_case(request: AnyRequest, name: FromPath[str]) -> Response[str] | Redirect:
    """Add a file to a case."""
    return await _attach(request, Side.CASE, name)


@get(_DRAFT + "/{wanted:str}", opt={"action": "draft.evidence"}, include_in_schema=False)
async def draft_file(request: AnyRequest, name: FromPath[str], wanted: FromPath[str]) -> Response[bytes]:
    """A file of a draft."""
    return await _file(request, Side.DRAFT, name, wanted)


@get(_OWN + "/{wanted:str}", opt={"action": "declaration.evidence"}, include_in_schema=False)
async def own_file(request: AnyRequest, name: FromPath[str], wanted: FromPath[str]) -> Response[bytes]:
    """A file of one's own declaration."""
    return await _file(request, Side.DECLARATION, name, wanted)


@get(_CASE + "/{wanted:str}", opt={"action": "case.evidence"}, include_in_schema=False)
async def case_file(request: AnyRequest, name: FromPath[str], wanted: FromPath[str]) -> Response[bytes]:
    """A file of a case."""
    return await _file(request, Side.CASE, name, wanted)


@post(_DRAFT + "/{wanted:str}/removal", opt={"action": "draft.attach"}, include_in_schema=False)
async def remove_from_draft(request: AnyRequest, name: FromPath[str], wanted: FromPath[str]) -> Redirect:
    """Take a file out of a draft for good."""
    await attaching.remove_from_draft(identity_of(request), name, canonical_id(wanted))
    return Redirect(address_of(Side.DRAFT, name), status_code=303)


@post(_OWN + "/{wanted:str}/withdrawal", opt={"action": "declaration.detach"}, include_in_schema=False)
async def withdraw_own(request: AnyRequest, name: FromPath[str], wanted: FromPath[str]) -> Response[str] | Redirect:
    """Withdraw a file with a reason."""
    return await _withdraw(request, Side.DECLARATION, name, wanted)


@post(_CASE + "/{wanted:str}/withdrawal", opt={"action": "case.detach"}, include_in_schema=False)
async def withdraw_from_case(
    request: AnyRequest, name: FromPath[str], wanted: FromPath[str]
) -> Response[str] | Redirect:
    """Withdraw a file that the office added."""
    return await _withdraw(request, Side.CASE, name, wanted)


async def _list(
    request: AnyRequest,
    side: Side,
    name: str,
    form: Form | None = None,
    status: int = 200,
    *,
    faulty: UUID | None = None,
    changed: Conflict | None = None,
) -> Response[str]:
    listing = await list_evidence(identity_of(request), side, name)
    settings = evidence_settings()
    context: dict[str, Any] = {
        "address": address_of(side, listing.place.name),
        "back_to": BACK[side] % listing.place.name,
        "most": f"{max(1, settings.most_bytes // 1_000_000)}",
        "most_files": settings.files_per_declaration,
        "types": TYPES,
        "standings": STANDINGS,
        "tones": TONES,
        "refused": REFUSED,
        "not_checked": NOT_CHECKED,
        "size_of": size_of,
        "side": side.value,
    }
    return render(
        request,
        "evidence/evidence.html",
        status,
        listing=listing,
        form=form or Form(),
        faulty=faulty,
        changed=changed,
        **context,
    )


async def _attach(request: AnyRequest, side: Side, name: str) -> Response[str] | Redirect:
    form = await read_form(request)
    files = [*await read_files(request, "photo"), *await read_files(request, "file")]
    try:
        if not files:
            raise attaching.no_file()
        for file in files:
            await attaching.attach(identity_of(request), side, name, file.name, file.data)
    except Invalid as invalid:
        return await _list(request, side, name, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _list(request, side, name, form, 409, changed=conflict)
    return Redirect(address_of(side, name), status_code=303)


async def _withdraw(request: AnyRequest, side: Side, name: str, wanted: str) -> Response[str] | Redirect:
    form, file = await read_form(request), canonical_id(wanted)
    try:
        reason, seen = form.text("reason", longest=2000) or "", seen_in(form.typed("seen"))
        await attaching.withdraw(identity_of(request), side, name, file, reason, seen)
    except Invalid as invalid:
        return await _list(request, side, name, form.take(invalid.fields), 422, faulty=file)
    except Conflict as conflict:
        return await _list(request, side, name, form, 409, faulty=file, changed=conflict)
    return Redirect(address_of(side, name), status_code=303)


async def _file(request: AnyRequest, side: Side, name: str, wanted: str) -> Response[bytes]:
    return sent(await read_file(identity_of(request), side, name, canonical_id(wanted)))


def sent(file: File) -> Response[bytes]:
    """A file to be saved, never shown: no browser guesses at it, runs it or keeps it."""
    ending = file.name.rsplit(".", 1)[-1]
    named = f"filename=\"evidence.{ending}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {
        "content-disposition": f"attachment; {named}",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return Response(file.data, media_type=file.media_type, headers=headers)


evidence_pages: list[ControllerRouterHandler] = [
    draft_evidence,
    own_evidence,
    case_evidence,
    attach_to_draft,
    attach_to_own,
    attach_to_case,
    draft_file,
    own_file,
    case_file,
    remove_from_draft,
    withdraw_own,
    withdraw_from_case,
]
