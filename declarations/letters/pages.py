"""Letters as pages and as PDF; the composition root mounts `letters_pages`."""

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import reference_in
from declarations.letters.download import pdf_response
from declarations.letters.giver_pages import giver_pages
from declarations.letters.service.reading import read_decision_letter
from declarations.letters.shown import show_letter
from declarations.letters.words_pages import words_pages
from register.access.guards import AnyRequest, identity_of

_OWN, _DESK = "/declarations/{reference:str}/letter", "/desk/{reference:str}/letter"


@get(_OWN, opt={"action": "declaration.letter"}, include_in_schema=False)
async def own_letter_page(
    request: AnyRequest, reference: FromPath[str], language: FromQuery[str | None] = None
) -> Response[str]:
    """The decision as a letter to oneself."""
    found = reference_in(reference)
    letter = await read_decision_letter(identity_of(request), found, language)
    return show_letter(request, letter, f"/declarations/{found}", f"/declarations/{found}/letter")


@get(_OWN + ".pdf", opt={"action": "declaration.letter"}, include_in_schema=False)
async def own_letter_pdf(
    request: AnyRequest, reference: FromPath[str], language: FromQuery[str | None] = None
) -> Response[bytes]:
    """The same as a PDF."""
    return await pdf_response(await read_decision_letter(identity_of(request), reference_in(reference), language))


@get(_DESK, opt={"action": "case.letter"}, include_in_schema=False)
async def desk_letter_page(
    request: AnyRequest, reference: FromPath[str], language: FromQuery[str | None] = None
) -> Response[str]:
    """The decision as the letter that the declarant gets."""
    found = reference_in(reference)
    letter = await read_decision_letter(identity_of(request), found, language, at_desk=True)
    return show_letter(request, letter, f"/desk/{found}", f"/desk/{found}/letter")


@get(_DESK + ".pdf", opt={"action": "case.letter"}, include_in_schema=False)
async def desk_letter_pdf(
    request: AnyRequest, reference: FromPath[str], language: FromQuery[str | None] = None
) -> Response[bytes]:
    """The same as a PDF."""
    found = reference_in(reference)
    return await pdf_response(await read_decision_letter(identity_of(request), found, language, at_desk=True))


letters_pages: list[ControllerRouterHandler] = [
    own_letter_page,
    own_letter_pdf,
    desk_letter_page,
    desk_letter_pdf,
    *giver_pages,
    *words_pages,
]
