"""Rules of review: who decides what, what the declarant never sees, what every opening leaves behind."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from declarations.codes.decisions import Status
from declarations.filing import store
from declarations.filing.model import Action, Route
from declarations.filing.service import own
from declarations.filing.service.filing import amend
from declarations.review.model import DecisionCommand
from declarations.review.service import acts, deciding
from declarations.review.service.case import open_desk_case
from declarations.review.service.closing import close_due_cases
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, Stale, TransitionRefused
from register.kernel.i18n import say
from register.ledger.service import events
from tests.factories import World, gift_command
from tests.reviewing import Office, act, authorize, staffed, with_conditions


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def test_the_officer_recommends_and_the_executive_head_decides(office: Office) -> None:
    kept = await office.recommended()
    with pytest.raises(TransitionRefused, match="transition_refused"):
        await deciding.decide(office.officer, kept.reference, authorize(), kept.head_seq)
    before = await open_desk_case(office.head, kept.reference)
    assert before.recommendation is not None
    assert before.recommendation.by == "Claire Dubois"
    decided = await deciding.decide(office.head, kept.reference, with_conditions(), kept.head_seq)
    assert (decided.status, decided.outcome) == (Status.DECIDED, "authorize_with_conditions")
    assert decided.decided_by == office.head.person


async def test_a_delegate_decides_and_the_decision_names_the_delegation(office: Office) -> None:
    kept = await office.recommended()
    assert (await open_desk_case(office.delegate, kept.reference)).instrument == "OD 2026/3"
    await deciding.decide(office.delegate, kept.reference, authorize(), kept.head_seq)
    told = await own.read_own(office.declarant, kept.reference)
    assert told.steps[-1].said["instrument"] == "OD 2026/3"
    assert told.steps[-1].said["in_role"] == "recorded_delegate"
    assert "OD 2026/3" in say((await open_desk_case(office.officer, kept.reference)).story[0].sentence, "en")


async def test_a_delegate_whose_delegation_has_ended_decides_nothing(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await office.recommended()
    await superuser.execute("update delegation set until = current_date - 1")
    assert Action.DECIDE not in (await open_desk_case(office.delegate, kept.reference)).acts
    with pytest.raises(TransitionRefused):
        await deciding.decide(office.delegate, kept.reference, authorize(), kept.head_seq)


async def test_whoever_put_a_case_before_the_authority_does_not_decide_it(world: World) -> None:
    office = await staffed(world)
    both = await world.person("ethics_officer", "executive_head", first_name="Ada", family_name="Both")
    kept = await office.under_review()
    kept = await deciding.recommend(both, kept.reference, authorize(), kept.head_seq)
    with pytest.raises(TransitionRefused):
        await deciding.decide(both, kept.reference, authorize(), kept.head_seq)
    assert Action.DECIDE not in (await open_desk_case(both, kept.reference)).acts


async def test_nobody_reviews_or_decides_their_own(world: World) -> None:
    officer = await world.person("ethics_officer", "recorded_delegate")
    kept = await world.declaration(officer)
    with pytest.raises(NotFound):
        await open_desk_case(officer, kept.reference)
    for action in (Action.TAKE, Action.ASSIGN, Action.NOTE, Action.ASK, Action.DECIDE):
        with pytest.raises(NotFound):
            await act(await staffed(world), officer, kept, action)


async def test_nobody_reviews_a_case_of_anyone_above_them(world: World) -> None:
    chief = await world.person(first_name="Rania")
    middle = await world.person(supervisor=chief)
    officer = await world.person("ethics_officer", supervisor=middle)
    kept = await world.declaration(chief)
    with pytest.raises(NotFound):
        await open_desk_case(officer, kept.reference)
    with pytest.raises(NotFound):
        await acts.take(officer, kept.reference, kept.head_seq)


async def test_nobody_reviews_what_they_filed_for_another(world: World) -> None:
    principal = await world.person()
    assistant = await world.assistant(principal)
    officer = type(assistant)(
        person=assistant.person, roles=assistant.roles | {"ethics_officer"}, name=assistant.name, capacity="staff"
    )
    kept = await world.declaration(assistant, gift_command(declarant=principal))
    with pytest.raises(NotFound):
        await open_desk_case(officer, kept.reference)


async def test_the_executive_heads_own_goes_to_the_governing_bodys_designate(office: Office) -> None:
    kept = await office.world.declaration(office.head)
    assert (kept.route, kept.authority) == (Route.DESIGNATE, "governing_body_designate")
    for other in (office.officer, office.delegate, office.official):
        with pytest.raises(NotFound):
            await open_desk_case(other, kept.reference)
    kept = await acts.take(office.designate, kept.reference, kept.head_seq)
    desk = await open_desk_case(office.designate, kept.reference)
    assert desk.acts == {Action.ASK, Action.NOTE, Action.DECIDE, Action.KEEP_OPEN}
    refused = DecisionCommand("refuse_authorization", "It comes from a vendor.")
    decided = await deciding.decide(office.designate, kept.reference, refused, kept.head_seq)
    assert decided.status is Status.DECIDED


async def test_the_executive_head_sees_no_case_before_it_is_put_before_them(office: Office) -> None:
    kept = await office.under_review()
    with pytest.raises(NotFound):
        await open_desk_case(office.head, kept.reference)
    kept = await deciding.recommend(office.officer, kept.reference, authorize(), kept.head_seq)
    assert (await open_desk_case(office.head, kept.reference)).role == "executive_head"
    assert (await open_desk_case(office.delegate, kept.reference)).role == "recorded_delegate"
    with pytest.raises(NotFound):
        await open_desk_case(office.official, kept.reference)


async def test_a_decision_without_reasons_is_refused_and_so_is_one_without_its_conditions(office: Office) -> None:
    kept = await office.recommended()
    for command, field in (
        (DecisionCommand("authorize", " "), "reasons"),
        (DecisionCommand("authorize_with_conditions", "It was given in public."), "conditions"),
        (DecisionCommand("authorize", "It was given in public.", "Keep it in the office"), "conditions"),
        (DecisionCommand("", "It was given in public."), "decision"),
    ):
        with pytest.raises(Invalid) as refused:
            await deciding.decide(office.head, kept.reference, command, kept.head_seq)
        assert [fault.name for fault in refused.value.fields] == [field]


async def test_nothing_is_decided_before_the_person_confirms_what_an_assistant_filed(world: World) -> None:
    office = await staffed(world)
    assistant = await world.assistant(office.declarant)
    kept = await world.declaration(assistant, gift_command(declarant=office.declarant))
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    kept = await deciding.recommend(office.officer, kept.reference, authorize(), kept.head_seq)
    with pytest.raises(TransitionRefused, match="transition_refused"):
        await deciding.decide(office.head, kept.reference, authorize(), kept.head_seq)
    kept = await own.confirm(office.declarant, kept.reference, kept.head_seq)
    assert (await deciding.decide(office.head, kept.reference, authorize(), kept.head_seq)).outcome == "authorize"


async def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told_what_changed(office: Office) -> None:
    kept = await office.recommended()
    both = (office.head, office.delegate)
    done = await asyncio.gather(
        *(deciding.decide(who, kept.reference, authorize(), kept.head_seq) for who in both), return_exceptions=True
    )
    (lost,) = [each for each in done if isinstance(each, BaseException)]
    assert isinstance(lost, Stale)
    assert len(lost.fields) == 1
    assert "decided the case" in say(lost.fields[0].message, "en")
    async with transaction(office.officer) as tx:
        said = [event.name for event in await events(tx, kept.id)]
    assert said.count("declaration:decided") == 1


async def test_a_stale_act_is_refused_with_everything_that_came_since(office: Office) -> None:
    seen = (await office.world.declaration(office.declarant)).head_seq
    kept = await office.recommended()
    kept = await own.comment(office.declarant, kept.reference, "It was on the public stage.")
    with pytest.raises(Stale) as refused:
        await deciding.decide(office.head, kept.reference, authorize(), kept.head_seq - 2)
    told = [say(fault.message, "en") for fault in refused.value.fields]
    assert len(told) == 2
    assert "submitted the case, with a recommendation" in told[0]
    assert "added a comment" in told[1]
    assert seen == 1


async def test_a_head_that_was_never_seen_is_stale_as_well(office: Office) -> None:
    kept = await office.under_review()
    with pytest.raises(Stale):
        await acts.note(office.officer, kept.reference, "From the future", kept.head_seq + 7)


async def test_an_amendment_voids_the_recommendation(office: Office) -> None:
    kept = await office.recommended()
    command = gift_command(description="Two pens", value={"amount": "60.00", "currency": "USD"})
    await amend(office.declarant, kept.reference, command, "I counted again", kept.head_seq)
    with pytest.raises(NotFound):
        await open_desk_case(office.head, kept.reference)
    assert (await open_desk_case(office.officer, kept.reference)).recommendation is None


async def test_a_question_names_its_field_and_its_day_and_is_answered_in_place(office: Office) -> None:
    kept = await office.under_review()
    asked = await acts.ask(office.officer, kept.reference, "value", "Do you have the receipt?", kept.head_seq)
    assert asked.status is Status.INFORMATION_REQUESTED
    assert asked.question_due == clock.today() + timedelta(days=10)
    answered = await own.answer(office.declarant, kept.reference, "Yes: 45 dollars.", asked.head_seq)
    assert (answered.status, answered.question_due) == (Status.UNDER_REVIEW, None)


@pytest.mark.parametrize(
    ("field", "question", "fault"),
    [("hat_size", "Which?", "field"), ("value", "  ", "question"), ("roles", "?", "field")],
)
async def test_a_question_needs_words_and_a_field_of_this_declaration(
    office: Office, field: str, question: str, fault: str
) -> None:
    kept = await office.under_review()
    with pytest.raises(Invalid) as refused:
        await acts.ask(office.officer, kept.reference, field, question, kept.head_seq)
    assert [each.name for each in refused.value.fields] == [fault]


async def test_a_case_is_assigned_only_to_an_officer_who_may_review_it(office: Office) -> None:
    kept = await office.world.declaration(office.declarant)
    boss = await office.world.person("ethics_officer", supervisor=office.declarant)
    desk = await open_desk_case(office.officer, kept.reference)
    offered = {person.id for person in desk.assignees}
    assert {office.officer.person, office.second_officer.person} <= offered
    for nobody in (office.declarant, office.head, boss, office.stranger):
        assert nobody.person not in offered
        with pytest.raises(Invalid):
            await acts.assign(office.officer, kept.reference, nobody.person, kept.head_seq)
    given = await acts.assign(office.officer, kept.reference, office.second_officer.person, kept.head_seq)
    assert (given.status, given.reviewer) == (Status.UNDER_REVIEW, office.second_officer.person)


async def test_notes_never_reach_the_declarant_by_service_row_or_ledger(office: Office) -> None:
    kept = await office.under_review()
    kept = await acts.note(office.officer, kept.reference, "The vendor has a bid open.", kept.head_seq)
    told = await own.read_own(office.declarant, kept.reference)
    assert "declaration:note_made" not in [step.name for step in told.steps]
    async with transaction(office.declarant) as tx:  # with the service out of the way
        assert "declaration:note_made" not in [event.name for event in await events(tx, kept.id)]
    async with transaction(office.officer) as tx:
        assert "declaration:note_made" in [event.name for event in await events(tx, kept.id)]


async def test_what_was_recommended_is_told_to_nobody_but_the_desk(office: Office) -> None:
    kept = await office.recommended()
    told = await own.read_own(office.declarant, kept.reference)
    assert "modest value" not in str([step.said for step in told.steps])
    assert "modest value" in str([step.said for step in (await open_desk_case(office.head, kept.reference)).case.steps])


async def test_every_opening_at_the_desk_is_in_the_reading_log(office: Office, superuser: asyncpg.Connection) -> None:
    kept = await office.recommended()
    await superuser.execute(
        "set session_replication_role = replica; delete from reading; set session_replication_role = origin"
    )
    await open_desk_case(office.officer, kept.reference)
    await open_desk_case(office.delegate, kept.reference)
    with pytest.raises(NotFound):
        await open_desk_case(office.stranger, kept.reference)
    rows = await superuser.fetch("select person, role, purpose, subject from reading order by at, id")
    assert [(row["person"], row["role"], row["purpose"]) for row in rows] == [
        (office.officer.person, "ethics_officer", "review"),
        (office.delegate.person, "recorded_delegate", "review"),
    ]
    assert [reading.role for reading in await own.readings(office.declarant, kept.reference)] == [
        "recorded_delegate",
        "ethics_officer",
    ]


async def test_a_case_is_referred_upwards_only(office: Office) -> None:
    kept = await office.under_review()
    for lower in ("authorizing_official", "executive_head", "ethics_officer", "council"):
        with pytest.raises(Invalid):
            await deciding.refer(office.officer, kept.reference, lower, "They are nearer", kept.head_seq)
    referred = await deciding.refer(
        office.officer, kept.reference, "governing_body_designate", "The head knows the giver", kept.head_seq
    )
    assert (referred.authority, referred.status) == ("governing_body_designate", Status.UNDER_REVIEW)
    with pytest.raises(NotFound):
        await open_desk_case(office.head, kept.reference)
    decided = await deciding.decide(office.designate, kept.reference, authorize(), referred.head_seq)
    assert decided.outcome == "authorize"


async def test_the_head_refers_away_a_case_in_which_they_should_not_decide(office: Office) -> None:
    kept = await office.recommended()
    referred = await deciding.refer(
        office.head, kept.reference, "governing_body_designate", "The giver is my cousin", kept.head_seq
    )
    assert (referred.recommendation, referred.authority) == (None, "governing_body_designate")
    with pytest.raises(NotFound):
        await open_desk_case(office.head, kept.reference)
    assert (await open_desk_case(office.designate, kept.reference)).recommendation is None


async def test_the_head_sends_a_case_back_to_the_office_which_recommends_anew(office: Office) -> None:
    kept = await office.recommended()
    back = await deciding.refer(office.head, kept.reference, "ethics_officer", "Ask for the receipt", kept.head_seq)
    assert (back.authority, back.referred_at, back.recommendation) == ("executive_head", None, None)
    with pytest.raises(NotFound):
        await open_desk_case(office.head, kept.reference)
    again = await deciding.recommend(office.officer, kept.reference, with_conditions(), back.head_seq)
    assert (await open_desk_case(office.head, again.reference)).recommendation is not None


async def test_a_received_item_is_withdrawn_only_with_assent(office: Office) -> None:
    kept = await office.under_review()
    with pytest.raises(TransitionRefused):
        await acts.assent(office.officer, kept.reference, kept.head_seq)
    kept = await own.request_withdrawal(office.declarant, kept.reference, "Filed twice", kept.head_seq)
    assert Action.ASSENT in (await open_desk_case(office.officer, kept.reference)).acts
    gone = await acts.assent(office.officer, kept.reference, kept.head_seq)
    assert gone.status is Status.WITHDRAWN


async def test_notices_go_to_those_who_wait_and_hold_no_content(office: Office, superuser: asyncpg.Connection) -> None:
    kept = await office.recommended()
    told = {row["recipient"] for row in await superuser.fetch("select recipient from outbox")}
    assert {office.head.person, office.delegate.person} <= told
    await deciding.decide(office.head, kept.reference, authorize(), kept.head_seq)
    letters = [row["recipient"] for row in await superuser.fetch("select recipient from outbox")]
    assert letters.count(office.declarant.person) == 2  # received, decided
    assert letters.count(office.officer.person) == 1


async def test_a_decided_case_closes_by_itself_after_its_time(office: Office) -> None:
    kept = await office.decided()
    assert await close_due_cases() == 0
    with clock.fixed(datetime.now(UTC) + timedelta(days=31)):
        assert await close_due_cases() == 1
        assert await close_due_cases() == 0
    told = await own.read_own(office.declarant, kept.reference)
    assert told.declaration.status is Status.CLOSED
    assert told.steps[-1].actor is None


@pytest.mark.parametrize("flag", ["legal_hold", "under_appeal"])
async def test_a_hold_or_an_appeal_keeps_a_decided_case_open(
    office: Office, superuser: asyncpg.Connection, flag: str
) -> None:
    await office.decided()
    await superuser.execute(f"update declaration set {flag} = true")
    with clock.fixed(datetime.now(UTC) + timedelta(days=31)):
        assert await close_due_cases() == 0


async def test_a_case_that_cannot_be_closed_keeps_no_other_open(office: Office, superuser: asyncpg.Connection) -> None:
    first = await office.decided()
    second = await office.decided()
    await superuser.execute("update declaration set wrapped_key = null where id = $1", first.id)
    with clock.fixed(datetime.now(UTC) + timedelta(days=31)):
        assert await close_due_cases() == 1
    async with transaction(office.officer) as tx:
        assert (await store.by_id(tx, second.id)).status is Status.CLOSED


async def test_earlier_declarations_stand_beside_the_case_with_totals(office: Office) -> None:
    first = await office.world.declaration(office.declarant)
    await office.world.declaration(office.stranger, value={"amount": "100.00", "currency": "USD"})
    await office.world.declaration(office.declarant, giver_name="Another Firm", value=None)
    kept = await office.under_review()
    desk = await open_desk_case(office.officer, kept.reference)
    assert first.reference in [row.reference for row in desk.earlier_of_person.rows]
    of_person, of_giver = desk.earlier_of_person.total, desk.earlier_of_giver.total
    assert (of_person.received, of_person.not_valued, [str(sum_.amount) for sum_ in of_person.sums]) == (
        2,
        1,
        ["45.00"],
    )
    assert (of_giver.received, [str(sum_.amount) for sum_ in of_giver.sums]) == (2, ["145.00"])
    assert {row.declarant for row in desk.earlier_of_giver.rows} == {office.declarant.person, office.stranger.person}


async def test_an_authority_sees_earlier_cases_only_where_they_were_put_before_it(office: Office) -> None:
    await office.world.declaration(office.declarant)
    kept = await office.recommended()
    assert (await open_desk_case(office.officer, kept.reference)).earlier_of_person.rows
    assert not (await open_desk_case(office.head, kept.reference)).earlier_of_person.rows
