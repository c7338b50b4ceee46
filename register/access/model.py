"""What access hands to pages and programs."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from register.people.model import Person


class Visitor(msgspec.Struct, frozen=True):
    """Where a try comes from: an address, a browser's short name, and the mark of a browser that signed in before."""

    address: str
    browser: str = ""
    device: str | None = None
    session: str | None = None
    """The token of the session that this browser still carries; it ends when another begins."""


class SignedIn(msgspec.Struct, frozen=True):
    """A session that began just now; the token is given out here and never again."""

    token: str
    device: str


class SessionView(msgspec.Struct, frozen=True):
    """One of a person's sessions."""

    id: UUID
    browser: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    is_current: bool = False


class TokenView(msgspec.Struct, frozen=True):
    """One of a person's keys for programs, with the scopes that it was made for."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None


class NewToken(msgspec.Struct, frozen=True):
    """A key that was made just now; its secret is shown here and never again."""

    view: TokenView
    secret: str


class Credential(msgspec.Struct, frozen=True):
    """What sign-in compares; `password_hash` is None where there is no account or no password yet."""

    person: UUID | None = None
    password_hash: str | None = None


class LinkHolder(msgspec.Struct, frozen=True):
    """Whom a one-time link belongs to."""

    person: UUID
    email: str
    name: str
    purpose: str


class Grant(msgspec.Struct, frozen=True):
    """A role from one moment to another."""

    id: UUID
    role: str
    granted_at: datetime
    granted_by: str = ""
    by_file: bool = False
    ended_at: datetime | None = None
    ended_by: str = ""


class DelegationView(msgspec.Struct, frozen=True):
    """A delegation of the executive head's authority, with the document that records it."""

    id: UUID
    since: date
    until: date
    instrument: str
    recorded_at: datetime
    recorded_by: str = ""
    ended_at: datetime | None = None


class AccountView(msgspec.Struct, frozen=True):
    """A person's own page."""

    person: Person
    sessions: list[SessionView]
    tokens: list[TokenView]
    assistants: list[Person]
    principals: list[Person]


class PersonEntry(msgspec.Struct, frozen=True):
    """One line of the list of people."""

    id: UUID
    family_name: str
    first_name: str
    email: str
    unit: str
    roles: tuple[str, ...]
    is_disabled: bool


class PersonCard(msgspec.Struct, frozen=True):
    """All that an administrator keeps of a person."""

    person: Person
    roles: tuple[str, ...]
    grants: list[Grant]
    delegations: list[DelegationView]
    assistants: list[Person]
    principals: list[Person]
    supervisor: Person | None
    is_disabled: bool
    has_account: bool = True
    """Nobody signs in who only stands in an older register."""
