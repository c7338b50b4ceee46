"""Standing words for those who use them, and their keepers: list, one with its versions, edit, retire."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import seen_in
from declarations.letters.examples import preview
from declarations.letters.forms import filled_in, read_texts, read_use
from declarations.letters.service import keeping
from declarations.letters.words import ALLOWED, PLACEHOLDERS, USES, StandingWords, Text, Use
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.clock import today
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, current_locale
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/standing-words"


@get(_HERE, opt={"action": "words.read"}, include_in_schema=False)
async def words_page(request: AnyRequest) -> Response[str]:
    """All standing words, by use."""
    who = identity_of(request)
    found = await keeping.list_words(who)
    groups = [(name, [words for words in found if words.use is use]) for use, name in USES.items()]
    return render(
        request,
        "letters/words.html",
        groups=groups,
        language=current_locale().tag,
        names={tag: locale.name for tag, locale in LOCALES.items()},
        may_keep=permits(who, "words.keep"),
    )


@get(_HERE + "/new", opt={"action": "words.keep"}, include_in_schema=False)
async def new_words_page(request: AnyRequest) -> Response[str]:
    """The form of new words."""
    return _form(request, Form(), None)


@post(_HERE + "/new", opt={"action": "words.keep"}, include_in_schema=False)
async def write_new_words(request: AnyRequest) -> Response[str] | Redirect:
    """Show how the words would read; keep them when the person has said so."""
    form = await read_form(request)
    try:
        use = read_use(form)
        texts = read_texts(form, use)
        if form.typed("step") != "keep":
            return _form(request, form, None, shown=texts)
        made = await keeping.write_words(identity_of(request), use, texts)
    except Invalid as invalid:
        return _form(request, form.take(invalid.fields), None, 422)
    except Conflict as conflict:
        return _form(request, form, None, 409, changed=conflict)
    return Redirect(f"{_HERE}/{made.key}", status_code=303)


@get(_HERE + "/{key:str}", opt={"action": "words.read"}, include_in_schema=False)
async def one_words_page(request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """Words in every language, with their versions."""
    return await _one(request, key)


@get(_HERE + "/{key:str}/edit", opt={"action": "words.keep"}, include_in_schema=False)
async def edit_words_page(request: AnyRequest, key: FromPath[str]) -> Response[str]:
    """The form, filled in as the words stand."""
    words = (await keeping.read_words(identity_of(request), key)).words
    return _form(request, filled_in(words), words)


@post(_HERE + "/{key:str}/edit", opt={"action": "words.keep"}, include_in_schema=False)
async def edit_these_words(request: AnyRequest, key: FromPath[str]) -> Response[str] | Redirect:
    """Show how the next version would read; keep it when the person has said so."""
    form, who = await read_form(request), identity_of(request)
    words = (await keeping.read_words(who, key)).words
    try:
        texts = read_texts(form, words.use)
        if form.typed("step") != "keep":
            return _form(request, form, words, shown=texts)
        await keeping.edit_words(who, key, texts, seen_in(form.typed("seen")))
    except Invalid as invalid:
        if not invalid.fields:
            form.refuse("title_en", invalid.message)
        return _form(request, form.take(invalid.fields), words, 422)
    except Conflict as conflict:
        return _form(request, form, words, 409, changed=conflict)
    return Redirect(f"{_HERE}/{key}", status_code=303)


@post(_HERE + "/{key:str}/retirement", opt={"action": "words.keep"}, include_in_schema=False)
async def retire_words(request: AnyRequest, key: FromPath[str]) -> Response[str] | Redirect:
    """Offer the words no longer."""
    return await _switch(request, key, active=False)


@post(_HERE + "/{key:str}/activation", opt={"action": "words.keep"}, include_in_schema=False)
async def activate_words(request: AnyRequest, key: FromPath[str]) -> Response[str] | Redirect:
    """Offer the words again."""
    return await _switch(request, key, active=True)


async def _switch(request: AnyRequest, key: str, *, active: bool) -> Response[str] | Redirect:
    form = await read_form(request)
    try:
        await keeping.set_active(identity_of(request), key, seen_in(form.typed("seen")), active=active)
    except Conflict as conflict:
        return await _one(request, key, 409, conflict)
    return Redirect(f"{_HERE}/{key}", status_code=303)


async def _one(request: AnyRequest, key: str, status: int = 200, changed: Conflict | None = None) -> Response[str]:
    view = await keeping.read_words(identity_of(request), key)
    return render(
        request,
        "letters/one_words.html",
        status,
        view=view,
        words_now=view.words,
        use=USES[view.words.use],
        locales=LOCALES,
        language=current_locale().tag,
        changed=changed,
    )


def _form(
    request: AnyRequest,
    form: Form,
    words: StandingWords | None,
    status: int = 200,
    *,
    shown: dict[str, Text] | None = None,
    changed: Conflict | None = None,
) -> Response[str]:
    day = today()
    chosen = words.use if words else None
    places = [(name, PLACEHOLDERS[name]) for name in (ALLOWED[chosen] if chosen else PLACEHOLDERS)]
    return render(
        request,
        "letters/edit_words.html",
        status,
        form=form,
        kept=words,
        use=USES[words.use] if words else None,
        uses=[(str(use), name) for use, name in USES.items()],
        uses_of_places={name: [USES[use] for use in Use if name in ALLOWED[use]] for name in PLACEHOLDERS},
        placeholders=places,
        locales=LOCALES,
        previews=[(LOCALES[tag], text.title, preview(text.text, tag, day)) for tag, text in (shown or {}).items()],
        changed=changed,
    )


words_pages: list[ControllerRouterHandler] = [
    words_page,
    new_words_page,
    write_new_words,
    one_words_page,
    edit_words_page,
    edit_these_words,
    retire_words,
    activate_words,
]
