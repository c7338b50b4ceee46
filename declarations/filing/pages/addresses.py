"""Ids and references in addresses: canonical, or not found."""

from uuid import UUID

from register.kernel.errors import NotFound
from register.kernel.ids import parse_reference


def draft_id(text: str) -> UUID:
    """The id of a draft as we write it; NotFound for any other spelling."""
    try:
        found = UUID(text)
    except ValueError as error:
        raise NotFound from error
    if str(found) != text:
        raise NotFound
    return found


def reference_in(text: str) -> str:
    """A reference as a person may type it; NotFound when it is none."""
    found = parse_reference(text)
    if found is None:
        raise NotFound
    return found


def seen_in(text: str) -> int:
    """The version or event that a page had seen; 0 for what no page of ours sends, which is never the present one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
