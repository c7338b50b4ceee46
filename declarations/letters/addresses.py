"""Numbers of entries in addresses: as we write them, or not found."""

from register.kernel.errors import NotFound

_LONGEST = 9


def number_in(text: str) -> tuple[int, bool]:
    """The number of an entry, and whether its PDF is wanted. Raises NotFound for any other spelling."""
    plain = text.removesuffix(".pdf")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > _LONGEST or plain.startswith("0"):
        raise NotFound
    return int(plain), plain != text
