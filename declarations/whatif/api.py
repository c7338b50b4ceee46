"""What-ifs for programs; the same services as the pages."""

from litestar import Response, delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.api.errors import idempotency_key
from declarations.whatif.schemas import WhatIfDetailOut, WhatIfIn, WhatIfOut
from declarations.whatif.service import asking
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import Page

_V1, _TAGS, _OPT = "/api/v1/what-if", ["profiles"], {"action": "profile.what_if"}


@get(_V1, opt=_OPT, tags=_TAGS)
async def list_what_ifs(request: AnyRequest, at: FromQuery[str | None] = None) -> Page[WhatIfOut]:
    """What was asked in the last thirty days, the newest first."""
    page = await asking.what_ifs(identity_of(request), at)
    return Page([WhatIfOut.of(run) for run in page.items], page.newer, page.older)


@post(_V1, opt=_OPT, tags=_TAGS)
async def ask_what_if(request: AnyRequest, data: JSONBody[WhatIfIn]) -> Response[WhatIfDetailOut]:
    """Try a profile on other terms over the register; `status` tells when it is done. Nothing comes into force."""
    who, key = identity_of(request), f"what-if-{idempotency_key(request)}"
    made = await asking.ask(who, data.asked(), idempotency_key=key)
    return Response(WhatIfDetailOut.of(await asking.read_what_if(who, made)), status_code=202)


@get(_V1 + "/{wanted:str}", opt=_OPT, tags=_TAGS)
async def read_what_if(request: AnyRequest, wanted: FromPath[str]) -> WhatIfDetailOut:
    """One of them with what came out so far; `cases` only for an officer."""
    return WhatIfDetailOut.of(await asking.read_what_if(identity_of(request), canonical_id(wanted)))


@delete(_V1 + "/{wanted:str}", opt=_OPT, tags=_TAGS)
async def discard_what_if(request: AnyRequest, wanted: FromPath[str]) -> None:
    """Forget it, done or not."""
    await asking.discard(identity_of(request), canonical_id(wanted))


whatif_api: list[ControllerRouterHandler] = [list_what_ifs, ask_what_if, read_what_if, discard_what_if]
