"""Pages that take a list of participants over, send links by mail and print badges."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.legacy.limits import BYTES_OF_FILE
from declarations.meetings.badges import ALT, NOTE, badges_pdf
from declarations.meetings.people_labels import OFFERED
from declarations.meetings.qr import qr_markup
from declarations.meetings.service import entering, importing_people, linking
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.i18n import current_locale, msg
from register.kernel.paging import decode_cursor
from register.web.forms import read_files, read_form
from register.web.rendering import render

_HERE = "/meetings/{meeting:str}"
_KEEP = {"action": "meeting.keep"}
MOST_SHOWN = 200
_PDF = {
    "cache-control": "no-store",
    "content-security-policy": "sandbox; default-src 'none'",
    "content-disposition": 'attachment; filename="badges.pdf"',
}


@get(_HERE + "/people/import", opt=_KEEP, include_in_schema=False)
async def import_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """The choice of a file."""
    return await _choice(request, canonical_id(meeting), Form())


@post(
    _HERE + "/people/import",
    opt={**_KEEP, "files": True},
    request_max_body_size=BYTES_OF_FILE + 10_000,
    include_in_schema=False,
)
async def look_at_list(request: AnyRequest, meeting: FromPath[str]) -> Response[str] | Redirect:
    """Look at a list that was sent."""
    form, files, held = await read_form(request), await read_files(request, "file"), canonical_id(meeting)
    if not files:
        form.refuse("file", msg("Choose the file of the list."))
        return await _choice(request, held, form, 422)
    try:
        made = await importing_people.look_at(identity_of(request), held, files[0].data)
    except Invalid as error:
        form.refuse("file", error.message if not error.fields else error.fields[0].message)
        return await _choice(request, held, form, 422)
    return Redirect(f"/meetings/{held}/people/import/{made}", status_code=303)


@get(_HERE + "/people/import/{wanted:str}", opt=_KEEP, include_in_schema=False)
async def looked_page(request: AnyRequest, meeting: FromPath[str], wanted: FromPath[str]) -> Response[str]:
    """What would become of the list, and what of it is not understood."""
    return await _looked(request, canonical_id(meeting), canonical_id(wanted))


@post(_HERE + "/people/import/{wanted:str}", opt=_KEEP, include_in_schema=False)
async def take_list_over(
    request: AnyRequest, meeting: FromPath[str], wanted: FromPath[str]
) -> Response[str] | Redirect:
    """Take the list over."""
    held, known = canonical_id(meeting), canonical_id(wanted)
    try:
        await importing_people.take_over(identity_of(request), held, known)
    except Conflict as conflict:
        return await _looked(request, held, known, 409, conflict)
    return Redirect(f"/meetings/{held}/people", status_code=303)


@post(_HERE + "/people/import/{wanted:str}/discard", opt=_KEEP, include_in_schema=False)
async def discard_list(request: AnyRequest, meeting: FromPath[str], wanted: FromPath[str]) -> Redirect:
    """Forget it."""
    held = canonical_id(meeting)
    await importing_people.discard(identity_of(request), held, canonical_id(wanted))
    return Redirect(f"/meetings/{held}/people", status_code=303)


@get(_HERE + "/links", opt=_KEEP, include_in_schema=False)
async def links_page(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """How many links were sent, and the ways to give them out."""
    view = await linking.read_links(identity_of(request), canonical_id(meeting))
    return render(request, "meetings/people_links.html", view=view, meeting=view.meeting)


@post(_HERE + "/links", opt=_KEEP, include_in_schema=False)
async def send_links(request: AnyRequest, meeting: FromPath[str]) -> Redirect:
    """Send the links that were not sent yet."""
    held = canonical_id(meeting)
    await linking.invite_all(identity_of(request), held)
    return Redirect(f"/meetings/{held}/links", status_code=303)


@get(_HERE + "/badges", opt=_KEEP, include_in_schema=False)
async def badges_page(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None, delegation: FromQuery[str] = ""
) -> Response[str]:
    """A sheet of badges with QR codes, to be printed from the browser."""
    view = await _badges(request, meeting, at, delegation)
    cards = [(badge, qr_markup(badge.link)) for badge in view.badges]
    context: dict[str, Any] = {"view": view, "meeting": view.meeting, "cards": cards, "at": at}
    return render(request, "meetings/people_badges.html", **context, note=NOTE, alt=ALT)


@get(_HERE + "/badges.pdf", opt=_KEEP, include_in_schema=False)
async def badges_file(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None, delegation: FromQuery[str] = ""
) -> Response[bytes]:
    """The same sheet as PDF."""
    view = await _badges(request, meeting, at, delegation)
    return Response(await badges_pdf(view, current_locale()), media_type="application/pdf", headers=_PDF)


async def _badges(request: AnyRequest, meeting: str, at: str | None, delegation: str) -> linking.BadgesView:
    wanted = canonical_id(delegation) if delegation else None
    return await linking.read_badges(identity_of(request), canonical_id(meeting), decode_cursor(at), wanted)


async def _choice(request: AnyRequest, meeting: UUID, form: Form, status: int = 200) -> Response[str]:
    view = await entering.list_delegations(identity_of(request), meeting, None)
    return render(request, "meetings/people_import.html", status, meeting=view.meeting, form=form)


async def _looked(
    request: AnyRequest, meeting: UUID, wanted: UUID, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    looked = await importing_people.read_looked(identity_of(request), meeting, wanted)
    return render(
        request,
        "meetings/people_looked.html",
        status,
        looked=looked,
        meeting=looked.meeting,
        changed=changed,
        faults=looked.reading.faults[:MOST_SHOWN],
        more=max(0, len(looked.reading.faults) - MOST_SHOWN),
        first=looked.reading.entries[:10],
        planned=looked.as_planned[:MOST_SHOWN],
        more_planned=max(0, len(looked.as_planned) - MOST_SHOWN),
        **OFFERED,
    )


people_list_pages: list[ControllerRouterHandler] = [
    import_page,
    look_at_list,
    looked_page,
    take_list_over,
    discard_list,
    links_page,
    send_links,
    badges_page,
    badges_file,
]
