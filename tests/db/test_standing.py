"""What a person has in force: shown, confirmed, ended; and put before the office again when their function changes."""

from datetime import date, timedelta
from typing import Any

import pytest

from declarations.authorizations import store
from declarations.filing import history
from declarations.filing.in_force import Group
from declarations.filing.kinds.prompts import PromptAnswers
from declarations.filing.model import Action, Declaration, NilDetails, Status
from declarations.filing.service.filing import FilingCommand, amend, file_declaration, preview
from declarations.filing.service.granted import terms_in_force
from declarations.filing.service.nothing import HELD
from declarations.filing.service.own import confirm, read_own
from declarations.filing.service.renewing import begin_renewal
from declarations.letters.service.reading import read_decision_letter
from declarations.letters.typeset import pdf_of
from declarations.review.service import acts, authorizing, deciding
from declarations.review.service.case import open_desk_case
from declarations.standing.service.keeping import end, state_nothing, still_correct
from declarations.standing.service.profile import own_profile
from declarations.standing.words import item_tags
from register.kernel import clock
from register.kernel.dates import format_day
from register.kernel.db import transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import locale_of, say
from register.kernel.identity import Identity
from tests.activities import activity_command, authorized, begun, in_days, recommended, refusal, until
from tests.conflicts import recusal
from tests.factories import World
from tests.kinds import decided, filed
from tests.reviewing import Office, staffed
from tests.standing import moved, told, validity

TODAY = clock.today()


async def holding(who: Identity) -> dict[Group, list[str]]:
    profile = await own_profile(who)
    return {group: [item.declaration.reference for item in items] for group, items in profile.groups.items()}


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def test_interests_activities_and_gifts_stand_on_one_page_until_they_are_over(office: Office) -> None:
    who = office.declarant
    interest = await filed(who, "conflict")
    gift = await office.world.declaration(who)
    meal = await office.world.declaration(who, category="hospitality")
    asked = await filed(who, "outside_activity")
    granted = await authorized(office)
    assert await holding(who) == {
        Group.INTEREST: [interest.reference],
        Group.ACTIVITY: [granted.reference],
        Group.GIFT: [gift.reference],
    }
    assert meal.reference not in str(await holding(who)), "a meal is over when it is declared"
    assert asked.reference not in str(await holding(who)), "an activity is in force once it is authorized"
    assert await holding(office.stranger) == {group: [] for group in Group}, "the control: another person's is not mine"


async def test_what_is_still_correct_is_an_event_and_no_decision(office: Office) -> None:
    who = office.declarant
    one, two = await filed(who, "conflict"), await office.world.declaration(who)
    await still_correct(who, [one.reference])
    case = await read_own(who, one.reference)
    assert [step.name for step in case.steps][-1] == "declaration:still_correct"
    assert (case.declaration.status, case.declaration.outcome) == (one.status, one.outcome)
    profile = await own_profile(who)
    assert profile.confirmed_at is None, "one of two is not everything"
    await still_correct(who, [one.reference, two.reference])
    assert (await own_profile(who)).confirmed_at is not None


async def test_nobody_confirms_for_another_and_nothing_is_confirmed_by_halves(office: Office) -> None:
    own, foreign = await filed(office.declarant, "conflict"), await filed(office.stranger, "conflict")
    with pytest.raises(NotFound):
        await still_correct(office.declarant, [own.reference, foreign.reference])
    assert (await own_profile(office.declarant)).items[0].declaration.still_correct_at is None
    with pytest.raises(Invalid):
        await still_correct(office.declarant, [])


async def test_what_ended_leaves_the_page_and_stays_open_for_the_office(office: Office) -> None:
    who = office.declarant
    interest = await filed(who, "conflict")
    after = await end(who, interest.reference, TODAY, "My partner has left the company.", interest.head_seq)
    assert after.ended_on == TODAY
    assert after.status is Status.SUBMITTED, "the conflict is the office's to resolve"
    profile = await own_profile(who)
    assert profile.items == ()
    assert [each.reference for each in profile.ended] == [interest.reference]
    desk = await open_desk_case(office.officer, interest.reference)
    assert desk.case.steps[-1].said["reason"] == "My partner has left the company."
    with pytest.raises(Conflict):
        await still_correct(who, [interest.reference])


