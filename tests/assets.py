"""Designated filers and their statements, as the register makes them."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from declarations.assets.model import (
    Band,
    Category,
    Content,
    DesignateCommand,
    Ground,
    GroundWords,
    Holder,
    Line,
)
from declarations.assets.service import designating, filing
from register.kernel import clock
from register.kernel.identity import Identity
from tests.factories import World

SHARES = Line(Category.COMPANY, "Shares in a maker of pumps", Holder.SPOUSE_PARTNER, "Delta Pumps", "vendor", Band.LOW)
GROUND = GroundWords("Chief of procurement", "Office directive 2026/9")


@dataclass
class Assets:
    """A filer, who designated them, and two who read statements."""

    world: World
    filer: Identity
    officer: Identity
    reader: Identity
    other_reader: Identity
    designation: UUID

    async def drafted(self, *lines: Line) -> int:
        """A draft with these lines; its version."""
        draft = await filing.begin(self.filer, self.designation)
        return (await filing.write(self.filer, self.designation, Content(lines), draft.version)).version

    async def filed(self, *lines: Line) -> UUID:
        """A statement with these lines, or with one."""
        return await filing.file(self.filer, self.designation, await self.drafted(*(lines or (SHARES,))), attested=True)


async def emails(world: World, person: Identity) -> str:
    return str(await world.superuser.fetchval("select email from person where id = $1", person.person))


def command(email: str) -> DesignateCommand:
    return DesignateCommand(email, Ground.POSITION, GROUND, clock.today())


async def designated(world: World) -> Assets:
    """Somebody who is designated."""
    officer = await world.person("ethics_officer", first_name="Claire", family_name="Dubois", unit="Ethics")
    reader = await world.person("asset_reader", first_name="Noor", family_name="Aziz", unit="Ethics")
    other = await world.person("asset_reader", first_name="Ana", family_name="Prado", unit="Ethics")
    person = await world.person(first_name="Samuel", family_name="Okoro")
    made = await designating.designate(officer, command(await emails(world, person)))
    filer = msgspec.structs.replace(person, roles=person.roles | {"asset_filer"})
    return Assets(world, filer, officer, reader, other, made)
