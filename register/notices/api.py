"""Mail that could not be delivered, for programs; the same services as the page."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.datastructures import State
from litestar.params import FromQuery, JSONBody

from register.access.guards import identity_of
from register.kernel.paging import Page
from register.notices.model import Trouble
from register.notices.service import retry_all_notices, retry_notice, troubled_notices

AnyRequest = Request[Any, Any, State]
_TAGS = ["Mail"]


class RetryIn(msgspec.Struct, forbid_unknown_fields=True):
    """Which notice to try again; all of them where none is named."""

    notice: UUID | None = None


@get("/api/v1/undelivered-mail", opt={"action": "mail.failed"}, tags=_TAGS)
async def list_undelivered(request: AnyRequest, at: FromQuery[str | None] = None) -> Page[Trouble]:
    """What could not be delivered, newest first; never what it says."""
    return await troubled_notices(identity_of(request), at)


@post("/api/v1/undelivered-mail/retries", opt={"action": "mail.retry"}, tags=_TAGS, status_code=202)
async def retry_undelivered(request: AnyRequest, data: JSONBody[RetryIn]) -> None:
    """Try one given-up notice again, or all of them."""
    if data.notice is not None:
        await retry_notice(identity_of(request), data.notice)
    else:
        await retry_all_notices(identity_of(request))


notices_api = [list_undelivered, retry_undelivered]
