"""The auditor's pages for programs, over the same use cases."""

from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.params import FromQuery
from litestar.types import ControllerRouterHandler

from register.access.guards import AnyRequest, identity_of
from register.kernel.form import Form
from register.kernel.paging import decode_cursor
from register.ledger.audit import run_verification, seal_state
from register.ledger.forms import refuse_period
from register.ledger.reading_log import LogFilters, read_log
from register.ledger.schemas import (
    ReadingsOut,
    StateOut,
    VerificationOut,
    readings_out,
    state_out,
    verification_out,
)

_TAGS = ["audit"]


@get("/api/v1/reading-log", opt={"action": "reading_log.read"}, tags=_TAGS)
async def list_readings(
    request: AnyRequest,
    role: FromQuery[str | None] = None,
    purpose: FromQuery[str | None] = None,
    record: FromQuery[UUID | None] = None,
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
    at: FromQuery[str | None] = None,
) -> ReadingsOut:
    """Who opened which record, when, in what role and what for; newest first.

    `purpose` is a stored code or its beginning up to a colon; both days are included.
    """
    form = Form({"role": [role or ""], "purpose": [purpose or ""]})
    found_role, found_purpose = (form.line(name, longest=200) or None for name in ("role", "purpose"))
    filters = LogFilters(found_role, found_purpose, record, since, until)
    refuse_period(form, filters)
    form.check()
    return readings_out(await read_log(identity_of(request), filters, decode_cursor(at)))


@get("/api/v1/verification", opt={"action": "ledger.verify"}, tags=_TAGS)
async def read_seal_state(request: AnyRequest) -> StateOut:
    """How far the register is sealed."""
    return state_out(await seal_state(identity_of(request)))


@post("/api/v1/verification", opt={"action": "ledger.verify"}, status_code=200, tags=_TAGS)
async def verify_everything(request: AnyRequest) -> VerificationOut:
    """Verify every history, every seal and the reading log. Recorded in the reading log."""
    return verification_out(await run_verification(identity_of(request)))


ledger_api: list[ControllerRouterHandler] = [list_readings, read_seal_state, verify_everything]
