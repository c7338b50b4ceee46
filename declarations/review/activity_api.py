"""Outside activities at the desk for programs: the same services as the pages; all changes need If-Match."""

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from declarations.filing.model import Declaration
from declarations.filing.pages.addresses import reference_in
from declarations.review.activity_schemas import ConsultingIn, OpinionOut, ReasonsIn
from declarations.review.schemas import CaseStateOut
from declarations.review.service import authorizing
from declarations.review.service.case import open_desk_case
from declarations.review.service.consulting import consult
from register.access.guards import AnyRequest, identity_of
from register.kernel.form import Form
from register.web.etags import etag, if_match

_CASE = "/api/v1/cases/{reference:str}"
_TAGS = ["cases"]


@get(_CASE + "/opinions", opt={"action": "case.read"}, tags=_TAGS)
async def list_opinions(request: AnyRequest, reference: FromPath[str]) -> list[OpinionOut]:
    """What the supervisor was asked and what was answered, newest first. The opening is recorded."""
    desk = await open_desk_case(identity_of(request), reference_in(reference))
    return [OpinionOut.of(found) for found in desk.opinions]


@post(_CASE + "/opinion", opt={"action": "case.consult"}, status_code=200, tags=_TAGS)
async def consult_supervisor(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[ConsultingIn]
) -> Response[CaseStateOut]:
    """Mail the declarant's supervisor a link to one question. An earlier link of the case works no more."""
    seen, activity = if_match(request), _line(data.activity)
    return _state(await consult(identity_of(request), reference_in(reference), activity, seen, language=data.language))


@post(_CASE + "/suspension", opt={"action": "case.suspend"}, status_code=200, tags=_TAGS)
async def suspend_authorization(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[ReasonsIn]
) -> Response[CaseStateOut]:
    """Suspend the authorization of an activity, with reasons that the person reads."""
    seen, reasons = if_match(request), _text(data.reasons)
    return _state(await authorizing.suspend(identity_of(request), reference_in(reference), reasons, seen))


@post(_CASE + "/reinstatement", opt={"action": "case.suspend"}, status_code=200, tags=_TAGS)
async def reinstate_authorization(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[ReasonsIn]
) -> Response[CaseStateOut]:
    """Put a suspended authorization back into force, with reasons."""
    seen, reasons = if_match(request), _text(data.reasons)
    return _state(await authorizing.reinstate(identity_of(request), reference_in(reference), reasons, seen))


@post(_CASE + "/revocation", opt={"action": "case.revoke"}, status_code=200, tags=_TAGS)
async def revoke_authorization(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[ReasonsIn]
) -> Response[CaseStateOut]:
    """Revoke the authorization of an activity, with reasons: it ends at once, and for good."""
    seen, reasons = if_match(request), _text(data.reasons)
    return _state(await authorizing.revoke(identity_of(request), reference_in(reference), reasons, seen))


def _text(text: str) -> str:
    """Text as strictly as a form reads it. Raises Invalid, BadRequest."""
    form = Form({"reasons": [text]})
    found = form.text("reasons", longest=2000)
    form.check()
    return found


def _line(text: str) -> str:
    """A line as strictly as a form reads it. Raises Invalid, BadRequest."""
    form = Form({"activity": [text]})
    found = form.line("activity")
    form.check()
    return found


def _state(after: Declaration) -> Response[CaseStateOut]:
    return Response(CaseStateOut.of(after), headers={"etag": etag(after.head_seq)})


activity_api = [
    list_opinions,
    consult_supervisor,
    suspend_authorization,
    reinstate_authorization,
    revoke_authorization,
]