async def test_nothing_ends_in_the_future_or_before_it_began(office: Office) -> None:
    interest = await filed(office.declarant, "conflict", event_date="2026-05-01")
    assert interest.event_date is not None
    for day in (TODAY + timedelta(days=1), interest.event_date - timedelta(days=1)):
        with pytest.raises(Invalid):
            await end(office.declarant, interest.reference, day, "Over", interest.head_seq)


async def test_an_activity_that_ended_is_authorized_no_longer(office: Office) -> None:
    granted = await authorized(office)
    before = (await own_profile(office.declarant)).items[0].permit
    assert before is not None
    assert before.is_open
    began = granted.start_date
    assert began is not None
    with clock.fixed(clock.now() + timedelta(days=40)):
        await end(office.declarant, granted.reference, began + timedelta(days=2), "I stopped.", granted.head_seq)
    assert (await own_profile(office.declarant)).items == ()
    kept = await office.world.superuser.fetchval(
        "select validity from activity_authorization where declaration = $1", granted.id
    )
    assert kept == "expired"


async def test_what_has_not_begun_is_said_not_to_be_taken_up(office: Office) -> None:
    granted = await authorized(office)
    declared = granted.filed_at.date()
    for day in (TODAY + timedelta(days=1), declared - timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            await end(office.declarant, granted.reference, day, "No time.", granted.head_seq)
        assert [fault.name for fault in refused.value.fields] == ["on"]
    kept = await end(office.declarant, granted.reference, TODAY, "I have no time for it.", granted.head_seq)
    assert kept.ended_on == TODAY
    assert (await own_profile(office.declarant)).items == ()
    steps = (await read_own(office.declarant, granted.reference)).steps
    assert "it will not be taken up" in say(history.sentences(steps, "declarant")[-1])
    assert office.declarant.person is not None
    async with transaction(office.declarant) as tx:
        counted = await store.of_person(tx, office.declarant.person, TODAY, in_days(365))
    assert counted == [], "nothing of it counts towards the ceilings of a year"


async def test_nobody_states_that_there_is_nothing_of_what_they_have(office: Office) -> None:
    who = office.declarant
    await filed(who, "conflict")
    with pytest.raises(Invalid):
        await state_nothing(who, "2026", ("conflict", "gift"), "en", attested=True)
    made = await state_nothing(who, "2026", ("gift",), "en", attested=True)
    assert (made.kind, made.status) == ("nil", Status.CLOSED)


def nothing(period: str, *matters: str, **told: Any) -> FilingCommand:
    details = NilDetails(period=period, matters=matters)
    return FilingCommand(kind="nil", facts={}, details=details, attested=True, **told)


async def test_no_way_of_filing_states_that_there_is_nothing_of_what_the_register_holds(office: Office) -> None:
    who, year = office.declarant, str(TODAY.year)
    kept = await authorized(office)
    assert kept.start_date is not None
    await office.world.declaration(who, category="hospitality")
    for command, wrong in (
        (nothing(str(kept.start_date.year), "outside_activity"), "matters"),
        (nothing("the selection RFP 20181", "outside_activity"), "matters"),
        (nothing(f"the year {year}", "gift"), "matters"),
    ):
        with pytest.raises(Invalid) as refused:
            await file_declaration(who, command)
        assert [fault.name for fault in refused.value.fields] == [wrong]
        with pytest.raises(Invalid):  # the page on which the answers are checked asks the same
            await preview(who, command)
    made = await file_declaration(who, nothing("2019", "gift", "conflict", "outside_activity"))
    assert (made.kind, made.status) == ("nil", Status.CLOSED), "the control: a meal of this year is none of 2019"
    assert (await file_declaration(office.stranger, nothing(year, "gift", "outside_activity"))).kind == "nil"


async def test_what_has_ended_was_not_nothing_in_its_time(office: Office) -> None:
    who, year = office.declarant, str(TODAY.year)
    kept = await filed(who, "conflict", event_date=f"{year}-01-02", aware_date=f"{year}-01-02")
    await end(who, kept.reference, date(TODAY.year, 1, 20), "She left the company.", kept.head_seq)
    for period in (year, f"January {year}", f"{TODAY.year - 1}-{year}", f"the year {year}, all of it"):
        with pytest.raises(Invalid) as refused:
            await state_nothing(who, period, ("conflict",), "en", attested=True)
        assert refused.value.fields == (FieldError("matters", HELD),), period
    for period in (str(TODAY.year - 1), f"December {year}"):
        assert (await state_nothing(who, period, ("conflict",), "en", attested=True)).kind == "nil", "the control"


async def test_nothing_is_stated_of_years_of_which_nobody_can_state_anything(office: Office) -> None:
    who, year = office.declarant, TODAY.year
    for period in ("9999-12", f"the year {year - 11}", str(year + 2), f"{year - 11}-{year}"):
        with pytest.raises(Invalid) as refused:
            await state_nothing(who, period, ("gift",), "en", attested=True)
        assert [fault.name for fault in refused.value.fields] == ["period"], period
    for period in (str(year - 10), f"{year}–{year + 1}", "the selection RFP 20261"):
        assert (await state_nothing(who, period, ("gift",), "en", attested=True)).kind == "nil", "the control"


async def test_nothing_is_stated_once_for_a_time(office: Office) -> None:
    who = office.declarant
    await file_declaration(who, nothing("The year 2019", "gift"))
    with pytest.raises(Invalid) as refused:
        await file_declaration(who, nothing("the year  2019", "gift", "conflict"))
    assert [fault.name for fault in refused.value.fields] == ["period"]
    assert (await file_declaration(who, nothing("the year 2019", "conflict"))).kind == "nil", "the control"
    assert (await file_declaration(who, nothing("the year 2020", "gift"))).kind == "nil", "the control"


async def test_what_an_assistant_may_not_see_is_held_against_a_statement_when_the_person_confirms_it(
    office: Office,
) -> None:
    await filed(office.declarant, "conflict")
    assistant = await office.world.assistant(office.declarant)
    made = await file_declaration(assistant, nothing(str(TODAY.year), "conflict", declarant=office.declarant.person))
    with pytest.raises(Invalid):
        await confirm(office.declarant, made.reference, made.head_seq)
    other = await file_declaration(assistant, nothing(str(TODAY.year), "gift", declarant=office.declarant.person))
    assert (await confirm(office.declarant, other.reference, other.head_seq)).status is Status.CLOSED


async def test_a_change_of_function_puts_every_interest_in_force_before_the_office_again(office: Office) -> None:
    who = office.declarant
    waiting, granted = await filed(who, "conflict"), await authorized(office)
    ended = await authorized(office, command=activity_command(employer="Omega Press"))
    with clock.fixed(clock.now() + timedelta(days=40)):
        ended = await end(who, ended.reference, TODAY + timedelta(days=35), "I stopped.", ended.head_seq)
    before = [await told(office, each) for each in (who, office.officer, office.second_officer)]
    await moved(office)
    after = [await told(office, each) for each in (who, office.officer, office.second_officer)]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 1, 1], "one notice for all of it"
    for kept in (waiting, granted):
        case = await read_own(who, kept.reference)
        assert case.steps[-1].name == "declaration:function_changed"
        assert (case.declaration.status, case.declaration.outcome) == (Status.SUBMITTED, None)
        assert case.declaration.function_changed_on == TODAY
    assert (await read_own(who, ended.reference)).steps[-1].name != "declaration:function_changed", "the control"
    assert await validity(office, granted.id) == "in_force", "nothing is ended in silence"
    assert (await own_profile(who)).groups[Group.ACTIVITY][0].permit is not None
    assert len(await still_correct(who, [waiting.reference, granted.reference])) == 2


