"""A conflict after the decision: three marks by three acts, measures with follow-up, and no closing before its time."""

from datetime import timedelta

import asyncpg
import msgspec
import pytest

from declarations.codes.decisions import Status
from declarations.codes.labels import label
from declarations.filing.awaiting import awaited
from declarations.filing.measures import Carrier, MeasureState, conditions_in, measures_of, told_measures
from declarations.filing.model import Action, Declaration
from declarations.filing.service.filing import file_declaration
from declarations.filing.service.own import acknowledge, read_own
from declarations.filing.service.settings import configure, filing_settings
from declarations.letters.service.reading import read_decision_letter
from declarations.review.case_view import CaseView
from declarations.review.model import DecisionCommand, Following, MeasureCommand
from declarations.review.service import acts, closing, deciding, marks, measures, signing
from declarations.review.service.case import open_desk_case
from register import configuring
from register.kernel import clock, db
from register.kernel.errors import Invalid, NotFound, TransitionRefused
from register.kernel.i18n import say
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.settings import Desk, Settings
from tests.activities import activity_command
from tests.conflicts import addressed, conflict_of, decided, filed, recusal, resolved, with_measures, without_measure
from tests.factories import World
from tests.reviewing import Office, authorize, staffed


async def test_a_conflict_is_disclosed_addressed_and_resolved_each_by_an_act_with_its_reason(world: World) -> None:
    office = await staffed(world)
    kept = await decided(office)
    officer, today = office.officer, clock.today()
    kept = await marks.mark_disclosed(officer, kept.reference, "The panel", today, "All of them know", kept.head_seq)
    kept = await marks.assess_nature(officer, kept.reference, "actual", "She decides on it", kept.head_seq)
    kept = await marks.mark_addressed(officer, kept.reference, "The recusal is agreed", kept.head_seq)
    assert (kept.addressed_at is not None, kept.resolved_at) == (True, None)
    kept = await marks.mark_resolved(officer, kept.reference, "Nobody gains from it", kept.head_seq)
    shown = await conflict_of(officer, kept.reference)
    assert [(mark.name, mark.reason) for mark in shown.marks] == [
        ("disclosed", "All of them know"),
        ("addressed", "The recusal is agreed"),
        ("resolved", "Nobody gains from it"),
    ]
    with pytest.raises(TransitionRefused):  # each mark is set once
        await marks.mark_resolved(officer, kept.reference, "Again", kept.head_seq)


async def test_no_act_writes_two_marks_and_each_mark_has_its_own_reason(world: World) -> None:
    office = await staffed(world)
    kept = await decided(office)
    assert await refused(office, kept) == "Assess first how real the conflict is."
    kept = await marks.assess_nature(office.officer, kept.reference, "actual", "She decides on it", kept.head_seq)
    assert await refused(office, kept) == "Mark the conflict as addressed first."
    kept = await marks.mark_addressed(office.officer, kept.reference, "It is agreed", kept.head_seq)
    kept = await marks.mark_resolved(office.officer, kept.reference, "The firm withdrew", kept.head_seq)
    assert [(each.name, each.reason) for each in (await conflict_of(office.officer, kept.reference)).marks] == [
        ("disclosed", ""),
        ("addressed", "It is agreed"),
        ("resolved", "The firm withdrew"),
    ]


async def refused(office: Office, kept: Declaration) -> str:
    """Why a conflict is not marked as resolved."""
    with pytest.raises(TransitionRefused) as found:
        await marks.mark_resolved(office.officer, kept.reference, "x", kept.head_seq)
    return say(found.value.message)


async def test_what_is_only_reported_is_confirmed_or_lifted_before_the_conflict_is_resolved_or_closed(
    world: World,
) -> None:
    office = await staffed(world)
    first, later, lasting = [await addressed(office, await decided(office)) for _ in range(3)]
    first = await reported(office, first)
    assert await refused(office, first) == "Confirm or lift first each measure that is reported as carried out."
    first = await confirmed(office, first)
    first = await marks.mark_resolved(office.officer, first.reference, "Agreed", first.head_seq)
    assert (await acts.close(office.officer, first.reference, first.head_seq, "Nobody else.")).status is Status.CLOSED
    later = await marks.mark_resolved(office.officer, later.reference, "Agreed", later.head_seq)
    later = await reported(office, later)
    with pytest.raises(TransitionRefused):
        await acts.close(office.officer, later.reference, later.head_seq, "Nobody else.")
    told = "The panel", clock.today(), "All of them know"
    await marks.mark_disclosed(office.officer, later.reference, *told, later.head_seq)
    await world.superuser.execute("update declaration set decided_at = decided_at - interval '400 days'")
    assert await closing.close_due_cases() == 0, "nor by the passing of time"
    lasting = await marks.mark_resolved(office.officer, lasting.reference, "She stays away", lasting.head_seq)
    shown = await conflict_of(office.officer, lasting.reference)
    assert shown.is_kept_after, "what is still to be kept is said beside the mark"
    assert not (await conflict_of(office.officer, first.reference)).is_kept_after, "the control"


