"""Changes of function that could not be carried over, for programs: the same services as the page."""

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.standing.schemas import AsideClosingIn, AsideOut, AsidesOut
from declarations.standing.service import asides
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import decode_cursor

_HERE = "/api/v1/function-changes"
_ONE = _HERE + "/{wanted:str}"
_TAGS = ["standing"]


@get(_HERE, opt={"action": "aside.list"}, tags=_TAGS)
async def list_asides(request: AnyRequest, at: FromQuery[str | None] = None) -> AsidesOut:
    """Changes of function and ends of service that could not be carried over, the latest first."""
    page, names = await asides.list_asides(identity_of(request), decode_cursor(at))
    items = [AsideOut.of(each, names.get(each.person, "")) for each in page.items]
    return AsidesOut(items, page.newer, page.older)


@post(f"{_ONE}/retry", opt={"action": "aside.keep"}, status_code=200, tags=_TAGS)
async def retry_aside(request: AnyRequest, wanted: FromPath[str]) -> AsideOut:
    """Try it again at once; `settled_at` says whether it was carried over."""
    return AsideOut.of(await asides.retry(identity_of(request), canonical_id(wanted)), "")


@post(f"{_ONE}/closing", opt={"action": "aside.keep"}, status_code=200, tags=_TAGS)
async def close_aside(request: AnyRequest, wanted: FromPath[str], data: JSONBody[AsideClosingIn]) -> AsideOut:
    """Close it with a reason: it is not tried any more."""
    return AsideOut.of(await asides.close(identity_of(request), canonical_id(wanted), data.reason), "")


aside_api: list[ControllerRouterHandler] = [list_asides, retry_aside, close_aside]
