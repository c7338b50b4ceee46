"""Being away: who stands in, for which days, what that opens and what it never opens, and what stays of it."""

import asyncio
from datetime import date, timedelta

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.filing.model import Declaration
from declarations.filing.service import own
from declarations.review.absence import Absence, AbsenceCommand, overlap
from declarations.review.service import absences, acts, deciding
from declarations.review.service.case import open_desk_case
from register.access import store as access
from register.kernel import clock
from register.kernel.dates import set_time_zone
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound
from register.kernel.i18n import say
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from register.ledger.service import events
from tests.factories import World, gift_command
from tests.reviewing import Office, authorize, staffed

DAY = timedelta(days=1)


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def email(world: World, person: Identity) -> str:
    found: str = await world.superuser.fetchval("select email from person where id = $1", person.person)
    return found


async def away(
    office: Office, who: Identity, delegate: Identity | None, first: int = 0, last: int = 5, instrument: str = "OD 7"
) -> Absence:
    """An absence that begins and ends so many days from today."""
    address = await email(office.world, delegate) if delegate else ""
    today = clock.today()
    return await absences.record_absence(
        who, AbsenceCommand(today + first * DAY, today + last * DAY, address, instrument if delegate else "")
    )


async def signed_in_today(person: Identity) -> Identity:
    """The identity with the roles that a session of this moment has."""
    assert person.person is not None
    async with transaction(service("access")) as tx:
        roles = await access.held(tx, person.person)
    return Identity(person=person.person, roles=roles, name=person.name)


async def sees(who: Identity, kept: Declaration) -> bool:
    """Whether bare SQL shows the row: services out of the way."""
    async with transaction(who) as tx:
        return bool(await tx.fetchval("select count(*) from declaration where id = $1", kept.id))


async def test_the_delegate_of_the_executive_head_sees_and_decides_on_these_days_only(office: Office) -> None:
    kept = await office.recommended()
    await away(office, office.head, office.stranger, first=1, last=3)
    for days, is_open in ((0, False), (1, True), (3, True), (4, False)):
        with clock.fixed(clock.now() + days * DAY):
            who = await signed_in_today(office.stranger)
            assert await sees(who, kept) is is_open, days
    with clock.fixed(clock.now() + 2 * DAY):
        who = await signed_in_today(office.stranger)
        decided = await deciding.decide(who, kept.reference, authorize(), kept.head_seq)
    async with transaction(office.officer) as tx:
        last = (await events(tx, kept.id))[-1]
    assert (last.actor, last.acting_for) == (office.stranger.person, office.head.person)
    assert decided.decided_by == office.stranger.person
    read = await own.read_own(office.declarant, kept.reference)
    assert read.steps[-1].said["standing_for"] == "Helena Moreau"
    desk = await open_desk_case(office.officer, kept.reference)
    standing = desk.story[0].standing
    assert standing is not None
    assert "Helena Moreau" in say(standing)


async def answered(office: Office, superuser: asyncpg.Connection, kept: Declaration) -> set[object]:
    """Who is told that the declarant has answered a question in this case."""
    asked = await acts.ask(office.officer, kept.reference, "value", "How do you know the value?", kept.head_seq)
    await superuser.execute("delete from outbox")
    await own.answer(office.declarant, asked.reference, "From the shop.", asked.head_seq)
    return {row["recipient"] for row in await superuser.fetch("select recipient from outbox")}


async def test_an_answer_is_told_to_whoever_acts_for_the_absent_reviewer(
    office: Office, superuser: asyncpg.Connection
) -> None:
    before = await office.under_review()
    assert await answered(office, superuser, before) == {office.officer.person}, "control: nobody is away"
    kept, later = await office.under_review(), await office.under_review()
    made = await away(office, office.officer, office.second_officer)
    assert await answered(office, superuser, kept) == {office.officer.person, office.second_officer.person}
    await absences.end_absence(office.officer, made.id)
    assert await answered(office, superuser, later) == {office.officer.person}