async def reported(office: Office, kept: Declaration) -> Declaration:
    """The person says that their measure is carried out."""
    [measure] = (await conflict_of(office.officer, kept.reference)).measures
    return await measures.report_measure(
        office.declarant, kept.reference, measure.now.set.id, "I left it", kept.head_seq
    )


async def confirmed(office: Office, kept: Declaration) -> Declaration:
    """The office confirms it."""
    [measure] = (await conflict_of(office.officer, kept.reference)).measures
    return await measures.confirm_measure(office.officer, kept.reference, measure.now.set.id, "", kept.head_seq)


async def test_what_is_resolved_may_still_be_disclosed_and_closes_undisclosed_with_a_reason_only(world: World) -> None:
    office = await staffed(world)
    officer, today = office.officer, clock.today()
    told, kept = await decided(office), await decided(office)
    told = await resolved(office, told, "The firm withdrew")
    told = await marks.mark_disclosed(officer, told.reference, "The panel", today, "All of them know", told.head_seq)
    assert (await acts.close(officer, told.reference, told.head_seq)).status is Status.CLOSED
    kept = await resolved(office, kept, "The firm withdrew")
    with pytest.raises(Invalid) as refused:
        await acts.close(officer, kept.reference, kept.head_seq)
    assert [fault.name for fault in refused.value.fields] == ["reason"]
    kept = await acts.close(officer, kept.reference, kept.head_seq, "Nobody else was concerned.")
    disclosed = (await conflict_of(officer, kept.reference)).marks[0]
    assert (disclosed.on, disclosed.reason) == (None, "Nobody else was concerned.")
    with pytest.raises(TransitionRefused):
        await marks.mark_disclosed(officer, kept.reference, "The panel", today, "Late", kept.head_seq)


async def test_the_tag_to_stand_aside_goes_with_the_decision(world: World) -> None:
    office = await staffed(world)
    kept = await filed(office.declarant, domain="procurement")
    assert kept.alerts == ("stand_aside",)
    tag = say(label("alert", "stand_aside"))
    assert tag in await tags(office.officer, kept.reference)  # the control
    ready = await decided(office)
    await world.superuser.execute("update declaration set alerts = '{stand_aside}' where id = $1", ready.id)
    assert tag not in await tags(office.officer, ready.reference)


async def tags(who: Identity, reference: str) -> list[str]:
    return [say(tag[0]) for tag in CaseView(await open_desk_case(who, reference)).tags]


async def test_marks_and_the_nature_belong_to_conflicts_and_need_their_reasons(world: World) -> None:
    office = await staffed(world)
    kept, gift = await decided(office), await office.under_review()
    with pytest.raises(TransitionRefused):
        await marks.assess_nature(office.officer, gift.reference, "actual", "It is real", gift.head_seq)
    for nature, reason, wrong in (("actual", " ", "reason"), ("certain", "It is real", "nature")):
        with pytest.raises(Invalid) as refused:
            await marks.assess_nature(office.officer, kept.reference, nature, reason, kept.head_seq)
        assert [fault.name for fault in refused.value.fields] == [wrong]
    with pytest.raises(Invalid):
        await marks.mark_resolved(office.officer, kept.reference, "", kept.head_seq)
    with pytest.raises(Invalid) as refused:
        tomorrow = clock.today() + timedelta(days=2)
        await marks.mark_disclosed(office.officer, kept.reference, "", tomorrow, "", kept.head_seq)
    assert [fault.name for fault in refused.value.fields] == ["to", "on", "reason"]
    for nobody in (office.declarant, office.stranger):
        with pytest.raises(NotFound):
            await marks.mark_resolved(nobody, kept.reference, "I say so", kept.head_seq)
    after = await marks.assess_nature(office.officer, kept.reference, "actual", "She decides on it", kept.head_seq)
    assert (after.nature_declared, after.nature_assessed) == ("potential", "actual")


async def test_an_unresolved_conflict_is_not_closed_by_the_office_nor_by_the_rule(world: World) -> None:
    office = await staffed(world)
    kept, easy = await decided(office), await decided(office, without_measure())
    await world.superuser.execute("update declaration set decided_at = decided_at - interval '400 days'")
    with pytest.raises(TransitionRefused):
        await acts.close(office.officer, kept.reference, kept.head_seq)
    assert await closing.close_due_cases() == 1  # the control: a reasoned “no measure needed” closes by its time
    assert (await read_own(office.declarant, easy.reference)).declaration.status is Status.CLOSED
    assert (await read_own(office.declarant, kept.reference)).declaration.status is Status.DECIDED
    kept = await resolved(office, kept, "The recusal is in place")
    assert await closing.close_due_cases() == 0, "nobody has said to whom it was disclosed, nor why to none"
    told = "The panel", clock.today(), "All of them know"
    kept = await marks.mark_disclosed(office.officer, kept.reference, *told, kept.head_seq)
    assert await closing.close_due_cases() == 1


