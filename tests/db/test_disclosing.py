"""What the register knows of a participant is put before this person alone; the meeting learns what they disclose."""

from datetime import timedelta

import pytest

from declarations.meetings import store
from declarations.meetings.model import Delegation, Item, Meeting, Participant, Standing
from declarations.meetings.records import MEETINGS
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service.arriving import send_code
from declarations.votes.service.touching import touching
from declarations.votes.store import held_of_me
from register.access import AccessSettings, configure
from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from tests.factories import World, gift_command
from tests.meetings import attending, concerned, delegation, item, meeting, participant, sitting

WATERWORKS = "Northern Waterworks"


@pytest.fixture(autouse=True)
def how_people_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    configure(AccessSettings(secret=b"m" * 32))
    monkeypatch.setattr("declarations.meetings.service.arriving.secrets.randbelow", lambda _most: 42)


class Hall:
    """An election that concerns the giver of a present of a staff member who takes part, and of a colleague's."""

    def __init__(self, world: World, office: Identity, secretary: Identity, person: Identity) -> None:
        self.world, self.office, self.secretary, self.person = world, office, secretary, person

    meeting: Meeting
    us: Delegation
    item: Item
    who: Participant
    code: str

    async def by_room(self, who: Participant | None = None) -> Identity:
        return await attending(who or self.who, self.code)

    async def by_mail(self, who: Participant | None = None) -> Identity:
        who = who or self.who
        await send_code(link_token(who.id, who.link_turn))
        return await attending(who, "000042")

    async def email(self, of: Identity) -> str:
        return str(await self.world.superuser.fetchval("select email from person where id = $1", of.person))


@pytest.fixture
async def hall(world: World) -> Hall:
    made = Hall(
        world,
        await world.person("ethics_officer"),
        await world.person("meeting_secretary"),
        await world.person("declarant"),
    )
    day = made.person and (await world.superuser.fetchval("select now()")).date()
    made.meeting = await meeting(made.office, made.secretary, starts_on=day, ends_on=day + timedelta(days=2))
    made.code = room_code(await sitting(made.secretary, made.meeting))
    made.us = await delegation(made.secretary, made.meeting)
    made.item = await item(made.secretary, made.meeting, called_at=made.meeting.created_at)
    await concerned(made.secretary, made.item, WATERWORKS)
    made.who = await participant(
        made.secretary, made.meeting, made.us, person=made.person.person, email=await made.email(made.person)
    )
    said = {"value": {"amount": "2", "currency": "EUR"}, "event_date": (day - timedelta(days=3)).isoformat()}
    for giver in (WATERWORKS, "Somebody Else Limited"):
        await world.declaration(made.person, gift_command(giver_name=giver, **said))
    await world.declaration(await world.person("declarant"), gift_command(giver_name=WATERWORKS, **said))
    return made


async def test_a_present_of_a_party_is_put_before_this_person_alone_and_close_to_the_vote_at_any_value(
    hall: Hall,
) -> None:
    inside = await hall.by_mail()
    (found,) = await touching(inside, hall.item.id)
    assert (found.concerned, found.is_close_to_vote) == (WATERWORKS, True)
    assert [finding.rule for finding in found.findings] == ["INT-19"]
    async with transaction(inside) as tx:
        assert len(await held_of_me(tx)) == 2  # both their own, of which one touches the item
        assert await tx.fetch("select id from declaration") == []


async def test_it_stays_closed_to_a_session_of_the_hall_and_to_everyone_who_leads_the_meeting(hall: Hall) -> None:
    inside = await hall.by_mail()
    assert await touching(await hall.by_room(), hall.item.id) == []
    neighbour = await participant(hall.secretary, hall.meeting, hall.us)
    assert await touching(await hall.by_mail(neighbour), hall.item.id) == []
    with pytest.raises(NotFound):
        await touching(hall.secretary, hall.item.id)
    stolen = Identity(person=hall.secretary.person, roles=hall.secretary.roles, session=inside.session)
    async with transaction(stolen) as tx:
        assert await held_of_me(tx) == []


async def test_a_secretary_who_writes_somebody_else_behind_a_participant_opens_nothing(hall: Hall) -> None:
    mine = await participant(hall.secretary, hall.meeting, hall.us, person=hall.person.person)
    assert await touching(await hall.by_mail(mine), hall.item.id) == []
    inside = await hall.by_mail()
    assert await touching(inside, hall.item.id)  # the control: with their own address it is there
    other = await participant(hall.secretary, hall.meeting, hall.us)
    session = await hall.by_mail(other)
    async with transaction(hall.secretary) as tx:
        await store.change(tx, MEETINGS[Participant], other, "corrected", person=hall.person.person)
    token = await hall.world.superuser.fetchval(
        "select ended_at from participant_session where id = $1", session.session
    )


async def test_far_from_the_vote_or_without_one_there_is_no_alert(hall: Hall, world: World) -> None:
    observers = await delegation(hall.secretary, hall.meeting, "Observers", standing=Standing.OBSERVER)
    async with transaction(hall.secretary) as tx:
        await store.change(tx, MEETINGS[Participant], hall.who, "moved", delegation=observers.id)
    (found,) = await touching(await hall.by_mail(), hall.item.id)
    assert (found.is_close_to_vote, found.findings) == (False, ())
