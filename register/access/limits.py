"""How often something may be tried, counted in PostgreSQL so that every process counts together.

The key of a count (an address, a person) is stored as a keyed hash and is gone after its window.
"""

import ipaddress
from datetime import timedelta

from register.access import store
from register.access.tokens import keyed
from register.kernel.db import Transaction, transaction
from register.kernel.errors import TooManyRequests
from register.kernel.identity import service


async def count(name: str, key: str, *, limit: int, seconds: int) -> None:
    """Count one try in a transaction of its own; a limit of 0 is none. Raises TooManyRequests above it."""
    if limit <= 0:
        return
    async with transaction(service("access")) as tx:
        await count_in(tx, name, key, limit=limit, window=timedelta(seconds=seconds))


async def count_in(tx: Transaction, name: str, key: str, *, limit: int, window: timedelta, wait: bool = False) -> None:
    """The same inside a transaction of the service `access`; with `wait`, reaching the limit starts the window anew."""
    count, ends_at = await store.count_try(tx, keyed(f"rate {name}", key), limit if wait else 0, window)
    if count > limit:
        raise TooManyRequests(retry_after=max(1, int((ends_at - tx.now).total_seconds()) + 1))


async def forgive(tx: Transaction, name: str, key: str) -> None:
    """Take back one try that turned out well."""
    await store.forgive_try(tx, keyed(f"rate {name}", key))


def address_of(client: str) -> str:
    """One subscriber: an IPv4 address, or the /64 that a network gives to one IPv6 line."""
    return _network(client, 32, 64)


def network_of(client: str) -> str:
    """The neighbourhood of an address: a stranger elsewhere in the world is in another."""
    return _network(client, 24, 48)


def _network(client: str, v4: int, v6: int) -> str:
    try:
        address = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return "unknown"
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    address = mapped or address
    return str(ipaddress.ip_network((address, v4 if address.version == 4 else v6), strict=False))
