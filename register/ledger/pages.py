"""The auditor's pages: the reading log, and the verification of the register."""

from litestar import Response, get, post
from litestar.types import ControllerRouterHandler

from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import Page, decode_cursor
from register.ledger import wording
from register.ledger.audit import COUNT_STOPS_AT, Verified, run_verification, seal_state
from register.ledger.forms import read_filters, written
from register.ledger.reading_log import read_log
from register.web.rendering import render

LOG = "/reading-log"
VERIFICATION = "/verification"


@get(LOG, opt={"action": "reading_log.read"}, include_in_schema=False)
async def show_reading_log(request: AnyRequest) -> Response[str]:
    """Who opened which record, newest first."""
    filters, form = read_filters(given(request))
    cursor = decode_cursor(request.query_params.get("at"))
    page = Page([]) if form.errors else await read_log(identity_of(request), filters, cursor)
    return render(
        request,
        "ledger/reading_log.html",
        422 if form.errors else 200,
        page=page,
        form=form,
        filters=filters,
        query=written(filters),
        address=LOG,
        words=wording,
    )


def given(request: AnyRequest) -> dict[str, list[str]]:
    """What stands in the address."""
    return {name: request.query_params.getall(name) for name in request.query_params}


@get(VERIFICATION, opt={"action": "ledger.verify"}, include_in_schema=False)
async def show_verification(request: AnyRequest) -> Response[str]:
    """How far the register is sealed."""
    return await _verification(request, None)


@post(VERIFICATION, opt={"action": "ledger.verify"}, status_code=200, include_in_schema=False)
async def submit_verification(request: AnyRequest) -> Response[str]:
    """Verify everything now and show what was found."""
    return await _verification(request, await run_verification(identity_of(request)))


async def _verification(request: AnyRequest, verified: Verified | None) -> Response[str]:
    state = await seal_state(identity_of(request))
    return render(
        request,
        "ledger/verification.html",
        state=state,
        verified=verified,
        stops_at=COUNT_STOPS_AT,
        address=VERIFICATION,
        words=wording,
    )


ledger_pages: list[ControllerRouterHandler] = [show_reading_log, show_verification, submit_verification]
