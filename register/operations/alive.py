"""A check for containers: `python -m register.operations.alive ADDRESS`. Exit status 0 when all is well there.

`/readyz` must answer 200; of figures (`/metrics`) the sealer and the mailer must have done a round within two minutes.
"""

import re
import sys
import time
import urllib.error
import urllib.request

_SECONDS = 120.0
_NEEDED = ("sealer", "mailer")
_ROUND = re.compile(r'^register_last_round_timestamp_seconds\{work="(\w+)"\} (\S+)$', re.MULTILINE)


def is_well(address: str) -> bool:
    """Whether that address says that its process does its work."""
    try:
        with urllib.request.urlopen(address, timeout=3) as answer:  # noqa: S310 - the address stands in our own files
            text = answer.read().decode()
    except (OSError, urllib.error.URLError, ValueError):
        return False
    return not address.endswith("/metrics") or works(text, time.time())


def works(text: str, now: float) -> bool:
    """Whether figures show that the background work goes on."""
    last = {name: float(value) for name, value in _ROUND.findall(text)}
    return all(now - last.get(name, 0.0) < _SECONDS for name in _NEEDED)


if __name__ == "__main__":
    sys.exit(0 if is_well(sys.argv[1]) else 1)
