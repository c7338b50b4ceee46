"""Access as the tests configure it: a fixed secret, and guesses that cost next to nothing."""

import pytest

from register.access import AccessSettings, configure

CHEAP = AccessSettings(secret=b"s" * 32, password_passes=1, password_memory_kib=64, password_lanes=1)


@pytest.fixture(autouse=True)
def access() -> None:
    configure(CHEAP)