async def test_what_comes_before_the_office_again_keeps_the_target_of_its_class(office: Office) -> None:
    recused: dict[str, Any] = {"decision": "measure", "measures": (recusal(),)}
    tender = await decided(office, await filed(office.declarant, "conflict"), **recused)
    pressed = await filed(
        office.declarant, "conflict", domain="external_instruction", instruction_from_host_country=False
    )
    pressed = await decided(office, pressed, **recused)
    taught = await decided(
        office, await filed(office.declarant, "outside_activity"), "authorize", valid_until=in_days(90)
    )
    ordinary = await authorized(office)
    await moved(office)
    due = {}
    for kept in (tender, pressed, taught, ordinary):
        again = (await read_own(office.declarant, kept.reference)).declaration
        assert (again.outcome, again.due_on is not None) == (None, True), "the control: it waits for a decision"
        due[again.review_class] = again.due_on
    assert due == {
        "heightened": TODAY + timedelta(days=10),
        "priority": TODAY + timedelta(days=5),
        "light": TODAY + timedelta(days=10),
        None: TODAY + timedelta(days=20),
    }


@pytest.mark.parametrize(("days", "after"), [(200, "in_force"), (None, "revoked")])
async def test_an_authorization_is_decided_anew_for_another_function(
    office: Office, days: int | None, after: str
) -> None:
    granted = await authorized(office)
    await moved(office)
    kept = (await read_own(office.declarant, granted.reference)).declaration
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    kept = await authorizing.suspend(office.officer, kept.reference, "Until it is looked at.", kept.head_seq)
    assert await validity(office, kept.id) == "suspended"
    command = until(days) if days else refusal()
    kept = await deciding.recommend(office.officer, kept.reference, command, kept.head_seq)
    await deciding.decide(office.official, kept.reference, command, kept.head_seq)
    assert await validity(office, granted.id) == after


