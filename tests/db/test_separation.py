"""The end of service: noticed in the people data or recorded by the office, gone through, told in a letter."""

import asyncio
from datetime import date, timedelta

import asyncpg
import pytest

from declarations.filing.model import ConflictDetails
from declarations.filing.service.own import list_own, read_own
from declarations.letters.service.reading import read_decision_letter
from declarations.letters.typeset import pdf_of
from declarations.standing.separating import Task
from declarations.standing.service import separation
from declarations.standing.service.functions import look_at_changes
from declarations.standing.service.keeping import end
from declarations.standing.settings import StandingSettings, configure
from register.kernel import clock, db
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.i18n import LOCALES
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from tests.conflicts import decided
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def left(office: Office) -> Identity:
    """The declarant after the people data say that service has ended."""
    await office.world.superuser.execute(
        "update person_capacity set until = current_date - 1 where person = $1", office.declarant.person
    )
    await office.world.superuser.execute(
        "insert into person_capacity (id, person, capacity, since) values ($1, $2, 'former_staff', current_date)",
        new_id(),
        office.declarant.person,
    )
    roles = await office.world.superuser.fetchval("select roles_held($1, current_date)", office.declarant.person)
    return Identity(
        person=office.declarant.person, roles=frozenset(roles), name="Amina Haddad", capacity="former_staff"
    )


async def test_people_data_that_end_a_service_open_a_checklist_and_interests_again(office: Office) -> None:
    await filed(office.declarant, "conflict")
    who = await left(office)
    assert (await separation.own_checklist(who)).record is None
    assert await look_at_changes() == 1
    found = await separation.own_checklist(who)
    assert found.record is not None
    assert found.record.recorded_by is None, "the people data said it"
    assert found.has_left
    assert found.profile.items[0].declaration.function_changed_on is not None
    assert (found.done[Task.INTERESTS], found.done[Task.GIFTS]) == (False, True)


async def test_former_staff_open_what_they_declared_in_service_and_the_letter_on_it(office: Office) -> None:
    """ICSC 26: the duties go on, and so does access to one's own records."""
    earlier, foreign = await decided(office), await filed(office.stranger, "conflict")
    who = await left(office)
    assert await look_at_changes() == 1
    assert earlier.reference in [each.reference for each in (await list_own(who, None)).items]
    case = await read_own(who, earlier.reference)
    assert isinstance(case.content.details, ConflictDetails)
    assert case.content.details.description == "My partner works for a bidder."
    assert "declaration:decided" in [step.name for step in case.steps]
    letter = await read_decision_letter(who, earlier.reference, "en")
    assert earlier.reference in str(letter), "the decision fell with the function, its letter stays"
    for reading in (read_own, read_decision_letter):
        with pytest.raises(NotFound):
            await reading(who, foreign.reference)


async def test_a_service_that_goes_on_opens_no_checklist(office: Office) -> None:
    """The control."""
    await filed(office.declarant, "conflict")
    await office.world.superuser.execute(
        "update person set supervisor = $2 where id = $1", office.declarant.person, office.stranger.person
    )
    assert await look_at_changes() == 1
    assert (await separation.own_checklist(office.declarant)).record is None


async def test_both_go_through_the_checklist_to_the_letter_and_its_close(office: Office) -> None:
    interest = await filed(office.declarant, "conflict")
    last = clock.today() + timedelta(days=30)
    kept = await separation.record_leaving(office.officer, interest.reference, last)
    assert (await separation.own_checklist(office.declarant)).record == kept
    with pytest.raises(NotFound):
        await separation.own_letter(office.declarant, "en")
    with pytest.raises(Invalid):
        await separation.complete(office.officer, kept.id)
    done = (await separation.say_returned(office.declarant)).done
    assert (done[Task.RETURNED], done[Task.LETTER]) == (True, False)
    await separation.issue_letter(office.officer, kept.id)
    letter = await separation.own_letter(office.declarant, "en")
    assert interest.reference in letter.sections[0].passages[0].text
    await end(office.declarant, interest.reference, clock.today(), "It is over.", interest.head_seq)
    assert await separation.own_letter(office.declarant, "en") == letter, "a letter never changes afterwards"
    with pytest.raises(Conflict):
        await separation.issue_letter(office.officer, kept.id)
    with pytest.raises(Conflict):
        await separation.record_leaving(office.officer, interest.reference, last + timedelta(days=1))
    await separation.complete(office.officer, kept.id)
    page, names = await separation.list_leavers(office.officer, None)
    assert [(each.person, each.completed_at is not None) for each in page.items] == [(office.declarant.person, True)]
    assert names[kept.person] == "Amina Haddad"


async def test_a_checklist_with_something_left_is_closed_only_where_that_is_said(office: Office) -> None:
    interest = await filed(office.declarant, "conflict")
    kept = await separation.record_leaving(office.officer, interest.reference, clock.today())
    await separation.say_returned(office.declarant)
    await separation.issue_letter(office.officer, kept.id)
    with pytest.raises(Invalid) as refused:
        await separation.complete(office.officer, kept.id)
    assert [each.name for each in refused.value.fields] == ["despite"]
    assert (await separation.own_checklist(office.declarant)).left == [Task.INTERESTS]
    await separation.complete(office.officer, kept.id, despite=True)
    found = await separation.own_checklist(office.declarant)
    assert found.record is not None
    assert found.record.completed_at is not None
    assert found.left == [Task.INTERESTS], "what is in force stays so"


