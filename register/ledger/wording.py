"""Words for what stands in the reading log as codes."""

from collections.abc import Sequence

from register.access.labels import ROLES
from register.access.policy import READS_DECLARATIONS, Role
from register.kernel.message import Message, pmsg
from register.ledger.configuration import current

COMMAND_LINE = "command_line"
READERS = (*sorted(READS_DECLARATIONS), Role.ASSET_READER, Role.ASSISTANT, Role.AUDITOR, COMMAND_LINE)
"""The roles in which somebody reads what is recorded."""


def role_words(role: str) -> Message | None:
    """The word for a role of the reading log, or None for a code that this version does not know."""
    return pmsg("role", "Command line") if role == COMMAND_LINE else ROLES.get(role)


def kind_words(kind: str) -> Message | None:
    """The word for the kind of what was read."""
    return current().kinds.get(kind)


def purpose_words(purpose: str) -> tuple[Message | None, Sequence[Message | str]]:
    """The words for a purpose by its longest known beginning, and for the rest; what nobody knows stays a code."""
    known, parts = current().purposes, purpose.split(":")
    for length in range(len(parts), 0, -1):
        words = known.get(":".join(parts[:length]))
        if words is not None:
            rest = ":".join(parts[length:])
            return words, current().details(rest) or ([rest] if rest else [])
    return None, [purpose]


def purposes_to_choose() -> list[tuple[str, Message]]:
    """The purposes by which the log can be narrowed."""
    return [(code, words) for code, words in current().purposes.items() if ":" not in code]


def roles_to_choose() -> list[tuple[str, Message]]:
    """The roles by which the log can be narrowed."""
    return [(role, words) for role in READERS if (words := role_words(role)) is not None]
