"""What a backup says of itself before it is opened: nothing of what was declared."""

from datetime import datetime

import msgspec

from register.ledger.seal_log import LogLine

FORM = "declaration-register-backup/1"


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a backup, readable with any editor. It is bound to everything that follows."""

    form: str
    version: str
    """Of the register that made it."""
    postgresql: int
    made_at: datetime
    seal: LogLine | None
    """The last seal when it was begun; the backup holds at least this one."""
    key_id: str
    """The master key that opens it."""
    wrapped: str
    """The key of this backup under that master key, in hexadecimal."""


class Member(msgspec.Struct, frozen=True):
    """One of the files inside, as the last part of the backup lists them."""

    name: str
    size: int
    sha256: str
