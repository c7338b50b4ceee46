"""Whose word is believed on where a request came from: that of the proxies which the settings name, nobody else's."""

import ipaddress
from collections.abc import Sequence


def is_trusted(address: str, trusted: Sequence[str]) -> bool:
    """Whether an address is that of a named proxy, or lies in a named network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in ipaddress.ip_network(network, strict=False) for network in trusted)


def origin_of(client: str, forwarded_for: str, trusted: Sequence[str]) -> str:
    """The address behind a chain of proxies: the last one that no trusted proxy vouches for as another's."""
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    found = client
    while hops and is_trusted(found, trusted):
        found = hops.pop()
    return found


def scheme_of(client: str, scheme: str, forwarded: str, trusted: Sequence[str]) -> str:
    """`https` where a trusted proxy says that it was spoken to so."""
    said = forwarded.rsplit(",", maxsplit=1)[-1].strip().casefold()
    return said if said in {"http", "https"} and is_trusted(client, trusted) else scheme
