"""Confidential advice: who sees it, that it stays out of cases, and that who advised does not decide."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from declarations.advice.model import (
    AskCommand,
    Channel,
    GuidanceCommand,
    GuidanceText,
    NoteCommand,
    Show,
    Standing,
    Status,
    Topic,
    TurnCommand,
)
from declarations.advice.service import advising, asking, publishing, turning
from declarations.advice.service.carrying import AdviceCarrier
from declarations.advice.settings import advice_settings
from declarations.evidence.service.carrying import EvidenceCarrier
from declarations.filing.service.carrying import configure as configure_carrying
from declarations.filing.service.drafts import read_draft
from declarations.filing.service.filing import CheckedDraft, file_declaration
from declarations.review.service import acts, case
from register.access.policy import ACCOUNT_ROLES
from register.kernel import clock, db
from register.kernel.errors import Conflict, IdempotencyMismatch, Invalid, NotFound, Stale
from register.kernel.identity import ANONYMOUS, Identity
from tests.factories import World, gift_command
from tests.reviewing import Office, staffed

QUESTION = AskCommand(Topic.GIFT, "May I keep the fountain pen of the Delta Pumps Company?", "en")
ANSWER = "Yes, keep it like a zebra keeps its stripes."
GENERAL = GuidanceCommand(Topic.GIFT, "ICSC 50", GuidanceText("Pens", "A pen is usually of nominal value.", "en"))


@pytest.fixture
async def office(world: World) -> Office:
    configure_carrying(AdviceCarrier(EvidenceCarrier()))
    return await staffed(world)


async def answered(office: Office, asker: Identity | None = None) -> UUID:
    """A question that the officer has answered."""
    asked = await asking.ask(asker or office.declarant, QUESTION)
    await advising.answer(office.officer, asked, ANSWER, "en", 1)
    return asked


async def shown(who: Identity, table: str) -> int:
    async with db.transaction(who) as tx:
        return int(await tx.fetchval(f'select count(*) from "{table}"'))


async def test_a_question_is_asked_answered_and_followed_in_its_thread(office: Office) -> None:
    asked = await asking.ask(office.declarant, QUESTION)
    waiting = await advising.queue(office.officer, Show.OPEN, None)
    assert [(each.id, each.words.name) for each in waiting.page.items] == [(asked, "Amina Haddad")]
    assert waiting.page.items[0].due_on == clock.today() + timedelta(days=10)
    await advising.answer(office.officer, asked, "Yes.", "fr", 1)
    assert (await advising.queue(office.officer, Show.OPEN, None)).page.items == []
    thread = await asking.read_own(office.declarant, asked)
    assert thread.advice.status is Status.ANSWERED
    assert [(each.from_office, each.words.text, each.words.name) for each in thread.said] == [
        (True, "Yes.", "Claire Dubois")
    ]
    await asking.write_more(office.declarant, asked, "And if it is gold?", "en", thread.advice.version)
    assert len((await advising.queue(office.second_officer, Show.OPEN, None)).page.items) == 1
    with pytest.raises(Stale):
        await advising.answer(office.officer, asked, "No.", "en", thread.advice.version)


async def test_nobody_but_the_asker_and_ethics_officers_sees_a_row(office: Office, world: World) -> None:
    asked = await answered(office)
    tables = ("advice", "advice_message")
    for role in sorted(ACCOUNT_ROLES - {"ethics_officer"}):
        other = await world.person(role)
        who = Identity(person=other.person, roles=frozenset({"declarant", role}))
        assert [await shown(who, table) for table in tables] == [0, 0], role
        with pytest.raises(NotFound):
            await advising.read(who, asked)
    assert [await shown(ANONYMOUS, table) for table in tables] == [0, 0]
    for who in (office.declarant, office.officer, office.second_officer):  # the control
        assert [await shown(who, table) for table in tables] == [1, 1]


async def test_an_officer_advises_neither_themselves_nor_who_stands_above_them(office: Office, world: World) -> None:
    own = await asking.ask(office.officer, QUESTION)
    below = await world.person("ethics_officer", supervisor=office.stranger)
    above = await asking.ask(office.stranger, QUESTION)
    for who, wanted in ((office.officer, own), (below, above)):
        with pytest.raises(NotFound):
            await advising.answer(who, wanted, "Yes.", "en", 1)
        assert wanted not in [each.id for each in (await advising.queue(who, Show.OPEN, None)).page.items]
    await advising.answer(office.second_officer, own, "Yes.", "en", 1)  # the control
    await advising.answer(office.officer, above, "Yes.", "en", 1)


async def test_the_executive_heads_question_goes_to_the_designate_alone(office: Office) -> None:
    asked = await asking.ask(office.head, QUESTION)
    with pytest.raises(NotFound):
        await advising.read(office.officer, asked)
    await advising.answer(office.designate, asked, "Yes.", "en", 1)
    assert (await asking.read_own(office.head, asked)).is_answered_once


async def test_notices_say_that_there_is_something_and_nothing_of_it(
    office: Office, superuser: asyncpg.Connection
) -> None:
    await superuser.execute("delete from outbox")
    await answered(office)
    told = {row["recipient"] for row in await superuser.fetch("select recipient from outbox")}
    everyone = (office.officer, office.second_officer, office.supervisor, office.declarant)
    assert told == {who.person for who in everyone}


async def test_the_words_are_nowhere_in_the_clear(office: Office, superuser: asyncpg.Connection) -> None:
    await answered(office)
    for table in ("advice", "advice_message", "outbox", "event", "reading"):
        kept = " ".join(row[0] for row in await superuser.fetch(f'select t::text from "{table}" t'))
        for word in ("fountain", "zebra"):
            assert word not in kept
            assert word.encode().hex() not in kept, table
    assert await superuser.fetchval("select sum(octet_length(payload)) from event") == 0, "digests alone"
    assert await superuser.fetchval("select count(*) from reading") == 0


async def filed_from(office: Office, asked: UUID, *, agrees: bool) -> str:
    """The reference of the gift that a question became."""
    draft = await turning.turn(office.declarant, asked, TurnCommand("gift", agrees))
    checked = CheckedDraft(draft.id, draft.version)
    filed = await file_declaration(office.declarant, gift_command(key=str(draft.id)), draft=checked)
    return filed.reference


async def test_a_question_becomes_a_draft_with_its_words_and_without_its_answer(office: Office) -> None:
    asked = await answered(office)
    for kind in ("gift", "outside_activity", "conflict", "approval_request"):
        draft = await turning.turn(office.declarant, asked, TurnCommand(kind, agrees=True))
        kept = (await read_draft(office.declarant, draft.id)).answers
        told = kept.description if kind == "gift" else kept.said["description"]
        assert (told, kept.language) == (QUESTION.words, "en")
        assert "zebra" not in repr(kept)


async def test_who_advised_does_not_review_what_it_became_unless_the_asker_agrees(office: Office) -> None:
    asked = await answered(office)
    without, with_it = await filed_from(office, asked, agrees=False), await filed_from(office, asked, agrees=True)
    with pytest.raises(NotFound):
        await case.open_desk_case(office.officer, without)
    with pytest.raises(NotFound):
        await acts.take(office.officer, without, 1)
    assert (await case.open_desk_case(office.second_officer, without)) is not None
    assert (await case.open_desk_case(office.officer, with_it)) is not None  # the control


async def test_nobody_advises_on_what_they_may_review_once_it_is_filed(office: Office) -> None:
    asked, agreed = await answered(office), await answered(office)
    await filed_from(office, asked, agrees=False)
    await filed_from(office, agreed, agrees=True)
    with pytest.raises(Conflict):
        await advising.answer(office.second_officer, asked, "Let me add this.", "en", 2)
    await advising.answer(office.officer, asked, "Let me add this.", "en", 2)  # the case is closed to them already
    await advising.answer(office.second_officer, agreed, "Let me add this.", "en", 2)  # the control


async def test_a_case_says_nothing_of_the_question_behind_it(office: Office, superuser: asyncpg.Connection) -> None:
    asked = await answered(office)
    reference = await filed_from(office, asked, agrees=True)
    view = await case.open_desk_case(office.second_officer, reference)
    assert "zebra" not in repr(view)
    assert str(asked) not in repr(view)
    assert await superuser.fetchval("select count(*) from recusal") == 0


async def test_where_nobody_else_could_review_the_asker_has_to_agree_or_begin_anew(world: World) -> None:
    alone, asker = await world.person("ethics_officer"), await world.person()
    asked = await asking.ask(asker, QUESTION)
    await advising.answer(alone, asked, "Yes.", "en", 1)
    with pytest.raises(Invalid) as refused:
        await turning.turn(asker, asked, TurnCommand("gift", agrees=False))
    assert [fault.name for fault in refused.value.fields] == ["agrees"]
    assert (await turning.turn(asker, asked, TurnCommand("gift", agrees=True))).kind == "gift"


async def test_only_the_asker_turns_a_question_into_a_declaration(office: Office) -> None:
    asked = await answered(office)
    for who in (office.officer, office.stranger):
        with pytest.raises(NotFound):
            await turning.turn(who, asked, TurnCommand("gift", agrees=True))


def talk(**said: Any) -> NoteCommand:
    ordinary = NoteCommand(Topic.CONFLICT, Channel.IN_PERSON, clock.today(), "Asked in the lift", "en")
    return msgspec.structs.replace(ordinary, **said)


async def test_advice_given_elsewhere_is_noted_with_or_without_a_name(office: Office) -> None:
    await advising.note(office.officer, talk(minutes=5, rule="icsc 50"))
    await advising.note(office.officer, talk(name="Bruno Costa", channel=Channel.MAIL))
    found = (await advising.queue(office.second_officer, Show.NOTED, None)).page.items
    assert [(each.words.name, each.rule, each.minutes) for each in found] == [
        ("Bruno Costa", "", None),
        ("", "ICSC-50", 5),
    ]
    for faulty, field in (
        (talk(day=clock.today() + timedelta(days=1)), "day"),
        (talk(day=clock.today() - timedelta(days=advice_settings().note_days + 1)), "day"),
        (talk(minutes=0), "minutes"),
        (talk(rule="ICSC 999"), "rule"),
        (talk(channel=Channel.REGISTER), "channel"),
    ):
        with pytest.raises(Invalid) as refused:
            await advising.note(office.officer, faulty)
        assert [fault.name for fault in refused.value.fields] == [field]
    for who in (office.head, office.designate, office.declarant):
        with pytest.raises(NotFound):
            await advising.note(who, talk())


async def test_the_same_request_asks_once(office: Office) -> None:
    first = await asking.ask(office.declarant, QUESTION, idempotency_key="a")
    assert await asking.ask(office.declarant, QUESTION, idempotency_key="a") == first
    with pytest.raises(IdempotencyMismatch):
        await asking.ask(office.declarant, AskCommand(Topic.OTHER, "Another", "en"), idempotency_key="a")
    assert len((await asking.list_own(office.declarant, None)).items) == 1


async def test_guidance_needs_the_askers_consent_and_a_second_look(office: Office) -> None:
    asked = await answered(office)
    with pytest.raises(Conflict):
        await publishing.propose(office.officer, asked, GENERAL, 0)
    await asking.consent(office.declarant, asked, agrees=True)
    proposed = await publishing.propose(office.officer, asked, GENERAL, 0)
    seen_by_asker = (await asking.read_own(office.declarant, asked)).guidance
    assert seen_by_asker is not None
    assert seen_by_asker.words.text == GENERAL.words.text
    with pytest.raises(NotFound):
        await publishing.read_published(office.stranger, proposed.id)
    with pytest.raises(Conflict):  # by its writer
        await publishing.publish(office.officer, asked, proposed.version)
    await publishing.publish(office.second_officer, asked, proposed.version)
    read = await publishing.read_published(office.stranger, proposed.id)
    assert (read.words, read.rule, read.status) == (GENERAL.words, "ICSC-50", Standing.PUBLISHED)
    assert len((await publishing.list_published(office.stranger, Topic.GIFT, None)).items) == 1
    assert (await publishing.list_published(office.stranger, Topic.CONFLICT, None)).items == []


async def test_a_consent_is_taken_back_before_publication_only_and_the_proposal_goes_with_it(office: Office) -> None:
    asked = await answered(office)
    await asking.consent(office.declarant, asked, agrees=True)
    await publishing.propose(office.officer, asked, GENERAL, 0)
    await asking.consent(office.declarant, asked, agrees=False)
    assert (await advising.read(office.officer, asked)).guidance is None
    await asking.consent(office.declarant, asked, agrees=True)
    again = await publishing.propose(office.officer, asked, GENERAL, 0)
    after = await publishing.publish(office.second_officer, asked, again.version)
    with pytest.raises(Conflict):
        await asking.consent(office.declarant, asked, agrees=False)
    await publishing.withdraw(office.officer, asked, after.version)
    assert (await publishing.list_published(office.stranger, None, None)).items == []


async def test_the_database_publishes_nothing_without_consent_whatever_a_service_forgets(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await answered(office)

    async def says_yes(*_: object) -> bool:
        return True

    monkeypatch.setattr("declarations.advice.store.agrees", says_yes)
    with pytest.raises(Conflict) as refused:
        await publishing.propose(office.officer, asked, GENERAL, 0)
    assert isinstance(refused.value.__cause__, asyncpg.CheckViolationError)
    assert refused.value.message.id == "The person who asked has not agreed to a publication."


async def test_the_office_counts_a_year_of_everything_and_shows_no_small_number(office: Office) -> None:
    with clock.fixed(clock.now() - timedelta(days=40)):
        for number in range(6):
            await advising.note(office.officer, talk(minutes=10, name=f"Person {number}"))
        await asking.ask(office.declarant, QUESTION)
        await asking.ask(office.head, QUESTION)
        asked_in = clock.today().year
    year = await advising.year(office.officer, asked_in)
    assert (year.total, year.minutes) == (8, 60)
    topics = {cell.name: cell.questions for cell in year.topics}
    assert topics["gift"] is None
    assert topics["conflict"] is None  # two gifts could be reckoned from it
    assert topics["other"] == 0
    for who in (office.head, office.declarant, office.designate):
        with pytest.raises(NotFound):
            await advising.year(who, clock.today().year)


async def test_figures_do_not_tell_that_somebody_above_asked_today(office: Office) -> None:
    with clock.fixed(clock.now() - timedelta(days=40)):
        for _ in range(6):
            await advising.note(office.officer, talk())
        asked_in = clock.today().year
    before = [await advising.year(office.officer, each) for each in (asked_in, clock.today().year)]
    await asking.ask(office.head, QUESTION)
    assert [await advising.year(office.officer, each) for each in (asked_in, clock.today().year)] == before
    assert before[0].total == 6, "the control"
    running = next(cell for cell in before[1].months if cell.name == str(clock.today().month))
    assert running.questions is None
