"""Handing a case over: to whom, with which reason, who is told, what stays of it."""

import asyncpg
import pytest

from declarations.filing import store
from declarations.filing.service import own
from declarations.review.service import acts
from declarations.review.service.case import open_desk_case
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, TransitionRefused
from register.kernel.i18n import say
from register.ledger.service import events
from tests.factories import World
from tests.reviewing import Office, staffed

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
