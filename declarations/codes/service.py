"""Use cases of the room: loading rates of exchange."""

from pathlib import Path

from declarations.codes import store
from declarations.codes.rate_files import RateFile, read_rates
from declarations.codes.store import Loaded
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg
from register.kernel.identity import service

DEMONSTRATION = Path(__file__).parent / "rates" / "demonstration.csv"
DEMONSTRATION_SOURCE = "Demonstration rates (fictitious)"


@retry_serialization
async def load_rates(file: RateFile, *, demonstration: bool = False) -> Loaded:
    """Keep the rates of a file. Declarations that were judged keep their own rate. Raises Invalid for another base."""
    async with transaction(service("loader")) as tx:
        loaded = await store.keep_rates(tx, file, demonstration=demonstration)
    if loaded is None:
        sentence = msg("The source %(source)s is known with rates of another base.", source=file.source)
        raise Invalid(sentence, [FieldError("source", sentence)])
    return loaded


async def load_demonstration_rates() -> Loaded:
    """Keep the fictitious rates of the demonstration; a real source is always preferred to them."""
    return await load_rates(read_rates(DEMONSTRATION, DEMONSTRATION_SOURCE), demonstration=True)