async def with_a_refused_change(office: Office) -> Declaration:
    """An activity that is authorized, and of which a change was reported and refused."""
    granted = await authorized(office)
    asked = activity_command(hours_per_week=5)
    put = await amend(office.declarant, granted.reference, asked, "More hours.", granted.head_seq)
    put = await acts.take(office.officer, put.reference, put.head_seq)
    put = await deciding.recommend(office.officer, put.reference, refusal(), put.head_seq)
    return await deciding.decide(office.official, put.reference, refusal(), put.head_seq)


async def test_an_activity_in_force_after_a_refused_change_is_confirmed_and_ended(office: Office) -> None:
    kept, who = await with_a_refused_change(office), office.declarant
    (item,) = (await own_profile(who)).groups[Group.ACTIVITY]
    assert {Action.STILL_CORRECT, Action.END} <= item.actions
    assert {"still_correct", "end"} <= (await read_own(who, kept.reference)).actions
    (said,) = await still_correct(who, [kept.reference])
    with clock.fixed(clock.now() + timedelta(days=40)):
        await end(who, kept.reference, TODAY + timedelta(days=35), "I stopped.", said.head_seq)
        assert (await own_profile(who)).items == ()


async def test_an_activity_in_force_after_a_refused_change_is_decided_anew_for_another_function(office: Office) -> None:
    kept = await with_a_refused_change(office)
    await moved(office)
    case = await read_own(office.declarant, kept.reference)
    assert (case.declaration.status, case.declaration.outcome) == (Status.SUBMITTED, None)
    assert await validity(office, kept.id) == "in_force"


async def test_a_renewal_after_a_refused_change_begins_with_what_was_authorized(office: Office) -> None:
    kept = await begun(office, await with_a_refused_change(office))
    assert (await read_own(office.declarant, kept.reference)).content.facts["hours_per_week"] == "5", "the control"
    draft = await begin_renewal(office.declarant, kept.reference)
    assert isinstance(draft.answers, PromptAnswers)
    assert str(draft.answers.get("hours_per_week")) == "2"


