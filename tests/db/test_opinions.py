"""The supervisor's opinion: one question by a link that shows nothing else, answered once (ICSC 12, 45)."""

from datetime import timedelta

import asyncpg
import msgspec
import pytest

from declarations.filing import history
from declarations.filing.model import Declaration
from declarations.filing.service.filing import amend
from declarations.filing.service.own import read_own, withdraw
from declarations.opinions import store
from declarations.opinions.model import Answer, Stance
from declarations.opinions.service.answering import give_opinion, open_question
from declarations.review.service import acts, deciding
from declarations.review.service.case import open_desk_case
from declarations.review.service.consulting import consult
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, TransitionRefused
from register.kernel.i18n import say
from register.kernel.identity import Identity, service
from register.notices.service import opened
from tests.activities import activity_command, authorized, under_review, until
from tests.conflicts import filed, with_measures
from tests.factories import World
from tests.reviewing import Office, staffed

FEW_WORDS = "Two evenings a week in a library"
NO_OBJECTION = Answer(Stance.NO_OBJECTION)
INSTRUCTED = {"domain": "external_instruction", "interest_holder": "self", "instruction_from_host_country": True}


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def tokens(superuser: asyncpg.Connection, to: Identity) -> list[str]:
    """The links that were mailed to a person, oldest first."""
    rows = await superuser.fetch("select * from outbox where recipient = $1 order by id", to.person)
    notices = [opened(row["id"], row["key_id"], row["wrapped_key"], row["content"]) for row in rows]
    links = [notice.link for notice in notices if notice.link.startswith("/opinion/")]
    return [link.removeprefix("/opinion/").partition("?")[0] for link in links]


async def asked(office: Office) -> Declaration:
    kept = await under_review(office)
    return await consult(office.officer, kept.reference, FEW_WORDS, kept.head_seq)


