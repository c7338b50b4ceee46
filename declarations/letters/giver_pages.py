"""Letters to givers as pages and PDF, from the desk and from one's own declaration."""

from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import reference_in, seen_in
from declarations.letters.addresses import number_in
from declarations.letters.download import pdf_response
from declarations.letters.forms import read_giver_letter
from declarations.letters.giving import is_payment, purpose_name
from declarations.letters.model import Letter
from declarations.letters.service import giver
from declarations.letters.shown import show_letter
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, current_locale
from register.web.forms import read_form
from register.web.rendering import render

_ANY_TIME = datetime(1, 1, 1, tzinfo=UTC)
_OWN, _DESK = "/declarations/{reference:str}/giver-letters", "/desk/{reference:str}/giver-letters"


@get(_DESK, opt={"action": "case.giver_letter"}, include_in_schema=False)
async def desk_giver_letters_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """The letters of a case to its giver."""
    return await _page(request, reference_in(reference), at_desk=True)


@post(_DESK, opt={"action": "case.write_to_giver"}, include_in_schema=False)
async def draw_up_at_desk(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Preview a letter, or draw it up."""
    return await _draw_up(request, reference_in(reference), at_desk=True)


@get(_DESK + "/{number:str}", opt={"action": "case.giver_letter"}, include_in_schema=False)
async def desk_giver_letter_page(
    request: AnyRequest, reference: FromPath[str], number: FromPath[str]
) -> Response[str] | Response[bytes]:
    """One of them; with `.pdf` behind its number, as a PDF."""
    return await _one(request, reference_in(reference), number, at_desk=True)


@get(_OWN, opt={"action": "declaration.giver_letter"}, include_in_schema=False)
async def own_giver_letters_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """The letters to the giver of one's own declaration."""
    return await _page(request, reference_in(reference), at_desk=False)


@post(_OWN, opt={"action": "declaration.write_to_giver"}, include_in_schema=False)
async def draw_up_own(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Preview a letter, or draw it up."""
    return await _draw_up(request, reference_in(reference), at_desk=False)


@get(_OWN + "/{number:str}", opt={"action": "declaration.giver_letter"}, include_in_schema=False)
async def own_giver_letter_page(
    request: AnyRequest, reference: FromPath[str], number: FromPath[str]
) -> Response[str] | Response[bytes]:
    """One of them; with `.pdf` behind its number, as a PDF."""
    return await _one(request, reference_in(reference), number, at_desk=False)


def _here(reference: str, *, at_desk: bool) -> tuple[str, str]:
    back = f"/desk/{reference}" if at_desk else f"/declarations/{reference}"
    return back, f"{back}/giver-letters"


async def _one(request: AnyRequest, reference: str, number: str, *, at_desk: bool) -> Response[str] | Response[bytes]:
    wanted, is_pdf = number_in(number)
    letter = await giver.read_giver_letter(identity_of(request), reference, wanted, at_desk=at_desk)
    if is_pdf:
        return await pdf_response(letter)
    _, here = _here(reference, at_desk=at_desk)
    return show_letter(request, letter, here, f"{here}/{wanted}", switches=False)


async def _draw_up(request: AnyRequest, reference: str, *, at_desk: bool) -> Response[str] | Redirect:
    form, who = await read_form(request), identity_of(request)
    try:
        command = read_giver_letter(form)
        text, letter = await giver.preview_giver_letter(who, reference, command, at_desk=at_desk)
        if form.typed("step") != "draw_up" or form.typed("previewed") not in ("", _mark(letter)):
            form.put("text", text)
            return await _page(request, reference, form, at_desk=at_desk, letter=letter)
        seen = seen_in(form.typed("seen"))
        _, number = await giver.draw_up_giver_letter(who, reference, command, seen, at_desk=at_desk)
    except Invalid as invalid:
        return await _page(request, reference, form.take(invalid.fields), 422, at_desk=at_desk)
    except Conflict as conflict:
        return await _page(request, reference, form, 409, at_desk=at_desk, changed=conflict)
    return Redirect(f"{_here(reference, at_desk=at_desk)[1]}/{number}", status_code=303)


async def _page(
    request: AnyRequest,
    reference: str,
    form: Form | None = None,
    status: int = 200,
    *,
    at_desk: bool,
    changed: Conflict | None = None,
    letter: Letter | None = None,
) -> Response[str]:
    desk = await giver.giver_letters(identity_of(request), reference, at_desk=at_desk)
    back, here = _here(reference, at_desk=at_desk)
    form = form or Form()
    if "language" not in form:
        form.put("language", current_locale().tag)
    return render(
        request,
        "letters/giver_letters.html",
        status,
        desk=desk,
        form=form,
        purposes=[
            (str(purpose), purpose_name(purpose, of_payment=is_payment(desk.declaration))) for purpose in desk.purposes
        ],
        purpose_name=purpose_name,
        language_options=[(tag, locale.name) for tag, locale in LOCALES.items()],
        back_to=back,
        address=here,
        changed=changed,
        letter=letter,
        direction=LOCALES[letter.language].direction if letter else "",
        previewed=_mark(letter) if letter else "",
    )


def _mark(letter: Letter) -> str:
    """By which a letter that was changed after its preview is known."""
    return sha256(msgspec.json.encode(msgspec.structs.replace(letter, dated=_ANY_TIME))).hexdigest()


giver_pages: list[ControllerRouterHandler] = [
    desk_giver_letters_page,
    draw_up_at_desk,
    desk_giver_letter_page,
    own_giver_letters_page,
    draw_up_own,
    own_giver_letter_page,
]
