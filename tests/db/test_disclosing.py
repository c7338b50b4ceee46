"""What the register knows of a participant is put before this person alone; the meeting learns what they disclose."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from msgspec import structs

from declarations.filing.model import GiftDetails
from declarations.filing.service.own import list_own
from declarations.meetings import store
from declarations.meetings.model import Delegation, Function, Item, Level, Measure, Meeting, Part, Participant, Standing
from declarations.meetings.records import MEETINGS
from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service.arriving import send_code
from declarations.meetings.service.entering import ParticipantCommand, correct_participant, read_participant
from declarations.presiding.model import Kind
from declarations.presiding.service import matters, opinions
from declarations.presiding.service.matters import ReportCommand
from declarations.presiding.service.opinions import AskCommand
from declarations.review.service.case import open_desk_case
from declarations.votes.model import Aside, Stance
from declarations.votes.records import VOTES
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.freezing import open_vote
from declarations.votes.service.gifts import GiftCommand, amend_gift, declare_gift, own_gift, own_gifts
from declarations.votes.service.leading import read_item
from declarations.votes.service.standing import own_standing, stand_aside, take_part_again
from declarations.votes.service.told import ToldCommand, record_aside
from declarations.votes.service.touching import touching
from declarations.votes.store import held_of_me
from register.access import AccessSettings, configure
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.identity import Identity
from tests.factories import World, gift_command, gift_facts
from tests.meetings import aside_rule, attending, concerned, delegation, item, meeting, officer, participant, sitting

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
    day = clock.today()
    made.meeting = await meeting(made.office, made.secretary, starts_on=day, ends_on=day + timedelta(days=2))
    made.code = room_code(await sitting(made.secretary, made.meeting))
    made.us = await delegation(made.secretary, made.meeting)
    made.item = await item(made.secretary, made.meeting, called_at=made.meeting.created_at)
    await concerned(made.secretary, made.item, WATERWORKS)
    made.who = await participant(
        made.secretary, made.meeting, made.us, person=made.person.person, email=await made.email(made.person)
    )
    event = (day - timedelta(days=3)).isoformat()
    said: dict[str, Any] = {"value": {"amount": "2", "currency": "EUR"}, "event_date": event}
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
        await tx.execute("update participant set person = $2 where id = $1", other.id, hall.person.person)
    ended = "select ended_at from participant_session where id = $1"
    assert await hall.world.superuser.fetchval(ended, session.session) is not None  # who came in before is out


async def test_far_from_the_vote_or_without_one_there_is_no_alert(hall: Hall, world: World) -> None:
    move = "update meeting set starts_on = starts_on + $1::int, ends_on = ends_on + $1::int"
    for days, is_close in ((11, True), (1, False)):  # three days ago: the window of 14 days ends on the eleventh
        await world.superuser.execute(move, days)
        (found,) = await touching(await hall.by_mail(), hall.item.id)
        assert found.is_close_to_vote is is_close
    await world.superuser.execute(move, -12)
    observers = await delegation(hall.secretary, hall.meeting, "Observers", standing=Standing.OBSERVER)
    async with transaction(hall.secretary) as tx:
        await tx.execute("update participant set delegation = $2 where id = $1", hall.who.id, observers.id)
    (found,) = await touching(await hall.by_mail(), hall.item.id)
    assert (found.is_close_to_vote, found.findings) == (False, ())


def said(on: Item, *levels: Level) -> AnswerCommand:
    """An answer: an interest, or with no level nothing."""
    stance = Stance.SOMETHING if levels else Stance.NOTHING
    return AnswerCommand(item=on.id, stance=stance, levels=levels, client_key=uuid4())


async def test_an_answer_that_is_sent_twice_at_once_is_kept_once(hall: Hall, superuser: asyncpg.Connection) -> None:
    inside = await hall.by_room()
    sent = said(hall.item)
    kept = await asyncio.gather(*(answer(inside, sent) for _ in range(2)))
    assert kept[0].id == kept[1].id
    other = await asyncio.gather(*(answer(inside, said(hall.item)) for _ in range(2)))
    assert other[0].id != other[1].id, "the control: under keys of their own they are two"
    numbers = await superuser.fetch("select number from meeting_answer order by number")
    assert [row["number"] for row in numbers] == [1, 2, 3]


async def test_a_delegate_chooses_freely_and_is_replaced_only_by_another_of_a_delegation_that_votes(hall: Hall) -> None:
    inside = await hall.by_room()
    own = await own_standing(inside, hall.item.id)
    assert (own.now, own.alternates) == (None, ())
    assert Measure.REPLACED not in own.measures
    stranger = await participant(hall.secretary, hall.meeting, await delegation(hall.secretary, hall.meeting, "Else"))
    alternate = await participant(hall.secretary, hall.meeting, hall.us, function=Part.ALTERNATE)
    await participant(hall.secretary, hall.meeting, hall.us, function=Part.ADVISER)
    assert [each.id for each in (await own_standing(inside, hall.item.id)).alternates] == [alternate.id]
    with pytest.raises(Invalid):
        await stand_aside(inside, hall.item.id, Measure.REPLACED, stranger.id)
    chosen = await stand_aside(inside, hall.item.id, Measure.REPLACED, alternate.id)
    assert (chosen.by_matrix, chosen.replaced_by) == (False, alternate.id)
    await take_part_again(inside, hall.item.id)
    assert (await own_standing(inside, hall.item.id)).now is None
    async with transaction(hall.secretary) as tx:
        await store.change(tx, MEETINGS[Delegation], hall.us, "corrected", votes=False)
    with pytest.raises(Invalid):
        await stand_aside(inside, hall.item.id, Measure.REPLACED, alternate.id)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(inside) as tx:
            await store.keep(tx, VOTES[Aside], structs.replace(chosen, id=uuid4()), "chosen")


async def test_the_snapshot_of_a_vote_holds_as_aside_nobody_who_speaks_and_votes(hall: Hall) -> None:
    inside, other = await hall.by_room(), await participant(hall.secretary, hall.meeting, hall.us)
    await stand_aside(inside, hall.item.id, Measure.SPEAKS_AND_VOTES)
    leaves = ToldCommand(participant=other.id, measure=Measure.LEAVES)
    await record_aside(hall.secretary, hall.meeting.id, hall.item.id, leaves)
    seen = (await read_item(hall.secretary, hall.meeting.id, hall.item.id)).item.version
    await open_vote(hall.secretary, hall.meeting.id, hall.item.id, seen)
    kept = (await read_item(hall.secretary, hall.meeting.id, hall.item.id)).snapshot
    assert kept is not None
    assert [each["participant"] for each in kept.content["aside"]] == [str(other.id)]


async def test_nobody_without_a_vote_says_that_they_vote(hall: Hall) -> None:
    inside = await hall.by_room()
    assert Measure.SPEAKS_AND_VOTES in (await own_standing(inside, hall.item.id)).measures, "the control"
    async with transaction(hall.secretary) as tx:
        us = await store.change(tx, MEETINGS[Delegation], hall.us, "corrected", standing=Standing.OBSERVER)
    own = await own_standing(inside, hall.item.id)
    assert (Measure.SPEAKS_AND_VOTES in own.measures, Measure.SPEAKS in own.measures) == (False, True)
    with pytest.raises(Invalid):
        await stand_aside(inside, hall.item.id, Measure.SPEAKS_AND_VOTES)
    led = await read_item(hall.secretary, hall.meeting.id, hall.item.id)
    who = await participant(hall.secretary, hall.meeting, us)
    assert led.may_announce(who) == (Measure.LEAVES, Measure.SPEAKS)


async def test_the_matrix_of_the_body_applies_with_its_citation_and_is_the_least(hall: Hall) -> None:
    inside = await hall.by_room()
    await answer(inside, said(hall.item, Level.FAMILY))
    assert (await own_standing(inside, hall.item.id)).now is None  # no matrix: nothing is invented
    await stand_aside(inside, hall.item.id, Measure.SPEAKS)
    for level, measure in ((Level.FAMILY, "speaks"), (Level.EMPLOYER, "leaves")):
        await aside_rule(hall.secretary, hall.meeting, level, measure, f"Rule 12 ({level})")
    await answer(inside, said(hall.item, Level.FAMILY, Level.EMPLOYER))
    now = (await own_standing(inside, hall.item.id)).now
    assert now is not None
    assert (now.measure, now.by_matrix, now.citation) == ("leaves", True, "Rule 12 (employer)")
    with pytest.raises(Conflict):
        await stand_aside(inside, hall.item.id, Measure.SPEAKS)
    with pytest.raises(Conflict):
        await take_part_again(inside, hall.item.id)
    with pytest.raises(asyncpg.CheckViolationError):
        async with transaction(inside) as tx:
            await store.change(tx, VOTES[Aside], now, "done", did="leaves")
    await answer(inside, said(hall.item))
    assert (await own_standing(inside, hall.item.id)).now is None
    with pytest.raises(asyncpg.InsufficientPrivilegeError):  # a citation that is none of the body's
        async with transaction(inside) as tx:
            await store.keep(tx, VOTES[Aside], structs.replace(now, id=uuid4(), citation="Rule 13"), "applied")


def present(**said: Any) -> GiftCommand:
    """A present worth two euros, of a party to the election."""
    facts = gift_facts(value={"amount": "2", "currency": "EUR"}, event_date=clock.today().isoformat())
    details = GiftDetails(description="A pen", giver_name=said.pop("giver_name", WATERWORKS))
    return GiftCommand(facts=facts, details=details, attested=True, client_key=uuid4(), **said)


async def test_a_gift_declared_from_the_link_is_judged_by_the_vote_and_opens_nothing_else(hall: Hall) -> None:
    inside = await hall.by_room()
    made = await declare_gift(inside, present())
    assert (made.declarant, made.meeting, "vote_time" in made.alerts) == (hall.who.id, hall.meeting.id, True)
    far = await declare_gift(inside, present(giver_name="Somebody Else Limited"))
    assert "vote_time" not in far.alerts  # the control: a giver whom no item concerns
    assert {each.id for each in (await own_gifts(inside)).items} == {made.id, far.id}
    (found,) = await touching(inside, hall.item.id)  # also in a session of the hall: it is of this meeting
    assert (found.held.reference, found.is_close_to_vote) == (made.reference, True)
    mine = next(each for each in (await list_own(hall.person)).items)
    with pytest.raises(NotFound):
        await own_gift(await hall.by_mail(), mine.reference)
    posing = structs.replace(inside, person=hall.person.person, roles=frozenset({"declarant"}))
    async with transaction(posing) as tx:  # what the row policy holds, were a service to take the wrong person
        assert await tx.fetch("select id from declaration where declarant = $1", hall.person.person) == []
    with pytest.raises(NotFound):
        await own_gifts(hall.secretary)
    case = await open_desk_case(hall.office, made.reference)
    assert case.case.content.declarant_name == hall.who.name


async def turned_to(hall: Hall, email: str) -> None:
    """The secretary writes another address into the list."""
    view = await read_participant(hall.secretary, hall.meeting.id, hall.who.id)
    row = view.participant
    said = {name: getattr(row, name) for name in ParticipantCommand.__struct_fields__} | {"email": email}
    await correct_participant(hall.secretary, hall.meeting.id, row.id, ParticipantCommand(**said), row.version)


async def test_a_secretary_who_has_the_code_sent_to_another_address_reads_nothing_that_was_said_before(
    hall: Hall,
) -> None:
    chair = await hall.world.person("presiding_officer")
    await officer(hall.secretary, hall.meeting, Function.PRESIDING_OFFICER, chair)
    mailed = await hall.by_mail()
    gift = await declare_gift(mailed, present())
    await opinions.ask(mailed, AskCommand("May I accept it?", "en", uuid4()))
    words = "The secretary shouted."
    await matters.report(mailed, ReportCommand(kind=Kind.HARASSMENT, text=words, language="en", client_key=uuid4()))
    assert await shown(await hall.by_mail()) == (["May I accept it?"], ["The secretary shouted."], [gift.id])
    own = await hall.email(hall.person)
    for address in ("secretary@elsewhere.example", own):  # and written back, so that nobody sees it
        await turned_to(hall, address)
        posing = await hall.by_mail()
        assert await shown(posing) == ([""], [""], []), address
        with pytest.raises(Conflict):
            await own_gift(posing, gift.reference)
    await opinions.ask(posing, AskCommand("And this one?", "en", uuid4()))
    assert (await shown(posing))[0] == ["And this one?", ""], "the control: what is said from then on"


async def shown(inside: Identity) -> tuple[list[str], list[str], list[UUID]]:
    asked = (await opinions.list_own(inside, None)).items
    reported = (await matters.list_own_reports(inside, None)).items
    return [each.words.text for each in asked], [each.words.text for each in reported], await ids_of_gifts(inside)


async def ids_of_gifts(inside: Identity) -> list[UUID]:
    return [each.id for each in (await own_gifts(inside)).items]


async def test_a_gift_of_the_link_is_shown_in_the_session_that_declared_it_and_by_mail_alone(hall: Hall) -> None:
    inside = await hall.by_room()
    made = await declare_gift(inside, present())
    badge = await hall.by_room()  # the secretary, with the badge and the code of the hall
    assert (await ids_of_gifts(inside), await ids_of_gifts(badge)) == ([made.id], [])
    assert (await own_gifts(badge)).is_partial
    assert await touching(badge, hall.item.id) == []
    for refused in (own_gift(badge, made.reference), amend_gift(badge, made.reference, present(), "Other.", 1)):
        with pytest.raises(Conflict):
            await refused
    assert await ids_of_gifts(await hall.by_mail()) == [made.id]
    assert (await own_gift(inside, made.reference)).content.details is not None


async def test_a_chair_who_came_by_a_link_reads_nothing_after_the_address_was_changed(hall: Hall) -> None:
    await officer(hall.secretary, hall.meeting, Function.PRESIDING_OFFICER, hall.who)
    asker = await participant(hall.secretary, hall.meeting, hall.us)
    await opinions.ask(await hall.by_room(asker), AskCommand("May I accept it?", "en", uuid4()))
    _, page = await opinions.list_asked(await hall.by_mail(), hall.meeting.id, None)
    assert [each.words.text for each in page.items] == ["May I accept it?"], "the control"
    await turned_to(hall, "secretary@elsewhere.example")
    posing = await hall.by_mail()
    for reading in (opinions.list_asked, matters.list_matters):
        with pytest.raises(Conflict):
            await reading(posing, hall.meeting.id, None)
