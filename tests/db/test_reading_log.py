"""Names of readers: for auditors only, and of nobody who has not read."""

import pytest

from register.kernel.db import transaction
from register.kernel.errors import NotFound
from register.kernel.identity import ANONYMOUS, Identity, service
from register.kernel.ids import new_id
from register.ledger.audit import run_verification, seal_state
from register.ledger.reading_log import LogFilters, read_log
from register.ledger.readings import record_reading
from tests.factories import World

NAMES = "select name from log_reader_names($1::uuid[])"


async def named(who: Identity, *persons: Identity) -> list[str]:
    async with transaction(who) as tx:
        return [row["name"] for row in await tx.fetch(NAMES, [person.person for person in persons])]


async def test_the_auditor_learns_the_names_of_readers_and_of_nobody_else(world: World) -> None:
    auditor, officer, staff = await world.person("auditor"), await world.person("ethics_officer"), await world.person()
    async with transaction(officer) as tx:
        await record_reading(tx, kind="declaration", subject=new_id(), role="ethics_officer", purpose="review")
    assert await named(auditor, officer, staff) == [officer.name]
    async with transaction(auditor) as tx:
        seen = await tx.fetch("select id from person")
    assert [row["id"] for row in seen] == [auditor.person], "the table of persons itself stays closed"


async def test_nobody_else_learns_names_that_way(world: World) -> None:
    officer, staff = await world.person("ethics_officer"), await world.person()
    async with transaction(officer) as tx:
        await record_reading(tx, kind="declaration", subject=new_id(), role="ethics_officer", purpose="review")
    for who in (ANONYMOUS, staff, service("exporter"), await world.person("administrator")):
        assert await named(who, officer) == []


async def test_the_use_cases_refuse_whoever_is_no_auditor(world: World) -> None:
    for who in (await world.person("ethics_officer"), await world.person("administrator"), ANONYMOUS):
        with pytest.raises(NotFound):
            await read_log(who, LogFilters())
        with pytest.raises(NotFound):
            await seal_state(who)
        with pytest.raises(NotFound):
            await run_verification(who)
