"""What programs send and receive."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from register.access.model import DelegationView, Grant, PersonCard
from register.people.model import Person


class LanguagesIn(msgspec.Struct, forbid_unknown_fields=True):
    """The language to be spoken to in, and those that are read."""

    language: str
    languages_read: list[str] = []


class TokenIn(msgspec.Struct, forbid_unknown_fields=True):
    """What a key is for, and its scopes."""

    name: str
    scopes: list[str]


class SearchIn(msgspec.Struct, forbid_unknown_fields=True):
    """A search for people; posted, so that no name stands in an address."""

    search: str = ""
    at: str | None = None


class RoleIn(msgspec.Struct, forbid_unknown_fields=True):
    """A stored role."""

    role: str


class PrincipalIn(msgspec.Struct, forbid_unknown_fields=True):
    """For whom an assistant files."""

    email: str


class DelegationIn(msgspec.Struct, forbid_unknown_fields=True):
    """The executive head's authority, delegated in writing."""

    since: date
    until: date
    instrument: str


class PersonOut(msgspec.Struct):
    """A person, as another may know them."""

    id: UUID
    email: str
    family_name: str
    first_name: str
    unit: str
    capacity: str
    language: str
    languages_read: tuple[str, ...]

    @classmethod
    def of(cls, person: Person) -> "PersonOut":
        """The same from the room's own struct."""
        return cls(**{name: getattr(person, name) for name in cls.__struct_fields__})


class AccountOut(msgspec.Struct):
    """One's own account."""

    person: PersonOut
    roles: list[str]
    assistants: list[PersonOut]
    principals: list[PersonOut]
    session_expires_at: datetime | None = None


class PersonCardOut(msgspec.Struct):
    """All that an administrator keeps of a person."""

    person: PersonOut
    supervisor: PersonOut | None
    roles: tuple[str, ...]
    grants: list[Grant]
    delegations: list[DelegationView]
    assistants: list[PersonOut]
    principals: list[PersonOut]
    is_disabled: bool
    has_account: bool

    @classmethod
    def of(cls, card: PersonCard) -> "PersonCardOut":
        """The same from the room's own struct."""
        return cls(
            person=PersonOut.of(card.person),
            supervisor=PersonOut.of(card.supervisor) if card.supervisor else None,
            roles=card.roles,
            grants=card.grants,
            delegations=card.delegations,
            assistants=[PersonOut.of(each) for each in card.assistants],
            principals=[PersonOut.of(each) for each in card.principals],
            is_disabled=card.is_disabled,
            has_account=card.has_account,
        )
