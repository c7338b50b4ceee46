"""Hearing names in the background: what was typed or entered for the first time gets its keys."""

from declarations.parties import store_sounds
from declarations.parties.hearing import keys_of
from register.kernel.db import transaction
from register.kernel.identity import service

LISTENER = service("listener")
_AT_ONCE = 500


async def hear_names(most: int = _AT_ONCE) -> int:
    """One round, for the worker: hear up to `most` names; how many there were."""
    async with transaction(LISTENER) as tx:
        waiting = await store_sounds.unheard(tx, most)
        if waiting:
            await store_sounds.keep_heard(tx, {form: keys_of(form) for form in waiting})
    return len(waiting)


async def hear_all() -> None:
    """Rounds until every name is heard, or more come than are heard."""
    while await hear_names() == _AT_ONCE:
        pass
