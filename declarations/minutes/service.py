"""The minutes of a meeting for those who keep it or preside over it: one reading, one transaction."""

from uuid import UUID

import msgspec

from declarations.codes.library import shipped
from declarations.meetings.model import Meeting
from declarations.meetings.rights import reached
from declarations.minutes import store
from declarations.minutes.model import Figures, Signing
from declarations.votes.service.watching import disclosed_to
from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.i18n import Message
from register.kernel.identity import Identity
from register.kernel.paging import Cursor, Page, page_of

_ROWS = 60
"""Lines on one sheet of the attendance list; a page stays under its bound of bytes."""


class AttendanceView(msgspec.Struct, frozen=True):
    """A sheet of the attendance list."""

    meeting: Meeting
    code: Message | str
    page: Page[Signing]


async def read_attendance(identity: Identity, meeting: UUID, cursor: Cursor | None) -> AttendanceView:
    """The attendance list with the statement on the code (ISO conduct, communicating). NotFound without a function."""
    async with transaction(identity) as tx:
        found = await reached(tx, "minutes.read", meeting)
        if not found.functions:
            raise NotFound
        lines = await store.signing(tx, meeting, cursor, _ROWS + 1)
    page = page_of(lines, cursor, _ROWS, lambda line: Cursor(line.place, line.id))
    return AttendanceView(found.meeting, code_title(found.meeting), page)


def code_title(meeting: Meeting) -> Message | str:
    """The title of the code that applies; of the body's own rules what the meeting says of them."""
    code = shipped().codes.get(meeting.code)
    return code.title if code else meeting.own_rules


async def read_figures(identity: Identity, meeting: UUID) -> Figures:
    """What is counted of a meeting. NotFound for whoever neither keeps it nor presides over it."""
    async with transaction(identity) as tx:
        await disclosed_to(tx, "minutes.read", meeting)
        return await store.figures(tx, meeting)
