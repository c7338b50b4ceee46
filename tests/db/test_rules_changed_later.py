"""A rule on standing aside that comes after an answer changes nothing of it, and everybody concerned is told so."""

from uuid import uuid4

import pytest

from declarations.meetings.model import BodyRole, Function, Item, Level, Measure, Meeting, Names, Participant, Sitting
from declarations.meetings.secrets import link_path, room_code
from declarations.meetings.service.linking import ways_in
from declarations.meetings.service.matrix import RuleCommand, set_rule
from declarations.meetings.service.planning_agenda import end_item
from declarations.meetings.service.preparing import correct
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import AnswerCommand, answer
from declarations.votes.service.earlier_answers import ask_again, read_rules
from declarations.votes.service.freezing import open_vote
from declarations.votes.service.leading import read_item
from declarations.votes.service.standing import Said, own_standing, stand_aside
from register import vault
from register.access import AccessSettings, configure
from register.kernel.errors import NotFound, TooManyRequests
from register.kernel.identity import Identity
from register.notices.configuration import configure as configure_mail
from register.notices.demonstration import Letter, read_demonstration_mail
from register.notices.mailer import Mailer
from register.notices.transports import DemonstrationTransport
from tests.db.mailing import SETTINGS as MAIL
from tests.factories import World
from tests.meetings import attending, item, meeting, meeting_command, officer, participant, sitting

RULE = "Rules of Procedure, rule 31"


class Hall:
    """A meeting with one called item and somebody who disclosed an interest of their own."""

    secretary: Identity
    meeting: Meeting
    sitting: Sitting
    item: Item
    who: Participant
    inside: Identity


@pytest.fixture(autouse=True)
def settings() -> None:
    configure(AccessSettings(secret=b"v" * 32))
    configure_mail(MAIL, ways_in)
    vault.configure(vault.Keyring([vault.MasterKey(b"m" * 32)]))


@pytest.fixture
async def hall(world: World) -> Hall:
    made = Hall()
    made.secretary = await world.person("meeting_secretary")
    made.meeting = await meeting(await world.person("ethics_officer"), made.secretary)
    made.sitting = await sitting(made.secretary, made.meeting)
    made.item = await item(made.secretary, made.meeting, called_at=made.meeting.created_at)
    made.who = await participant(made.secretary, made.meeting)
    made.inside = await attending(made.who, room_code(made.sitting))
    await disclose(made)
    return made


async def disclose(hall: Hall, *levels: Level) -> None:
    said = AnswerCommand(item=hall.item.id, stance=Stance.SOMETHING, levels=levels or (Level.OWN,), client_key=uuid4())
    await answer(hall.inside, said)


async def adopt(hall: Hall, measure: Measure | None = Measure.LEAVES, citation: str = RULE) -> None:
    await set_rule(hall.secretary, hall.meeting.id, RuleCommand(Level.OWN, BodyRole.MEMBER, measure, citation))


async def earlier(hall: Hall) -> int:
    return (await read_rules(hall.secretary, hall.meeting.id)).answers


async def letters() -> list[Letter]:
    await Mailer(DemonstrationTransport(), MAIL).send_due()
    return (await read_demonstration_mail()).page.items


async def test_a_later_rule_leaves_the_answer_as_it_was_and_says_so_to_each(hall: Hall) -> None:
    assert (await earlier(hall), (await own_standing(hall.inside, hall.item.id)).later) == (0, None), "the control"
    await adopt(hall)
    own = await own_standing(hall.inside, hall.item.id)
    assert own.now is None, "a secretary puts nobody aside by writing a rule"
    assert own.later == Said(Measure.LEAVES, RULE)
    assert await earlier(hall) == 1
    (disclosed,) = (await read_item(hall.secretary, hall.meeting.id, hall.item.id)).disclosed
    assert disclosed.is_before_rule


async def test_answered_again_the_rule_applies_and_nothing_is_left_to_say(hall: Hall) -> None:
    await adopt(hall)
    await disclose(hall)
    own = await own_standing(hall.inside, hall.item.id)
    assert own.now is not None
    assert (own.now.measure, own.now.citation, own.later) == (Measure.LEAVES, RULE, None)
    assert await earlier(hall) == 0
    (disclosed,) = (await read_item(hall.secretary, hall.meeting.id, hall.item.id)).disclosed
    assert not disclosed.is_before_rule


async def test_a_rule_that_is_withdrawn_or_rewritten_does_not_reach_back_either(hall: Hall) -> None:
    await adopt(hall)
    await disclose(hall)
    await adopt(hall, Measure.SPEAKS, "Rule 32")
    own = await own_standing(hall.inside, hall.item.id)
    assert own.now is not None
    assert (own.now.measure, own.later) == (Measure.LEAVES, Said(Measure.SPEAKS, "Rule 32"))
    await adopt(hall, None)
    own = await own_standing(hall.inside, hall.item.id)
    assert own.now is not None
    assert (own.now.citation, own.later, await earlier(hall)) == (RULE, Said(), 1)
    await disclose(hall)
    assert (await own_standing(hall.inside, hall.item.id)).now is None


