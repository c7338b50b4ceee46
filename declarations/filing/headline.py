"""What a declaration is of, in one label: the category of a gift, the class of an activity, the domain of a conflict,
the subject of a request; of a statement that there is nothing to declare, its kind.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from declarations.codes.labels import label
from register.kernel.i18n import Message, msg

TOPICS: Mapping[str, str] = MappingProxyType(
    {"gift": "category", "outside_activity": "activity_class", "approval_request": "subject", "conflict": "domain"}
)
"""For each kind the column that says what it is of."""

COUNTERPARTS: Mapping[str, Message] = MappingProxyType(
    {
        "gift": msg("Giver"),
        "outside_activity": msg("Employer, client or organization"),
        "approval_request": msg("Delegation, Government or medium"),
        "conflict": msg("Counterpart"),
    }
)
"""What the other party is called; nothing to declare has none."""


class Headed(Protocol):
    """A row that has a kind, and the columns that say what it is of."""

    @property
    def kind(self) -> str: ...
    @property
    def category(self) -> str | None: ...
    @property
    def activity_class(self) -> str | None: ...
    @property
    def subject(self) -> str | None: ...
    @property
    def domain(self) -> str | None: ...


def topic_of(found: Headed) -> str | None:
    """The stored value of what it is of; None where its kind has none, or an older register did not say."""
    column = TOPICS.get(found.kind)
    return getattr(found, column) if column else None


def kind_beside(found: Headed) -> Message | None:
    """The kind beside the headline of anything but a gift, which needs none; None where the headline is the kind."""
    return label("kind", found.kind) if found.kind != "gift" and topic_of(found) else None


def headline(found: Headed) -> Message:
    """What it is of, in words."""
    topic = topic_of(found)
    return label(f"{found.kind}.{TOPICS[found.kind]}", topic) if topic else label("kind", found.kind)
