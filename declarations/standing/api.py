"""What a person has in force, for programs: the same services as the pages."""

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.api.errors import idempotency_key
from declarations.filing.forms.wire import read_words
from declarations.filing.pages.addresses import reference_in
from declarations.standing.aside_api import aside_api
from declarations.standing.schemas import ConfirmationIn, EndIn, ItemOut, NothingIn, StandingOut, StatementOut
from declarations.standing.separation_api import separation_api
from declarations.standing.service import keeping
from declarations.standing.service.profile import own_profile, profile_beside
from register.access.guards import AnyRequest, identity_of
from register.web.etags import etag, if_match

_HERE = "/api/v1/standing"
_TAGS = ["standing"]


@get(_HERE, opt={"action": "standing.read"}, tags=_TAGS)
async def read_standing(request: AnyRequest) -> StandingOut:
    """Everything that you have in force."""
    return StandingOut.of(await own_profile(identity_of(request)))


@post(f"{_HERE}/confirmations", opt={"action": "standing.confirm"}, status_code=200, tags=_TAGS)
async def confirm_standing(request: AnyRequest, data: JSONBody[ConfirmationIn]) -> StandingOut:
    """Say that these are still correct: all of them or none. Saying it again is another confirmation."""
    await keeping.still_correct(identity_of(request), [reference_in(each) for each in data.references])
    return StandingOut.of(await own_profile(identity_of(request)))


@post(f"{_HERE}/statements", opt={"action": "standing.confirm"}, tags=_TAGS)
async def state_nothing(request: AnyRequest, data: JSONBody[NothingIn]) -> Response[StatementOut]:
    """State that there is nothing to declare for a period. Needs Idempotency-Key, as every filing does."""
    period = read_words("period", data.period, longest=200)
    key = f"api-{idempotency_key(request)}"
    made = await keeping.state_nothing(
        identity_of(request), period, data.matters, data.language, attested=data.attested, key=key
    )
    headers = {"etag": made.etag, "location": f"/api/v1/declarations/{made.reference}"}
    return Response(StatementOut(made.reference, str(made.status)), status_code=201, headers=headers)


@post("/api/v1/declarations/{reference:str}/end", opt={"action": "declaration.end"}, status_code=200, tags=_TAGS)
async def end_one(request: AnyRequest, reference: FromPath[str], data: JSONBody[EndIn]) -> Response[StandingOut]:
    """Say since when it is over, and why; the office sees it. Needs If-Match."""
    seen, reason = if_match(request), read_words("reason", data.reason, longest=2000)
    made = await keeping.end(identity_of(request), reference_in(reference), data.on, reason, seen)
    found = StandingOut.of(await own_profile(identity_of(request)))
    return Response(found, headers={"etag": etag(made.head_seq)})


@get("/api/v1/cases/{reference:str}/standing", opt={"action": "case.standing"}, tags=_TAGS)
async def read_standing_beside(request: AnyRequest, reference: FromPath[str]) -> list[ItemOut]:
    """What the declarant of a case has in force, as far as those cases are open to you. The look is recorded."""
    found = await profile_beside(identity_of(request), reference_in(reference))
    return [ItemOut.of(item) for item in found.items]


standing_api: list[ControllerRouterHandler] = [
    read_standing,
    confirm_standing,
    state_nothing,
    end_one,
    read_standing_beside,
    *separation_api,
    *aside_api,
]
