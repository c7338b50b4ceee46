"""What an imported declaration said in the versions that imports made of it, out of its events."""

from datetime import date
from uuid import UUID

import msgspec

from declarations.filing.model import Content, Declaration
from declarations.filing.service.importing import Bounds
from register import vault
from register.kernel.db import Transaction
from register.ledger.service import events


class Said(msgspec.Struct, frozen=True):
    """What an event of an import says, as far as it is needed to take the next one back."""

    content: Content | None = None
    outcome: str | None = None
    country: str | None = None
    ended: date | None = None
    asked: date | None = None
    bounds: Bounds | None = None


async def editions(tx: Transaction, declaration: Declaration) -> list[tuple[Said, Content]]:
    """Every version of a declaration with what was said beside it, the first one first."""
    key = vault.unwrap(declaration.key_id, declaration.wrapped_key)
    told = [_said(key, declaration.id, event.seq, event.payload) for event in await events(tx, declaration.id)]
    return [(said, said.content) for said in told if said.content is not None]


def _said(key: vault.DataKey, stream: UUID, seq: int, payload: bytes) -> Said:
    return msgspec.json.decode(vault.decrypt(key, payload, stream, f"event:{seq}"), type=Said)
