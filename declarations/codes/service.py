"""Use cases of the room: the codes as they stand, and loading rates of exchange."""

from pathlib import Path

from declarations.codes import store
from declarations.codes.adopted import library_in
from declarations.codes.library import Library
from declarations.codes.rate_files import RateFile, read_rates
from declarations.codes.store import Loaded
from register.access.policy import permits
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity, service

DEMONSTRATION = Path(__file__).parent / "rates" / "demonstration.csv"
DEMONSTRATION_SOURCE = "Demonstration rates (fictitious)"


async def codes_in_use(identity: Identity) -> Library:
    """The codes and profiles by which this organization judges, with the versions that it adopted."""
    async with transaction(identity) as tx:
        return await library_in(tx)


@retry_serialization
async def load_rates(file: RateFile, *, demonstration: bool = False) -> Loaded:
    """Keep the rates of a file. Declarations that were judged keep their own rate. Raises Invalid for another base."""
    async with transaction(service("loader")) as tx:
        loaded = await store.keep_rates(tx, file, demonstration=demonstration)
    if loaded is None:
        sentence = msg("The source %(source)s is known with rates of another base.", source=file.source)
        raise Invalid(sentence, [FieldError("source", sentence)])
    return loaded


async def rate_sources(identity: Identity) -> list[store.SourceView]:
    """Every source of rates with its newest day, the preferred one first. Raises NotFound."""
    _refuse_others(identity)
    async with transaction(identity) as tx:
        return await store.sources(tx)


async def rates_moved(identity: Identity, file: RateFile) -> list[store.Moved]:
    """What loading a file would change of the newest rates, the largest moves first; nothing is kept."""
    _refuse_others(identity)
    async with transaction(identity) as tx:
        return await store.moved(tx, file)


async def load_rates_for(identity: Identity, file: RateFile) -> Loaded:
    """Keep the rates of a file that the policy owner loads. Raises NotFound, and Invalid for another base."""
    _refuse_others(identity)
    return await load_rates(file)


def _refuse_others(identity: Identity) -> None:
    if not permits(identity, "rate.load"):
        raise NotFound


async def load_demonstration_rates() -> Loaded:
    """Keep the fictitious rates of the demonstration; a real source is always preferred to them."""
    return await load_rates(read_rates(DEMONSTRATION, DEMONSTRATION_SOURCE), demonstration=True)
