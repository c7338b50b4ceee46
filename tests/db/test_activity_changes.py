"""Changes of hours, employer or pay reopen an activity; the office suspends, the authority revokes (ICSC 45)."""

from typing import Any

import msgspec
import pytest

from declarations.authorizations import store
from declarations.authorizations.model import Validity
from declarations.codes.decisions import Status
from declarations.filing.model import Declaration
from declarations.filing.service import own
from declarations.filing.service.amending import begin_amendment
from declarations.filing.service.drafts import save_draft
from declarations.filing.service.filing import amend
from declarations.filing.service.own import read_own
from declarations.filing.service.submitting import submit_draft
from declarations.review.case_view import CaseView
from declarations.review.service import acts, authorizing, deciding
from declarations.review.service.case import open_desk_case
from declarations.review.store import earlier_of_person
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, TransitionRefused
from tests.activities import (
    activity_command,
    authorized,
    in_days,
    recommended,
    refusal,
    renewal_command,
    under_review,
    until,
)
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def validity(office: Office, kept: Declaration) -> Validity:
    async with transaction(office.declarant) as tx:
        found = await store.of_declaration(tx, kept.id)
    assert found is not None
    return found.validity


async def changed(office: Office, kept: Declaration) -> Declaration:
    command = activity_command(hours_per_week=12)
    return await amend(office.declarant, kept.reference, command, "They need me more often.", kept.head_seq)


async def put_again(office: Office, kept: Declaration) -> Declaration:
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    return await deciding.recommend(office.officer, kept.reference, until(300), kept.head_seq)


async def test_a_reported_change_is_a_new_version_that_is_decided_anew(office: Office) -> None:
    kept = await authorized(office, 100)
    after = await changed(office, kept)
    assert (after.status, after.version, after.outcome, after.decided_by) == (Status.SUBMITTED, 2, None, None)
    assert await validity(office, kept) is Validity.IN_FORCE  # for what it was given
    own_case = await read_own(office.declarant, kept.reference)
    assert own_case.steps[-1].name == "declaration:change_reported"
    assert own_case.content.facts["authorized_until"] == in_days(100).isoformat()
    put = await put_again(office, after)
    await deciding.decide(office.official, put.reference, until(300), put.head_seq)
    async with transaction(office.declarant) as tx:
        found = await store.of_declaration(tx, kept.id)
    assert found is not None
    assert [found.ends_on, found.hours_per_week, found.validity] == [in_days(300), 12, Validity.IN_FORCE]


async def test_a_change_of_what_was_renewed_goes_on_from_the_renewal(office: Office) -> None:
    """And not from what it continued, which has ended: nobody went on without an authorization."""
    begun = {"start_date": in_days(-40).isoformat()}
    first = await authorized(office, 30, activity_command(**begun))
    again = renewal_command(first, **begun)
    kept = await authorized(office, 300, again)
    await office.world.superuser.execute(
        "update activity_authorization set starts_on = starts_on - 90, ends_on = ends_on - 90 where declaration = $1",
        first.id,
    )
    command = activity_command(hours_per_week=12, **begun)
    after = await amend(office.declarant, kept.reference, command, "More often.", kept.head_seq)
    assert "continued_after_end" not in after.alerts
    own_case = await read_own(office.declarant, kept.reference)
    assert own_case.content.facts["authorized_until"] == in_days(300).isoformat()


async def test_a_change_that_is_refused_leaves_what_was_authorized(office: Office) -> None:
    kept = await authorized(office)
    put = await put_again(office, await changed(office, kept))
    await deciding.decide(office.official, put.reference, refusal(), put.head_seq)
    assert await validity(office, kept) is Validity.IN_FORCE
    assert "report_change" in (await read_own(office.declarant, kept.reference)).actions


async def test_a_refused_change_is_no_refused_authorization_in_the_history_of_the_person(office: Office) -> None:
    """A change was refused of the one, which stays authorized; the other never was."""
    kept = await authorized(office)
    put = await put_again(office, await changed(office, kept))
    await deciding.decide(office.official, put.reference, refusal(), put.head_seq)
    never = await recommended(office, command=activity_command(employer="Lake School"))
    await deciding.decide(office.official, never.reference, refusal(), never.head_seq)
    later = await under_review(office, activity_command(employer="River School"))
    async with transaction(office.officer) as tx:
        rows = {row.reference: row for row in (await earlier_of_person(tx, later)).rows}
    assert {reference: (row.outcome, row.is_authorized) for reference, row in rows.items()} == {
        kept.reference: ("refuse_authorization", True),
        never.reference: ("refuse_authorization", False),
    }
    said = {row.reference: CaseView.result(row).id for row in rows.values()}
    assert said == {kept.reference: "Change refused", never.reference: "Authorization refused"}


