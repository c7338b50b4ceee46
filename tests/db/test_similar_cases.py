"""How similar past cases ended: counted by rule and band, never so few that an outcome would be somebody's."""

from datetime import timedelta

import asyncpg
import pytest

from declarations.filing.model import Declaration
from declarations.review import settings
from declarations.review.service.case import open_desk_case
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.identity import Identity
from tests.db.test_review_queue import copies
from tests.factories import World
from tests.reviewing import Office, staffed

ASK = "select * from similar_outcomes($1, $2, gen_random_uuid(), now() - interval '3 years', $3, 1000)"


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def similar(who: Identity, case: Declaration) -> dict[str, int]:
    return dict((await open_desk_case(who, case.reference)).similar)


async def past(superuser: asyncpg.Connection, case: Declaration, outcomes: dict[str, int], **changes: object) -> None:
    """Decided copies of a case, of other declarants."""
    await copies(superuser, case, sum(outcomes.values()))
    waiting = await superuser.fetch("select id from declaration where outcome is null and id <> $1", case.id)
    ended = [outcome for outcome, many in outcomes.items() for _ in range(many)]
    columns = {"status": "closed", "decided_at": clock.now() - timedelta(days=9), "due_on": None} | changes
    assigned = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, 3))
    for row, outcome in zip(waiting, ended, strict=True):
        await superuser.execute(
            f"update declaration set outcome = $2, {assigned} where id = $1", row["id"], outcome, *columns.values()
        )


async def test_outcomes_under_the_same_rule_in_the_same_band_are_counted_most_frequent_first(
    office: Office, superuser: asyncpg.Connection
) -> None:
    case = await office.under_review()
    assert case.leading_rule == "ICSC-50"
    await past(superuser, case, {"authorize": 2, "refuse_authorization": 3})
    found = (await open_desk_case(office.officer, case.reference)).similar
    assert found == (("refuse_authorization", 3), ("authorize", 2))


@pytest.mark.parametrize(
    "other",
    [
        {"leading_rule": "ICSC-51"},
        {"value_band": "500"},
        {"decided_at": clock.now() - timedelta(days=4 * 365)},
        {"leading_rule": None},
    ],
    ids=["another rule", "another band", "long ago", "before rules were kept"],
)
async def test_another_rule_another_band_and_long_ago_do_not_count(
    office: Office, superuser: asyncpg.Connection, other: dict[str, object]
) -> None:
    case = await office.under_review()
    await past(superuser, case, {"authorize": 9}, **other)
    assert await similar(office.officer, case) == {}


async def test_fewer_than_the_least_are_not_shown_and_the_database_never_gives_less_than_three(
    office: Office, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await office.under_review()
    await past(superuser, case, {"authorize": 4})
    assert await similar(office.officer, case) == {}
    monkeypatch.setattr(settings, "_held", [settings.ReviewSettings(similar_cases_least=4)])
    assert await similar(office.officer, case) == {"authorize": 4}, "control"
    async with transaction(office.officer) as tx:
        assert len(await tx.fetch(ASK, "ICSC-50", case.value_band, 1)) == 1
        await superuser.execute(
            "update declaration set outcome = null, decided_at = null where reference like 'D-00000000%'"
        )
    async with transaction(office.officer) as tx:
        assert await tx.fetch(ASK, "ICSC-50", case.value_band, 1) == []


async def test_whoever_has_no_desk_counts_nothing(office: Office, superuser: asyncpg.Connection) -> None:
    case = await office.under_review()
    await past(superuser, case, {"authorize": 9})
    for who, rows in ((office.head, 1), (office.stranger, 0), (await office.world.person("auditor"), 0)):
        async with transaction(who) as tx:
            assert len(await tx.fetch(ASK, "ICSC-50", case.value_band, 5)) == rows
