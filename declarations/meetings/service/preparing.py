"""Setting a meeting up, opening, completing and closing it, and who holds its functions."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.library import shipped
from declarations.filing.service.filing import made_before
from declarations.meetings import store
from declarations.meetings.model import OWN_RULES, Function, Meeting, Names, Officer, Status
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import Kept, kept, reached
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import Message, msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of

_SHARE = re.compile(r">?([1-9]\d{0,2})/([1-9]\d{0,2})", re.ASCII)
_NO_SHARE = msg("Write a fraction, for example %(example)s.", example="1/3")
_NO_OTHER = msg("This is not one of the other languages of the meeting.")


class MeetingCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of a meeting; `body`, `title` and `place` in the first of its `languages`."""

    body: str
    title: str
    code: str
    own_rules: str = ""
    mandate: str = ""
    mandate_on: date | None = None
    starts_on: date
    ends_on: date
    place: str = ""
    languages: tuple[str, ...]
    by_correspondence: bool = False
    ballot_opens: datetime | None = None
    ballot_closes: datetime | None = None
    papers_withheld: bool = False
    quorum_of: str | None = None
    majority: str | None = None
    abstentions_count: bool = False
    counts_rule: str = ""
    quorum: str | None = None
    names: Mapping[str, Names] = {}
    """The same in its other languages, as far as they are known."""

    def columns(self) -> dict[str, Any]:
        """What is kept of it, without languages in which nothing is written."""
        written = {tag: each for tag, each in self.names.items() if each != Names()}
        return msgspec.structs.asdict(self) | {"names": written}


def check_particulars(command: MeetingCommand) -> None:
    """Raises Invalid with everything that does not fit together, by field."""
    found = [FieldError(name, message) for name, is_wrong, message in _faults(command) if is_wrong]
    if found:
        raise Invalid(fields=found)


def _is_share(text: str) -> bool:
    found = _SHARE.fullmatch(text)
    return found is not None and int(found[1]) <= int(found[2])


def _faults(command: MeetingCommand) -> list[tuple[str, bool, Message]]:
    opens, closes = command.ballot_opens, command.ballot_closes
    is_ballot, is_own = command.by_correspondence, command.code == OWN_RULES
    counts = bool(command.quorum_of or command.majority or command.quorum)
    no_code, others = msg("Choose the code that applies."), command.languages[1:]
    return [
        ("code", not is_own and command.code not in shipped().codes, no_code),
        ("own_rules", is_own and not command.own_rules, msg("Name the body’s own rules and where they are found.")),
        ("mandate_on", bool(command.mandate) and command.mandate_on is None, msg("Write the date of the mandate.")),
        ("ends_on", command.ends_on < command.starts_on, msg("The last day cannot be before the first.")),
        ("languages", not command.languages, msg("Choose at least one language.")),
        ("ballot_opens_day", is_ballot and opens is None, msg("Write when the ballot opens.")),
        ("ballot_closes_day", is_ballot and closes is None, msg("Write when the ballot closes.")),
        (
            "ballot_closes_day",
            is_ballot and opens is not None and closes is not None and closes <= opens,
            msg("The ballot cannot close before it opens."),
        ),
        ("quorum", not (command.quorum is None or _is_share(command.quorum)), _NO_SHARE),
        ("quorum_of", bool(command.quorum) and not command.quorum_of, msg("Choose out of whom persons are counted.")),
        ("counts_rule", counts and not command.counts_rule, msg("Name the rule that counts persons.")),
        *((f"title_{tag}", tag not in others, _NO_OTHER) for tag in command.columns()["names"]),
    ]


class SittingCommand(msgspec.Struct, frozen=True):
    """One sitting as the secretary writes it."""

    number: int
    starts_at: datetime
    ends_at: datetime


@retry_serialization
async def set_up(
    identity: Identity, command: MeetingCommand, secretary: UUID, *, idempotency_key: str | None = None
) -> UUID:
    """Make a meeting and name its secretary; its id, the same again for the same key.

    The office sets meetings up, their secretaries keep them. Raises Invalid by field, NotFound.
    """
    if not permits(identity, "meeting.create") or identity.person is None:
        raise NotFound
    check_particulars(command)
    async with transaction(identity) as tx:
        made = new_id()
        digest = hashlib.sha256(msgspec.json.encode((command, secretary))).digest()
        earlier = await made_before(tx, idempotency_key, digest, made)
        if earlier is not None:
            return earlier
        row = Meeting(id=made, created_by=identity.person, created_at=tx.now, **command.columns())
        await store.keep(tx, MEETINGS[Meeting], row, "set_up")
        await _name_secretary(tx, row.id, secretary)
        return row.id


@retry_serialization
async def correct(identity: Identity, meeting: UUID, command: MeetingCommand, seen: int) -> int:
    """Write the particulars of a meeting anew; its version. Raises Invalid, Stale, NotFound, Conflict once closed."""
    async with transaction(identity) as tx:
        row = msgspec.structs.replace(await kept(tx, "meeting.keep", meeting), version=seen)
        check_particulars(command)
        changed = await store.change(tx, MEETINGS[Meeting], row, "corrected", **command.columns())
        return changed.version


@retry_serialization
async def open_it(identity: Identity, meeting: UUID) -> int:
    """Let participants come in; the version of the meeting. Raises NotFound, Conflict."""
    async with transaction(identity) as tx:
        row = await kept(tx, "meeting.keep", meeting)
        if row.status is not Status.PREPARED:
            raise Conflict(msg("This meeting is open already."))
        return (await store.change(tx, MEETINGS[Meeting], row, "opened", status=Status.OPEN)).version


async def _name_secretary(tx: Transaction, meeting: UUID, person: UUID) -> None:
    row = Officer(
        id=new_id(),
        meeting=meeting,
        function=Function.SECRETARY,
        person=person,
        since=tx.now,
        recorded_by=tx.identity.person,
    )
    await store.keep(tx, MEETINGS[Officer], row, "named")


async def read_meeting(identity: Identity, meeting: UUID) -> Kept:
    """A meeting with what the acting person is in it. NotFound for whoever has no part in it."""
    async with transaction(identity) as tx:
        return await reached(tx, "meeting.read", meeting)


async def list_meetings(identity: Identity, cursor: Cursor | None) -> Page[Meeting]:
    """Meetings that the acting person keeps, presides over or set up, the newest first."""
    async with transaction(identity) as tx:
        if not permits(identity, "meeting.list"):
            raise NotFound
        found = await store.list_meetings(tx, cursor)
    return page_of(found, cursor, PAGE_ROWS, lambda each: Cursor(each.starts_on.isoformat(), each.id))
