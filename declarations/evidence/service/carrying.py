"""Evidence goes with the draft into the declaration: told in the event of the filing, then put beside it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from declarations.evidence import store
from declarations.evidence.model import Standing
from declarations.evidence.sealing import note_of
from register.kernel.db import Transaction


class EvidenceCarrier:
    """Fits `declarations.filing.service.carrying.Carrier`."""

    async def told(self, tx: Transaction, draft: UUID) -> Mapping[str, Any]:
        """The files with their hashes."""
        found = [note_of(kept) for kept in await store.of_draft(tx, draft) if kept.status != Standing.REFUSED]
        return {"evidence": msgspec.to_builtins(found)} if found else {}

    async def carry(self, tx: Transaction, draft: UUID, declaration: UUID) -> None:
        """Beside the declaration from now on."""
        await store.carry(tx, draft, declaration)
