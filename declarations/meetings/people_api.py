"""Delegations and participants for programs: the same services as the pages. Creates carry a key, changes If-Match."""

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.filing.api.errors import idempotency_key
from declarations.legacy.limits import BYTES_OF_FILE
from declarations.meetings.badges import badges_pdf
from declarations.meetings.people_schemas import (
    DelegationIn,
    DelegationOut,
    DelegationsOut,
    InvitationsOut,
    InvitedOut,
    LinkOut,
    LookedOut,
    MadeOut,
    ParticipantIn,
    ParticipantOut,
    ParticipantsOut,
    ReplacementIn,
    SearchIn,
    TakenOut,
    VoteIn,
)
from declarations.meetings.service import entering, importing_people, linking, voting
from declarations.meetings.service.entering import PeopleView
from declarations.meetings.service.voting import ReplaceCommand
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.form import Form
from register.kernel.i18n import current_locale
from register.kernel.paging import decode_cursor
from register.web.etags import etag, if_match

_V1, _TAGS = "/api/v1/meetings/{meeting:str}", ["meetings"]
_READ, _KEEP = {"action": "meeting.read"}, {"action": "meeting.keep"}


@get(_V1 + "/delegations", opt=_READ, tags=_TAGS)
async def list_delegations(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None
) -> DelegationsOut:
    """The delegations of a meeting, by name."""
    view = await entering.list_delegations(identity_of(request), canonical_id(meeting), decode_cursor(at))
    return DelegationsOut([DelegationOut.of(each) for each in view.page.items], view.page.newer, view.page.older)


@post(_V1 + "/delegations", opt=_KEEP, tags=_TAGS)
async def add_delegation(request: AnyRequest, meeting: FromPath[str], data: JSONBody[DelegationIn]) -> MadeOut:
    """Add a delegation."""
    key, held = f"delegation-{idempotency_key(request)}", canonical_id(meeting)
    return MadeOut(await entering.enter_delegation(identity_of(request), held, data.command(), idempotency_key=key))


@get(_V1 + "/delegations/{delegation:str}", opt=_READ, tags=_TAGS)
async def read_delegation(
    request: AnyRequest, meeting: FromPath[str], delegation: FromPath[str]
) -> Response[DelegationOut]:
    """A delegation with who votes or voted for it."""
    view = await entering.read_delegation(identity_of(request), canonical_id(meeting), canonical_id(delegation))
    headers = {"etag": etag(view.delegation.version)}
    return Response(DelegationOut.of(view.delegation, view.votes), headers=headers)


@put(_V1 + "/delegations/{delegation:str}", opt=_KEEP, status_code=204, tags=_TAGS)
async def correct_delegation(
    request: AnyRequest, meeting: FromPath[str], delegation: FromPath[str], data: JSONBody[DelegationIn]
) -> Response[None]:
    """Write a delegation, its credentials and its right to vote anew."""
    held, wanted, seen = canonical_id(meeting), canonical_id(delegation), if_match(request)
    return _done(await entering.correct_delegation(identity_of(request), held, wanted, data.command(), seen))


@post(_V1 + "/delegations/{delegation:str}/votes", opt=_KEEP, tags=_TAGS)
async def name_voting_delegate(
    request: AnyRequest, meeting: FromPath[str], delegation: FromPath[str], data: JSONBody[VoteIn]
) -> MadeOut:
    """Name who votes for a delegation, at one sitting or at all; naming the same again changes nothing."""
    held, wanted = canonical_id(meeting), canonical_id(delegation)
    return MadeOut(await voting.name_voting(identity_of(request), held, wanted, data.participant, data.sitting))


@post(_V1 + "/delegations/{delegation:str}/votes/{record:str}/end", opt=_KEEP, status_code=204, tags=_TAGS)
async def end_voting_delegate(
    request: AnyRequest, meeting: FromPath[str], delegation: FromPath[str], record: FromPath[str]
) -> None:
    """End a naming without another; it stays in the history."""
    canonical_id(delegation)
    await voting.end_voting(identity_of(request), canonical_id(meeting), canonical_id(record))


