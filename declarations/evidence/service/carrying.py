"""Evidence goes with the draft into the declaration: told in the event of the filing, then put beside it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from declarations.evidence import store
from declarations.evidence.model import Kept, Standing
from declarations.evidence.sealing import note_of
from declarations.evidence.views import standing_said, trouble_of
from declarations.filing.service.carrying import Carried
from register.kernel.db import Transaction


class EvidenceCarrier:
    """Fits `declarations.filing.service.carrying.Carrier`."""

    async def told(self, tx: Transaction, draft: UUID) -> Mapping[str, Any]:
        """The files with their hashes."""
        found = [note_of(kept) for kept in await store.of_draft(tx, draft) if kept.status != Standing.REFUSED]
        return {"evidence": msgspec.to_builtins(found)} if found else {}

    async def shown(self, tx: Transaction, draft: UUID) -> Sequence[Carried]:
        """Every file, also those that a scanner refused and that stay behind."""
        return [_carried(kept) for kept in await store.of_draft(tx, draft)]

    async def carry(self, tx: Transaction, draft: UUID, declaration: UUID) -> None:
        """Beside the declaration from now on."""
        await store.carry(tx, draft, declaration)


def _carried(kept: Kept) -> Carried:
    standing = Standing(kept.status)
    fails = kept.tried_at is not None and standing is Standing.WAITING
    return Carried(note_of(kept).file, standing_said(standing, kept.media_type), trouble_of(standing, fails=fails))
