"""A letter on its page."""

from litestar import Response

from declarations.letters.model import Letter
from register.access.guards import AnyRequest
from register.kernel.i18n import LOCALES
from register.web.rendering import render


def show_letter(request: AnyRequest, letter: Letter, back: str, here: str, *, switches: bool = True) -> Response[str]:
    """A letter on its page, in its own language and direction, with the way to its PDF."""
    offered = [(locale, f"{here}?language={tag}") for tag, locale in LOCALES.items()] if switches else []
    return render(
        request,
        "letters/letter.html",
        letter=letter,
        direction=LOCALES[letter.language].direction,
        back_to=back,
        pdf=f"{here}.pdf?language={letter.language}" if switches else f"{here}.pdf",
        offered=offered,
    )
