"""The end of service for programs: the same services as the pages."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import reference_in
from declarations.letters.download import pdf_response
from declarations.letters.schemas import LetterOut
from declarations.standing.schemas import ChecklistOut, CompletionIn, LastDayIn, LeaverOut, LeaversOut, LeavingIn
from declarations.standing.service import separation
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import decode_cursor

_OWN, _DESK = "/api/v1/separation", "/api/v1/separations"
_ONE = _DESK + "/{wanted:str}"
_TAGS = ["standing"]


@get(_OWN, opt={"action": "separation.read"}, tags=_TAGS)
async def read_separation(request: AnyRequest) -> ChecklistOut:
    """What is left to do before you leave; `last_day` is null where no end of service is recorded."""
    return ChecklistOut.of(await separation.own_checklist(identity_of(request)))


@post(f"{_OWN}/return", opt={"action": "separation.return"}, status_code=200, tags=_TAGS)
async def say_returned(request: AnyRequest) -> ChecklistOut:
    """Say that documents and property are returned; said again it changes nothing."""
    return ChecklistOut.of(await separation.say_returned(identity_of(request)))


@get(f"{_OWN}/letter", opt={"action": "separation.read"}, tags=_TAGS)
async def read_own_letter(request: AnyRequest, language: FromQuery[str | None] = None) -> Response[LetterOut]:
    """The letter to you, once it is issued."""
    return Response(LetterOut.of(await separation.own_letter(identity_of(request), language)))


@get(f"{_OWN}/letter.pdf", opt={"action": "separation.read"}, tags=_TAGS)
async def read_own_letter_pdf(request: AnyRequest, language: FromQuery[str | None] = None) -> Response[bytes]:
    """The same as a PDF."""
    return await pdf_response(await separation.own_letter(identity_of(request), language))


@get(_DESK, opt={"action": "leaver.list"}, tags=_TAGS)
async def list_leavers(request: AnyRequest, at: FromQuery[str | None] = None) -> LeaversOut:
    """Everyone who leaves or has left, the latest recorded first."""
    page, names = await separation.list_leavers(identity_of(request), decode_cursor(at))
    items = [LeaverOut.of(each, names.get(each.person, "")) for each in page.items]
    return LeaversOut(items, page.newer, page.older)


@post(_DESK, opt={"action": "leaver.keep"}, status_code=200, tags=_TAGS)
async def record_leaving(request: AnyRequest, data: JSONBody[LeavingIn]) -> ChecklistOut:
    """Record that the declarant of a case leaves; until the letter is issued the last day may be changed."""
    kept = await separation.record_leaving(identity_of(request), reference_in(data.reference), data.last_day)
    return ChecklistOut.of(await separation.read_leaver(identity_of(request), kept.id))


@get(_ONE, opt={"action": "leaver.read"}, tags=_TAGS)
async def read_leaver(request: AnyRequest, wanted: FromPath[str]) -> ChecklistOut:
    """How far somebody's end of service has come. The look is recorded."""
    return ChecklistOut.of(await separation.read_leaver(identity_of(request), canonical_id(wanted)))


@get(f"{_ONE}/letter", opt={"action": "leaver.read"}, tags=_TAGS)
async def read_letter(
    request: AnyRequest, wanted: FromPath[str], language: FromQuery[str | None] = None
) -> Response[LetterOut]:
    """The letter as it will be issued, or as it was."""
    return Response(LetterOut.of(await separation.leaver_letter(identity_of(request), canonical_id(wanted), language)))


@get(f"{_ONE}/letter.pdf", opt={"action": "leaver.read"}, tags=_TAGS)
async def read_letter_pdf(
    request: AnyRequest, wanted: FromPath[str], language: FromQuery[str | None] = None
) -> Response[bytes]:
    """The same as a PDF."""
    return await pdf_response(await separation.leaver_letter(identity_of(request), canonical_id(wanted), language))


@post(f"{_ONE}/last-day", opt={"action": "leaver.keep"}, status_code=200, tags=_TAGS)
async def say_last_day(request: AnyRequest, wanted: FromPath[str], data: JSONBody[LastDayIn]) -> ChecklistOut:
    """Say or correct the last day of service; until the letter is issued."""
    await separation.say_last_day(identity_of(request), canonical_id(wanted), data.last_day)
    return ChecklistOut.of(await separation.read_leaver(identity_of(request), canonical_id(wanted)))


@post(f"{_ONE}/letter", opt={"action": "leaver.keep"}, status_code=200, tags=_TAGS)
async def issue_letter(request: AnyRequest, wanted: FromPath[str]) -> ChecklistOut:
    """Issue the letter; it is issued once."""
    await separation.issue_letter(identity_of(request), canonical_id(wanted))
    return ChecklistOut.of(await separation.read_leaver(identity_of(request), canonical_id(wanted)))


@post(f"{_ONE}/completion", opt={"action": "leaver.keep"}, status_code=200, tags=_TAGS)
async def complete(
    request: AnyRequest, wanted: FromPath[str], data: JSONBody[CompletionIn | None] = None
) -> ChecklistOut:
    """Close the checklist; refused while one of its `tasks` is left, unless `despite` says so."""
    despite = data is not None and data.despite
    await separation.complete(identity_of(request), canonical_id(wanted), despite=despite)
    return ChecklistOut.of(await separation.read_leaver(identity_of(request), canonical_id(wanted)))


separation_api: list[ControllerRouterHandler] = [
    read_separation,
    say_returned,
    read_own_letter,
    read_own_letter_pdf,
    list_leavers,
    record_leaving,
    read_leaver,
    read_letter,
    read_letter_pdf,
    say_last_day,
    issue_letter,
    complete,
]
