"""The statements for the whole meeting, before those who lead it: as what was disclosed on an item, with a reading."""

from typing import NamedTuple
from uuid import UUID

from declarations.meetings import store_people as people
from declarations.meetings.model import Meeting, Participant
from declarations.votes import store_board
from declarations.votes.model import Answer, Words
from declarations.votes.sealing import words_of
from declarations.votes.service.watching import disclosed_to
from register.kernel.db import transaction
from register.kernel.identity import Identity
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of
from register.ledger.readings import record_reading

KIND = "meeting"


class Statement(NamedTuple):
    """One statement that discloses something, or that was written down for somebody."""

    answer: Answer
    who: Participant
    words: Words


class StatementsView(NamedTuple):
    """A page of them, the newest first, and how many said that they have nothing to disclose."""

    meeting: Meeting
    page: Page[Statement]
    nothing: int


async def read_statements(identity: Identity, meeting: UUID, cursor: Cursor | None) -> StatementsView:
    """What was stated to this meeting as a whole; recorded in the reading log. NotFound for whoever does not lead it.

    Whoever only set the meeting up, as the ethics office does, opens nothing of it.
    """
    async with transaction(identity) as tx:
        kept = await disclosed_to(tx, "vote.read", meeting)
        answers = await store_board.statements(tx, meeting, cursor)
        page = page_of(answers, cursor, PAGE_ROWS, lambda each: Cursor(each.received_at.isoformat(), each.id))
        named = await people.named(tx, [each.participant for each in page.items])
        role = "meeting_secretary" if kept.is_secretary else "presiding_officer"
        await record_reading(tx, kind=KIND, subject=meeting, role=role, purpose="disclosures")
        nothing = await store_board.stated_nothing(tx, meeting)
    found = [Statement(each, named[each.participant], words_of(each)) for each in page.items]
    return StatementsView(kept.meeting, Page(found, page.newer, page.older), nothing)
