"""The history of the demonstration: made by chance with a seed, filed by the services, sound, enough for a report."""

import os
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from declarations.codes import adopted
from declarations.parties.demonstration import OTHERS_LIST, demonstration_parties
from declarations.review.model import Filters, Show
from declarations.review.service.queue import queue
from register import demonstration
from register.access import AccessSettings, configure
from register.access.service.demonstration import identity_of
from register.demonstration import past
from register.demonstration.past.sessions import past_sessions
from register.kernel import clock
from register.kernel.i18n import LOCALES
from reports.periodic.catalogue import CATALOGUE
from reports.periodic.commands import written
from reports.periodic.model import Profile
from reports.periodic.publishing import Heading, publish
from reports.periodic.service.making import count
from reports.periodic.service.reading import list_reports
from tests.db.test_meetings import is_sound
from tests.factories import World

FULL = os.environ.get("PROOF") == "full"
GIVERS = {row.name_en: row for row in demonstration_parties()[OTHERS_LIST]}
WHOLE = (past.SINCE, date(2026, 6, 30))
SHARE = (date(2025, 12, 1), date(2026, 1, 31))


@pytest.fixture
async def people(world: World) -> AsyncIterator[World]:
    configure(AccessSettings(secret=b"d" * 32))
    await past.bring_people(demonstration.PEOPLE)
    await demonstration.fill()
    yield world
    adopted.forget()


async def _lived(since: date, until: date) -> None:
    await past.history(identity_of, await demonstration.givers(), since, until)


def test_the_same_seed_makes_the_same_history_and_nobody_is_called_twice_the_same() -> None:
    planned = past.planned_history(GIVERS, *WHOLE)
    assert planned == past.planned_history(GIVERS, *WHOLE)
    staff = past.people_of_history()
    assert len({(each.first_name, each.family_name) for each in staff}) == len(staff) > 90
    assert {each.giver for each in planned if each.giver} <= {name for name in GIVERS if "(fictitious)" in name}


def test_a_later_start_plans_the_same_beginning() -> None:
    short, long = (past.planned_history(GIVERS, past.SINCE, until) for until in (date(2025, 2, 28), WHOLE[1]))
    kept = {each.number: each for each in long}
    assert all(kept[each.number] == each for each in short)
    assert len({each.number for each in long}) == len(long)


def test_groups_beside_the_staff_are_large_enough_to_be_told() -> None:
    """A group of fewer than five is withheld, and another with it: with most of them small, nothing would be shown."""
    others = past.other_people()
    names = {(each.first_name, each.family_name) for each in [*others, *past.people_of_history()]}
    assert len(names) == len(others) + len(past.people_of_history())
    assert all(many >= 10 for many in Counter(each.capacity for each in others).values())
    declaring = {each.by for each in past.planned_history(GIVERS, *WHOLE)} & {each.email for each in others}
    stating = Counter(each.capacity for each in others if each.email in declaring)
    assert set(stating) == {"contractor", "intern"}
    assert all(5 <= many <= groups - 5 for many, groups in ((stating["contractor"], 17), (stating["intern"], 12)))


async def test_most_of_the_table_of_people_is_shown(people: World) -> None:
    await _lived(date(2026, 1, 1), date(2026, 1, 31))
    counted = await count(date(2026, 1, 1), date(2026, 1, 31))
    said = publish(counted, Heading(Profile.GENERAL_ASSEMBLY, "", {}), 5)
    table = next(each for each in said.tables if each.code == "people")
    shown = [line.code for line in table.lines if line.numbers[0] is not None]
    assert {"staff", "contractor", "total"} <= set(shown)
    assert "executive_head" not in shown, "the control: whoever is alone is not told"


def test_every_past_session_is_called_something_in_four_languages() -> None:
    for each in past_sessions().sessions:
        assert set(each.names) == {"ar", "fr", "es"}
        assert all(names.body and names.title and names.place for names in each.names.values())


def test_the_history_has_every_kind_in_every_year_seasons_and_growth() -> None:
    planned = past.planned_history(GIVERS, past.SINCE, date(2026, 12, 31))
    assert 600 < len(planned) < 900
    kinds = Counter((str(each.kind), each.on.year) for each in planned)
    assert set(kinds) == {(kind, year) for kind in _KINDS for year in (2024, 2025, 2026)}
    gifts = Counter(each.on.month for each in planned if each.kind == "gift")
    assert gifts[12] > 1.5 * gifts[2] > 0
    assert kinds["gift", 2026] > kinds["gift", 2024]
    assert {each.language for each in planned} == {"en", "fr", "es", "ar"}


_KINDS = ("gift", "outside_activity", "conflict", "approval_request", "nil")


async def test_two_months_of_history_are_sound_decided_and_told_to_nobody(people: World, tmp_path: Path) -> None:
    told = await people.superuser.fetchval("select count(*) from outbox")
    await _lived(*SHARE)
    rows = await people.superuser.fetch("select kind, status, filed_at, decided_at from declaration")
    assert {row["kind"] for row in rows} == set(_KINDS)
    assert all(SHARE[0] <= row["filed_at"].date() <= SHARE[1] for row in rows)
    assert not {row["status"] for row in rows} & {"submitted", "under_review", "information_requested"}
    assert all(row["filed_at"] <= row["decided_at"] for row in rows if row["decided_at"])
    assert await people.superuser.fetchval("select count(*) from outbox") == told
    assert await is_sound(tmp_path)
    before = await people.superuser.fetch("select id, head_seq from declaration order by id")
    await _lived(*SHARE)  # a first start that was interrupted files nothing twice
    assert await people.superuser.fetch("select id, head_seq from declaration order by id") == before
    judged = await people.superuser.fetchval("select max(profile_version) from declaration where kind = 'gift'")
    assert judged == "2020-04-23", "rules judge as of their day"


@pytest.mark.proof
@pytest.mark.skipif(not FULL, reason="the whole history belongs to the proof")
async def test_the_whole_history_fills_every_table_of_a_report(
    people: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await _lived(past.SINCE, clock.today() - timedelta(days=1))
    counted = await count(*WHOLE)
    assert {each.code for each in counted.tables if each.lines} == {each.code for each in CATALOGUE}
    received = counted.table("received")
    assert received is not None
    assert all((received.at(kind, "all") or 0) > 20 for kind in _KINDS)
    assert len(counted.policies) == 4, "the model, and three versions that the office adopted"
    assert await is_sound(tmp_path)
    waiting = await queue(await identity_of("ethics_officer@demo.example"), Filters())
    assert waiting.counts[Show.OPEN] == 0
    released = (await list_reports(await identity_of("governing_body_reader@demo.example"), None)).items
    assert {each.profile for each in released} == {"executive_committee", "public"}
    await written(WHOLE, Profile.GENERAL_ASSEMBLY, LOCALES["ar"], tmp_path / "report.xlsx")
    assert capsys.readouterr().err == "", "the report of the issue stands beside no released one"
