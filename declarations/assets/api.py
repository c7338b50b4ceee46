"""Asset statements for programs: the same services as the pages. Creates carry a key, changes If-Match."""

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.assets.model import Draft, Outcome, Reading, Show, Use
from declarations.assets.schemas import (
    AnswerIn,
    BeginIn,
    ConsentIn,
    ContentIn,
    DesignateIn,
    DesignationsOut,
    DossierOut,
    DraftOut,
    FileIn,
    MadeOut,
    ReadingOut,
    ReviewIn,
)
from declarations.assets.service import consenting, designating, filing, reading
from declarations.filing.api.errors import idempotency_key
from declarations.filing.forms.wire import read_words
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import decode_cursor
from register.web.etags import etag, if_match

_OWN, _FILERS, _DESK = "/api/v1/assets", "/api/v1/asset-filers", "/api/v1/asset-statements"
_TAGS = ["asset statements"]


@get(_OWN, opt={"action": "asset.list"}, tags=_TAGS)
async def list_own_asset_statements(request: AnyRequest) -> list[DossierOut]:
    """Why you are asked for asset statements, what is due, those you made, and what was asked about them."""
    return [DossierOut.of(each) for each in await filing.own(identity_of(request))]


@put(_OWN + "/{designation:str}/draft", opt={"action": "asset.write"}, tags=_TAGS)
async def begin_asset_statement(
    request: AnyRequest, designation: FromPath[str], data: JSONBody[BeginIn]
) -> Response[DraftOut]:
    """Your draft: the one there is, else a new one that begins as your last statement ended."""
    return _draft(await filing.begin(identity_of(request), canonical_id(designation), data.statement))


@put(_OWN + "/{designation:str}/draft/content", opt={"action": "asset.write"}, tags=_TAGS)
async def write_asset_statement(
    request: AnyRequest, designation: FromPath[str], data: JSONBody[ContentIn]
) -> Response[DraftOut]:
    """Write what your draft says. Needs If-Match."""
    wanted, seen = canonical_id(designation), if_match(request)
    return _draft(await filing.write(identity_of(request), wanted, data.content(), seen))


@post(_OWN + "/{designation:str}/statements", opt={"action": "asset.file"}, tags=_TAGS)
async def file_asset_statement(request: AnyRequest, designation: FromPath[str], data: JSONBody[FileIn]) -> MadeOut:
    """File your draft with the purposes that stand in it. Needs If-Match, so it is not done twice."""
    wanted, seen = canonical_id(designation), if_match(request)
    return MadeOut(await filing.file(identity_of(request), wanted, seen, attested=data.attested, nothing=data.nothing))


@get(_OWN + "/statements/{statement:str}", opt={"action": "asset.read"}, tags=_TAGS)
async def read_own_asset_statement(request: AnyRequest, statement: FromPath[str]) -> Response[ReadingOut]:
    """Your own statement, and who opened it."""
    return _reading(await reading.read_own(identity_of(request), canonical_id(statement)))


@put(_OWN + "/consents/{consent:str}", opt={"action": "asset.consent"}, status_code=204, tags=_TAGS)
async def answer_asset_consent(request: AnyRequest, consent: FromPath[str], data: JSONBody[AnswerIn]) -> None:
    """Agree to another use of your statement, or refuse; once."""
    await consenting.answer(identity_of(request), canonical_id(consent), granted=data.granted)


@post(_OWN + "/consents/{consent:str}/revocation", opt={"action": "asset.consent"}, status_code=204, tags=_TAGS)
async def revoke_asset_consent(request: AnyRequest, consent: FromPath[str]) -> None:
    """Take your consent back."""
    await consenting.revoke(identity_of(request), canonical_id(consent))


