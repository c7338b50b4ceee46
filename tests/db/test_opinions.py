"""The supervisor's opinion: one question by a link that shows nothing else, answered once (ICSC 45)."""

from datetime import timedelta

import asyncpg
import msgspec
import pytest

from declarations.filing.model import Declaration
from declarations.filing.service.own import read_own
from declarations.opinions import store
from declarations.opinions.model import Answer, Stance
from declarations.opinions.service.answering import give_opinion, open_question
from declarations.review.service.case import open_desk_case
from declarations.review.service.consulting import consult
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, TransitionRefused
from register.kernel.identity import Identity, service
from register.notices.service import opened
from tests.activities import authorized, under_review
from tests.factories import World
from tests.reviewing import Office, staffed

FEW_WORDS = "Two evenings a week in a library"
NO_OBJECTION = Answer(Stance.NO_OBJECTION)


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
