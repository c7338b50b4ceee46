"""Personal links: given out anew, revoked, sent by mail, printed. A link identifies and opens nothing by itself."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from declarations.meetings import store, store_arrivals, store_people
from declarations.meetings.model import Delegation, Meeting, Participant, Status
from declarations.meetings.records import MEETINGS
from declarations.meetings.secrets import link_hash, link_path
from declarations.meetings.service.entering import keeps, led, people_kept, people_page
from register.kernel.db import Transaction, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.paging import Cursor, Page
from register.ledger.records import record_alike
from register.notices.configuration import mail_settings
from register.notices.service import post

BADGES = 96
"""Badges of one sheet that is printed at once."""
_AT_ONCE = 100
_NO_ADDRESS = msg("Write an e-mail address first.")


class Badge(msgspec.Struct, frozen=True):
    """What is printed for one participant."""

    participant: Participant
    delegation: str
    link: str
    """The whole address, as the QR code holds it."""


class BadgesView(msgspec.Struct, frozen=True):
    """A sheet of badges."""

    meeting: Meeting
    badges: list[Badge]
    page: Page[Participant]
    delegation: Delegation | None


class LinksView(msgspec.Struct, frozen=True):
    """How far the invitations are."""

    meeting: Meeting
    working: int
    without_address: int
    not_invited: int


def address_of_link(participant: Participant) -> str:
    """The whole address of a personal link as it stands."""
    return mail_settings().base_url.rstrip("/") + link_path(participant)


async def ways_in(tx: Transaction, recipients: Sequence[UUID]) -> dict[UUID, str]:
    """The personal links of those recipients of letters who are participants, as they stand now."""
    return {key: link_path(each) for key, each in (await store_people.named(tx, recipients)).items()}


async def read_badge(identity: Identity, meeting: UUID, participant: UUID) -> Badge:
    """The badge of one participant, for the secretary alone. NotFound where the link was revoked."""
    async with transaction(identity) as tx:
        await _only_secretary(tx, meeting)
        row = await store_people.member(tx, meeting, participant)
        if row.revoked_at is not None:
            raise NotFound
        own = await store_people.delegation(tx, meeting, row.delegation) if row.delegation else None
        return Badge(row, own.name if own else "", address_of_link(row))


async def read_badges(
    identity: Identity, meeting: UUID, cursor: Cursor | None, delegation: UUID | None = None
) -> BadgesView:
    """A sheet of badges by family name, perhaps of one delegation, for the secretary alone."""
    async with transaction(identity) as tx:
        found = await _only_secretary(tx, meeting)
        rows = await store_people.participants(tx, meeting, cursor, delegation=delegation, rows=BADGES)
        page = people_page(rows, cursor, BADGES)
        delegations = {each.id: each for each in await store_people.delegations(tx, meeting)}
    if delegation is not None and delegation not in delegations:
        raise NotFound
    named = {key: each.name for key, each in delegations.items()}
    badges = [
        Badge(each, named.get(each.delegation, "") if each.delegation else "", address_of_link(each))
        for each in page.items
        if each.revoked_at is None
    ]
    return BadgesView(found, badges, page, delegations[delegation] if delegation else None)


async def issue_again(identity: Identity, meeting: UUID, participant: UUID) -> int:
    """Give a new link; the one before and every session that came by it are dead. The version."""
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        row = await store_people.member(tx, meeting, participant)
        turn = row.link_turn + 1
        said = {"link_turn": turn, "link_hash": link_hash(row.id, turn), "revoked_at": None, "invited_at": None}
        changed = await store.change(tx, MEETINGS[Participant], row, "link_issued", **said)
        await store_arrivals.end_sessions(tx, row.id)
        return changed.version


async def revoke(identity: Identity, meeting: UUID, participant: UUID) -> int:
    """Take the link back and end every session; what was disclosed stays. The version. Raises Conflict if it was."""
    async with transaction(identity) as tx:
        await people_kept(tx, meeting)
        row = await store_people.member(tx, meeting, participant)
        return (await take_back(tx, row)).version


async def take_back(tx: Transaction, row: Participant) -> Participant:
    """Revoke a participant's link and end their sessions. Raises Conflict where it is revoked already."""
    if row.revoked_at is not None:
        raise Conflict(msg("This link was taken back already."))
    changed = await store.change(tx, MEETINGS[Participant], row, "revoked", revoked_at=tx.now)
    await store_arrivals.end_sessions(tx, row.id)
    return changed


async def read_links(identity: Identity, meeting: UUID) -> LinksView:
    """How many links work, and how many were not sent yet: none of a closed meeting is sent or works any more."""
    async with transaction(identity) as tx:
        found = await _only_secretary(tx, meeting)
        working, without_address, not_invited = await store_people.links(tx, meeting)
    if found.status is Status.CLOSED:
        return LinksView(found, 0, without_address, 0)
    return LinksView(found, working, without_address, not_invited)


async def invite(identity: Identity, meeting: UUID, participant: UUID) -> None:
    """Send one participant their link, again if it was sent before. Raises Invalid without an address."""
    async with transaction(identity) as tx:
        held = await people_kept(tx, meeting)
        row = await store_people.member(tx, meeting, participant)
        if not row.email or row.revoked_at is not None:
            raise Invalid(fields=[FieldError("email", _NO_ADDRESS)])
        await _send(tx, held, [row])


async def invite_all(identity: Identity, meeting: UUID) -> int:
    """Send their link to everyone who has an address and was not sent it yet, one notice each; how many that are."""
    async with transaction(identity) as tx:
        held = await people_kept(tx, meeting)
        rows = await store_people.not_invited(tx, meeting)
        await _send(tx, held, rows)
    return len(rows)


async def _send(tx: Transaction, meeting: Meeting, rows: Sequence[Participant]) -> None:
    """Post the notices; what they say is kept encrypted until it is sent."""
    body = [
        msg("You take part in %(body)s, %(title)s.", body=meeting.bodies, title=meeting.titles),
        msg("This link is yours alone. It leads to the page on which you answer before an item is decided."),
        msg("To come in you also need the code that is shown in the hall, or one that is sent to this address."),
    ]
    for number, row in enumerate(rows, start=1):
        await post(tx, recipient=row.id, subject=msg("Your link to the meeting"), body=body, link=link_path(row))
        if number % _AT_ONCE == 0:
            await tx.send_later_ones()
    wanted = [row.id for row in rows]
    await store_people.mark_invited(tx, wanted)
    await record_alike(tx, MEETINGS[Participant], wanted, "invited")


async def _only_secretary(tx: Transaction, meeting: UUID) -> Meeting:
    found = await led(tx, meeting)
    if not keeps(found):
        raise NotFound
    return found.meeting
