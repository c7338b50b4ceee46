"""Looking at authorizations, for the rooms below."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from declarations.authorizations import store
from declarations.codes.facts import Facts
from declarations.codes.model import ProfileVersion
from declarations.filing.model import Permit
from register.kernel.db import Transaction


class KeptPermits:
    """What the filing room is told of authorizations."""

    async def of(self, tx: Transaction, declaration: UUID) -> Permit | None:
        """For how long a declaration is authorized."""
        found = await store.of_declaration(tx, declaration)
        return found.permit if found else None

    async def known(
        self,
        tx: Transaction,  # noqa: ARG002
        facts: Facts,  # noqa: ARG002
        version: ProfileVersion,  # noqa: ARG002
        person: UUID,  # noqa: ARG002
        but: UUID | None,  # noqa: ARG002
        renews: UUID | None,  # noqa: ARG002
    ) -> Mapping[str, Any]:
        """The last day of the authorization that a renewal or a change continues, and what the year holds already."""
        return {}
