"""Notices: what waits in the outbox, who gets it, and how it leaves."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from register.kernel.message import Message


class Notice(msgspec.Struct, frozen=True):
    """What is said: sentences with values, translated when they are sent, and a path of ours. Never content."""

    subject: Message
    body: tuple[Message, ...]
    link: str


class Waiting(msgspec.Struct, frozen=True):
    """A notice taken from the outbox for this try. `content` is still encrypted."""

    id: UUID
    recipient: UUID
    created_at: datetime
    tries: int
    key_id: str
    wrapped_key: bytes | None
    content: bytes


class Recipient(msgspec.Struct, frozen=True):
    """Whom it goes to. Somebody without an account still gets it: the first sign-in begins with a notice."""

    person: UUID
    email: str
    name: str
    language: str
    is_active: bool
    way_in: str = ""
    """The path by which somebody without an account comes in; empty for everyone else."""


class Trouble(msgspec.Struct, frozen=True):
    """A notice that could not be delivered so far: shown to the administrator without what it says."""

    id: UUID
    name: str
    email: str
    created_at: datetime
    tries: int
    due_at: datetime
    failed_at: datetime | None
    last_error: str


class MailSettings(msgspec.Struct, frozen=True):
    """How notices look and how long they are tried. Waits are in seconds, `keep_days` counts from the delivery."""

    sender: str
    base_url: str
    organisation: Mapping[str, str]
    """The name of the organization by language tag."""
    tries: int = 8
    first_wait: float = 60.0
    longest_wait: float = 6 * 3600.0
    keep_days: int = 90

    def wait_after(self, tries: int) -> float:
        """Seconds until the next try after that many: from the first wait to the longest, always by the same factor."""
        steps = max(1, self.tries - 2)
        return float(self.first_wait * (self.longest_wait / self.first_wait) ** (min(tries - 1, steps) / steps))