@get(_FILERS, opt={"action": "designation.list"}, tags=_TAGS)
async def list_asset_filers(
    request: AnyRequest, show: FromQuery[Show] = Show.IN_FORCE, at: FromQuery[str | None] = None
) -> DesignationsOut:
    """Designated filers, the soonest due first."""
    return DesignationsOut.of(await designating.listed(identity_of(request), show, decode_cursor(at)))


@post(_FILERS, opt={"action": "designation.make"}, tags=_TAGS)
async def designate_asset_filer(request: AnyRequest, data: JSONBody[DesignateIn]) -> MadeOut:
    """Designate somebody, with the ground for it, which they read."""
    key = f"assets-{idempotency_key(request)}"
    return MadeOut(await designating.designate(identity_of(request), data.command(), idempotency_key=key))


@get(_FILERS + "/{designation:str}", opt={"action": "designation.read"}, tags=_TAGS)
async def read_asset_filer(request: AnyRequest, designation: FromPath[str]) -> Response[DossierOut]:
    """A designation, and that there are statements with their dates."""
    found = await designating.read(identity_of(request), canonical_id(designation))
    return Response(DossierOut.of(found), headers={"etag": etag(found.designation.version)})


@post(_FILERS + "/{designation:str}/end", opt={"action": "designation.end"}, status_code=204, tags=_TAGS)
async def end_asset_filer(request: AnyRequest, designation: FromPath[str]) -> None:
    """End a designation. Needs If-Match."""
    await designating.end(identity_of(request), canonical_id(designation), if_match(request))


@post(_FILERS + "/{designation:str}/keep", opt={"action": "designation.keep"}, status_code=204, tags=_TAGS)
async def keep_asset_filer(request: AnyRequest, designation: FromPath[str]) -> None:
    """Say, after a change of function, that the ground for a designation still stands. Needs If-Match."""
    await designating.keep(identity_of(request), canonical_id(designation), if_match(request))


@get(_DESK + "/{statement:str}", opt={"action": "statement.read"}, tags=_TAGS)
async def read_asset_statement(
    request: AnyRequest, statement: FromPath[str], use: FromQuery[Use] = Use.ASSESSMENT
) -> Response[ReadingOut]:
    """A statement, for one use; its filer sees that you opened it."""
    return _reading(await reading.read(identity_of(request), canonical_id(statement), use))


@post(_DESK + "/{statement:str}/review", opt={"action": "statement.review"}, status_code=204, tags=_TAGS)
async def review_asset_statement(request: AnyRequest, statement: FromPath[str], data: JSONBody[ReviewIn]) -> None:
    """Say what the reading comes to. Needs If-Match; words are needed but where there is no issue."""
    wanted, seen = canonical_id(statement), if_match(request)
    if data.outcome is not Outcome.NO_ISSUE:
        read_words("words", data.words, longest=2000)
    await reading.review(identity_of(request), wanted, data.outcome, data.text(), seen)


@post(_DESK + "/{statement:str}/consents", opt={"action": "designation.request"}, tags=_TAGS)
async def ask_for_asset_consent(request: AnyRequest, statement: FromPath[str], data: JSONBody[ConsentIn]) -> MadeOut:
    """Ask the filer to agree to another use."""
    return MadeOut(await consenting.ask(identity_of(request), canonical_id(statement), data.command()))


def _draft(found: Draft) -> Response[DraftOut]:
    return Response(DraftOut.of(found, filing.purposes()), headers={"etag": etag(found.version)})


def _reading(found: Reading) -> Response[ReadingOut]:
    return Response(ReadingOut(found), headers={"etag": etag(found.statement.version)})


assets_api: list[ControllerRouterHandler] = [
    list_own_asset_statements,
    begin_asset_statement,
    write_asset_statement,
    file_asset_statement,
    read_own_asset_statement,
    answer_asset_consent,
    revoke_asset_consent,
    list_asset_filers,
    designate_asset_filer,
    read_asset_filer,
    end_asset_filer,
    keep_asset_filer,
    read_asset_statement,
    review_asset_statement,
    ask_for_asset_consent,
]
