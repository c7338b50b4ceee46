"""What the register itself adds before a declaration is judged: roles in bodies, rates; and what nobody may add."""

from typing import Any

from declarations.filing.service.evaluating import Giver, Judged, judge
from register.kernel.db import transaction
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from tests.factories import World

CONFLICT: dict[str, Any] = {
    "kind": "conflict",
    "domain": "agenda_item",
    "nature_declared": "actual",
    "acts_on_matter": False,
    "persuades_for_or_against": True,
    "event_date": "2026-05-01",
}
ACTIVITY: dict[str, Any] = {
    "kind": "outside_activity",
    "activity_class": "employment",
    "start_date": "2026-05-01",
    "hours_per_week": 4,
}


async def judged(who: Identity, facts: dict[str, Any]) -> Judged:
    assert who.person is not None
    async with transaction(who) as tx:
        return await judge(tx, facts, declarant=who.person, capacity=who.capacity, giver=Giver())


async def chairing(world: World, since: str = "2020-01-01", until: str | None = None) -> Identity:
    who = await world.person(capacity="expert")
    await world.superuser.execute(
        "insert into body_role (id, person, role, since, until)"
        " values ($1, $2, 'chair', $3::text::date, $4::text::date)",
        new_id(),
        who.person,
        since,
        until,
    )
    return who


async def test_a_chair_who_argues_is_known_as_a_chair(world: World) -> None:
    found = await judged(await chairing(world), CONFLICT)
    assert "ISO-COC-ethics-8" in {finding.rule for finding in found.evaluation.findings}
    assert "stand_aside" in found.evaluation.alerts


async def test_nobody_declares_a_role_away_or_claims_one(world: World) -> None:
    without = await judged(await chairing(world), CONFLICT | {"roles": []})
    claimed = await judged(await world.person(capacity="expert"), CONFLICT | {"roles": ["chair"]})
    former = await judged(await chairing(world, until="2021-01-01"), CONFLICT)
    assert [list(each.facts.get("roles")) for each in (without, claimed, former)] == [["chair"], [], []]


async def test_what_only_the_register_knows_of_an_activity_cannot_be_said_by_whoever_files(world: World) -> None:
    who = await world.person()
    plain = await judged(who, ACTIVITY)
    said = await judged(who, ACTIVITY | {"authorized_until": "2999-12-31", "prior_hours": 0})
    assert said.facts == plain.facts
    assert "begun_before_authorization" in said.evaluation.alerts