async def test_no_letter_names_a_day_that_nobody_said(office: Office) -> None:
    """The people data tell that somebody left, and not since when."""
    await filed(office.declarant, "conflict")
    who = await left(office)
    assert await look_at_changes() == 1
    kept = (await separation.own_checklist(who)).record
    assert kept is not None
    assert kept.said_day is None
    with pytest.raises(Invalid) as refused:
        await separation.issue_letter(office.officer, kept.id)
    assert [each.name for each in refused.value.fields] == ["last_day"]
    for said in (clock.today() - timedelta(days=40), clock.today() - timedelta(days=30)):
        await separation.say_last_day(office.officer, kept.id, said)
        assert (found := (await separation.own_checklist(who)).record) is not None
        assert found.said_day == said
    await separation.issue_letter(office.officer, kept.id)
    with pytest.raises(Conflict):
        await separation.say_last_day(office.officer, kept.id, clock.today())
    with pytest.raises(NotFound):
        await separation.say_last_day(who, kept.id, clock.today())


async def test_one_letter_is_issued_and_told_whoever_asks_for_it_at_the_same_moment(office: Office) -> None:
    interest = await filed(office.declarant, "conflict")
    count = "select count(*) from outbox where recipient = $1"
    before = await office.world.superuser.fetchval(count, office.declarant.person)
    leaving = (office.officer, interest.reference, clock.today() + timedelta(days=30))
    recorded = await asyncio.gather(*(separation.record_leaving(*leaving) for _ in range(4)))
    asked = await asyncio.gather(
        *(separation.issue_letter(office.officer, recorded[0].id) for _ in range(6)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in asked) == ["NoneType", *["TransitionRefused"] * 5]
    told = await office.world.superuser.fetchval(count, recorded[0].person)
    assert told == before + 2, "the checklist and the letter, each once"


@pytest.mark.parametrize("language", LOCALES)
async def test_the_letter_cites_its_paragraphs_and_is_set_in_each_language(office: Office, language: str) -> None:
    interest = await filed(office.declarant, "conflict")
    kept = await separation.record_leaving(office.officer, interest.reference, date(2026, 12, 31))
    plain = await separation.leaver_letter(office.officer, kept.id, language)
    configure(StandingSettings(cooling_off_months=12))
    try:
        waiting = await separation.leaver_letter(office.officer, kept.id, language)
    finally:
        configure(StandingSettings())
    text = "\n".join(passage.text for passage in plain.opening)
    assert "26" in text
    assert "39" in text
    assert "{" not in text
    assert len(waiting.opening) == len(plain.opening) + 1, "the cooling-off period is said where there is one"
    assert "12" in waiting.opening[-1].text
    assert (await pdf_of(plain)).startswith(b"%PDF")


async def test_nobody_else_reads_or_takes_a_step(office: Office) -> None:
    interest = await filed(office.declarant, "conflict")
    kept = await separation.record_leaving(office.officer, interest.reference, clock.today())
    for other in (office.stranger, office.head, office.declarant):
        with pytest.raises(NotFound):
            await separation.read_leaver(other, kept.id)
        with pytest.raises(NotFound):
            await separation.issue_letter(other, kept.id)
    with pytest.raises(NotFound):
        await separation.record_leaving(office.stranger, interest.reference, clock.today())


async def test_the_database_lets_the_person_take_their_own_step_and_no_other(office: Office) -> None:
    interest = await filed(office.declarant, "conflict")
    await separation.record_leaving(office.officer, interest.reference, clock.today())
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.transaction(office.declarant) as tx:
            await tx.execute("update separation set letter_at = now()")
    async with db.transaction(office.declarant) as tx:
        assert await tx.execute("update separation set returned_at = now()") == "UPDATE 1"


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


@pytest.mark.parametrize("day", [date.min, in_days(-3700), in_days(760), date.max])
async def test_a_last_day_more_than_ten_years_back_or_two_ahead_is_refused(office: Office, day: date) -> None:
    kept = await filed(office.declarant, "conflict")
    with pytest.raises(Invalid):
        await separation.record_leaving(office.officer, kept.reference, day)
    for possible in (in_days(-3600), in_days(700)):
        record = await separation.record_leaving(office.officer, kept.reference, possible)
    with pytest.raises(Invalid):
        await separation.say_last_day(office.officer, record.id, day)


async def test_whoever_has_left_did_so_today_at_the_latest(office: Office) -> None:
    interest = await filed(office.declarant, "conflict")
    who = await left(office)
    assert await look_at_changes() == 1
    kept = (await separation.own_checklist(who)).record
    assert kept is not None
    for refused in (
        separation.say_last_day(office.officer, kept.id, in_days(1)),
        separation.record_leaving(office.officer, interest.reference, in_days(1)),
    ):
        with pytest.raises(Invalid) as wrong:
            await refused
        assert [each.name for each in wrong.value.fields] == ["last_day"]
    await separation.say_last_day(office.officer, kept.id, clock.today())
    found = (await separation.own_checklist(who)).record
    assert found is not None
    assert found.said_day == clock.today()
