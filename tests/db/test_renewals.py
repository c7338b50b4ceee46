"""Renewal: it starts from the last version, takes the place of what it continues, and the end is recalled in time."""

import asyncio

import asyncpg
import msgspec
import pytest

from declarations.authorizations import store
from declarations.authorizations.model import Authorization, Validity
from declarations.authorizations.service.ending import expire, remind
from declarations.filing.model import Declaration
from declarations.filing.service.filing import amend, file_declaration, preview
from declarations.filing.service.granted import NOT_RENEWED
from declarations.filing.service.own import confirm, read_own, withdraw
from declarations.filing.service.renewing import begin_renewal
from declarations.filing.service.submitting import submit_draft
from declarations.letters.service.reading import read_decision_letter
from declarations.review.case_view import CaseView
from declarations.review.model import DecisionCommand
from declarations.review.service import acts, deciding
from declarations.review.service.case import open_desk_case
from register.kernel.dates import set_time_zone
from register.kernel.db import transaction
from register.kernel.errors import Invalid, TransitionRefused
from register.kernel.i18n import say
from register.notices.service import opened
from tests.activities import PASSED, activity_command, authorized, begun, in_days, refusal, renewal_command, until
from tests.factories import World
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def seen(office: Office, kept: Declaration) -> Authorization:
    async with transaction(office.declarant) as tx:
        found = await store.of_declaration(tx, kept.id)
    assert found is not None
    return found


async def moved(superuser: asyncpg.Connection, kept: Declaration, days: int) -> None:
    """As if so many days had passed for an authorization."""
    await superuser.execute(
        "update activity_authorization set starts_on = starts_on - $2::int, ends_on = ends_on - $2::int"
        " where declaration = $1",
        kept.id,
        days,
    )


async def renewal(office: Office, kept: Declaration, days: int = 365) -> Declaration:
    """Filed, taken up, recommended and authorized."""
    draft = await begin_renewal(office.declarant, kept.reference)
    made = await submit_draft(office.declarant, draft.id, seen=draft.version, attested=True)
    made = await acts.take(office.officer, made.reference, made.head_seq)
    made = await deciding.recommend(office.officer, made.reference, until(days), made.head_seq)
    return await deciding.decide(office.official, made.reference, until(days), made.head_seq)


async def test_a_renewal_begins_with_the_answers_of_the_last_version(office: Office) -> None:
    kept = await begun(office, await authorized(office))
    draft = await begin_renewal(office.declarant, kept.reference)
    assert draft.answers.said["activity_class"] == "employment"
    assert draft.answers.renewing == kept.reference
    assert draft.answers.get("end_date") is None, "until when is what is asked anew"
    assert (await begin_renewal(office.declarant, kept.reference)).id == draft.id


async def test_a_renewal_ends_later_than_what_it_continues(office: Office) -> None:
    kept = await begun(office, await authorized(office, 90))
    for days in (80, 90):
        sooner = renewal_command(kept, end_date=in_days(days).isoformat())
        for filed in (file_declaration(office.declarant, sooner), preview(office.declarant, sooner)):
            with pytest.raises(Invalid) as refused:
                await filed
            assert [fault.name for fault in refused.value.fields] == ["end_date"]
    later = renewal_command(kept, end_date=in_days(91).isoformat())
    assert (await file_declaration(office.declarant, later)).renews == kept.id, "the control"


async def test_a_renewal_that_is_authorized_takes_the_place_of_what_it_continues(office: Office) -> None:
    kept = await begun(office, await authorized(office, 90))
    made = await renewal(office, kept)
    assert made.renews == kept.id
    assert (await seen(office, kept)).validity is Validity.SUPERSEDED
    assert (await seen(office, made)).validity is Validity.IN_FORCE
    own = await read_own(office.declarant, made.reference)
    assert own.content.facts["authorized_until"] == in_days(90).isoformat()
    with pytest.raises(TransitionRefused):
        await begin_renewal(office.declarant, kept.reference)


async def test_a_renewal_that_is_refused_leaves_what_it_continues_in_force(office: Office) -> None:
    kept = await begun(office, await authorized(office, 90))
    draft = await begin_renewal(office.declarant, kept.reference)
    made = await submit_draft(office.declarant, draft.id, seen=draft.version, attested=True)
    made = await acts.take(office.officer, made.reference, made.head_seq)
    made = await deciding.recommend(office.officer, made.reference, refusal(), made.head_seq)
    await deciding.decide(office.official, made.reference, refusal(), made.head_seq)
    assert (await seen(office, kept)).validity is Validity.IN_FORCE


