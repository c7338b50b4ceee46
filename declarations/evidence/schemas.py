"""What programs get and send about evidence and translations."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from declarations.evidence.model import Item
from declarations.evidence.service.looking import Listing

Tag = Literal["ar", "en", "fr", "es"]


class EvidenceOut(msgspec.Struct, frozen=True):
    """One file. `standing` is `waiting`, `clean` or `refused`; only a clean one can be fetched."""

    id: UUID
    name: str
    media_type: str
    size: int
    standing: str
    attached_at: datetime
    is_withdrawn: bool

    @classmethod
    def of(cls, item: Item) -> "EvidenceOut":
        """As it is shown on the page."""
        return cls(item.id, item.name, item.media_type, item.size, item.standing, item.attached_at, item.is_withdrawn)


class EvidenceListOut(msgspec.Struct, frozen=True):
    """All files of one declaration; a setting limits how many there can be."""

    items: list[EvidenceOut]

    @classmethod
    def of(cls, listing: Listing) -> "EvidenceListOut":
        """As they are shown on the page."""
        return cls([EvidenceOut.of(item) for item in listing.items])


class EvidenceAddedOut(msgspec.Struct, frozen=True):
    """The file that was added; the same file again is the one that was there."""

    id: UUID


class WithdrawalIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a file is withdrawn."""

    reason: str
