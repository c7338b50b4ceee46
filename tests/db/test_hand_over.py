"""Handing a case over: to whom, with which reason, who is told, what stays of it; and recusing oneself for good."""

import asyncpg
import pytest

from declarations.filing import store
from declarations.filing.model import Declaration
from declarations.filing.service import own
from declarations.review.absence import AbsenceCommand
from declarations.review.model import Asked, Filters
from declarations.review.service import absences, acts, assigning, deciding
from declarations.review.service.case import open_desk_case
from declarations.review.service.queue import asked_queue
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, TransitionRefused
from register.kernel.i18n import say
from register.ledger.service import events
from tests.factories import World
from tests.reviewing import Office, authorize, staffed

REASON = "The giver is a cousin of mine."


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def told(superuser: asyncpg.Connection) -> set[object]:
    """Who has a notice waiting."""
    return {row["recipient"] for row in await superuser.fetch("select recipient from outbox")}


async def test_an_officer_hands_a_case_over_and_the_reason_stays_with_the_office(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await office.under_review()
    third = await office.world.person("ethics_officer")
    await superuser.execute("delete from outbox")
    after = await acts.hand_over(third, kept.reference, office.second_officer.person, REASON, kept.head_seq)
    assert after.reviewer == office.second_officer.person
    assert await told(superuser) == {office.officer.person, office.second_officer.person}
    desk = await open_desk_case(office.second_officer, kept.reference)
    assert REASON in [entry.words for entry in desk.story]
    assert "handed the case over to Pablo Ruiz" in say(desk.story[0].sentence)
    shown = await own.read_own(office.declarant, kept.reference)
    assert REASON not in str([step.said for step in shown.steps])
    async with transaction(office.officer) as tx:
        assert (await events(tx, kept.id))[-1].name == "declaration:handed_over"


async def test_a_case_goes_only_to_another_officer_who_may_review_it_and_with_a_reason(office: Office) -> None:
    kept = await office.under_review()
    nobody = (office.declarant, office.head, office.stranger, office.officer)
    for person in nobody:
        with pytest.raises(Invalid) as refused:
            await acts.hand_over(office.officer, kept.reference, person.person, REASON, kept.head_seq)
        assert [fault.name for fault in refused.value.fields] == ["to"]
    with pytest.raises(Invalid) as refused:
        await acts.hand_over(office.officer, kept.reference, office.second_officer.person, "  ", kept.head_seq)
    assert [fault.name for fault in refused.value.fields] == ["reason"]
    with pytest.raises(NotFound):
        await acts.hand_over(office.head, kept.reference, office.second_officer.person, REASON, kept.head_seq)


async def test_what_somebody_has_in_charge_is_not_assigned_past_them_without_a_reason(office: Office) -> None:
    new = await office.world.declaration(office.declarant)
    with pytest.raises(TransitionRefused):
        await acts.hand_over(office.officer, new.reference, office.second_officer.person, REASON, new.head_seq)
    kept = await acts.assign(office.officer, new.reference, office.second_officer.person, new.head_seq)
    with pytest.raises(TransitionRefused):
        await acts.assign(office.officer, kept.reference, office.officer.person, kept.head_seq)
    async with transaction(office.officer) as tx:
        assert (await store.by_id(tx, new.id)).reviewer == office.second_officer.person


async def recused(office: Office) -> Declaration:
    """A case that the officer has handed over because of an interest of their own."""
    kept = await office.under_review()
    to = office.second_officer.person
    return await acts.hand_over(office.officer, kept.reference, to, REASON, kept.head_seq, recusing=True)


async def test_whoever_recuses_has_no_part_in_the_case_any_more(office: Office) -> None:
    plain = await office.under_review()
    plain = await acts.hand_over(office.officer, plain.reference, office.second_officer.person, REASON, plain.head_seq)
    assert (await open_desk_case(office.officer, plain.reference)).acts, "control: without an interest it stays open"
    kept = await recused(office)
    for attempt in (
        open_desk_case(office.officer, kept.reference),
        acts.note(office.officer, kept.reference, "Still mine", kept.head_seq),
        deciding.recommend(office.officer, kept.reference, authorize(), kept.head_seq),
        acts.hand_over(office.officer, kept.reference, office.officer.person, REASON, kept.head_seq),
    ):
        with pytest.raises(NotFound):
            await attempt
    listed = await asked_queue(office.officer, Asked.exactly(Filters()), None)
    assert [row.reference for row in listed.page.items] == [plain.reference]
    desk = await open_desk_case(office.second_officer, kept.reference)
    assert "recused themselves" in say(desk.story[0].sentence)
    assert REASON in [entry.words for entry in desk.story]
    shown = await own.read_own(office.declarant, kept.reference)
    assert "recused" not in str([step.said for step in shown.steps])


async def test_whoever_has_an_interest_in_a_colleagues_case_steps_aside_and_the_case_stays_where_it_is(
    office: Office,
) -> None:
    kept = await office.under_review()  # the officer has it in charge; there is no third
    after = await acts.hand_over(office.second_officer, kept.reference, None, REASON, kept.head_seq, recusing=True)
    assert after.reviewer == office.officer.person
    with pytest.raises(NotFound):
        await open_desk_case(office.second_officer, kept.reference)
    with pytest.raises(Invalid):  # the control: without an interest somebody has to be named
        await acts.hand_over(office.officer, kept.reference, None, REASON, after.head_seq)


async def test_nobody_gives_a_case_back_to_whoever_recused_from_it(office: Office) -> None:
    kept = await recused(office)
    third = await office.world.person("ethics_officer")
    desk = await open_desk_case(third, kept.reference)
    assert office.officer.person not in {person.id for person in desk.assignees}
    with pytest.raises(Invalid):
        await acts.hand_over(third, kept.reference, office.officer.person, REASON, kept.head_seq)
    await office.world.superuser.execute("update declaration set reviewer = null where id = $1", kept.id)
    other = await office.world.declaration(office.declarant)
    given = await assigning.assign_together(third, [kept.reference, other.reference], office.officer.person)
    assert [reference for reference, _ in given.refused] == [kept.reference]
    assert [each.reference for each in given.done] == [other.reference], "control: any other case can be given"
    with pytest.raises(NotFound):
        await acts.take(office.officer, kept.reference, kept.head_seq)


async def test_standing_in_for_the_new_officer_does_not_open_the_case_again(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept, other = await recused(office), await office.world.declaration(office.declarant)
    other = await acts.take(office.second_officer, other.reference, other.head_seq)
    address = await superuser.fetchval("select email from person where id = $1", office.officer.person)
    today = clock.today()
    await absences.record_absence(office.second_officer, AbsenceCommand(today, today, address))
    board = await absences.board(office.officer)
    assert [case.reference for case in board.cases] == [other.reference]
    with pytest.raises(NotFound):
        await acts.note(office.officer, kept.reference, "In their place", kept.head_seq)


async def test_whoever_recused_is_not_told_how_the_case_ended(office: Office, superuser: asyncpg.Connection) -> None:
    kept = await office.recommended()
    to = office.second_officer.person
    kept = await acts.hand_over(office.officer, kept.reference, to, REASON, kept.head_seq, recusing=True)
    await superuser.execute("delete from outbox")
    await deciding.decide(office.head, kept.reference, authorize(), kept.head_seq)
    assert await told(superuser) == {office.declarant.person, to}


async def test_the_database_keeps_a_recusal_where_a_service_forgets(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await recused(office)
    third = await office.world.person("ethics_officer")
    give = "update declaration set reviewer = $2 where id = $1"
    async with transaction(third) as tx:
        assert await tx.execute(give, kept.id, third.person) == "UPDATE 1", "control: to anybody else"
    with pytest.raises(asyncpg.CheckViolationError, match="recused"):
        async with transaction(third) as tx:
            await tx.execute(give, kept.id, office.officer.person)
    with pytest.raises(asyncpg.CheckViolationError, match="recused"):
        await superuser.execute(give, kept.id, office.officer.person)
    async with transaction(office.officer) as tx:
        assert await tx.execute(give, kept.id, office.officer.person) == "UPDATE 0"
    for statement in ("delete from recusal", "update recusal set person = gen_random_uuid()"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(office.officer) as tx:
                await tx.execute(statement)


async def test_nobody_recuses_somebody_else_or_whoever_still_has_the_case(office: Office) -> None:
    kept = await office.under_review()
    recuse = "insert into recusal (id, declaration, person, at) values (gen_random_uuid(), $1, $2, now())"
    for who, person in ((office.second_officer, office.officer), (office.officer, office.officer)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(who) as tx:
                await tx.execute(recuse, kept.id, person.person)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(office.declarant) as tx:
            await tx.execute(recuse, kept.id, office.declarant.person)