@get(_V1 + "/participants", opt=_READ, tags=_TAGS)
async def list_participants(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None, delegation: FromQuery[str] = ""
) -> ParticipantsOut:
    """The participants of a meeting by family name; `delegation` is the id of one."""
    wanted = canonical_id(delegation) if delegation else None
    held, cursor = canonical_id(meeting), decode_cursor(at)
    return _people(await entering.list_participants(identity_of(request), held, cursor, delegation=wanted))


@post(_V1 + "/participants/searches", opt=_READ, status_code=200, tags=_TAGS)
async def find_participants(request: AnyRequest, meeting: FromPath[str], data: JSONBody[SearchIn]) -> ParticipantsOut:
    """Up to 100 participants whose family name begins so; posted, so that no name stands in an address."""
    name = Form({"name": [data.name]}).line("name")
    return _people(await entering.find_participants(identity_of(request), canonical_id(meeting), name))


@post(_V1 + "/participants", opt=_KEEP, tags=_TAGS)
async def add_participant(request: AnyRequest, meeting: FromPath[str], data: JSONBody[ParticipantIn]) -> MadeOut:
    """Add a participant, with a personal link."""
    key, held = f"participant-{idempotency_key(request)}", canonical_id(meeting)
    return MadeOut(await entering.enter_participant(identity_of(request), held, data.command(), idempotency_key=key))


@get(_V1 + "/participants/{participant:str}", opt=_READ, tags=_TAGS)
async def read_participant(
    request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]
) -> Response[ParticipantOut]:
    """One participant."""
    view = await entering.read_participant(identity_of(request), canonical_id(meeting), canonical_id(participant))
    return Response(ParticipantOut.of(view.participant), headers={"etag": etag(view.participant.version)})


@put(_V1 + "/participants/{participant:str}", opt=_KEEP, status_code=204, tags=_TAGS)
async def correct_participant(
    request: AnyRequest, meeting: FromPath[str], participant: FromPath[str], data: JSONBody[ParticipantIn]
) -> Response[None]:
    """Write a participant anew."""
    held, wanted, seen = canonical_id(meeting), canonical_id(participant), if_match(request)
    return _done(await entering.correct_participant(identity_of(request), held, wanted, data.command(), seen))


@get(_V1 + "/participants/{participant:str}/link", opt=_KEEP, tags=_TAGS)
async def read_link(request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]) -> Response[LinkOut]:
    """The personal link as it stands, for the secretary alone; 404 once it was taken back."""
    badge = await linking.read_badge(identity_of(request), canonical_id(meeting), canonical_id(participant))
    return Response(LinkOut(badge.link), headers={"cache-control": "no-store"})


@post(_V1 + "/participants/{participant:str}/link", opt=_KEEP, status_code=204, tags=_TAGS)
async def issue_link_again(request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]) -> Response[None]:
    """Give a new link; the one before and every session that came by it are dead."""
    return _done(await linking.issue_again(identity_of(request), canonical_id(meeting), canonical_id(participant)))


@post(_V1 + "/participants/{participant:str}/revocation", opt=_KEEP, status_code=204, tags=_TAGS)
async def revoke_link(request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]) -> Response[None]:
    """Take the link back; every session ends, what was disclosed stays."""
    return _done(await linking.revoke(identity_of(request), canonical_id(meeting), canonical_id(participant)))


@post(_V1 + "/participants/{participant:str}/replacement", opt=_KEEP, status_code=204, tags=_TAGS)
async def replace_participant(
    request: AnyRequest, meeting: FromPath[str], participant: FromPath[str], data: JSONBody[ReplacementIn]
) -> None:
    """Let an alternate of the same delegation stand in, at one sitting or for good."""
    command = ReplaceCommand(data.alternate, data.sitting, data.leaves)
    await voting.replace(identity_of(request), canonical_id(meeting), canonical_id(participant), command)


@post(_V1 + "/participants/{participant:str}/invitation", opt=_KEEP, status_code=204, tags=_TAGS)
async def invite_participant(request: AnyRequest, meeting: FromPath[str], participant: FromPath[str]) -> None:
    """Send one participant their link by mail, again if it was sent before."""
    await linking.invite(identity_of(request), canonical_id(meeting), canonical_id(participant))


