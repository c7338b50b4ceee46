"""How much of a file is opened. How many files there may be is a setting."""

from register.kernel.confined import Bounds

MEGABYTE = 1_000_000

MOST_BYTES = 25 * MEGABYTE
"""No setting allows a larger file."""
MOST_PIXELS = 40 * MEGABYTE
"""Of one image; a phone takes 12 to 24."""
MOST_PAGES = 500
MOST_OBJECTS = 200_000
MOST_UNPACKED = 200 * MEGABYTE
"""Of all streams of a PDF together."""
DEEPEST = 60

BOUNDS = Bounds(memory=500 * MEGABYTE, processor_seconds=8, seconds=12.0, answer=60 * MEGABYTE)


class Refused(Exception):
    """A file that is not taken. `code` says why, `declarations.evidence.cleaning` says it in words."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
