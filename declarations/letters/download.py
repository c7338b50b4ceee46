"""A letter as an attachment: never shown inside our origin, never kept on the way."""

from litestar import Response

from declarations.letters.model import Letter
from declarations.letters.typeset import pdf_of

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
}


async def pdf_response(letter: Letter) -> Response[bytes]:
    """The PDF under a name that tells nothing but the reference and the language. Raises LetterNotSet."""
    made = await pdf_of(letter)
    headers = {
        **_HEADERS,
        "content-disposition": f'attachment; filename="{letter.name}.pdf"',
        "content-language": letter.language,
    }
    return Response(made, media_type="application/pdf", headers=headers)
