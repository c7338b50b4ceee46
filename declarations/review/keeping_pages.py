"""Keeping a case open at the desk: under appeal or under legal hold, on a page and for programs."""

from typing import Annotated

import msgspec
from litestar import Response, post
from litestar.params import FromPath, JSONBody
from litestar.response import Redirect
from msgspec import Meta

from declarations.codes.decisions import Flag
from declarations.filing.model import Declaration
from declarations.filing.pages.addresses import reference_in
from declarations.review.pages import do_act
from declarations.review.schemas import CaseStateOut
from declarations.review.service.keeping_open import keep_open, let_close
from register.access.guards import AnyRequest, identity_of
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.web.etags import etag, if_match

_DESK, _CASE = "/desk/{reference:str}", "/api/v1/cases/{reference:str}"


class KeptOpenIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What keeps a case open, and why; the person reads it."""

    flag: Flag
    reasons: Annotated[str, Meta(max_length=2000)]


def _read(form: Form, act: str) -> tuple[Flag | None, str]:
    chosen = form.choice(f"{act}_flag", set(Flag), missing=msg("Choose one of the answers."))
    reasons = form.text(f"{act}_reasons", longest=2000)
    form.check()
    return (Flag(chosen) if chosen else None), reasons


@post(_DESK + "/keeping-open", opt={"action": "case.keep_open"}, include_in_schema=False)
async def keep_it_open(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Record that it is under appeal or under legal hold."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await keep_open(who, ref, *_read(form, "keeping-open"), seen)

    return await do_act(request, reference, "keeping-open", doing)


@post(_DESK + "/letting-close", opt={"action": "case.keep_open"}, include_in_schema=False)
async def let_it_close(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Record that it is so no longer."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await let_close(who, ref, *_read(form, "letting-close"), seen)

    return await do_act(request, reference, "letting-close", doing)


@post(_CASE + "/keeping-open", opt={"action": "case.keep_open"}, status_code=200, tags=["cases"])
async def keep_case_open(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[KeptOpenIn]
) -> Response[CaseStateOut]:
    """Record that a case is under appeal or under legal hold, with reasons: it does not close. Needs If-Match."""
    seen = if_match(request)
    return _state(await keep_open(identity_of(request), reference_in(reference), data.flag, _text(data), seen))


@post(_CASE + "/letting-close", opt={"action": "case.keep_open"}, status_code=200, tags=["cases"])
async def let_case_close(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[KeptOpenIn]
) -> Response[CaseStateOut]:
    """Record that it is under appeal, or under legal hold, no longer. Needs If-Match."""
    seen = if_match(request)
    return _state(await let_close(identity_of(request), reference_in(reference), data.flag, _text(data), seen))


def _text(data: KeptOpenIn) -> str:
    form = Form({"reasons": [data.reasons]})
    found = form.text("reasons", longest=2000)
    form.check()
    return found


def _state(after: Declaration) -> Response[CaseStateOut]:
    return Response(CaseStateOut.of(after), headers={"etag": etag(after.head_seq)})


keeping_pages = [keep_it_open, let_it_close]
keeping_api = [keep_case_open, let_case_close]
