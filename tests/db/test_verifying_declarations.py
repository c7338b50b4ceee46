"""`register verify` over declarations: what a superuser changes behind the register is found and named."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from declarations.filing.model import Declaration
from declarations.filing.service import own
from declarations.filing.store import DeclarationClaims
from register.ledger.findings import Report
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import PublicKeys, SigningKey
from register.ledger.verification import verify
from tests.factories import World

Tampering = Callable[[asyncpg.Connection, Declaration], Awaitable[object]]
_KEY = SigningKey(bytes(range(32)))


async def _behind_triggers(connection: asyncpg.Connection, sql: str, *args: object) -> None:
    await connection.execute("set session_replication_role = replica")
    await connection.execute(sql, *args)
    await connection.execute("set session_replication_role = origin")


async def _report(log: SealLog) -> Report:
    return await verify([DeclarationClaims()], PublicKeys({_KEY.id: _KEY.public}), log)


TAMPERINGS: dict[str, tuple[str, bool]] = {
    # what is done, and whether the seals must have closed over it for it to be found
    "update declaration set value_band = '30' where id = $1": ("a column of the row", False),
    "update declaration set outcome = 'authorize', status = 'decided' where id = $1": ("a decision nobody took", False),
    "update declaration set details = details || '\\x00' where id = $1": ("the encrypted story", False),
    "update event set payload = payload || '\\x00' where stream = $1 and seq = 1": ("the words of an event", False),
    "delete from event where stream = $1 and seq = (select max(seq) from event where stream = $1)": (
        "the last event",
        False,
    ),
    "delete from declaration where id = $1": ("the row alone", False),
    "with gone as (delete from event where stream = $1) delete from declaration where id = $1": ("all of it", True),
}


@pytest.mark.parametrize("sql", TAMPERINGS, ids=[said for said, _ in TAMPERINGS.values()])
@pytest.mark.parametrize("is_sealed", [True, False], ids=["sealed", "not sealed yet"])
async def test_what_is_changed_behind_the_register_is_found(
    world: World, superuser: asyncpg.Connection, tmp_path: Path, sql: str, is_sealed: bool
) -> None:
    amina, log = await world.person(), SealLog(tmp_path / "seals.log")
    kept = await world.declaration(amina)
    await own.comment(amina, kept.reference, "For the record.")
    await world.declaration(amina, value={"amount": "9.00", "currency": "USD"})
    if is_sealed:
        await Sealer(_KEY, log).seal_all()
    assert (await _report(log)).is_sound
    await _behind_triggers(superuser, sql, kept.id)
    report = await _report(log)
    needs_seal = TAMPERINGS[sql][1]
    assert report.is_sound == (needs_seal and not is_sealed)
    if not report.is_sound:
        assert str(kept.id) in str(report.faults[0].what.values), "the first bad row is named"


async def test_a_changed_key_is_no_fault_since_rotation_changes_it_too(
    world: World, superuser: asyncpg.Connection, tmp_path: Path
) -> None:
    """The control: what the digest leaves out on purpose raises no alarm."""
    kept = await world.declaration(await world.person())
    await _behind_triggers(superuser, "update declaration set key_id = 'another' where id = $1", kept.id)
    assert (await _report(SealLog(tmp_path / "seals.log"))).is_sound
