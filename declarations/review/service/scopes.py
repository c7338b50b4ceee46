"""Whose cases a person of the desk works on."""

from declarations.review.lawful import DESIGNATE, HOLDERS, OFFICE
from register.access.policy import permits
from register.kernel.errors import NotFound
from register.kernel.identity import Identity


def scopes_of(identity: Identity) -> tuple[str, ...]:
    """Whose cases the person works on. The office's hold those before the authorities as well."""
    found = ["office"] if identity.has(OFFICE) else [name for name, by in HOLDERS.items() if identity.has(*by)]
    return tuple(found) + (("designate",) if identity.has(DESIGNATE) else ())


def desk_of(identity: Identity) -> tuple[str, ...]:
    """The same; NotFound for whoever has no desk."""
    scopes = scopes_of(identity)
    if not scopes or not permits(identity, "case.queue"):
        raise NotFound
    return scopes
