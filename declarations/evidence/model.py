"""Evidence as the rest of the room knows it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Standing(StrEnum):
    """Whether a file may be opened."""

    WAITING = "waiting"
    """The scanner has not said that it is clean."""
    CLEAN = "clean"
    REFUSED = "refused"
    """The scanner found something; the content is gone."""


class Side(StrEnum):
    """From where somebody looks at evidence; each side has its own addresses and actions."""

    DRAFT = "draft"
    DECLARATION = "declaration"
    CASE = "case"


class Note(msgspec.Struct, frozen=True):
    """What is said of a file in the ledger, and kept encrypted beside it."""

    id: UUID
    file: str
    media_type: str
    size: int
    sha256: str
    """Of the content as it is kept, in hexadecimal."""


class Kept(msgspec.Struct, frozen=True):
    """A row."""

    id: UUID
    draft: UUID | None
    declaration: UUID | None
    attached_by: UUID
    attached_at: datetime
    status: str
    tried_at: datetime | None
    withdrawn_at: datetime | None
    media_type: str
    size: int
    chunks: int
    key_id: str
    wrapped_key: bytes | None
    label: bytes


class Item(msgspec.Struct, frozen=True):
    """One file as somebody who may read it sees it in a list."""

    id: UUID
    name: str
    media_type: str
    size: int
    standing: Standing
    attached_at: datetime
    scanner_fails: bool = False
    is_withdrawn: bool = False
    may_withdraw: bool = False


class File(msgspec.Struct, frozen=True):
    """One file with its content."""

    name: str
    media_type: str
    data: bytes