@get(_V1 + "/invitations", opt=_KEEP, tags=_TAGS)
async def count_invitations(request: AnyRequest, meeting: FromPath[str]) -> InvitationsOut:
    """How many links work, how many have no address, and how many were not sent yet."""
    view = await linking.read_links(identity_of(request), canonical_id(meeting))
    return InvitationsOut(view.working, view.without_address, view.not_invited)


@post(_V1 + "/invitations", opt=_KEEP, status_code=200, tags=_TAGS)
async def invite_everyone(request: AnyRequest, meeting: FromPath[str]) -> InvitedOut:
    """Send their link to everyone who has an address and was not sent it yet."""
    return InvitedOut(await linking.invite_all(identity_of(request), canonical_id(meeting)))


@post(_V1 + "/participant-lists", opt=_KEEP, tags=_TAGS, request_max_body_size=BYTES_OF_FILE + 10_000)
async def look_at_list(request: AnyRequest, meeting: FromPath[str]) -> LookedOut:
    """Look at a list of participants (.xlsx or .csv, the whole body); nothing is taken over before it is committed."""
    held = canonical_id(meeting)
    made = await importing_people.look_at(identity_of(request), held, await request.body())
    return LookedOut.of(await importing_people.read_looked(identity_of(request), held, made))


@get(_V1 + "/participant-lists/{wanted:str}", opt=_KEEP, tags=_TAGS)
async def read_looked(request: AnyRequest, meeting: FromPath[str], wanted: FromPath[str]) -> LookedOut:
    """What would become of a list, with every fault by row."""
    held, known = canonical_id(meeting), canonical_id(wanted)
    return LookedOut.of(await importing_people.read_looked(identity_of(request), held, known))


@post(_V1 + "/participant-lists/{wanted:str}/commit", opt=_KEEP, status_code=200, tags=_TAGS)
async def take_list_over(request: AnyRequest, meeting: FromPath[str], wanted: FromPath[str]) -> TakenOut:
    """Take a list over as a whole, without the rows that are refused; it is forgotten then."""
    return TakenOut(
        *await importing_people.take_over(identity_of(request), canonical_id(meeting), canonical_id(wanted))
    )


@post(_V1 + "/participant-lists/{wanted:str}/discard", opt=_KEEP, status_code=204, tags=_TAGS)
async def discard_list(request: AnyRequest, meeting: FromPath[str], wanted: FromPath[str]) -> None:
    """Forget a list that was only looked at."""
    await importing_people.discard(identity_of(request), canonical_id(meeting), canonical_id(wanted))


@get(_V1 + "/badges", opt=_KEEP, tags=_TAGS, media_type="application/pdf")
async def badges_file(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None, delegation: FromQuery[str] = ""
) -> Response[bytes]:
    """A sheet of badges with QR codes as PDF, by family name; `at` is a cursor of `participants`."""
    wanted = canonical_id(delegation) if delegation else None
    view = await linking.read_badges(identity_of(request), canonical_id(meeting), decode_cursor(at), wanted)
    return Response(await badges_pdf(view, current_locale()), headers={"cache-control": "no-store"})


def _people(view: PeopleView) -> ParticipantsOut:
    return ParticipantsOut([ParticipantOut.of(each) for each in view.page.items], view.page.newer, view.page.older)


def _done(version: int) -> Response[None]:
    return Response(None, status_code=204, headers={"etag": etag(version)})


people_api: list[ControllerRouterHandler] = [
    list_delegations,
    add_delegation,
    read_delegation,
    correct_delegation,
    name_voting_delegate,
    end_voting_delegate,
    list_participants,
    find_participants,
    add_participant,
    read_participant,
    correct_participant,
    read_link,
    issue_link_again,
    revoke_link,
    replace_participant,
    invite_participant,
    count_invitations,
    invite_everyone,
    look_at_list,
    read_looked,
    take_list_over,
    discard_list,
    badges_file,
]