async def test_a_renewal_is_granted_refused_or_referred_and_ends_nothing_that_was_authorized_before(
    office: Office,
) -> None:
    """To end it sooner is to revoke it: a renewal that was decided to cease left the earlier one in force, unsaid."""
    kept = await begun(office, await authorized(office, 90))
    made = await file_declaration(office.declarant, renewal_command(kept))
    made = await acts.take(office.officer, made.reference, made.head_seq)
    desk = await open_desk_case(office.officer, made.reference)
    assert set(desk.decisions) == {"authorize", "authorize_with_conditions", "refuse_authorization"}
    hints = {value: say(hint) for value, _, hint in CaseView(desk).decision_options}
    assert hints["refuse_authorization"] == say(NOT_RENEWED)
    ends = DecisionCommand("cease", "It has to end.", tests=PASSED)
    with pytest.raises(Invalid) as refused:
        await deciding.recommend(office.officer, made.reference, ends, made.head_seq)
    assert [fault.name for fault in refused.value.fields] == ["decision"]
    made = await deciding.recommend(office.officer, made.reference, refusal(), made.head_seq)
    with pytest.raises(Invalid):
        await deciding.decide(office.official, made.reference, ends, made.head_seq)
    made = await deciding.decide(office.official, made.reference, refusal(), made.head_seq)
    assert say(NOT_RENEWED) in await decision_in_letter(office, made)
    assert (await seen(office, kept)).validity is Validity.IN_FORCE
    assert say(NOT_RENEWED) not in await decision_in_letter(office, kept), "the control"


async def test_an_authorized_renewal_that_changes_may_be_ended_by_a_decision_as_any_other(office: Office) -> None:
    made = await renewal(office, await begun(office, await authorized(office, 90)))
    more = renewal_command(made, hours_per_week=9)
    more = msgspec.structs.replace(more, renews=None)
    made = await amend(office.declarant, made.reference, more, "They need me.", made.head_seq)
    made = await acts.take(office.officer, made.reference, made.head_seq)
    desk = await open_desk_case(office.officer, made.reference)
    assert {"cease", "modify"} <= set(desk.decisions)
    ends = DecisionCommand("cease", "It has to end.", tests=PASSED)
    made = await deciding.recommend(office.officer, made.reference, ends, made.head_seq)
    made = await deciding.decide(office.official, made.reference, ends, made.head_seq)
    assert (await seen(office, made)).validity is Validity.REVOKED


async def decision_in_letter(office: Office, kept: Declaration) -> list[str]:
    """What stands under the first heading of the letter."""
    letter = await read_decision_letter(office.declarant, kept.reference, "en")
    return [each.text for each in letter.sections[0].passages]


async def test_a_second_renewal_is_refused_while_one_waits_and_names_the_one_that_waits(office: Office) -> None:
    kept, other = await authorized(office), await authorized(office, command=activity_command(employer="Omega Press"))
    kept, again = await begun(office, kept), renewal_command(kept, key="first")
    draft = await begin_renewal(office.declarant, kept.reference)
    first = await file_declaration(office.declarant, again)
    assert (await file_declaration(office.declarant, again)).id == first.id, "the control: the same once more"
    second = msgspec.structs.replace(again, idempotency_key="second")
    with pytest.raises(Invalid) as refused:
        await file_declaration(office.declarant, second)
    (fault,) = refused.value.fields
    assert (fault.name, first.reference in say(fault.message)) == ("renews", True)
    with pytest.raises(TransitionRefused) as not_begun:
        await begin_renewal(office.declarant, kept.reference)
    assert first.reference in say(not_begun.value.message)
    with pytest.raises(Invalid):
        await submit_draft(office.declarant, draft.id, seen=draft.version, attested=True)
    of_other = msgspec.structs.replace(second, renews=other.reference, idempotency_key="other")
    assert (await file_declaration(office.declarant, of_other)).renews == other.id, "the control: of another one"
    await withdraw(office.declarant, first.reference, "I shall ask later.", first.head_seq)
    assert (await file_declaration(office.declarant, second)).renews == kept.id, "the control: none waits"


async def test_an_assistant_is_told_that_a_renewal_waits_which_they_may_not_see(office: Office) -> None:
    assistant = await office.world.assistant(office.declarant)
    asked = msgspec.structs.replace(activity_command(), declarant=office.declarant.person)
    kept = await file_declaration(assistant, asked)
    kept = await confirm(office.declarant, kept.reference, kept.head_seq)
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    kept = await deciding.recommend(office.officer, kept.reference, until(90), kept.head_seq)
    kept = await deciding.decide(office.official, kept.reference, until(90), kept.head_seq)
    own = renewal_command(kept)
    first = await file_declaration(office.declarant, own)
    with pytest.raises(Invalid) as refused:
        await file_declaration(assistant, msgspec.structs.replace(asked, renews=kept.reference))
    told = say(refused.value.fields[0].message)
    assert "already waits" in told
    assert first.reference not in told