async def test_a_stricter_choice_of_ones_own_stands_over_a_later_rule(hall: Hall) -> None:
    await stand_aside(hall.inside, hall.item.id, Measure.LEAVES)
    await adopt(hall, Measure.SPEAKS)
    assert (await own_standing(hall.inside, hall.item.id)).later is None
    assert await earlier(hall) == 0


async def test_another_interest_is_not_counted(hall: Hall) -> None:
    await disclose(hall, Level.FAMILY)
    await adopt(hall)
    assert await earlier(hall) == 0


@pytest.mark.parametrize("closed_by", ["vote", "end"])
async def test_once_the_vote_is_open_or_the_item_over_there_is_nobody_left_to_ask(hall: Hall, closed_by: str) -> None:
    await adopt(hall)
    assert await earlier(hall) == 1, "the control"
    close = open_vote if closed_by == "vote" else end_item
    await close(hall.secretary, hall.meeting.id, hall.item.id, hall.item.version)
    assert await earlier(hall) == 0
    assert (await own_standing(hall.inside, hall.item.id)).later is None
    assert await ask_again(hall.secretary, hall.meeting.id) == 0


async def test_they_are_asked_by_mail_that_says_neither_what_they_answered_nor_that_they_did(hall: Hall) -> None:
    silent = await participant(hall.secretary, hall.meeting)
    without_mail = await participant(hall.secretary, hall.meeting, email="")
    own, hall.inside = hall.inside, await attending(without_mail, room_code(hall.sitting))
    await disclose(hall)
    hall.inside = own
    await adopt(hall)
    view = await read_rules(hall.secretary, hall.meeting.id)
    assert (view.answers, view.with_address) == (2, 1)
    assert await ask_again(hall.secretary, hall.meeting.id) == 1
    (letter,) = await letters()
    assert (letter.email, letter.link) == (hall.who.email, f"{link_path(hall.who)}?to=/attend/items/{hall.item.id}")
    words = " ".join((letter.subject, *letter.paragraphs)).casefold()
    assert not {"interest", "disclos", "answered", RULE.casefold(), silent.email} & {
        word for word in ("interest", "disclos", "answered", RULE.casefold(), silent.email) if word in words
    }


async def test_how_many_a_rule_would_reach_is_a_reading_of_what_was_disclosed(hall: Hall, world: World) -> None:
    async def recorded() -> list[tuple[str, str]]:
        rows = await world.superuser.fetch("select role, purpose from reading where subject = $1", hall.item.id)
        return [(row["role"], row["purpose"]) for row in rows]

    await earlier(hall)
    assert await recorded() == [], "the control: the rules alone say nothing of anybody"
    await adopt(hall)
    assert await earlier(hall) == 1
    assert await recorded() == [("meeting_secretary", "disclosures")]
    chair = await participant(hall.secretary, hall.meeting, email="chair@example.org")
    await officer(hall.secretary, hall.meeting, Function.PRESIDING_OFFICER, chair)
    by_link = await attending(chair, room_code(hall.sitting))
    assert (await read_rules(by_link, hall.meeting.id)).answers == 1
    assert ("presiding_officer", "disclosures") in await recorded()


async def test_they_are_asked_under_the_name_of_the_meeting_in_their_language(hall: Hall) -> None:
    named = meeting_command(names={"ar": Names(title="الدورة الثانية عشرة")})
    await correct(hall.secretary, hall.meeting.id, named, hall.meeting.version)
    reader = await participant(hall.secretary, hall.meeting, language="ar", email="reader@example.org")
    hall.inside = await attending(reader, room_code(hall.sitting))
    await disclose(hall)
    await adopt(hall)
    assert await ask_again(hall.secretary, hall.meeting.id) == 2
    titles = {letter.locale.tag: "الدورة الثانية عشرة" in " ".join(letter.paragraphs) for letter in await letters()}
    assert titles == {"ar": True, "en": False}


async def test_only_who_leads_the_meeting_counts_and_asks_and_not_without_end(hall: Hall, world: World) -> None:
    await adopt(hall)
    for stranger in (await world.person("meeting_secretary"), await world.person("administrator"), hall.inside):
        with pytest.raises(NotFound):
            await read_rules(stranger, hall.meeting.id)
        with pytest.raises(NotFound):
            await ask_again(stranger, hall.meeting.id)
    with pytest.raises(TooManyRequests):
        for _ in range(9):
            await ask_again(hall.secretary, hall.meeting.id)
