"""Letters to givers for programs: the same services as the pages. Drawing one up carries If-Match."""

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import reference_in
from declarations.letters.addresses import number_in
from declarations.letters.download import pdf_response
from declarations.letters.forms import read_giver_letter
from declarations.letters.schemas import GiverLetterIn, GiverLettersOut, LetterOut
from declarations.letters.service import giver
from register.access.guards import AnyRequest, identity_of
from register.web.etags import etag, if_match

_OWN, _CASE = "/api/v1/declarations/{reference:str}/giver-letters", "/api/v1/cases/{reference:str}/giver-letters"
_TAGS = ["letters"]


@get(_CASE, opt={"action": "case.giver_letter"}, tags=_TAGS)
async def list_case_giver_letters(request: AnyRequest, reference: FromPath[str]) -> Response[GiverLettersOut]:
    """The letters to the giver of a case, and which may be drawn up."""
    return await _list(request, reference, at_desk=True)


@post(_CASE, opt={"action": "case.write_to_giver"}, tags=_TAGS)
async def draw_up_case_giver_letter(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[GiverLetterIn]
) -> Response[LetterOut]:
    """Draw up a letter to the giver. Nothing is sent by it."""
    return await _draw_up(request, reference, data, at_desk=True)


@get(_CASE + "/{number:str}", opt={"action": "case.giver_letter"}, tags=_TAGS)
async def read_case_giver_letter(
    request: AnyRequest, reference: FromPath[str], number: FromPath[str]
) -> Response[LetterOut] | Response[bytes]:
    """A letter as it was drawn up; with `.pdf` behind its number, as a PDF."""
    return await _one(request, reference, number, at_desk=True)


@get(_OWN, opt={"action": "declaration.giver_letter"}, tags=_TAGS)
async def list_own_giver_letters(request: AnyRequest, reference: FromPath[str]) -> Response[GiverLettersOut]:
    """The letters to the giver of your declaration, and which you may draw up."""
    return await _list(request, reference, at_desk=False)


@post(_OWN, opt={"action": "declaration.write_to_giver"}, tags=_TAGS)
async def draw_up_own_giver_letter(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[GiverLetterIn]
) -> Response[LetterOut]:
    """Draw up the letter by which you decline or return. Nothing is sent by it."""
    return await _draw_up(request, reference, data, at_desk=False)


@get(_OWN + "/{number:str}", opt={"action": "declaration.giver_letter"}, tags=_TAGS)
async def read_own_giver_letter(
    request: AnyRequest, reference: FromPath[str], number: FromPath[str]
) -> Response[LetterOut] | Response[bytes]:
    """A letter as it was drawn up; with `.pdf` behind its number, as a PDF."""
    return await _one(request, reference, number, at_desk=False)


async def _list(request: AnyRequest, reference: str, *, at_desk: bool) -> Response[GiverLettersOut]:
    desk = await giver.giver_letters(identity_of(request), reference_in(reference), at_desk=at_desk)
    return Response(GiverLettersOut.of(desk), headers={"etag": etag(desk.declaration.head_seq)})


async def _draw_up(request: AnyRequest, reference: str, data: GiverLetterIn, *, at_desk: bool) -> Response[LetterOut]:
    seen, who, wanted = if_match(request), identity_of(request), reference_in(reference)
    command = read_giver_letter(data.form())
    after, number = await giver.draw_up_giver_letter(who, wanted, command, seen, at_desk=at_desk)
    made = await giver.read_giver_letter(who, wanted, number, at_desk=at_desk)
    headers = {"etag": etag(after.head_seq), "location": f"{request.url.path}/{number}"}
    return Response(LetterOut.of(made), status_code=201, headers=headers)


async def _one(
    request: AnyRequest, reference: str, number: str, *, at_desk: bool
) -> Response[LetterOut] | Response[bytes]:
    wanted, is_pdf = number_in(number)
    letter = await giver.read_giver_letter(identity_of(request), reference_in(reference), wanted, at_desk=at_desk)
    return await pdf_response(letter) if is_pdf else Response(LetterOut.of(letter))


giver_api: list[ControllerRouterHandler] = [
    list_case_giver_letters,
    draw_up_case_giver_letter,
    read_case_giver_letter,
    list_own_giver_letters,
    draw_up_own_giver_letter,
    read_own_giver_letter,
]