async def test_it_is_none_among_what_is_found_elsewhere_either(office: Office) -> None:
    put = await put_again(office, await changed(office, await authorized(office)))
    await deciding.decide(office.official, put.reference, refusal(), put.head_seq)
    same_party = await filed(office.declarant, "conflict", told={"other_party": "Delta Library"})
    found = (await open_desk_case(office.officer, same_party.reference)).elsewhere.of_person
    assert [CaseView.result(each.row).id for each in found] == ["Change refused"]


async def test_a_change_is_reported_by_a_draft_with_the_answers_that_were_filed(office: Office) -> None:
    kept = await authorized(office)
    draft = await begin_amendment(office.declarant, kept.reference, "Another employer.")
    with pytest.raises(Invalid) as same:
        await submit_draft(office.declarant, draft.id, seen=draft.version, attested=True)
    assert [fault.name for fault in same.value.fields] == ["reason"], "what changes nothing decides nothing anew"
    assert (await read_own(office.declarant, kept.reference)).declaration.head_seq == kept.head_seq
    draft = await save_draft(office.declarant, draft.id, more_hours, seen=draft.version)
    made = await submit_draft(office.declarant, draft.id, seen=draft.version, attested=True)
    assert (made.reference, made.version, made.status) == (kept.reference, 2, Status.SUBMITTED)


def more_hours(answers: Any) -> Any:
    """The answers with one that has changed."""
    return msgspec.structs.replace(answers, said={**answers.said, "hours_per_week": "12"})


async def test_the_same_answers_are_no_new_version_whoever_sends_them(office: Office) -> None:
    kept = await under_review(office)
    with pytest.raises(Invalid) as same:
        await amend(office.declarant, kept.reference, activity_command(), "To be sure.", kept.head_seq)
    assert [fault.name for fault in same.value.fields] == ["reason"]
    for command in (activity_command(employer="Omega Press"), activity_command(hours_per_week=3)):
        kept = await amend(office.declarant, kept.reference, command, "It is so now.", kept.head_seq)
    assert kept.version == 3, "the control"


async def test_a_decided_gift_is_not_reopened_and_nobody_else_reports(office: Office) -> None:
    gift, kept = await office.decided(), await authorized(office)
    with pytest.raises(TransitionRefused):
        await begin_amendment(office.declarant, gift.reference, "It was larger.")
    with pytest.raises(NotFound):
        await amend(office.stranger, kept.reference, activity_command(), "Not mine.", kept.head_seq)
    with pytest.raises(NotFound):
        await amend(office.officer, kept.reference, activity_command(), "Not mine.", kept.head_seq)


async def test_the_office_suspends_and_reinstates_with_reasons_that_the_person_reads(office: Office) -> None:
    kept = await authorized(office)
    with pytest.raises(Invalid):
        await authorizing.suspend(office.officer, kept.reference, " ", kept.head_seq)
    kept = await authorizing.suspend(office.officer, kept.reference, "The library has become a bidder.", kept.head_seq)
    assert await validity(office, kept) is Validity.SUSPENDED
    assert (await read_own(office.declarant, kept.reference)).steps[-1].said["reasons"]
    with pytest.raises(TransitionRefused):
        await authorizing.suspend(office.officer, kept.reference, "Again.", kept.head_seq)
    kept = await authorizing.reinstate(office.officer, kept.reference, "It withdrew its bid.", kept.head_seq)
    assert await validity(office, kept) is Validity.IN_FORCE


async def test_only_the_authority_revokes_and_then_nothing_is_left_to_suspend_or_change(office: Office) -> None:
    kept = await authorized(office)
    with pytest.raises((NotFound, TransitionRefused)):
        await authorizing.revoke(office.officer, kept.reference, "I would like to.", kept.head_seq)
    kept = await authorizing.revoke(office.official, kept.reference, "It harms the mandate.", kept.head_seq)
    assert (kept.outcome, await validity(office, kept)) == ("cease", Validity.REVOKED)
    for step in (authorizing.suspend, authorizing.reinstate):
        with pytest.raises(TransitionRefused):
            await step(office.officer, kept.reference, "Why not.", kept.head_seq)
    desk = await open_desk_case(office.officer, kept.reference)
    assert desk.acts.isdisjoint({"suspend", "reinstate", "revoke"})
    with pytest.raises(TransitionRefused):
        await begin_amendment(office.declarant, kept.reference, "More hours.")


async def test_who_withdraws_a_reported_change_gives_the_authorization_up(office: Office) -> None:
    kept = await changed(office, await authorized(office))
    await own.withdraw(office.declarant, kept.reference, "I no longer do it.", kept.head_seq)
    assert await validity(office, kept) is Validity.REVOKED
