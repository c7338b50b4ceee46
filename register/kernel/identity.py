"""Who acts: a person with roles, or one of the named services of the register itself."""

from uuid import UUID

import msgspec


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

    @property
    def is_anonymous(self) -> bool:
        """Neither a person nor a service."""
        return self.person is None and self.service is None

    def has(self, *roles: str) -> bool:
        """Whether any of the roles is held."""
        return not self.roles.isdisjoint(roles)


ANONYMOUS = Identity()


def service(name: str) -> Identity:
    """An identity of the register itself, such as `sealer`; row policies open to it only what it needs."""
    return Identity(service=name, name=name)
