"""The report of the demonstration's history: counted as the register stood, released by a second person, to be read."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from declarations.codes import adopted
from register import demonstration
from register.access import AccessSettings, configure
from register.access.service.demonstration import identity_of
from register.demonstration import past
from register.demonstration.past.reporting import Due, Quarter, Written, last_quarter
from register.kernel.i18n import LOCALES
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import SigningKey
from reports.model import Organisation
from reports.periodic.commands import written
from reports.periodic.model import Profile
from reports.periodic.service import reading
from reports.periodic.service.releasing import TEXTS
from reports.settings import configure as configure_reports
from reports.settings import organisation
from tests.db.test_meetings import is_sound
from tests.factories import World

SPAN = (date(2025, 7, 1), date(2025, 11, 20))
QUARTER = Quarter(date(2025, 7, 1), date(2025, 9, 30))


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(17), UTC)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 11, 21), (date(2026, 7, 1), date(2026, 9, 30))),
        (date(2026, 10, 1), (date(2026, 7, 1), date(2026, 9, 30))),  # over since yesterday
        (date(2026, 9, 30), (date(2026, 4, 1), date(2026, 6, 30))),  # not over yet
        (date(2027, 1, 10), (date(2026, 10, 1), date(2026, 12, 31))),
        (date(2028, 4, 1), (date(2028, 1, 1), date(2028, 3, 31))),
    ],
)
def test_the_last_whole_quarter_before_a_day(day: date, quarter: tuple[date, date]) -> None:
    assert last_quarter(day) == Quarter(*quarter)


@pytest.mark.parametrize("until", [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)])
def test_every_step_is_taken_on_a_working_day_after_the_quarter_and_the_committee_decides_last(until: date) -> None:
    due = Due.of(last_quarter(date.fromordinal(until.toordinal() + 1)), _evening(date(2026, 11, 20)))
    assert due.decided is not None
    moments = [due.counted, due.frozen, due.released, due.published, due.decided]
    assert moments == sorted(moments)
    assert all(each.weekday() < 5 and each.date() > until for each in moments)


def test_nothing_is_done_after_the_last_day_of_the_history() -> None:
    last = _evening(date(2025, 10, 3))
    due = Due.of(QUARTER, last)
    assert {due.counted, due.frozen, due.released, due.published} == {last}
    assert due.decided is None, "the committee has not met"
    due = Due.of(QUARTER, _evening(SPAN[1]))
    assert due.released < _evening(SPAN[1]), "the control: there was time"


@pytest.mark.parametrize("quarter", [QUARTER, Quarter(date(2026, 10, 1), date(2026, 12, 31))])
def test_the_office_says_everything_in_four_languages(quarter: Quarter) -> None:
    said = Written.read()
    texts, decided = said.texts_on(quarter), said.decided_on(quarter)
    assert set(texts) == set(decided) == set(LOCALES)
    for tag, by_name in texts.items():
        assert set(by_name) == set(TEXTS)
        assert not {"{", "}"} & set("".join(by_name.values()) + decided[tag])
        assert str(quarter.until.year) in by_name["title"]
        assert said.symbol(Profile.EXECUTIVE_COMMITTEE, quarter) in by_name["draft_decision"]
        assert not {"session", "action", "draft_decision"} & set(said.public), "what it asks is not for the public"
    year, number = ("2025", "Fourth") if quarter == QUARTER else ("2027", "First")
    assert texts["en"]["session"] == f"{number} session, {year}", "the session after the quarter"


@pytest.fixture
async def lived(world: World, tmp_path: Path) -> AsyncIterator[World]:
    """A history of a whole quarter and the weeks after it, in an organization that publishes its reports."""
    configure(AccessSettings(secret=b"d" * 32))
    held = organisation()
    configure_reports(Organisation({"en": "Organization for Shared Waters"}), public_reports=True)
    await past.bring_people(demonstration.PEOPLE, SPAN[0])
    await demonstration.fill()
    told = await world.superuser.fetchval(_TOLD)
    await _live(tmp_path)
    assert await world.superuser.fetchval(_TOLD) == told, "nobody is told today of what was released then"
    yield world
    configure_reports(held)
    adopted.forget()


async def _live(folder: Path) -> None:
    sealer = Sealer(SigningKey(bytes(range(32))), SealLog(folder / "seals.log"))
    await past.history(identity_of, await demonstration.givers(), *SPAN, seal=sealer.seal_all)


_TOLD = "select count(*) from outbox"
_STEPS = "select e.name from event e where e.stream = $1 order by e.seq"
_COUNTED = "select x from event where kind = 'periodic_data_set'"
_OUT_OF_TURN = f"select count(*) from event where kind = 'declaration' and (x < ({_COUNTED})) <> (at <= $1)"
_EVERYTHING = "select stream, seq, hash from event order by stream, seq"
_LATER = f"select count(*) from event where kind = 'declaration' and x > ({_COUNTED})"


async def test_a_released_report_stands_and_is_read(
    lived: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = await identity_of("governing_body_reader@demo.example")
    public, official = (await reading.list_reports(reader, None)).items
    assert (official.profile, official.status, official.decided) == ("executive_committee", "released", "note")
    assert (official.since, official.until) == (QUARTER.since, QUARTER.until)
    assert official.released_by not in {official.prepared_by, official.frozen_by, None}
    assert set(official.decision) == set(LOCALES)
    assert [each.id for each in (await reading.list_public(None)).items] == [public.id]
    open_to_all = (await reading.read_public(public.id)).said
    assert {name for said in open_to_all.texts.values() for name in said} == set(Written.read().public)
    steps = [row["name"] for row in await lived.superuser.fetch(_STEPS, official.id)]
    assert steps == [f"periodic_report:{step}" for step in ("drafted", "written", "frozen", "released", "decided")]

    said = (await reading.read(reader, official.id)).said
    numbers = [number for table in said.tables for line in table.lines for number in line.numbers]
    assert len(said.withheld) < len(numbers) * 2 / 3, "most of it is worth reading"
    assert said.seal is not None
    assert await lived.superuser.fetchval(_OUT_OF_TURN, said.as_of) == 0, "it was counted as the register stood"
    assert await lived.superuser.fetchval(_LATER) > 0, "the control: the register went on"
    before = await lived.superuser.fetch(_EVERYTHING)
    await _live(tmp_path)  # a first start that was interrupted reports nothing twice
    assert await lived.superuser.fetch(_EVERYTHING) == before
    assert await is_sound(tmp_path)

    for period, warned in (((past.SINCE, date(2025, 6, 30)), False), ((past.SINCE, SPAN[1]), True)):
        await written(period, Profile.GENERAL_ASSEMBLY, LOCALES["ar"], tmp_path / "report.xlsx")
        assert bool(capsys.readouterr().err) is warned, period


async def test_a_history_without_a_whole_quarter_reports_nothing(world: World) -> None:
    configure(AccessSettings(secret=b"d" * 32))
    await past.bring_people(demonstration.PEOPLE)
    await demonstration.fill()
    await past.history(identity_of, await demonstration.givers(), date(2025, 7, 2), date(2025, 10, 1))
    adopted.forget()
    assert await world.superuser.fetchval("select count(*) from periodic_report") == 0
