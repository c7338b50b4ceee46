"""Looking at an authorization."""

from declarations.authorizations import store
from declarations.authorizations.model import Authorization
from declarations.filing.model import Declaration
from register.kernel.db import Transaction


async def authorization_of(tx: Transaction, declaration: Declaration) -> Authorization | None:
    """For how long an activity is authorized; None for every other kind and before a decision."""
    if declaration.kind != "outside_activity":
        return None
    return await store.of_declaration(tx, declaration.id)