async def test_nobody_is_told_of_a_case_in_which_they_may_not_act_for_the_reviewer(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await office.under_review()
    kept = await acts.hand_over(
        office.officer, kept.reference, office.second_officer.person, "A cousin.", kept.head_seq, recusing=True
    )
    await away(office, office.second_officer, office.officer)
    asked = await acts.ask(office.second_officer, kept.reference, "value", "How do you know?", kept.head_seq)
    await superuser.execute("delete from outbox")
    await own.answer(office.declarant, asked.reference, "From the shop.", asked.head_seq)
    told = {row["recipient"] for row in await superuser.fetch("select recipient from outbox")}
    assert told == {office.second_officer.person}


async def test_an_absence_that_ends_early_ends_what_it_opened(office: Office) -> None:
    kept = await office.recommended()
    made = await away(office, office.head, office.stranger)
    assert await sees(await signed_in_today(office.stranger), kept)
    with pytest.raises(NotFound):
        await absences.end_absence(office.officer, made.id)
    await absences.end_absence(office.head, made.id)
    assert not await sees(await signed_in_today(office.stranger), kept)
    with pytest.raises(NotFound):
        await absences.end_absence(office.head, made.id)


async def test_a_delegate_decides_neither_their_own_case_nor_that_of_a_superior(office: Office) -> None:
    boss = await office.world.person(first_name="Boss")
    below = await office.world.person(supervisor=boss)
    await away(office, office.head, below)
    who = await signed_in_today(below)
    for declarant in (below, boss):
        kept = await office.world.declaration(declarant)
        kept = await acts.take(office.officer, kept.reference, kept.head_seq)
        kept = await deciding.recommend(office.officer, kept.reference, authorize(), kept.head_seq)
        with pytest.raises(NotFound):
            await deciding.decide(who, kept.reference, authorize(), kept.head_seq)


async def test_what_an_officer_does_with_the_case_of_an_absent_colleague_says_in_whose_place(office: Office) -> None:
    kept = await office.under_review()
    other = await office.under_review()
    await away(office, office.officer, office.second_officer)
    noted = await acts.note(office.second_officer, kept.reference, "Seen", kept.head_seq)
    board = await absences.board(office.second_officer)
    assert {case.reference for case in board.cases} == {kept.reference, other.reference}
    assert (await absences.board(office.officer)).cases == ()
    third = await office.world.person("ethics_officer")
    await acts.note(third, other.reference, "Seen", other.head_seq)
    async with transaction(office.officer) as tx:
        assert (await events(tx, noted.id))[-1].acting_for == office.officer.person
        assert (await events(tx, other.id))[-1].acting_for is None, "whoever does not stand in acts in their own right"


async def test_what_is_held_for_another_is_not_passed_on(office: Office) -> None:
    kept = await office.under_review()
    third = await office.world.person("ethics_officer")
    await away(office, office.officer, office.second_officer)
    await away(office, office.second_officer, third, first=1)
    with clock.fixed(clock.now() + 2 * DAY):
        noted = await acts.note(third, kept.reference, "Seen", kept.head_seq)
    async with transaction(office.officer) as tx:
        assert (await events(tx, noted.id))[-1].acting_for is None
    delegate = office.delegate
    with pytest.raises(NotFound):
        await away(office, delegate, office.stranger)


async def test_only_somebody_cleared_present_and_else_may_stand_in(office: Office) -> None:
    administrator = await office.world.person("administrator")
    gone = await office.world.person("ethics_officer")
    await away(office, gone, None)
    refused = (
        (office.officer, office.stranger),
        (office.officer, office.head),
        (office.officer, office.officer),
        (office.officer, gone),
        (office.head, administrator),
        (office.official, office.officer),
    )
    for who, delegate in refused:
        with pytest.raises(Invalid) as found:
            await away(office, who, delegate)
        assert [fault.name for fault in found.value.fields] == ["delegate"]
    with pytest.raises(Invalid) as found:
        await away(office, office.head, office.stranger, instrument=" ")
    assert [fault.name for fault in found.value.fields] == ["instrument"]
    await away(office, office.officer, office.second_officer)  # the control


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(3, 2, "until"), (-3, -1, "until"), (0, 900, "until"), (2, 6, "since"), (5, 5, "since")],
)
async def test_days_that_cannot_be_are_refused_at_their_field(
    office: Office, first: int, last: int, field: str
) -> None:
    await away(office, office.officer, None, first=5, last=6)
    with pytest.raises(Invalid) as found:
        await away(office, office.officer, None, first=first, last=last)
    assert field in [fault.name for fault in found.value.fields]
    await away(office, office.officer, None, first=7, last=8)  # the control


async def test_whoever_is_away_is_given_no_new_cases(office: Office) -> None:
    kept = await office.world.declaration(office.declarant)
    await away(office, office.second_officer, None)
    offered = {person.id for person in (await open_desk_case(office.officer, kept.reference)).assignees}
    assert office.second_officer.person not in offered
    with pytest.raises(Invalid):
        await acts.assign(office.officer, kept.reference, office.second_officer.person, kept.head_seq)
    with clock.fixed(clock.now() + 9 * DAY):
        await acts.assign(office.officer, kept.reference, office.second_officer.person, kept.head_seq)


