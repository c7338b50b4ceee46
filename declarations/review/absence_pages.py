"""The page of absences and of those who stand in."""

from collections.abc import Mapping

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from declarations.codes.labels import label
from declarations.review.absence import AbsenceCommand
from declarations.review.service import absences
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Invalid
from register.kernel.form import Form
from register.kernel.i18n import Message, msg
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render

_HERE = absences.LINK
STEPS: Mapping[str, Message] = {
    "declaration:assigned": msg("Assign the case"),
    "declaration:handed_over": msg("Hand over the case"),
    "declaration:asked": msg("Ask one question"),
    "declaration:note_made": msg("Internal note"),
    "declaration:recommended": msg("Recommend a decision"),
    "declaration:referred": msg("Refer to another authority"),
    "declaration:decided": msg("Decide the case"),
    "declaration:withdrawn": msg("Agree to the withdrawal"),
    "declaration:closed": msg("Close the case"),
}
"""The steps of the desk that somebody may take in the place of another, by what the ledger calls them."""


@get(_HERE, opt={"action": "absence.list"}, include_in_schema=False)
async def absences_page(request: AnyRequest) -> Response[str]:
    """One's own absences, for whom one stands in, who is away."""
    return await _page(request, Form())


@post(_HERE, opt={"action": "absence.record"}, include_in_schema=False)
async def record_it(request: AnyRequest) -> Response[str] | Redirect:
    """Record an absence."""
    form = await read_form(request)
    try:
        await absences.record_absence(identity_of(request), _read(form))
    except Invalid as invalid:
        return await _page(request, form.take(invalid.fields), 422)
    return Redirect(_HERE, status_code=303)


@post(_HERE + "/{absence:str}/end", opt={"action": "absence.end"}, include_in_schema=False)
async def end_it(request: AnyRequest, absence: FromPath[str]) -> Redirect:
    """Be back before the last day."""
    await absences.end_absence(identity_of(request), canonical_id(absence))
    return Redirect(_HERE, status_code=303)


@get("/acting-for", opt={"action": "reading_log.read"}, include_in_schema=False)
async def acting_for_page(request: AnyRequest) -> Response[str]:
    """Who took which step in whose place, for the auditor."""
    page = await absences.steps_for_another(identity_of(request), decode_cursor(request.query_params.get("at")))
    return render(request, "review/acting_for.html", page=page, steps=STEPS)


async def _page(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    board = await absences.board(identity_of(request))
    return render(request, "review/absences.html", status, board=board, form=form, status_label=_status)


def _status(status: str) -> Message:
    return label("status", status)


def _read(form: Form) -> AbsenceCommand:
    missing = msg("Write the day as three numbers: day, month and year.")
    since, until = form.day("since", missing=missing), form.day("until", missing=missing)
    delegate, instrument = form.line("delegate"), form.line("instrument")
    if since is None or until is None:
        form.check()
        raise Invalid
    form.check()
    return AbsenceCommand(since, until, delegate.strip(), instrument)


absence_pages = [absences_page, record_it, end_it, acting_for_page]
