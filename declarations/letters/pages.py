"""Letters as pages and as PDF; the composition root mounts `letters_pages`."""

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import reference_in
from declarations.letters.download import pdf_response
from declarations.letters.model import Letter
from declarations.letters.service.reading import read_decision_letter
from register.access.guards import AnyRequest, identity_of
from register.kernel.i18n import LOCALES
from register.web.rendering import render

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


def show_letter(request: AnyRequest, letter: Letter, back: str, here: str, *, switches: bool = True) -> Response[str]:
    """A letter on its page, in its own language and direction, with the way to its PDF."""
    offered = [(locale, f"{here}?language={tag}") for tag, locale in LOCALES.items()] if switches else []
    return render(
        request,
        "letters/letter.html",
        letter=letter,
        locale=LOCALES[letter.language],
        back_to=back,
        pdf=f"{here}.pdf?language={letter.language}" if switches else f"{here}.pdf",
        offered=offered,
    )


letters_pages: list[ControllerRouterHandler] = [own_letter_page, own_letter_pdf, desk_letter_page, desk_letter_pdf]
