"""The auditor's pages in an application of their own, over a ledger with declarations in it."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from register.access.csrf import csrf_field
from register.auditing import KINDS, PURPOSES, sources
from register.kernel.identity import Identity
from register.ledger.api import ledger_api
from register.ledger.configuration import LedgerSettings
from register.ledger.configuration import configure as configure_ledger
from register.ledger.pages import ledger_pages
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import PublicKeys, SigningKey
from register.web.site import Site
from register.web.site import configure as configure_site
from reports.recorded import told
from tests.applications import rooms
from tests.factories import World
from tests.page_client import PageClient
from tests.web.visitors import access_app, signed_in


class Audited:
    """A register whose sealer is called by hand, and its auditor's pages."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.key = SigningKey(b"k" * 32)
        self.log = SealLog(folder / "seals.log")
        self.sealer = Sealer(self.key, self.log)
        self.tell(PublicKeys({self.key.id: self.key.public}))
        self.app = _app()

    def tell(self, keys: PublicKeys) -> None:
        """Configure the room with these public keys."""
        configure_ledger(
            LedgerSettings(sources(), keys=lambda: keys, log=self.log, kinds=KINDS, purposes=PURPOSES, details=told)
        )

    async def auditor(self) -> Identity:
        return await self.world.person("auditor", first_name="Ousmane", family_name="Ba")

    @contextlib.asynccontextmanager
    async def visited(self, person: Identity | None = None) -> AsyncIterator[PageClient]:
        """A browser in which the auditor, or another person, is signed in."""
        async with signed_in(self.app, self.world, person or await self.auditor()) as client:
            yield client


def _app() -> Any:
    access_app()  # configures sign-in
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*ledger_pages, *ledger_api)
