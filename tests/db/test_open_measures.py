"""A conflict that is resolved stays in force while a measure on it is open: wherever the register asks what lasts."""

from datetime import timedelta

import pytest

from declarations.filing.in_force import Group
from declarations.filing.model import Action, Declaration, Status
from declarations.filing.service.own import read_own
from declarations.filing.store_lasting import Span, spans_of
from declarations.review.service import acts, deciding, measures
from declarations.review.service.case import open_desk_case
from declarations.standing.separating import Task
from declarations.standing.service import separation
from declarations.standing.service.keeping import end, state_nothing, still_correct
from declarations.standing.service.profile import own_profile
from declarations.standing.words import item_tags
from register.kernel import clock, db
from register.kernel.errors import Invalid, TransitionRefused
from register.kernel.i18n import say
from tests import conflicts
from tests.conflicts import conflict_of, decided, without_measure
from tests.factories import World
from tests.reviewing import Office, staffed
from tests.standing import moved


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def resolved(office: Office) -> Declaration:
    """A recusal was decided, and the conflict marked as resolved before anybody carried it out."""
    return await conflicts.resolved(office, await decided(office), "It is agreed")


async def confirmed(office: Office, kept: Declaration) -> Declaration:
    """The same once its first measure is carried out."""
    measure = (await conflict_of(office.officer, kept.reference)).measures[0].now.set.id
    return await measures.confirm_measure(office.officer, kept.reference, measure, "", kept.head_seq)


async def interests(office: Office) -> list[str]:
    found = (await own_profile(office.declarant)).groups[Group.INTEREST]
    return [item.declaration.reference for item in found]


async def test_what_is_resolved_stands_on_the_page_with_its_measure_until_that_is_carried_out(office: Office) -> None:
    kept = await resolved(office)
    (item,) = (await own_profile(office.declarant)).items
    assert [(each.code, each.is_open) for each in item.measures] == [("recusal", True)]
    assert {Action.STILL_CORRECT, Action.END} <= item.actions
    assert {"still_correct", "end"} <= (await read_own(office.declarant, kept.reference)).actions
    assert "Resolved" in [say(label) for label, _ in item_tags(item)]
    (said,) = await still_correct(office.declarant, [kept.reference])
    kept = await confirmed(office, said)
    assert await interests(office) == [], "the control: nothing is left of it"
    with pytest.raises(TransitionRefused):
        await still_correct(office.declarant, [kept.reference])


async def test_a_measure_that_was_only_reported_is_open(office: Office) -> None:
    kept = await resolved(office)
    measure = (await conflict_of(office.officer, kept.reference)).measures[0].now.set.id
    kept = await measures.report_measure(office.declarant, kept.reference, measure, "I left it", kept.head_seq)
    assert await interests(office) == [kept.reference]
    await measures.lift_measure(office.officer, kept.reference, measure, "It is over", kept.head_seq)
    assert await interests(office) == [], "the control"


async def test_a_case_that_closed_before_its_measure_stays_in_force(office: Office) -> None:
    kept = await resolved(office)
    kept = await acts.close(office.officer, kept.reference, kept.head_seq, "Nobody else was concerned.")
    assert kept.status is Status.CLOSED
    assert await interests(office) == [kept.reference]


async def test_nobody_states_that_there_is_no_conflict_while_a_measure_on_one_is_open(office: Office) -> None:
    kept = await resolved(office)
    with pytest.raises(Invalid):
        await state_nothing(office.declarant, "2027", ("conflict",), "en", attested=True)
    await confirmed(office, kept)
    with pytest.raises(Invalid):  # nor of the time in which there was one
        await state_nothing(office.declarant, "2026", ("conflict",), "en", attested=True)
    made = await state_nothing(office.declarant, "2027", ("conflict",), "en", attested=True)
    assert made.kind == "nil", "the control"


async def test_a_change_of_function_opens_what_is_resolved_but_not_carried_out_again(office: Office) -> None:
    kept, over = await resolved(office), await resolved(office)
    over = await confirmed(office, over)
    await moved(office)
    again = (await read_own(office.declarant, kept.reference)).declaration
    assert (again.status, again.outcome, again.resolved_at) == (Status.SUBMITTED, None, None)
    assert (await read_own(office.declarant, over.reference)).declaration.head_seq == over.head_seq, "the control"
    again = await acts.take(office.officer, again.reference, again.head_seq)
    again = await deciding.decide(office.officer, again.reference, without_measure(), again.head_seq)
    again = await conflicts.resolved(office, again, "Of another function")
    assert await interests(office) == [again.reference], "the earlier measure is not settled by the later decision"
    await confirmed(office, again)
    assert await interests(office) == []


async def test_steps_of_measures_are_offered_where_there_is_a_measure(office: Office) -> None:
    with_one, without = await decided(office), await decided(office, without_measure())
    offered = [(await open_desk_case(office.officer, each.reference)).acts for each in (with_one, without)]
    assert [Action.LIFT_MEASURE in each for each in offered] == [True, False]


async def test_the_end_of_service_waits_for_every_open_measure(office: Office) -> None:
    kept = await resolved(office)
    await separation.record_leaving(office.officer, kept.reference, clock.today() + timedelta(days=30))
    done = (await separation.own_checklist(office.declarant)).done
    assert (done[Task.INTERESTS], done[Task.MEASURES]) == (False, False)
    kept = await end(office.declarant, kept.reference, clock.today(), "She left the company.", kept.head_seq)
    found = await separation.own_checklist(office.declarant)
    assert (found.done[Task.INTERESTS], found.done[Task.MEASURES]) == (True, False), "to end it carries out nothing"
    await confirmed(office, kept)
    assert (await separation.own_checklist(office.declarant)).done[Task.MEASURES]


async def test_what_has_ended_is_listed_as_long_as_a_measure_on_it_is_open(office: Office) -> None:
    kept = await resolved(office)
    kept = await end(office.declarant, kept.reference, clock.today(), "She left the company.", kept.head_seq)
    with clock.fixed(clock.now() + timedelta(days=800)):
        profile = await own_profile(office.declarant)
        assert (profile.items, [each.reference for each in profile.ended]) == ((), [kept.reference])
        assert [each.declaration for each in profile.open_measures] == [kept.id]
        await confirmed(office, kept)
        assert (await own_profile(office.declarant)).ended == (), "the control"


async def test_a_nil_return_of_an_older_register_is_held_against_the_same_time(office: Office) -> None:
    person = office.declarant.person
    assert person is not None
    kept = await resolved(office)

    async def span() -> Span:
        async with db.transaction(office.officer) as tx:
            ((_, _, found),) = await spans_of(tx, [person], "conflict")
            return found

    assert (await span()).last is None, "its measure is open"
    with clock.fixed(clock.now() + timedelta(days=40)):
        await confirmed(office, kept)
    assert (await span()).last == clock.today() + timedelta(days=40)