async def test_with_every_measure_lifted_a_conflict_is_neither_resolved_nor_closed(world: World) -> None:
    office = await staffed(world)
    kept = await decided(office)
    [measure] = (await conflict_of(office.officer, kept.reference)).measures
    kept = await resolved(office, kept)
    kept = await measures.lift_measure(office.officer, kept.reference, measure.now.set.id, "Not needed", kept.head_seq)
    with pytest.raises(TransitionRefused):
        await acts.close(office.officer, kept.reference, kept.head_seq)
    kept = await measures.set_measure(office.officer, kept.reference, recusal(), kept.head_seq)
    closed = await acts.close(office.officer, kept.reference, kept.head_seq, "Nobody else was concerned.")
    assert closed.status is Status.CLOSED


async def test_the_declarant_reports_a_measure_and_the_office_confirms_it(world: World) -> None:
    office = await staffed(world)
    elsewhere = MeasureCommand("reassignment", clock.today(), "", Carrier.OTHERS, "The head of procurement")
    kept = await decided(office, with_measures(recusal(), elsewhere))
    mine, others = (await conflict_of(office.officer, kept.reference)).measures
    with pytest.raises(TransitionRefused):  # what somebody else carries out is not the declarant’s to report
        await measures.report_measure(office.declarant, kept.reference, others.now.set.id, "Done", kept.head_seq)
    for nobody in (office.stranger, office.officer):
        with pytest.raises(NotFound):
            await measures.report_measure(nobody, kept.reference, mine.now.set.id, "Done", kept.head_seq)
    kept = await measures.report_measure(office.declarant, kept.reference, mine.now.set.id, "I left it", kept.head_seq)
    [waiting] = (await measures.list_followed(office.officer, Following.REPORTED)).page.items
    assert (waiting.reference, waiting.state) == (kept.reference, "reported")
    kept = await measures.confirm_measure(office.officer, kept.reference, mine.now.set.id, "", kept.head_seq)
    assert (await measures.list_followed(office.officer, Following.REPORTED)).page.items == []
    states = [each.state for each in measures_of((await read_own(office.declarant, kept.reference)).steps)]
    assert states == [MeasureState.DONE, MeasureState.SET]
    with pytest.raises(NotFound):
        await measures.confirm_measure(office.officer, kept.reference, new_id(), "", kept.head_seq)


async def test_the_measures_of_a_decision_are_checked_one_by_one(world: World) -> None:
    office = await staffed(world)
    kept = await filed(office.declarant)
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    past = MeasureCommand("other", clock.today() - timedelta(days=1), "", Carrier.OTHERS)
    for command, wrong in (
        (DecisionCommand("measure", "Why", "Some words"), ["measures"]),
        (DecisionCommand("no_measure_needed", "Why", measures=(recusal(),)), ["measures"]),
        (
            with_measures(recusal(), past),
            ["measures.1.due_on", "measures.1.words", "measures.1.carried_by"],
        ),
    ):
        with pytest.raises(Invalid) as refused:
            await deciding.decide(office.officer, kept.reference, command, kept.head_seq)
        assert [fault.name for fault in refused.value.fields] == wrong
    gift = await office.recommended()
    with pytest.raises(Invalid):
        await deciding.decide(
            office.head, gift.reference, DecisionCommand("authorize", "Why", measures=(recusal(),)), gift.head_seq
        )
    await deciding.decide(office.head, gift.reference, authorize(), gift.head_seq)  # the control


async def test_the_person_reads_the_measures_and_the_letter_has_them_in_words(world: World) -> None:
    office = await staffed(world)
    kept = await decided(office)
    desk = await open_desk_case(office.officer, kept.reference)
    step = next(step for step in desk.case.steps if step.name == "declaration:decided")
    assert "conditions" not in step.said, "whoever reads the measures is told them in their own language"
    for language, what in (("en", "Recusal from the matter, by "), ("fr", "Récusation")):
        letter = await read_decision_letter(office.declarant, kept.reference, language)
        (told,) = [section for section in letter.sections if section.passages[-1].text == "Leave the evaluation panel"]
        assert told.passages[0].text.startswith(what)
    old = {"conditions": "As it was written.", "language": "en", "measures": step.said["measures"]}
    assert (told_measures(old), conditions_in(old)) == ((), "As it was written."), "the control"
    assert conditions_in(step.said).endswith("Leave the evaluation panel")
    kept = await acknowledge(office.declarant, kept.reference, kept.head_seq)
    assert "until the conflict is resolved" in say(awaited(kept, office.declarant.person).sentence)
    own = await read_own(office.declarant, kept.reference)
    assert [each.set.words for each in measures_of(own.steps)] == ["Leave the evaluation panel"]


