"""Periodic reports: counted once, written by one person, released by another, and never changed."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from register.auditing import sources
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.identity import ANONYMOUS, Identity
from register.ledger import configuration as ledger
from register.ledger.configuration import LedgerSettings
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from reports.periodic import store_reports
from reports.periodic.model import DataSet, Profile, fingerprint
from reports.periodic.service import releasing
from reports.periodic.service.making import make_data_set
from reports.periodic.service.releasing import ReportCommand
from reports.periodic.stored import AssemblyDecision, Report
from tests.factories import World

_KEY = SigningKey(bytes(range(32)))

SAID = ReportCommand(symbol="A/81/12", texts={"en": {"title": "Report on ethics declarations"}})


def half_year() -> tuple[date, date]:
    until = clock.today()
    return until - timedelta(days=180), until


async def drafted(world: World, officer: Identity) -> Report:
    for _ in range(3):
        await world.declaration(await world.person())
    made = await releasing.draft(officer, await make_data_set(officer, *half_year()), Profile.GENERAL_ASSEMBLY)
    return await releasing.write(officer, made, 1, SAID)


async def is_sound(folder: Path) -> bool:
    return (await verify(sources(), PublicKeys({_KEY.id: _KEY.public}), SealLog(folder / "seals.log"))).is_sound


async def seen(identity: Identity, wanted: UUID) -> bool:
    async with transaction(identity) as tx:
        try:
            await store_reports.report(tx, wanted)
        except NotFound:
            return False
    return True


async def test_a_second_person_releases_what_the_first_has_frozen(world: World) -> None:
    officer, second = await world.person("ethics_officer"), await world.person("report_reviewer")
    reader, declarant = await world.person("governing_body_reader"), await world.person()
    begun = await drafted(world, officer)
    assert not await seen(second, begun.id)
    frozen = await releasing.freeze(officer, begun.id, begun.version)
    assert frozen.fingerprint == fingerprint(frozen.opened())
    assert [await seen(who, begun.id) for who in (second, reader, declarant, ANONYMOUS)] == [True, False, False, False]
    with pytest.raises(Conflict):
        await releasing.release(officer, begun.id, frozen.version)
    released = await releasing.release(second, begun.id, frozen.version)
    assert await seen(reader, begun.id)
    assert not await seen(declarant, begun.id)
    with pytest.raises(Invalid):
        await releasing.record_decision(
            officer, begun.id, released.version, AssemblyDecision.REVISE, half_year()[1] - timedelta(days=1), {}
        )
    decided = await releasing.record_decision(
        officer, begun.id, released.version, AssemblyDecision.REVISE, clock.today(), {"en": "Revise paragraph 21."}
    )
    assert decided.decided == "revise"


@pytest.fixture
def published_key() -> Iterator[None]:
    """The public key as the installation holds it."""
    held = ledger.current()
    ledger.configure(LedgerSettings(keys=lambda: PublicKeys({_KEY.id: _KEY.public})))
    yield
    ledger.configure(held)


@pytest.mark.usefixtures("published_key")
async def test_what_is_counted_names_the_seal_it_stands_on_and_the_key_that_proves_it(
    world: World, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer")
    await world.declaration(await world.person())
    assert (await counted(officer)).seal is None
    await Sealer(_KEY, SealLog(tmp_path / "seals.log")).seal_all()
    seal = (await counted(officer)).seal
    assert seal
    assert (seal.key, seal.public) == (_KEY.id, _KEY.public.public_bytes_raw().hex())


async def counted(officer: Identity) -> DataSet:
    """The data set of half a year."""
    wanted = await make_data_set(officer, *half_year())
    async with transaction(officer) as tx:
        return (await store_reports.data_set(tx, wanted)).opened()


async def told(world: World) -> list[UUID]:
    """To whom something was posted since it was asked last."""
    rows = await world.superuser.fetch("delete from outbox returning recipient")
    return [row["recipient"] for row in rows]


async def test_those_who_may_release_hear_of_it_and_the_writer_hears_what_became_of_it(world: World) -> None:
    officer, second, third = [await world.person(role) for role in ("ethics_officer", *["report_reviewer"] * 2)]
    begun = await drafted(world, officer)
    await told(world)
    frozen = await releasing.freeze(officer, begun.id, begun.version)
    assert set(await told(world)) == {second.person, third.person}
    await releasing.set_aside(third, begun.id, frozen.version, "Table 3 counts a case twice.")
    assert await told(world) == [officer.person]


async def test_small_numbers_are_not_in_what_is_frozen(world: World) -> None:
    officer = await world.person("ethics_officer")
    begun = await drafted(world, officer)
    said = (await releasing.freeze(officer, begun.id, begun.version)).opened()
    shown = [number for table in said.tables for line in table.lines for number in line.numbers if number is not None]
    assert said.withheld
    assert not [number for number in shown if 0 < number < said.threshold]


@pytest.mark.parametrize(
    "change",
    [
        "texts = '{}'",
        "published = '\\x00'",
        "status = 'draft'",
        "symbol = 'A/0'",
        "threshold = 2",
    ],
)
async def test_what_is_frozen_stays_whoever_asks(world: World, superuser: asyncpg.Connection, change: str) -> None:
    officer = await world.person("ethics_officer")
    begun = await drafted(world, officer)
    await releasing.freeze(officer, begun.id, begun.version)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await superuser.execute(f"update periodic_report set {change}")  # a constant of this test
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await superuser.execute("delete from periodic_data_set")


async def test_a_report_or_a_data_set_changed_behind_the_register_is_found(
    world: World, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    officer = await world.person("ethics_officer")
    await drafted(world, officer)
    assert await is_sound(tmp_path)
    for table, change, back in (
        ("periodic_data_set", "until = until + 1", "until = until - 1"),
        ("periodic_report", "texts = '{}'", ""),
    ):
        for step in (change, back):
            await superuser.execute("set session_replication_role = replica")
            await superuser.execute(f"update {table} set {step or change}")  # a constant of this test
            await superuser.execute("set session_replication_role = origin")
            assert await is_sound(tmp_path) == (step == back != "")


async def test_reports_of_a_profile_do_not_overlap_unless_one_corrects_the_other(world: World) -> None:
    officer, second = await world.person("ethics_officer"), await world.person("report_reviewer")
    begun = await drafted(world, officer)
    frozen = await releasing.freeze(officer, begun.id, begun.version)
    await releasing.release(second, begun.id, frozen.version)
    since, until = half_year()
    again = await make_data_set(officer, since, until)
    with pytest.raises(Conflict):
        await releasing.draft(officer, again, Profile.GENERAL_ASSEMBLY)
    shifted = await make_data_set(officer, since, until - timedelta(days=1))
    with pytest.raises(Conflict):
        await releasing.draft(officer, shifted, Profile.GENERAL_ASSEMBLY)
    assert await releasing.draft(officer, again, Profile.GENERAL_ASSEMBLY, corrects=begun.id)


async def test_nobody_else_counts_or_writes(world: World) -> None:
    for role in ("report_reviewer", "governing_body_reader", "auditor", "administrator"):
        with pytest.raises(NotFound):
            await make_data_set(await world.person(role), *half_year())