@given(
    first=st.tuples(st.integers(0, 20), st.integers(0, 20)),
    second=st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
def test_two_periods_overlap_just_where_they_have_a_day_in_common(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    """The rule in one line against every day counted."""
    (a, b), (c, d) = sorted(first), sorted(second)
    start = date(2026, 12, 20)
    days = [{start + n * DAY for n in range(begin, end + 1)} for begin, end in ((a, b), (c, d))]
    found = overlap(start + a * DAY, start + b * DAY, start + c * DAY, start + d * DAY)
    assert found is bool(days[0] & days[1])


@pytest.mark.parametrize(("a", "b", "c", "d"), [(0, 2, 2, 4), (0, 2, 3, 4), (3, 5, 0, 3), (1, 9, 4, 5), (4, 5, 1, 9)])
async def test_the_database_holds_the_same_rule(office: Office, a: int, b: int, c: int, d: int) -> None:
    await away(office, office.officer, None, first=a, last=b)
    try:
        await away(office, office.officer, None, first=c, last=d)
        was_kept = True
    except Invalid:
        was_kept = False
    today = clock.today()
    assert was_kept is not overlap(today + a * DAY, today + b * DAY, today + c * DAY, today + d * DAY)


async def test_two_windows_that_record_the_same_days_at_once_keep_one(
    office: Office, superuser: asyncpg.Connection
) -> None:
    """The first has recorded and not committed yet: the second waits for it, and then sees it."""
    today = clock.today()
    async with superuser.transaction():
        first = f"select pg_advisory_xact_lock(hashtextextended('absence {office.officer.person}', 0))"
        await superuser.execute(first)
        await superuser.execute(
            "insert into absence (id, person, since, until, recorded_at) values ($1, $2, $3, $3, now())",
            new_id(),
            office.officer.person,
            today,
        )
        second = asyncio.create_task(away(office, office.officer, None))
        other = await away(office, office.second_officer, None)  # nobody else waits
        await asyncio.sleep(0.3)
        assert not second.done()
    with pytest.raises(Invalid):
        await second
    assert other.person == office.second_officer.person


async def test_a_period_begins_and_ends_with_the_day_of_the_organization(office: Office) -> None:
    kept = await office.recommended()
    noon = clock.now().replace(hour=12, minute=0)
    with clock.fixed(noon):
        await away(office, office.head, office.stranger, first=1, last=1)
    set_time_zone("Pacific/Auckland")  # the next day begins there while it is still noon in UTC
    try:
        with clock.fixed(noon.replace(hour=13)):
            assert await sees(await signed_in_today(office.stranger), kept)
        with clock.fixed(noon + DAY):
            assert not await sees(await signed_in_today(office.stranger), kept)
    finally:
        set_time_zone("UTC")
    with clock.fixed(noon.replace(hour=13)):  # the control
        assert not await sees(await signed_in_today(office.stranger), kept)


async def test_row_security_lets_nobody_record_an_absence_or_a_delegation_for_another(office: Office) -> None:
    today = clock.today()
    absence = "insert into absence (id, person, since, until, recorded_at) values ($1, $2, $3, $3, now())"
    delegation = (
        "insert into delegation (id, delegate, since, until, instrument, recorded_by, recorded_at)"
        " values ($1, $2, $4, $4, 'OD', $3, now())"
    )
    for who in (office.second_officer, office.delegate, office.stranger):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(who) as tx:
                await tx.execute(absence, new_id(), office.officer.person, today)
    for who, delegate, by in (
        (office.officer, office.stranger, office.officer),
        (office.delegate, office.stranger, office.delegate),
        (office.head, office.head, office.head),
        (office.head, office.stranger, office.officer),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(who) as tx:
                await tx.execute(delegation, new_id(), delegate.person, by.person, today)
    async with transaction(office.head) as tx:  # the controls
        await tx.execute(delegation, new_id(), office.stranger.person, office.head.person, today)
        await tx.execute(absence, new_id(), office.head.person, today)


async def test_the_auditor_is_told_who_acted_for_whom_and_nothing_of_the_case(
    office: Office, superuser: asyncpg.Connection
) -> None:
    assistant = await office.world.assistant(office.declarant)
    filed = await office.world.declaration(assistant, gift_command(declarant=office.declarant))
    cases = [await office.under_review() for _ in range(3)]
    await away(office, office.officer, office.second_officer)
    for kept in cases[:2]:
        await acts.note(office.second_officer, kept.reference, "Seen", kept.head_seq)
    await acts.note(office.supervisor, filed.reference, "Seen in my own right", filed.head_seq)
    auditor = await office.world.person("auditor")
    told = (await absences.steps_for_another(auditor)).items
    assert [(step.record, step.event) for step in told] == [(kept.id, "declaration:note_made") for kept in cases[1::-1]]
    assert {(step.by, step.in_the_place_of) for step in told} == {("Pablo Ruiz", "Claire Dubois")}
    assert await superuser.fetchval("select count(*) from event where acting_for is not null") > len(told), (
        "control: the assistant acted for another too"
    )
    for other in (office.officer, office.head, office.declarant):
        with pytest.raises(NotFound):
            await absences.steps_for_another(other)
        async with transaction(other) as tx:
            assert not await tx.fetch("select * from steps_for_another(null, null, false, 9)")
