"""Two pages: what the demonstration would have mailed, and what could not be delivered."""

import contextlib
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.response import Redirect

from register.access.guards import identity_of
from register.kernel.errors import NotFound
from register.notices.demonstration import read_demonstration_mail
from register.notices.errors import explain
from register.notices.service import retry_all_notices, retry_notice, troubled_notices
from register.web.forms import read_form
from register.web.rendering import render

AnyRequest = Request[Any, Any, State]

TROUBLES = "/administration/mail"
DEMONSTRATION = "/demonstration/mail"


@get(DEMONSTRATION, opt={"action": "demo.mail"}, include_in_schema=False)
async def demonstration_mail(request: AnyRequest) -> Response[str]:
    """The letters that the demonstration would have sent; mounted only where its transport is set."""
    wanted = request.query_params.get("to", "")
    found = await read_demonstration_mail(request.query_params.get("at"), _canonical(wanted) if wanted else None)
    return render(request, "notices/demonstration.html", found=found, address=DEMONSTRATION)


@get(TROUBLES, opt={"action": "mail.failed"}, include_in_schema=False)
async def troubled_mail(request: AnyRequest) -> Response[str]:
    """What could not be delivered, newest first."""
    page = await troubled_notices(identity_of(request), request.query_params.get("at"))
    return render(request, "notices/troubles.html", page=page, address=TROUBLES, explain=explain)


@post(f"{TROUBLES}/retry", opt={"action": "mail.retry"}, include_in_schema=False)
async def retry_mail(request: AnyRequest) -> Redirect:
    """Try one given-up notice again, or all of them."""
    form = await read_form(request)
    if notice := form.typed("notice"):
        await retry_notice(identity_of(request), _canonical(notice))
    else:
        await retry_all_notices(identity_of(request))
    return Redirect(TROUBLES, status_code=303)


def _canonical(text: str) -> UUID:
    """An id as we write it; NotFound for any other spelling."""
    with contextlib.suppress(ValueError):
        if str(found := UUID(text)) == text:
            return found
    raise NotFound


PAGES = [troubled_mail, retry_mail]
DEMONSTRATION_PAGES = [demonstration_mail]
