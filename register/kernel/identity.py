"""Who acts: a person with roles, or one of the named services of the register itself."""

from uuid import UUID

import msgspec

HEAD_OF_DELEGATION = "head_of_delegation"
"""The capacity of a participant who heads a delegation."""


class Identity(msgspec.Struct, frozen=True):
    """The person or service on whose behalf a transaction runs; row security reads it."""

    person: UUID | None = None
    roles: frozenset[str] = frozenset()
    service: str | None = None
    name: str = ""
    capacity: str = ""
    locale: str = "en"
    session: UUID | None = None
    scopes: frozenset[str] | None = None
    """What a key may be used for (`register.access.scopes`); None for a person who is signed in."""
    participant: UUID | None = None
    """A participant of one meeting who came by a link, without an account; then `person` is None."""
    meeting: UUID | None = None
    """The one meeting that a participant reaches."""

    @property
    def is_anonymous(self) -> bool:
        """Neither a person nor a participant nor a service."""
        return self.person is None and self.service is None and self.participant is None

    @property
    def acting(self) -> UUID | None:
        """Who acts, for what is written down: the person, or the participant who has no account."""
        return self.person or self.participant

    def has(self, *roles: str) -> bool:
        """Whether any of the roles is held."""
        return not self.roles.isdisjoint(roles)


ANONYMOUS = Identity()


def service(name: str) -> Identity:
    """An identity of the register itself, such as `sealer`; row policies open to it only what it needs."""
    return Identity(service=name, name=name)
