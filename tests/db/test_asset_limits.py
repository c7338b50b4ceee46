"""Asset statements: how far a consent reaches, and who may be designated and by whom a designation is ended."""

from datetime import timedelta

import pytest

from declarations.assets.model import Use
from declarations.assets.service import consenting, designating, filing, reading
from declarations.assets.settings import AssetSettings, configure
from register.kernel import clock, db
from register.kernel.errors import Invalid, NotFound
from tests.assets import Assets, command, designated, emails
from tests.db.test_assets import ASKED
from tests.factories import World


@pytest.fixture
async def assets(world: World) -> Assets:
    configure(AssetSettings())
    return await designated(world)


async def test_a_consent_opens_the_versions_that_were_filed_before_it_and_none_that_is_filed_later(
    assets: Assets,
) -> None:
    made = await assets.filed()
    asked = await consenting.ask(assets.officer, made, ASKED)
    await consenting.answer(assets.filer, asked, granted=True)
    with clock.fixed(clock.now() + timedelta(minutes=1)):
        draft = await filing.begin(assets.filer, assets.designation, made)
        await filing.file(assets.filer, assets.designation, draft.version, attested=True)
    with clock.fixed(clock.now() + timedelta(minutes=2)):
        found = await reading.read(assets.reader, made, Use.PROCUREMENT)
        assert [each.number for each in found.versions] == [1]
        again = await consenting.ask(assets.officer, made, ASKED)
        await consenting.answer(assets.filer, again, granted=True)
        found = await reading.read(assets.reader, made, Use.PROCUREMENT)
        assert [each.number for each in found.versions] == [2, 1]


async def test_no_officer_ends_or_keeps_the_designation_of_somebody_above_her(assets: Assets, world: World) -> None:
    below = await world.person("ethics_officer", supervisor=assets.filer)
    for step in (designating.end, designating.keep):
        with pytest.raises(NotFound):
            await step(below, assets.designation, 1)
    async with db.transaction(below) as tx:
        assert await tx.execute("update asset_designation set ended_at = now()") == "UPDATE 0"
    assert (await designating.read(below, assets.designation)).is_above
    assert not (await designating.read(assets.officer, assets.designation)).is_above
    assert await designating.end(assets.officer, assets.designation, 1) == 2


async def test_whoever_has_left_the_service_is_not_designated_anew(assets: Assets, world: World) -> None:
    former = await world.person(capacity="former_staff")
    with pytest.raises(Invalid) as refused:
        await designating.designate(assets.officer, command(await emails(world, former)))
    assert [(each.name, each.message.id) for each in refused.value.fields] == [
        ("email", "This person has left the service.")
    ]
    for capacity in ("staff", "contractor"):  # the control
        serving = await world.person(capacity=capacity)
        assert await designating.designate(assets.officer, command(await emails(world, serving)))
