"""Changes in the people data: what they put before the office again, and what cannot be carried over."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from declarations.filing.model import Status
from declarations.filing.service.own import read_own
from declarations.standing.model import CloseReason
from declarations.standing.service import notices
from declarations.standing.service.asides import close as close_aside
from declarations.standing.service.asides import list_asides, retry
from declarations.standing.service.functions import look_at_changes
from declarations.standing.service.profile import own_profile, profile_beside
from register.access.service.staffing import load_people_file
from register.kernel import clock
from register.kernel.db import Transaction
from register.kernel.errors import NotFound, TransitionRefused
from register.kernel.identity import Identity
from tests.db.test_people import ROWS, changed, csv_file
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed
from tests.standing import resolved_by_no_measure, told

TODAY = clock.today()


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def test_a_change_of_function_that_fails_keeps_no_other_waiting_and_is_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tell, failing = notices.tell_of_change, office.declarant.person

    async def refuse(tx: Transaction, person: UUID) -> None:
        if person == failing:
            raise TransitionRefused
        await tell(tx, person)

    monkeypatch.setattr(notices, "tell_of_change", refuse)
    for who in (office.declarant, office.stranger):
        await filed(who, "conflict")
        await office.world.superuser.execute(
            "update person set supervisor = $2 where id = $1", who.person, office.second_officer.person
        )
    assert await look_at_changes() == 1, "the later one, of another person"
    assert (await own_profile(office.stranger)).items[0].declaration.function_changed_on == TODAY
    assert await look_at_changes() == 0
    assert len([each for each in caplog.records if "tried again later" in each.message]) == 1, "said once"
    (aside,) = (await list_asides(office.officer, None))[0].items
    assert (aside.person, aside.failures, aside.fault) == (failing, 1, "transition_refused")
    assert (await retry(office.officer, aside.id)).failures == 2
    monkeypatch.setattr(notices, "tell_of_change", tell)
    assert await look_at_changes() == 0, "it is set aside for a while"
    with clock.fixed(clock.now() + timedelta(hours=7)):
        assert await look_at_changes() == 1


async def test_a_change_that_is_set_aside_is_seen_retried_and_closed_by_the_office_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise TransitionRefused

    monkeypatch.setattr(notices, "tell_of_change", refuse)
    before = await told(office, office.officer)
    for supervisor in (office.stranger, office.second_officer):
        await filed(office.declarant, "conflict")
        await office.world.superuser.execute(
            "update person set supervisor = $2 where id = $1", office.declarant.person, supervisor.person
        )
    assert await look_at_changes() == 0
    assert await told(office, office.officer) == before + 2
    first, second = (await list_asides(office.officer, None))[0].items
    for nobody in (office.declarant, office.stranger, office.official):
        with pytest.raises(NotFound):
            await list_asides(nobody, None)
        with pytest.raises(NotFound):
            await close_aside(nobody, first.id, CloseReason.NO_BEARING)
    assert (await close_aside(office.officer, first.id, CloseReason.NO_BEARING)).closed_by == office.officer.person
    with pytest.raises(TransitionRefused):
        await retry(office.officer, first.id)
    monkeypatch.undo()
    assert (await retry(office.officer, second.id)).settled_at is not None
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert await look_at_changes() == 0, "what is closed is tried no more"
    assert (await list_asides(office.officer, None))[0].items == []
    names = "select name from event where stream = $1 order by seq"
    steps = {
        each.id: [row["name"] for row in await office.world.superuser.fetch(names, each.id)] for each in (first, second)
    }
    assert steps[first.id] == ["change_aside:set_aside", "change_aside:closed"]
    assert steps[second.id] == ["change_aside:set_aside", "change_aside:retried", "change_aside:settled"]


async def test_a_change_of_function_puts_interests_before_the_office_again(office: Office) -> None:
    reference = await resolved_by_no_measure(office)
    gift = await office.world.declaration(office.declarant)
    execute, fetch = office.world.superuser.execute, office.world.superuser.fetch
    await execute("update person set language = 'fr' where id = $1", office.declarant.person)
    assert await look_at_changes() == 0, "the control: a language is no function"
    told = len(await fetch("select 1 from outbox where recipient = $1", office.declarant.person))
    await execute("update person set supervisor = $2 where id = $1", office.declarant.person, office.stranger.person)
    assert await look_at_changes() == 1
    case = await read_own(office.declarant, reference)
    assert case.steps[-1].name == "declaration:function_changed"
    assert case.declaration.status is Status.SUBMITTED
    assert case.declaration.outcome is None, "nothing is decided by it"
    assert case.declaration.function_changed_on == TODAY
    untouched = await read_own(office.declarant, gift.reference)
    assert untouched.declaration.function_changed_on is None
    after = len(await fetch("select 1 from outbox where recipient = $1", office.declarant.person))
    assert after == told + 1
    assert await look_at_changes() == 0, "once"


async def test_the_office_sees_beside_a_case_what_is_open_to_it_and_the_look_is_recorded(office: Office) -> None:
    interest = await filed(office.declarant, "conflict")
    found = await profile_beside(office.officer, interest.reference)
    assert [item.declaration.reference for item in found.items] == [interest.reference]
    seen = await office.world.superuser.fetchval(
        "select count(*) from reading where subject = $1 and purpose = 'standing_profile'", interest.id
    )
    assert seen == 1
    for other in (office.stranger, office.declarant):
        with pytest.raises(NotFound):
            await profile_beside(other, interest.reference)


async def test_a_people_file_that_moves_somebody_is_noticed_and_one_that_says_the_same_is_not(
    world: World, tmp_path: Path
) -> None:
    await load_people_file(csv_file(tmp_path, ROWS))
    moved = await world.superuser.fetchval("select id from person where email = 'staff@example.org'")
    who = Identity(person=moved, roles=frozenset({"declarant"}), name="Tomás Quiroga", capacity="staff")
    await filed(who, "conflict")
    await load_people_file(csv_file(tmp_path, ROWS))
    assert await look_at_changes() == 0, "the control: the file says the same"
    await load_people_file(csv_file(tmp_path, changed("staff@example.org", unit="Ethics Office")))
    assert await look_at_changes() == 1
    assert (await own_profile(who)).items[0].declaration.function_changed_on == TODAY
    await load_people_file(csv_file(tmp_path, changed("staff@example.org", unit="", capacity="former_staff")))
    assert await look_at_changes() == 2, "the unit, and the capacity"
    ended = await world.superuser.fetchval("select count(*) from separation where person = $1", who.person)
    assert ended == 1