async def test_a_refused_change_and_one_that_waits_show_what_stays_authorized(office: Office) -> None:
    granted = await authorized(office)
    assert terms_in_force(await read_own(office.declarant, granted.reference)) is None, "the control: nothing was asked"
    asked = activity_command(hours_per_week=5)
    put = await amend(office.declarant, granted.reference, asked, "More hours.", granted.head_seq)
    waiting = terms_in_force(await read_own(office.declarant, put.reference))
    assert waiting is not None
    assert not waiting.is_refused
    put = await acts.take(office.officer, put.reference, put.head_seq)
    put = await deciding.recommend(office.officer, put.reference, refusal(), put.head_seq)
    await deciding.decide(office.official, put.reference, refusal(), put.head_seq)
    refused = terms_in_force(await read_own(office.declarant, put.reference))
    assert refused is not None
    assert refused.is_refused
    (change,) = refused.changes
    assert change.before
    assert change.after
    told = (change.field, change.before.value, change.after.value, change.reason)
    assert told == ("hours_per_week", "2", "5", "More hours.")


async def test_a_letter_on_a_refused_change_says_that_the_authorization_goes_on_with_its_terms(office: Office) -> None:
    kept, who = await with_a_refused_change(office), office.declarant
    letter = await read_decision_letter(who, kept.reference, "en")
    told = {section.heading: section for section in letter.sections}
    refused, stays = (said.text for said in told["Decision"].passages)
    assert (refused, "stays in force" in stays) == ("Change refused", True)
    assert {row.value for row in told["What was asked"].rows} == {"5"}
    terms = {row.key: row.value for row in told["What is authorized"].rows}
    assert {"Delta Library", "2"} <= set(terms.values())
    assert terms["Last day of the authorization"] == format_day(TODAY + timedelta(days=365), locale_of("en"))
    assert (await pdf_of(letter)).startswith(b"%PDF")
    with clock.fixed(clock.now() + timedelta(days=40)):
        await end(who, kept.reference, TODAY + timedelta(days=35), "I stopped.", kept.head_seq)
    assert await read_decision_letter(who, kept.reference, "en") == letter, "it says the same ever after"


async def test_a_letter_that_refuses_more_than_a_change_says_no_more(office: Office) -> None:
    first = await recommended(office, command=activity_command(employer="Omega Press"))
    first = await deciding.decide(office.official, first.reference, refusal(), first.head_seq)
    moved_on = await with_a_refused_change(office)
    await moved(office)
    moved_on = (await read_own(office.declarant, moved_on.reference)).declaration
    moved_on = await acts.take(office.officer, moved_on.reference, moved_on.head_seq)
    moved_on = await deciding.recommend(office.officer, moved_on.reference, refusal(), moved_on.head_seq)
    await deciding.decide(office.official, moved_on.reference, refusal(), moved_on.head_seq)
    for kept in (first, moved_on):
        letter = await read_decision_letter(office.declarant, kept.reference, "en")
        assert [said.text for said in letter.sections[0].passages] == ["Authorization refused"]
        assert "What is authorized" not in [section.heading for section in letter.sections]


async def test_an_activity_is_in_force_by_its_authorization_whatever_end_a_change_asks_for(office: Office) -> None:
    who, granted = office.declarant, await authorized(office)
    asked = activity_command(start_date=in_days(1).isoformat(), end_date=in_days(2).isoformat())
    put = await amend(who, granted.reference, asked, "It ends sooner.", granted.head_seq)
    other = activity_command(employer="Omega Press", start_date=in_days(1).isoformat(), end_date=in_days(2).isoformat())
    await file_declaration(who, other)
    with clock.fixed(clock.now() + timedelta(days=5)):
        items = (await own_profile(who)).groups[Group.ACTIVITY]
        assert [item.declaration.id for item in items] == [put.id], "the control: the other was never authorized"
        with pytest.raises(Invalid):
            await file_declaration(who, nothing(str(in_days(1).year), "outside_activity"))
        await office.world.superuser.execute("update activity_authorization set validity = 'expired'")
        assert (await own_profile(who)).items == (), "the control: it is over with its authorization"


async def test_an_authorization_that_has_not_begun_says_from_which_day(office: Office) -> None:
    await authorized(office)
    (item,) = (await own_profile(office.declarant)).groups[Group.ACTIVITY]
    assert item_tags(item)[0][1] == "quiet"
    with clock.fixed(clock.now() + timedelta(days=40)):
        assert item_tags(item)[0][1] == "good", "the control: it has begun"
