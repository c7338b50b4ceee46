"""Standing words for programs: the same services as the pages. Changes carry If-Match."""

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import reference_in
from declarations.letters.forms import read_texts
from declarations.letters.schemas import PickedOut, PickIn, TextsIn, WordsIn, WordsOut, WordsViewOut
from declarations.letters.service import keeping
from declarations.letters.service.picking import pick_words
from declarations.letters.words import StandingWords
from register.access.guards import AnyRequest, identity_of
from register.web.etags import etag, if_match

_V1, _TAGS = "/api/v1/standing-words", ["standing words"]


@get(_V1, opt={"action": "words.read"}, tags=_TAGS)
async def list_standing_words(request: AnyRequest) -> list[WordsOut]:
    """All standing words, by use; never more than 300."""
    return [WordsOut.of(words) for words in await keeping.list_words(identity_of(request))]


@post(_V1, opt={"action": "words.keep"}, tags=_TAGS)
async def write_standing_words(request: AnyRequest, data: JSONBody[WordsIn]) -> Response[WordsOut]:
    """Keep new words."""
    texts = read_texts(data.form(), data.use)
    return _state(await keeping.write_words(identity_of(request), data.use, texts), 201)


@get(_V1 + "/{key:str}", opt={"action": "words.read"}, tags=_TAGS)
async def read_standing_words(request: AnyRequest, key: FromPath[str]) -> Response[WordsViewOut]:
    """One of them with its versions."""
    view = await keeping.read_words(identity_of(request), key)
    return Response(WordsViewOut.of(view), headers={"etag": etag(view.words.head_seq)})


@post(_V1 + "/{key:str}/versions", opt={"action": "words.keep"}, tags=_TAGS)
async def edit_standing_words(request: AnyRequest, key: FromPath[str], data: JSONBody[TextsIn]) -> Response[WordsOut]:
    """The next version of words."""
    seen, who = if_match(request), identity_of(request)
    use = (await keeping.read_words(who, key)).words.use
    return _state(await keeping.edit_words(who, key, read_texts(data.form(), use), seen), 201)


@post(_V1 + "/{key:str}/retirement", opt={"action": "words.keep"}, status_code=200, tags=_TAGS)
async def retire_standing_words(request: AnyRequest, key: FromPath[str]) -> Response[WordsOut]:
    """Offer words no longer."""
    return _state(await keeping.set_active(identity_of(request), key, if_match(request), active=False))


@post(_V1 + "/{key:str}/activation", opt={"action": "words.keep"}, status_code=200, tags=_TAGS)
async def activate_standing_words(request: AnyRequest, key: FromPath[str]) -> Response[WordsOut]:
    """Offer words again."""
    return _state(await keeping.set_active(identity_of(request), key, if_match(request), active=True))


@post("/api/v1/cases/{reference:str}/words", opt={"action": "case.words"}, status_code=200, tags=["cases"])
async def fill_standing_words(request: AnyRequest, reference: FromPath[str], data: JSONBody[PickIn]) -> PickedOut:
    """Standing words filled for a case, to be sent as a question or a decision. Nothing is kept."""
    found = await pick_words(identity_of(request), reference_in(reference), data.key, data.language, data.decision)
    return PickedOut(found.text, found.language)


def _state(words: StandingWords, status: int = 200) -> Response[WordsOut]:
    return Response(WordsOut.of(words), status_code=status, headers={"etag": etag(words.head_seq)})


words_api: list[ControllerRouterHandler] = [
    list_standing_words,
    write_standing_words,
    read_standing_words,
    edit_standing_words,
    retire_standing_words,
    activate_standing_words,
    fill_standing_words,
]