async def test_the_link_shows_the_name_and_the_few_words_and_nothing_else(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await asked(office)
    (token,) = await tokens(superuser, office.supervisor)
    shown = await open_question(token)
    assert (shown.person, shown.activity) == (office.declarant.name, FEW_WORDS)
    everything = msgspec.json.encode(shown).decode()
    assert kept.reference not in everything
    assert "Delta Library" not in everything
    assert await open_question(token) == shown  # looking consumes nothing


async def test_one_answer_is_kept_and_told_to_the_desk_alone(office: Office, superuser: asyncpg.Connection) -> None:
    kept = await asked(office)
    (token,) = await tokens(superuser, office.supervisor)
    await give_opinion(token, Answer(Stance.OBJECTION, "She is on call on these evenings."))
    desk = await open_desk_case(office.officer, kept.reference)
    (found,) = desk.opinions
    assert (found.stance, found.words.comment) == (Stance.OBJECTION, "She is on call on these evenings.")
    assert desk.case.steps[-1].name == "declaration:opinion_given"
    own = await read_own(office.declarant, kept.reference)
    assert "declaration:opinion_asked" in {step.name for step in own.steps}
    assert "declaration:opinion_given" not in {step.name for step in own.steps}
    with pytest.raises(NotFound):
        await give_opinion(token, NO_OBJECTION)


async def test_an_objection_without_a_word_is_refused(office: Office, superuser: asyncpg.Connection) -> None:
    await asked(office)
    (token,) = await tokens(superuser, office.supervisor)
    with pytest.raises(Invalid):
        await give_opinion(token, Answer(Stance.OBJECTION, " "))
    await give_opinion(token, NO_OBJECTION)


async def test_asking_again_kills_the_old_link(office: Office, superuser: asyncpg.Connection) -> None:
    kept = await asked(office)
    await consult(office.officer, kept.reference, FEW_WORDS, kept.head_seq)
    old, new = await tokens(superuser, office.supervisor)
    with pytest.raises(NotFound):
        await open_question(old)
    await give_opinion(new, NO_OBJECTION)


async def test_a_link_works_for_fourteen_days(office: Office, superuser: asyncpg.Connection) -> None:
    await asked(office)
    (token,) = await tokens(superuser, office.supervisor)
    for passed, works in ((timedelta(days=13, hours=23), True), (timedelta(minutes=61), False)):
        await superuser.execute("update opinion set expires_at = expires_at - $1::interval", passed)
        if works:
            await open_question(token)
        else:
            with pytest.raises(NotFound):
                await give_opinion(token, NO_OBJECTION)


async def test_once_it_is_decided_nothing_is_asked_any_more(office: Office, superuser: asyncpg.Connection) -> None:
    kept = await authorized(office)
    with pytest.raises(TransitionRefused):
        await consult(office.officer, kept.reference, FEW_WORDS, kept.head_seq)


async def pressed(office: Office) -> Declaration:
    """The host country tells a staff member what to publish; the officer has taken it up."""
    kept = await filed(office.declarant, **INSTRUCTED)
    return await acts.take(office.officer, kept.reference, kept.head_seq)


async def test_of_pressure_from_outside_the_supervisor_is_asked_another_question_and_shown_as_little(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await pressed(office)
    assert (kept.authority, kept.review_class) == ("supervisor", "priority")
    kept = await consult(office.officer, kept.reference, "What the annual report says of the river", kept.head_seq)
    (token,) = await tokens(superuser, office.supervisor)
    shown = await open_question(token)
    assert (shown.person, shown.activity) == (office.declarant.name, "What the annual report says of the river")
    everything = msgspec.json.encode(shown).decode()
    for hidden in (kept.reference, "Delta Pumps", "RFP 2026/14", "My partner"):
        assert hidden not in everything
    for wrong in (NO_OBJECTION, Answer(Stance.THREAT, " ")):
        with pytest.raises(Invalid):
            await give_opinion(token, wrong)
    await give_opinion(token, Answer(Stance.THREAT, "The text would no longer be ours."))
    desk = await open_desk_case(office.officer, kept.reference)
    (found,) = desk.opinions
    assert (found.stance, found.words.comment) == (Stance.THREAT, "The text would no longer be ours.")
    told = say(history.sentences(desk.case.steps, "desk")[-1])
    assert told.endswith("answered as supervisor: It threatens independence")
    own = [step.name for step in (await read_own(office.declarant, kept.reference)).steps]
    assert own[-1] == "declaration:opinion_asked", "the person reads that it was asked, not what was answered"


async def test_the_office_decides_what_the_supervisor_was_asked_about_and_no_answer_is_needed(office: Office) -> None:
    kept = await pressed(office)
    kept = await consult(office.officer, kept.reference, "The annual report", kept.head_seq)
    kept = await deciding.decide(office.officer, kept.reference, with_measures(), kept.head_seq)
    assert kept.outcome == "measure"


async def is_dead(token: str) -> bool:
    """Whether neither the question opens nor an answer is taken."""
    for step in (open_question(token), give_opinion(token, NO_OBJECTION)):
        with pytest.raises(NotFound):
            await step
    return True


async def test_a_new_version_ends_the_question_which_was_about_the_old_one(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await asked(office)
    command = activity_command(hours_per_week=30)
    kept = await amend(office.declarant, kept.reference, command, "They need me more often.", kept.head_seq)
    (token,) = await tokens(superuser, office.supervisor)
    assert await is_dead(token)
    (found,) = (await open_desk_case(office.officer, kept.reference)).opinions
    assert (found.ended_at is not None, found.stance) == (True, None)
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    await consult(office.officer, kept.reference, "Thirty hours a week in a library", kept.head_seq)
    _, again = await tokens(superuser, office.supervisor)
    await give_opinion(again, NO_OBJECTION)


async def test_a_link_that_ended_with_the_decision_does_not_live_again_when_a_change_is_reported(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await asked(office)
    put = await deciding.recommend(office.officer, kept.reference, until(300), kept.head_seq)
    kept = await deciding.decide(office.official, put.reference, until(300), put.head_seq)
    (token,) = await tokens(superuser, office.supervisor)
    assert await superuser.fetchval("select ended_at from opinion") is not None
    assert await is_dead(token)
    command = activity_command(hours_per_week=12)
    await amend(office.declarant, kept.reference, command, "They need me more often.", kept.head_seq)
    assert await is_dead(token)


async def test_who_left_no_longer_answers(office: Office, superuser: asyncpg.Connection) -> None:
    await asked(office)
    (token,) = await tokens(superuser, office.supervisor)
    await superuser.execute("update person set active = false where id = $1", office.supervisor.person)
    assert await is_dead(token)
    await superuser.execute("update person set active = true where id = $1", office.supervisor.person)
    await open_question(token)  # the control
    await superuser.execute("update account set disabled_at = now() where person = $1", office.supervisor.person)
    assert await is_dead(token)


async def test_a_supervisor_without_an_account_answers(office: Office, superuser: asyncpg.Connection) -> None:
    above = await office.world.person(first_name="Olga", family_name="Petrova", account=False)
    await superuser.execute("update person set supervisor = $1 where id = $2", above.person, office.declarant.person)
    kept = await asked(office)
    (token,) = await tokens(superuser, above)
    await give_opinion(token, NO_OBJECTION)
    (told,) = (await open_desk_case(office.officer, kept.reference)).opinions
    assert (told.supervisor, told.stance) == (above.name, Stance.NO_OBJECTION)


async def test_only_the_present_supervisor_answers_and_asking_again_asks_them(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await asked(office)
    (old,) = await tokens(superuser, office.supervisor)
    for new in (office.official.person, None):
        await superuser.execute("update person set supervisor = $1 where id = $2", new, office.declarant.person)
        assert await is_dead(old)
    await superuser.execute(
        "update person set supervisor = $1 where id = $2", office.official.person, office.declarant.person
    )
    await consult(office.officer, kept.reference, FEW_WORDS, kept.head_seq)
    (token,) = await tokens(superuser, office.official)
    await give_opinion(token, NO_OBJECTION)
    (latest, former) = (await open_desk_case(office.officer, kept.reference)).opinions
    assert (latest.supervisor, latest.stance) == (office.official.name, Stance.NO_OBJECTION)
    assert former.ended_at is not None


async def test_a_withdrawal_ends_the_question(office: Office, superuser: asyncpg.Connection) -> None:
    kept = await asked(office)
    await withdraw(office.declarant, kept.reference, "I shall not do it.", kept.head_seq)
    (token,) = await tokens(superuser, office.supervisor)
    assert await superuser.fetchval("select ended_at from opinion") is not None
    assert await is_dead(token)


async def test_what_happens_beside_the_question_leaves_it_open(office: Office, superuser: asyncpg.Connection) -> None:
    kept = await asked(office)
    kept = await acts.note(office.officer, kept.reference, "I await the answer.", kept.head_seq)
    kept = await deciding.recommend(office.officer, kept.reference, until(300), kept.head_seq)
    (token,) = await tokens(superuser, office.supervisor)
    await give_opinion(token, NO_OBJECTION)
    assert (await open_desk_case(office.officer, kept.reference)).opinions[0].ended_at is None


async def test_of_an_activity_nobody_answers_the_question_on_pressure(
    office: Office, superuser: asyncpg.Connection
) -> None:
    await asked(office)
    (token,) = await tokens(superuser, office.supervisor)
    with pytest.raises(Invalid):
        await give_opinion(token, Answer(Stance.CANNOT_TELL))
    await give_opinion(token, NO_OBJECTION)


async def test_no_other_conflict_is_a_matter_for_the_supervisor(office: Office) -> None:
    kept = await filed(office.declarant)
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    assert "ask_opinion" not in (await open_desk_case(office.officer, kept.reference)).acts
    with pytest.raises(TransitionRefused):
        await consult(office.officer, kept.reference, FEW_WORDS, kept.head_seq)


async def test_a_gift_is_no_matter_for_the_supervisor_and_who_has_none_is_not_asked_about(office: Office) -> None:
    gift = await office.under_review()
    with pytest.raises(TransitionRefused):
        await consult(office.officer, gift.reference, FEW_WORDS, gift.head_seq)
    office.declarant = office.stranger  # who has no supervisor
    kept = await under_review(office)
    with pytest.raises(TransitionRefused):
        await consult(office.officer, kept.reference, FEW_WORDS, kept.head_seq)


async def test_neither_the_declarant_nor_a_stranger_reads_the_row(office: Office) -> None:
    kept = await asked(office)
    for who, rows in ((office.declarant, 0), (office.stranger, 0), (office.official, 0), (office.officer, 1)):
        async with transaction(who) as tx:
            assert len(await store.of_case(tx, kept.id)) == rows, who
    async with transaction(service("nobody")) as tx:
        assert await store.of_case(tx, kept.id) == []
