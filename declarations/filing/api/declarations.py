"""Filing and following declarations: the same services as the pages, with idempotency keys and entity tags."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from declarations.filing.api.errors import idempotency_key
from declarations.filing.api.written import case_out, checked_out, list_out
from declarations.filing.forms.wire import read_declaration, read_words, refuse_by_path
from declarations.filing.model import Action
from declarations.filing.pages.addresses import reference_in
from declarations.filing.schemas import (
    AmendmentIn,
    AnswerIn,
    CommentIn,
    DeclarationIn,
    DeclarationOut,
    ListOut,
    PreCheckOut,
    PrincipalOut,
    ReadingOut,
    ReasonIn,
    SettlementIn,
)
from declarations.filing.service import own
from declarations.filing.service.filing import amend, file_and_open
from declarations.filing.service.persons import principals_of
from declarations.filing.service.precheck import check_facts, count_try
from declarations.filing.service.reading import Case
from register.access.guards import AnyRequest, identity_of
from register.access.limits import address_of
from register.kernel.errors import Invalid
from register.kernel.paging import decode_cursor
from register.web.etags import if_match

_HERE = "/api/v1/declarations"
_ONE = f"{_HERE}/{{reference:str}}"


@post("/api/v1/pre-checks", opt={"action": "precheck.ask"}, status_code=200, tags=["Pre-check"])
async def ask_pre_check(request: AnyRequest, data: JSONBody[dict[str, object]]) -> PreCheckOut:
    """What the rules say of a facts file. Nothing is kept."""
    identity = identity_of(request)
    if identity.person is None:
        await count_try(identity, address_of(request.client.host if request.client else ""))
    return checked_out(await check_facts(identity, data))


@get("/api/v1/principals", opt={"action": "declaration.file"}, tags=["Declarations"])
async def list_principals(request: AnyRequest) -> list[PrincipalOut]:
    """Everyone for whom you may file as their assistant."""
    return [PrincipalOut(person.id, person.name) for person in await principals_of(identity_of(request))]


@post(_HERE, opt={"action": "declaration.file"}, tags=["Declarations"])
async def file_one(request: AnyRequest, data: JSONBody[DeclarationIn]) -> Response[DeclarationOut]:
    """File a gift. The same Idempotency-Key with the same request gives the same declaration."""
    try:
        case = await file_and_open(identity_of(request), read_declaration(data, key=f"api-{idempotency_key(request)}"))
    except Invalid as invalid:
        refuse_by_path(invalid)
    return _answer(request, case, 201)


@get(_HERE, opt={"action": "declaration.list"}, tags=["Declarations"])
async def list_own(
    request: AnyRequest, at: FromQuery[str | None] = None, *, filed_for_others: FromQuery[bool] = False
) -> ListOut:
    """Your declarations, newest first; or those that you filed for others."""
    identity = identity_of(request)
    page = await own.list_own(identity, decode_cursor(at), filed_for_others=filed_for_others)
    return list_out(page, identity)


@get(_ONE, opt={"action": "declaration.read"}, tags=["Declarations"])
async def read_one(request: AnyRequest, reference: FromPath[str]) -> Response[DeclarationOut]:
    """One declaration with its story; the header ETag names its present state."""
    return await _written(request, reference_in(reference), 200)


@get(f"{_ONE}/readings", opt={"action": "declaration.readings"}, tags=["Declarations"])
async def list_readings(request: AnyRequest, reference: FromPath[str]) -> list[ReadingOut]:
    """Who has opened it, newest first."""
    found = await own.readings(identity_of(request), reference_in(reference))
    return [ReadingOut(reading.at, reading.name, reading.role, reading.purpose) for reading in found]


@post(f"{_ONE}/versions", opt={"action": "declaration.amend"}, tags=["Declarations"])
async def amend_one(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[AmendmentIn]
) -> Response[DeclarationOut]:
    """A new version with its reason. Needs If-Match."""
    seen, reason = if_match(request), read_words("reason", data.reason, longest=2000)
    try:
        made = await amend(identity_of(request), reference_in(reference), read_declaration(data), reason, seen)
    except Invalid as invalid:
        refuse_by_path(invalid)
    return await _written(request, made.reference, 201)


@post(f"{_ONE}/answers", opt={"action": "declaration.answer"}, tags=["Declarations"])
async def answer_one(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[AnswerIn]
) -> Response[DeclarationOut]:
    """Answer the open question. Needs If-Match."""
    answer = read_words("answer", data.answer)
    made = await own.answer(identity_of(request), reference_in(reference), answer, if_match(request))
    return await _written(request, made.reference, 201)


@post(f"{_ONE}/withdrawal", opt={"action": "declaration.withdraw"}, status_code=200, tags=["Declarations"])
async def withdraw_one(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[ReasonIn]
) -> Response[DeclarationOut]:
    """Withdraw it, or ask for the reviewer's assent where the item was received. Needs If-Match."""
    seen, reason, identity = if_match(request), read_words("reason", data.reason, longest=2000), identity_of(request)
    case = await own.read_own(identity, reference_in(reference))
    needs_assent = Action.WITHDRAW not in case.actions and Action.REQUEST_WITHDRAWAL in case.actions
    act = own.request_withdrawal if needs_assent else own.withdraw
    made = await act(identity, case.declaration.reference, reason, seen)
    return await _written(request, made.reference, 200)


@post(f"{_ONE}/comments", opt={"action": "declaration.comment"}, tags=["Declarations"])
async def comment_on_one(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[CommentIn]
) -> Response[DeclarationOut]:
    """Add your own view; it stays."""
    comment = read_words("comment", data.comment)
    made = await own.comment(identity_of(request), reference_in(reference), comment)
    return await _written(request, made.reference, 201)


@post(f"{_ONE}/acknowledgement", opt={"action": "declaration.acknowledge"}, status_code=200, tags=["Declarations"])
async def acknowledge_one(request: AnyRequest, reference: FromPath[str]) -> Response[DeclarationOut]:
    """Say that you have read the decision. Needs If-Match."""
    made = await own.acknowledge(identity_of(request), reference_in(reference), if_match(request))
    return await _written(request, made.reference, 200)


@post(f"{_ONE}/settlement", opt={"action": "declaration.settle"}, status_code=200, tags=["Declarations"])
async def settle_one(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[SettlementIn]
) -> Response[DeclarationOut]:
    """Record that a supplementary payment was declined, or repaid where it was received. Needs If-Match."""
    seen, account = if_match(request), read_words("account", data.account, longest=2000) if data.account else ""
    made = await own.settle_payment(identity_of(request), reference_in(reference), data.on, account, seen)
    return await _written(request, made.reference, 200)


@post(f"{_ONE}/confirmation", opt={"action": "declaration.confirm"}, status_code=200, tags=["Declarations"])
async def confirm_one(request: AnyRequest, reference: FromPath[str]) -> Response[DeclarationOut]:
    """Confirm what your assistant has filed. Needs If-Match."""
    made = await own.confirm(identity_of(request), reference_in(reference), if_match(request))
    return await _written(request, made.reference, 200)


async def _written(request: AnyRequest, reference: str, status: int) -> Response[DeclarationOut]:
    return _answer(request, await own.read_own(identity_of(request), reference), status)


def _answer(request: AnyRequest, case: Case, status: int) -> Response[DeclarationOut]:
    headers = {"etag": case.declaration.etag, "location": f"{_HERE}/{case.declaration.reference}"}
    return Response(case_out(case, identity_of(request)), status_code=status, headers=headers)
