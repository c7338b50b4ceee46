"""Letters for programs: the same services as the pages."""

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import reference_in
from declarations.letters.download import pdf_response
from declarations.letters.giver_api import giver_api
from declarations.letters.schemas import LetterOut
from declarations.letters.service.reading import read_decision_letter
from declarations.letters.words_api import words_api
from register.access.guards import AnyRequest, identity_of

_OWN, _CASE = "/api/v1/declarations/{reference:str}/letter", "/api/v1/cases/{reference:str}/letter"
_TAGS = ["letters"]


@get(_OWN, opt={"action": "declaration.letter"}, tags=_TAGS)
async def read_own_letter(
    request: AnyRequest, reference: FromPath[str], language: FromQuery[str | None] = None
) -> LetterOut:
    """The decision on your declaration as a letter, in your language or another of the four."""
    return LetterOut.of(await read_decision_letter(identity_of(request), reference_in(reference), language))


@get(_OWN + ".pdf", opt={"action": "declaration.letter"}, tags=_TAGS, media_type="application/pdf")
async def read_own_letter_pdf(
    request: AnyRequest, reference: FromPath[str], language: FromQuery[str | None] = None
) -> Response[bytes]:
    """The same as a PDF."""
    return await pdf_response(await read_decision_letter(identity_of(request), reference_in(reference), language))


@get(_CASE, opt={"action": "case.letter"}, tags=_TAGS)
async def read_case_letter(
    request: AnyRequest, reference: FromPath[str], language: FromQuery[str | None] = None
) -> LetterOut:
    """The decision of a case as the letter that the declarant gets. The opening is recorded in the reading log."""
    found = await read_decision_letter(identity_of(request), reference_in(reference), language, at_desk=True)
    return LetterOut.of(found)


@get(_CASE + ".pdf", opt={"action": "case.letter"}, tags=_TAGS, media_type="application/pdf")
async def read_case_letter_pdf(
    request: AnyRequest, reference: FromPath[str], language: FromQuery[str | None] = None
) -> Response[bytes]:
    """The same as a PDF."""
    found = await read_decision_letter(identity_of(request), reference_in(reference), language, at_desk=True)
    return await pdf_response(found)


letters_api: list[ControllerRouterHandler] = [
    read_own_letter,
    read_own_letter_pdf,
    read_case_letter,
    read_case_letter_pdf,
    *giver_api,
    *words_api,
]
