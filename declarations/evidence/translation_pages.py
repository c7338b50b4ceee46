"""The page on which a reviewer puts a translation beside the declarant's words, and its twin for programs."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.evidence.schemas import Tag
from declarations.evidence.service.translating import open_words, translate
from declarations.evidence.translations import Translation, words_of
from declarations.filing.pages.addresses import reference_in, seen_in
from declarations.filing.subjects import subject_of
from register.access.guards import AnyRequest, identity_of
from register.access.labels import LANGUAGES
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.i18n import current_locale
from register.web.etags import etag, if_match
from register.web.forms import read_form
from register.web.rendering import render

_PAGE, _API = "/desk/{reference:str}/translation", "/api/v1/cases/{reference:str}/translations"
_TAGS = ["cases"]
_LONGEST = 10_000


@get(_PAGE, opt={"action": "case.translate"}, include_in_schema=False)
async def translation_page(
    request: AnyRequest, reference: FromPath[str], field: FromQuery[str] = "description"
) -> Response[str]:
    """The words of one field, and the form for their translation."""
    form = Form()
    form.put("field", field)
    form.put("language", current_locale().tag)
    return await _page(request, reference_in(reference), form)


@post(_PAGE, opt={"action": "case.translate"}, include_in_schema=False)
async def translate_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Keep a translation."""
    form, canonical = await read_form(request), reference_in(reference)
    try:
        words = form.text("translation", longest=_LONGEST) or ""
        form.check()
        await translate(
            identity_of(request),
            canonical,
            form.typed("field"),
            form.typed("language"),
            words,
            seen_in(form.typed("seen")),
        )
    except Invalid as invalid:
        return await _page(request, canonical, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _page(request, canonical, form, 409, conflict)
    return Redirect(f"/desk/{canonical}", status_code=303)


async def _page(
    request: AnyRequest, reference: str, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    found = await open_words(identity_of(request), reference)
    field = form.typed("field")
    return render(
        request,
        "evidence/translation.html",
        status,
        form=form,
        found=found,
        changed=changed,
        original=words_of(found.content, field),
        earlier=[each for each in found.translations if each.field == field],
        fields=[(name, subject_of(name)) for name in found.fields],
        language_options=[(tag, name) for tag, name in LANGUAGES.items() if tag != found.content.language],
        languages_named=LANGUAGES,
        subject=subject_of(field),
    )


class TranslationOut(msgspec.Struct, frozen=True):
    """One translation; `number` counts those of this field in this language, the last is the present one."""

    field: str
    language: str
    translation: str
    by: str
    at: datetime
    number: int
    is_outdated: bool

    @classmethod
    def of(cls, each: Translation) -> "TranslationOut":
        """As it stands in the case."""
        return cls(each.field, each.language, each.words, each.by, each.at, each.number, each.is_outdated)


class TranslationIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A translation of what the declarant wrote in `field`: description, circumstances, function or remarks."""

    field: str
    language: Tag
    translation: str


@get(_API, opt={"action": "case.read"}, tags=_TAGS)
async def list_translations(request: AnyRequest, reference: FromPath[str]) -> Response[list[TranslationOut]]:
    """Every translation that was made, oldest first; the declarant's own words are those of the case."""
    return await _answer(request, reference_in(reference), 200)


@post(_API, opt={"action": "case.translate"}, tags=_TAGS)
async def add_translation(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[TranslationIn]
) -> Response[list[TranslationOut]]:
    """Put a translation beside the words; earlier ones stay. Needs If-Match."""
    seen, canonical = if_match(request), reference_in(reference)
    await translate(identity_of(request), canonical, data.field, data.language, data.translation, seen)
    return await _answer(request, canonical, 201)


async def _answer(request: AnyRequest, reference: str, status: int) -> Response[list[TranslationOut]]:
    found = await open_words(identity_of(request), reference)
    answer = [TranslationOut.of(each) for each in found.translations]
    return Response(answer, status_code=status, headers={"etag": etag(found.declaration.head_seq)})


translation_handlers: list[ControllerRouterHandler] = [
    translation_page,
    translate_it,
    list_translations,
    add_translation,
]
