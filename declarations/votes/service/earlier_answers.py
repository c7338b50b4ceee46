"""A rule on standing aside that comes later applies to answers from then on: what was said before is kept as it was.

The secretary writes down what the body adopted and decides nothing by it; so nobody is put aside by a change of the
matrix. Whoever answered before can be asked to answer again, and then the rules apply to them as they are.
"""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from declarations.meetings import store as meetings
from declarations.meetings import store_people as people
from declarations.meetings.model import Item, Meeting, Participant
from declarations.meetings.service.matrix import MatrixView, matrix_of
from declarations.votes import store, store_board
from declarations.votes.model import Answer, Aside
from declarations.votes.service.standing import is_open, said_later
from declarations.votes.service.watching import disclosed_to
from register.access.limits import count
from register.kernel.db import Transaction, transaction
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.ledger.readings import record_readings
from register.notices.service import post

_REQUESTS, _HOUR, _AT_ONCE = 4, 3600, 200


class Earlier(NamedTuple):
    """An open item with those whose answers were given before the rules changed; their names stay on its page."""

    item: Item
    who: list[Participant]

    @property
    def with_address(self) -> list[Participant]:
        """Those who can be asked by mail."""
        return [each for each in self.who if each.email]


class RulesView(NamedTuple):
    """The matrix, and what was said before it was as it is."""

    matrix: MatrixView
    earlier: list[Earlier]

    @property
    def answers(self) -> int:
        """How many earlier answers keep what applied when they were given."""
        return sum(len(each.who) for each in self.earlier)

    @property
    def with_address(self) -> int:
        """How many of those who gave them can be asked by mail."""
        return sum(len(each.with_address) for each in self.earlier)


async def read_rules(identity: Identity, meeting: UUID) -> RulesView:
    """The matrix with the earlier answers on open items. NotFound for whoever neither keeps nor presides.

    How many a rule would reach says what was disclosed, the more so where few have the role; so it counts as reading.
    """
    async with transaction(identity) as tx:
        view = await matrix_of(tx, meeting)
        reads = await meetings.is_disclosed_to_me(tx, meeting)
        earlier = await _earlier(tx, view.kept.meeting) if reads else []
        items = [each.item.id for each in earlier]
        role = "meeting_secretary" if view.kept.is_secretary else "presiding_officer"
        await record_readings(tx, kind="agenda_item", subjects=items, role=role, purpose="disclosures")
        return RulesView(view, earlier)


async def ask_again(identity: Identity, meeting: UUID) -> int:
    """Ask whoever answered before the rules changed, and has an address, to answer again; how many letters.

    Raises NotFound for whoever does not lead the meeting, TooManyRequests above a few in an hour.
    """
    async with transaction(identity) as tx:
        await disclosed_to(tx, "vote.remind", meeting)
    await count("request to answer again", str(meeting), limit=_REQUESTS, seconds=_HOUR)
    async with transaction(identity) as tx:
        found = (await disclosed_to(tx, "vote.remind", meeting)).meeting
        asked = [(each.item, who) for each in await _earlier(tx, found) for who in each.with_address]
        for number, (item, who) in enumerate(asked, start=1):
            said = msg(
                "The rules of the body on standing aside have changed. Look at item %(number)s of %(title)s again:"
                " what was said before is kept as it was.",
                number=item.number,
                title=found.titles,
            )
            subject, link = msg("An item of the meeting"), f"/attend/items/{item.id}"
            await post(tx, recipient=who.id, subject=subject, body=[said], link=link)
            if number % _AT_ONCE == 0:
                await tx.send_later_ones()
    return len(asked)


async def given_before(
    tx: Transaction, meeting: Meeting, item: Item, answers: Iterable[Answer], asides: Iterable[Aside]
) -> frozenset[UUID]:
    """Whose answer on an item was given before the rules changed: answering again would change where they stand."""
    if not is_open(meeting, item):
        return frozenset()
    rules, given = await meetings.aside_rules(tx, meeting.id), list(answers)
    named = await people.named(tx, [each.participant for each in given])
    stand = {each.participant: each for each in asides}
    return frozenset(
        who.id
        for each in given
        if (who := named.get(each.participant)) is not None
        and said_later(meeting, rules, who.body_role, each.levels, stand.get(who.id)) is not None
    )


async def _earlier(tx: Transaction, meeting: Meeting) -> list[Earlier]:
    found = []
    for item in await meetings.items(tx, meeting.id):
        if not is_open(meeting, item):
            continue
        answers, asides = await store_board.disclosed(tx, meeting.id, item.id), await store.asides(tx, item.id)
        before = await given_before(tx, meeting, item, answers, asides)
        who = [each for each in (await people.named(tx, list(before))).values() if each.revoked_at is None]
        if who:
            found.append(Earlier(item, sorted(who, key=lambda each: (each.family_name, each.id))))
    return found
