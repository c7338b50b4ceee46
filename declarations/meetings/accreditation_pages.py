"""Accreditation: who has acknowledged the code, and what the secretary records from paper or from a signed list."""

from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Redirect

from declarations.meetings.applying_code import has_acknowledged
from declarations.meetings.model import Participant, Signed
from declarations.meetings.service import entering
from declarations.meetings.service.acknowledging import record_acknowledgement
from declarations.meetings.signed_labels import SIGNED
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import BadRequest
from register.kernel.form import Form
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/meetings/{meeting:str}/accreditation"
_ON_PAPER = (Signed.PAPER, Signed.LIST)
_LONGEST_NAME = 60


class SignedIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the signature stands: on `paper`, or on a `list`."""

    signed: Signed


class AcknowledgementOut(msgspec.Struct, frozen=True):
    """The acknowledgement as it is kept."""

    participant: UUID
    code: str
    signed: str
    language: str

    @classmethod
    def of(cls, who: Participant) -> "AcknowledgementOut":
        """Of a participant who has acknowledged."""
        return cls(who.id, who.acknowledged_code, who.acknowledged_medium, who.acknowledged_language)


@get(_HERE, opt={"action": "meeting.keep"}, include_in_schema=False)
async def accreditation_page(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None
) -> Response[str]:
    """Everyone by family name, with what is recorded of the code."""
    return await _page(request, canonical_id(meeting), Form(), at)


@post(_HERE, opt={"action": "meeting.keep"}, status_code=200, include_in_schema=False)
async def find_participants(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """Those whose family name begins so; a name never stands in an address."""
    return await _page(request, canonical_id(meeting), await read_form(request), None)


@post(_HERE + "/{participant:str}", opt={"action": "meeting.keep"}, include_in_schema=False)
async def record_signature(request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]) -> Redirect:
    """Record that somebody signed on paper or on the list."""
    form, held = await read_form(request), canonical_id(meeting)
    signed = form.choice("signed", set(_ON_PAPER))
    form.check()
    await record_acknowledgement(identity_of(request), held, canonical_id(participant), Signed(str(signed)))
    return Redirect(f"/meetings/{held}/accreditation", status_code=303)


@put(
    "/api/v1/meetings/{meeting:str}/participants/{participant:str}/acknowledgement",
    opt={"action": "meeting.keep"},
    tags=["meetings"],
)
async def record_signature_for_program(
    request: AnyRequest, meeting: FromPath[str], participant: FromPath[str], data: JSONBody[SignedIn]
) -> AcknowledgementOut:
    """Record that somebody acknowledged the code on paper or on a list; once, and never over their own hand."""
    if data.signed not in _ON_PAPER:
        raise BadRequest
    held, wanted = canonical_id(meeting), canonical_id(participant)
    return AcknowledgementOut.of(await record_acknowledgement(identity_of(request), held, wanted, data.signed))


async def _page(request: AnyRequest, meeting: UUID, form: Form, at: str | None) -> Response[str]:
    sought = form.typed("name").strip()[:_LONGEST_NAME]
    identity = identity_of(request)
    if sought:
        view = await entering.find_participants(identity, meeting, sought)
    else:
        view = await entering.list_participants(identity, meeting, decode_cursor(at))
    done = {who.id for who in view.page.items if has_acknowledged(who, view.meeting)}
    return render(
        request, "meetings/accreditation.html", view=view, meeting=view.meeting, form=form, signed=SIGNED, done=done
    )


accreditation_pages = [accreditation_page, find_participants, record_signature, record_signature_for_program]