async def test_of_two_renewals_at_the_same_moment_one_is_kept(office: Office) -> None:
    kept = await authorized(office)
    commands = [renewal_command(kept, key=key) for key in ("one", "two")]
    made = await asyncio.gather(
        *(file_declaration(office.declarant, command) for command in commands), return_exceptions=True
    )
    assert sorted(isinstance(each, Invalid) for each in made) == [False, True]


async def test_what_begins_before_its_authorization_and_what_goes_on_after_its_end_is_flagged(
    office: Office, superuser: asyncpg.Connection
) -> None:
    since = {"start_date": in_days(-40).isoformat()}
    first = await file_declaration(office.declarant, activity_command(**since))
    assert "begun_before_authorization" in first.alerts
    kept = await authorized(office, 30, activity_command(**since))
    again = renewal_command(kept, **since)
    in_time = await file_declaration(office.declarant, again)
    assert {"begun_before_authorization", "continued_after_end"}.isdisjoint(in_time.alerts)
    await withdraw(office.declarant, in_time.reference, "Asked again later.", in_time.head_seq)
    await moved(superuser, kept, 31)
    too_late = await file_declaration(office.declarant, again)
    assert "continued_after_end" in too_late.alerts
    assert "begun_before_authorization" not in too_late.alerts


async def test_who_goes_on_without_asking_again_is_flagged_when_they_file_of_the_same_employer(
    office: Office, superuser: asyncpg.Connection
) -> None:
    since = {"start_date": in_days(-40).isoformat()}
    kept = await authorized(office, 30, activity_command(**since))
    await moved(superuser, kept, 40)  # ended ten days ago
    later = await file_declaration(office.declarant, activity_command(employer="DELTA library", **since))
    assert "continued_after_end" in later.alerts
    for other in (  # the controls: another employer, and another time with the same
        activity_command(employer="Omega Press", **since),
        activity_command(start_date=in_days(0).isoformat()),
    ):
        alerts = (await file_declaration(office.declarant, other)).alerts
        assert ("continued_after_end" in alerts, "begun_before_authorization" in alerts) == (False, True)


async def test_nobody_renews_what_is_anothers_or_was_never_authorized(office: Office) -> None:
    kept, gift = await authorized(office), await office.decided()
    for who, what in ((office.stranger, kept), (office.declarant, gift)):
        with pytest.raises(Invalid):
            await file_declaration(who, renewal_command(what))


async def reminders(superuser: asyncpg.Connection, office: Office) -> int:
    rows = await superuser.fetch("select * from outbox where recipient = $1", office.declarant.person)
    notices = [opened(row["id"], row["key_id"], row["wrapped_key"], row["content"]) for row in rows]
    return sum("ends on" in say(notice.subject, "en") for notice in notices)


async def test_the_end_is_recalled_at_sixty_thirty_and_seven_days_each_once(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await authorized(office, 100)
    told = []
    for passed in (0, 39, 1, 0, 29, 1, 22, 1, 0, 5):  # days left: 100 61 60 60 31 30 8 7 7 2
        await moved(superuser, kept, passed)
        told.append(await remind())
    assert told == [0, 0, 1, 0, 0, 1, 0, 1, 0, 0]
    assert await reminders(superuser, office) == 3


async def test_reminders_are_sent_once_across_restarts_processes_and_time_zones(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await authorized(office, 100)
    await moved(superuser, kept, 41)  # 59 days left, 58 or 60 elsewhere
    told = 0
    try:
        for zone in ("UTC", "Pacific/Kiritimati", "Pacific/Niue", "America/New_York", "UTC"):
            set_time_zone(zone)
            told += sum(await asyncio.gather(remind(), remind()))
    finally:
        set_time_zone("UTC")
    assert told == await reminders(superuser, office) == 1
    await superuser.execute("update activity_authorization set reminded = null")
    assert await remind() == 1, "control: what is kept is what keeps a second one away"


async def test_what_was_recalled_already_keeps_no_other_waiting(office: Office, superuser: asyncpg.Connection) -> None:
    near, far = await authorized(office, 100), await authorized(office, 100, activity_command(employer="Omega Press"))
    await moved(superuser, near, 95)
    await moved(superuser, far, 75)
    assert [await remind(most=1) for _ in range(3)] == [1, 1, 0]
    await moved(superuser, far, 18)
    assert await remind(most=1) == 1


async def test_the_last_day_still_counts_and_the_day_after_it_is_over(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await authorized(office, 40)
    await moved(superuser, kept, 40)
    assert await expire() == 0
    assert (await seen(office, kept)).validity is Validity.IN_FORCE
    await moved(superuser, kept, 1)
    assert await expire() == 1
    assert (await seen(office, kept)).validity is Validity.EXPIRED
    assert await expire() == 0
    own = await read_own(office.declarant, kept.reference)
    assert own.steps[-1].name == "declaration:authorization_expired"
    assert own.permit is not None
    assert own.permit.is_renewable
