"""Three years of history of the demonstration: filed by the services that everybody uses, each step at its moment.

It is made by chance with a seed, so that every first start on one day brings the same. Its people, givers and words are
fictitious, most of it is decided and closed, and nobody is told of it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from declarations.authorizations.service.ending import expire
from declarations.parties.model import PartyRow
from register.access.service.staffing import GRANTED_BY_FILE, load_people
from register.demonstration.past.advising import give_advice
from register.demonstration.past.chance import chance
from register.demonstration.past.living import Life, Office
from register.demonstration.past.pausing import Lane, Pause
from register.demonstration.past.planning import Planned, Planner
from register.demonstration.past.policies import CEILING, change_policies
from register.demonstration.past.reporting import Due, last_quarter, report_quarter
from register.demonstration.past.reporting import Office as ReportingOffice
from register.demonstration.past.sessions import Staff, hold_sessions
from register.demonstration.past.staff import organization, others, staff
from register.demonstration.past.stories import Stories
from register.kernel import clock
from register.kernel.identity import Identity
from register.notices.service import quietly
from register.people.model import PersonRow
from register.people.people_file import read_people_file

SINCE = date(2024, 1, 1)
_ASKERS = 30
"""How many of the staff turn to the office with questions."""
_NUMBERS_OF_OTHERS = 100_000
"""From here on, so that a start on a later day numbers what came before it as the first one did."""
LANES = 4
"""How many declarations are filed side by side; those of one person follow one another."""
Who = Callable[[str], Awaitable[Identity]]
Givers = Mapping[str, tuple[UUID, PartyRow]]
Sealing = Callable[[], Awaitable[object]]
_OFFICERS = ("ethics_officer@demo.example", "second.officer@demo.example")
_REVIEWER = "report_reviewer@demo.example"
_AUTHORITIES = ("executive_head", "authorizing_official", "governing_body_designate")


def people_of_history() -> list[PersonRow]:
    """The staff that is there from the beginning."""
    return staff(chance("staff"), organization())


def _others() -> list[tuple[PersonRow, bool]]:
    return others(chance("others"), organization(), people_of_history())


def other_people() -> list[PersonRow]:
    """Who is there beside the staff, from the beginning as well."""
    return [row for row, _ in _others()]


async def bring_people(file: Path, since: date = SINCE) -> None:
    """Load the people of the demonstration and the staff of its history as of the first day."""
    with clock.at(datetime.combine(since, time(6), UTC)):
        await load_people([*read_people_file(file, GRANTED_BY_FILE), *people_of_history(), *other_people()])


def planned_history(known: Mapping[str, PartyRow], since: date, until: date) -> list[Planned]:
    """Everything that is filed between two days."""
    said, staff_of_history = organization(), people_of_history()
    stating = [row for row, declares in _others() if declares]
    beside = Planner(chance("statements"), said, staff_of_history, known, _NUMBERS_OF_OTHERS)
    planned = Planner(chance("plan"), said, staff_of_history, known).plan(since, until)
    return sorted([*planned, *beside.plan_statements(stating, since, until)], key=lambda each: each.on)


async def _nothing() -> None:
    """Where no seal is set."""


async def history(
    who: Who, givers: Givers, since: date = SINCE, until: date | None = None, seal: Sealing = _nothing
) -> None:
    """Give the register its history, until yesterday; the present is left to the cases of the demonstration.

    The last whole quarter is reported to the governing body and to the public, on numbers that stand on a seal.
    """
    last = until or clock.today() - timedelta(days=1)
    ends, quarter = datetime.combine(last, time(17), UTC), last_quarter(last + timedelta(days=1))
    due = Due.of(quarter, ends) if since <= quarter.since else None
    with quietly():
        await _accompanied(who, since, last)
        officers = tuple([await who(email) for email in _OFFICERS])
        authorities = {role: await who(f"{role}@demo.example") for role in _AUTHORITIES}
        office = Office(officers, authorities, Stories.read().desk, ends)
        pause = Pause(due.counted if due else ends)
        async with asyncio.TaskGroup() as together:
            await _begun(together, await _lives(who, givers, office, pause, (since, last)))
            if due:
                await _expired(since, due.counted.date())
                with clock.at(due.counted):
                    await seal()
                await report_quarter(ReportingOffice(officers[0], await who(_REVIEWER)), due)
            pause.end()
        await _expired(due.counted.date() if due else since, last)


async def set_ceiling(who: Who) -> None:
    """The yearly ceiling of hours alone, where the register begins without its history."""
    owner, second = await who("policy_owner@demo.example"), await who("executive_head@demo.example")
    await change_policies(owner, second, SINCE, clock.today(), (CEILING,))


async def _accompanied(who: Who, since: date, last: date) -> None:
    """What goes on beside the declarations: versions of the thresholds, sessions, advice."""
    await change_policies(await who("policy_owner@demo.example"), await who("executive_head@demo.example"), since, last)
    officers = [await who(email) for email in _OFFICERS]
    secretary, chair = [await _leading(who, role) for role in ("meeting_secretary", "presiding_officer")]
    await hold_sessions(Staff(officers[0], secretary, chair), since, last)
    askers = {each.email: (await who(each.email), each.languages[0]) for each in people_of_history()[-_ASKERS:]}
    await give_advice(askers, officers, Stories.read().advice, since, last)


async def _leading(who: Who, role: str) -> Identity:
    """Somebody who leads sessions: known by these, which are still to be made."""
    found = await who(f"{role}@demo.example")
    return msgspec.structs.replace(found, roles=found.roles | {role})


async def _lives(
    who: Who, givers: Givers, office: Office, pause: Pause, span: tuple[date, date]
) -> list[tuple[Lane, Life]]:
    planned = planned_history({name: row for name, (_, row) in givers.items()}, *span)
    known = {email: await who(email) for email in sorted({each.by for each in planned})}
    lanes = [Lane(pause) for _ in range(LANES)]
    found = []
    for each in planned:
        party = givers[each.giver][0] if each.giver else None
        lane = lanes[list(known).index(each.by) % LANES]
        found.append((lane, Life(each, known[each.by], party, office, lane)))
    return found


async def _begun(together: asyncio.TaskGroup, lives: list[tuple[Lane, Life]]) -> None:
    """Let every declaration have its turn, as far as the pause lets it."""
    for _, life in lives:
        together.create_task(life.live())
    for turned in [together.create_task(lane.turned()) for lane in {lane for lane, _ in lives}]:
        await turned


async def _expired(since: date, last: date) -> None:
    """Note each month which authorizations have passed their last day."""
    day = since
    while day < last:
        day = min(day + timedelta(days=30), last)
        with clock.at(datetime.combine(day, time(3), UTC)):
            await expire()
