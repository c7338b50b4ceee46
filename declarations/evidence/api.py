"""Evidence for programs; the same services as the pages. A file is sent as the body, its name in `X-File-Name`.

The same file sent again is the one that is there already, so a repeated request adds nothing.
"""

from urllib.parse import unquote

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.evidence.model import Side
from declarations.evidence.pages import MOST_BODY, sent
from declarations.evidence.schemas import EvidenceAddedOut, EvidenceListOut, WithdrawalIn
from declarations.evidence.service import attaching
from declarations.evidence.service.looking import list_evidence, read_file
from declarations.filing.forms.wire import read_words
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.web.etags import etag, if_match

_OWN, _CASE = "/api/v1/declarations/{reference:str}/evidence", "/api/v1/cases/{reference:str}/evidence"
_TAGS = ["evidence"]


@get(_OWN, opt={"action": "declaration.evidence"}, tags=_TAGS)
async def list_own_evidence(request: AnyRequest, reference: FromPath[str]) -> Response[EvidenceListOut]:
    """The files beside your declaration; the ETag is that of the declaration."""
    return await _list(request, Side.DECLARATION, reference)


@get(_CASE, opt={"action": "case.evidence"}, tags=_TAGS)
async def list_case_evidence(request: AnyRequest, reference: FromPath[str]) -> Response[EvidenceListOut]:
    """The files beside a case; the ETag is that of the case."""
    return await _list(request, Side.CASE, reference)


@post(_OWN, opt={"action": "declaration.attach"}, tags=_TAGS, request_max_body_size=MOST_BODY)
async def attach_to_own_declaration(request: AnyRequest, reference: FromPath[str]) -> EvidenceAddedOut:
    """Add a photo, letter or receipt (JPEG, PNG, WebP or PDF, the whole body)."""
    return await _attach(request, Side.DECLARATION, reference)


@post(_CASE, opt={"action": "case.attach"}, tags=_TAGS, request_max_body_size=MOST_BODY)
async def attach_to_desk_case(request: AnyRequest, reference: FromPath[str]) -> EvidenceAddedOut:
    """Add a file to a case of the desk."""
    return await _attach(request, Side.CASE, reference)


@get(_OWN + "/{wanted:str}", opt={"action": "declaration.evidence"}, tags=_TAGS)
async def own_evidence_file(request: AnyRequest, reference: FromPath[str], wanted: FromPath[str]) -> Response[bytes]:
    """A file with its content."""
    return sent(await read_file(identity_of(request), Side.DECLARATION, reference, canonical_id(wanted)))


@get(_CASE + "/{wanted:str}", opt={"action": "case.evidence"}, tags=_TAGS)
async def case_evidence_file(request: AnyRequest, reference: FromPath[str], wanted: FromPath[str]) -> Response[bytes]:
    """A file with its content."""
    return sent(await read_file(identity_of(request), Side.CASE, reference, canonical_id(wanted)))


@post(_OWN + "/{wanted:str}/withdrawal", opt={"action": "declaration.detach"}, status_code=200, tags=_TAGS)
async def withdraw_own_evidence(
    request: AnyRequest, reference: FromPath[str], wanted: FromPath[str], data: JSONBody[WithdrawalIn]
) -> Response[EvidenceListOut]:
    """Withdraw a file with a reason; it stays with the case. Needs If-Match."""
    return await _withdraw(request, Side.DECLARATION, reference, wanted, data)


@post(_CASE + "/{wanted:str}/withdrawal", opt={"action": "case.detach"}, status_code=200, tags=_TAGS)
async def withdraw_case_evidence(
    request: AnyRequest, reference: FromPath[str], wanted: FromPath[str], data: JSONBody[WithdrawalIn]
) -> Response[EvidenceListOut]:
    """Withdraw a file that you added to a case. Needs If-Match."""
    return await _withdraw(request, Side.CASE, reference, wanted, data)


async def _list(request: AnyRequest, side: Side, reference: str) -> Response[EvidenceListOut]:
    found = await list_evidence(identity_of(request), side, reference)
    return Response(EvidenceListOut.of(found), headers={"etag": etag(found.place.seen)})


async def _attach(request: AnyRequest, side: Side, reference: str) -> EvidenceAddedOut:
    name = unquote(request.headers.get("x-file-name", ""))[:200]
    data = await request.body()
    return EvidenceAddedOut(await attaching.attach(identity_of(request), side, reference, name, data))


async def _withdraw(
    request: AnyRequest, side: Side, reference: str, wanted: str, data: WithdrawalIn
) -> Response[EvidenceListOut]:
    seen, reason = if_match(request), read_words("reason", data.reason, longest=2000)
    await attaching.withdraw(identity_of(request), side, reference, canonical_id(wanted), reason, seen)
    return await _list(request, side, reference)


evidence_api: list[ControllerRouterHandler] = [
    list_own_evidence,
    list_case_evidence,
    attach_to_own_declaration,
    attach_to_desk_case,
    own_evidence_file,
    case_evidence_file,
    withdraw_own_evidence,
    withdraw_case_evidence,
]
