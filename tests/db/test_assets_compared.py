"""A statement is compared with what its filer declared, by a reader, for that purpose, and by nobody else."""

from typing import Any

import msgspec
import pytest

from declarations.assets.model import Use
from declarations.assets.service import filing, reading
from declarations.assets.settings import AssetSettings, configure
from declarations.filing.service.own import withdraw
from declarations.parties.matching import Reason
from register.kernel import db
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from tests.activities import activity_command
from tests.assets import SHARES, Assets, designated
from tests.factories import World

LOAN = msgspec.structs.replace(SHARES, what="A loan", counterpart="Nile Works Ltd")


@pytest.fixture
async def assets(world: World) -> Assets:
    configure(AssetSettings(matching=True))
    return await designated(world)


async def found(assets: Assets, statement: Any) -> list[tuple[int, str, Reason]]:
    read = await reading.read(assets.reader, statement, Use.MATCHING)
    assert read.compared is not None
    return [(each.line, each.reference, each.reason) for each in read.compared]


async def rows(who: Identity, statement: Any) -> int:
    async with db.transaction(who) as tx:
        return len(await tx.fetch("select * from asset_declared($1)", statement))


async def declared(assets: Assets, employer: str) -> str:
    return (await assets.world.declaration(assets.filer, activity_command(employer=employer))).reference


async def test_what_names_or_may_name_the_party_of_a_line_is_found_with_its_reason(assets: Assets) -> None:
    pumps, works = await declared(assets, "DELTA PUMPS"), await declared(assets, "Nile Works")
    await declared(assets, "University of the Delta")
    statement = await assets.filed(SHARES, LOAN)
    assert await found(assets, statement) == [(0, pumps, Reason.SAME_NAME), (1, works, Reason.LEGAL_FORM)]


async def test_what_others_declared_and_what_was_withdrawn_is_not_compared(assets: Assets) -> None:
    gone = await assets.world.declaration(assets.filer, activity_command(employer="Delta Pumps"))
    await withdraw(assets.filer, gone.reference, "It came to nothing.", gone.head_seq)
    await assets.world.declaration(assets.officer, activity_command(employer="Delta Pumps"))
    statement = await assets.filed(SHARES)
    assert await found(assets, statement) == []


async def test_a_statement_is_compared_for_that_purpose_alone_and_the_filer_sees_that_it_was(assets: Assets) -> None:
    await declared(assets, "Delta Pumps")
    statement = await assets.filed(SHARES)
    assert (await reading.read(assets.reader, statement)).compared is None
    assert len(await found(assets, statement)) == 1
    own = await reading.read_own(assets.filer, statement)
    assert own.compared is None
    assert {each.purpose for each in own.openings} == {"assets:assessment", "assets:matching"}


async def test_row_security_gives_the_declarations_of_a_filer_to_readers_of_that_purpose_only(assets: Assets) -> None:
    await declared(assets, "Delta Pumps")
    statement = await assets.filed(SHARES)
    for who in (assets.officer, assets.filer, await assets.world.person()):
        assert await rows(who, statement) == 0
    assert await rows(assets.reader, statement) == 1, "control"
    configure(AssetSettings(matching=False))
    draft = await filing.begin(assets.filer, assets.designation, statement)
    await filing.file(assets.filer, assets.designation, draft.version, attested=True)
    assert await rows(assets.reader, statement) == 0, "the newest version was filed without the purpose"
    assert (await reading.read(assets.reader, statement, Use.MATCHING)).compared is None


async def test_what_was_filed_without_the_purpose_is_never_compared(assets: Assets) -> None:
    configure(AssetSettings(matching=False))
    await declared(assets, "Delta Pumps")
    statement = await assets.filed(SHARES)
    assert await rows(assets.reader, statement) == 0
    with pytest.raises(NotFound):
        await reading.read(assets.reader, statement, Use.MATCHING)