async def test_a_decision_is_read_once_while_the_case_is_open_or_closed(world: World) -> None:
    office = await staffed(world)
    kept = await decided(office, without_measure())
    kept = await acts.close(office.officer, kept.reference, kept.head_seq)
    assert Action.ACKNOWLEDGE in (await read_own(office.declarant, kept.reference)).actions  # the control
    kept = await acknowledge(office.declarant, kept.reference, kept.head_seq)
    assert Action.ACKNOWLEDGE not in (await read_own(office.declarant, kept.reference)).actions
    with pytest.raises(TransitionRefused):
        await acknowledge(office.declarant, kept.reference, kept.head_seq)


async def test_procurement_is_decided_by_a_second_person_and_sooner(world: World) -> None:
    office = await staffed(world)
    tender, ordinary = await filed(office.declarant, domain="procurement"), await filed(office.declarant)
    assert (tender.review_class, tender.authority) == ("heightened", "authorizing_official")
    assert (ordinary.review_class, ordinary.authority) == (None, None)  # the control
    assert [case.due_on - case.filed_at.date() for case in (tender, ordinary) if case.due_on] == [
        timedelta(days=10),
        timedelta(days=20),
    ]
    kept = await acts.take(office.officer, tender.reference, tender.head_seq)
    with pytest.raises(TransitionRefused):
        await deciding.decide(office.officer, kept.reference, with_measures(), kept.head_seq)
    kept = await deciding.recommend(office.officer, kept.reference, with_measures(), kept.head_seq)
    assert (await open_desk_case(office.official, kept.reference)).recommendation is not None
    [kept] = await signing.sign(
        office.official, [signing.Chosen(kept.reference, kept.head_seq)], "As the office recommends"
    )
    shown = await conflict_of(office.officer, kept.reference)
    assert [each.now.set.code for each in shown.measures] == ["recusal"]
    assert len(await world.superuser.fetch("select from measure")) == 1


async def test_an_organization_may_leave_heightened_review_to_the_office_alone(world: World) -> None:
    office = await staffed(world)
    before = filing_settings()
    configure(msgspec.structs.replace(before, heightened_authority=""))
    try:
        assert (await filed(office.declarant, domain="procurement")).authority is None
    finally:
        configure(before)


async def test_an_instruction_from_outside_is_treated_first(world: World) -> None:
    office = await staffed(world)
    told = await filed(
        office.declarant, domain="external_instruction", interest_holder="self", instruction_from_host_country=False
    )
    assert (told.review_class, told.due_on) == ("priority", told.filed_at.date() + timedelta(days=5))


async def test_the_light_route_has_a_target_of_its_own_which_is_a_setting(world: World) -> None:
    """ICSC 46: what keeps competence up is decided soon; employment on leave keeps the ordinary target."""
    office, before = await staffed(world), filing_settings()
    configure(configuring._filing(Settings(desk=Desk(light_days=4))))
    try:
        lecture = await file_declaration(
            office.declarant, activity_command(activity_class="teaching", during_leave=None)
        )
        ordinary = await file_declaration(office.declarant, activity_command(employer="Delta School"))
    finally:
        configure(before)
    assert (lecture.review_class, lecture.due_on) == ("light", lecture.filed_at.date() + timedelta(days=4))
    assert (ordinary.review_class, ordinary.due_on) == (None, ordinary.filed_at.date() + timedelta(days=20))


async def test_row_security_lets_a_person_report_their_own_measure_and_nothing_else(world: World) -> None:
    office = await staffed(world)
    kept = await decided(office)
    move = "update measure set state = $1 where declaration = $2"
    add = (
        "insert into measure (id, declaration, declarant, code, carrier, due_on, state, set_at)"
        " values ($1, $2, $3, 'recusal', 'declarant', current_date, 'set', now())"
    )

    async def moved(who: Identity, state: str) -> bool:
        try:
            async with db.transaction(who) as tx:
                return await tx.execute(move, state, kept.id) == "UPDATE 1"
        except asyncpg.InsufficientPrivilegeError:
            return False

    assert not await moved(office.declarant, "lifted")
    assert not await moved(office.stranger, "reported")
    assert await moved(office.declarant, "reported")  # the control
    assert not await moved(office.declarant, "set")
    assert await moved(office.officer, "lifted")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(office.declarant) as tx:
            await tx.execute(add, new_id(), kept.id, office.declarant.person)
    async with db.transaction(office.officer) as tx:  # the control
        await tx.execute(add, new_id(), kept.id, office.declarant.person)
