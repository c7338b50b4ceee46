"""What the register knows of authorizations of activities; the room that keeps them says so at start."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from declarations.codes.facts import Facts
from declarations.codes.model import ProfileVersion
from declarations.filing.model import Permit
from register.kernel.db import Transaction


class Permits(Protocol):
    """Keeps for how long activities are authorized."""

    async def of(self, tx: Transaction, declaration: UUID) -> Permit | None:
        """For how long a declaration is authorized, if it is open to the acting person."""

    async def known(
        self,
        tx: Transaction,
        facts: Facts,
        version: ProfileVersion,
        person: UUID,
        but: UUID | None,
        renews: UUID | None,
    ) -> Mapping[str, Any]:
        """The facts of an activity that the register fills in from the person's authorizations.

        `but` is the declaration of which a new version is judged, `renews` the one whose authorization it continues.
        """


class _None:
    """Nothing is known."""

    async def of(self, tx: Transaction, declaration: UUID) -> Permit | None:  # noqa: ARG002 - nothing is asked
        return None

    async def known(
        self,
        tx: Transaction,  # noqa: ARG002 - nothing is asked
        facts: Facts,  # noqa: ARG002
        version: ProfileVersion,  # noqa: ARG002
        person: UUID,  # noqa: ARG002
        but: UUID | None,  # noqa: ARG002
        renews: UUID | None,  # noqa: ARG002
    ) -> Mapping[str, Any]:
        return {}


_held: list[Permits] = [_None()]


def configure(permits: Permits) -> None:
    """Called once by the composition root."""
    _held[:] = [permits]


def permits() -> Permits:
    """What knows of authorizations in this process."""
    return _held[0]
