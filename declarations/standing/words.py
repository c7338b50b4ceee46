"""What the pages of this room call things."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from declarations.codes.labels import label
from declarations.filing.in_force import Group
from declarations.filing.model import Action
from declarations.filing.permit_view import validity_tag
from declarations.standing.model import CloseReason, Item, Said
from declarations.standing.separating import Task
from register.kernel.i18n import Message, msg, pmsg

GROUPS: Mapping[Group, Message] = MappingProxyType(
    {
        Group.INTEREST: msg("Interests"),
        Group.ACTIVITY: msg("Outside activities"),
        Group.GIFT: msg("Gifts held"),
    }
)
NONE_OF: Mapping[Group, Message] = MappingProxyType(
    {
        Group.INTEREST: msg("No interest is in force."),
        Group.ACTIVITY: msg("No outside activity is in force."),
        Group.GIFT: msg("No gift is held."),
    }
)

SAID = (
    (Said.STILL.value, msg("It is still correct")),
    (Said.CHANGED.value, msg("It has changed")),
    (Said.ENDED.value, msg("It has ended")),
)
"""What a person says of one line."""


def item_tags(item: Item) -> list[tuple[Message, str]]:
    """What a line is marked with, each with its tone."""
    found = item.declaration
    tags = [(label("status", found.status), "quiet")]
    if item.permit is not None:
        tags = [validity_tag(item.permit)]
    if found.resolved_at is not None:  # and in force by a measure that is still open
        tags.append((label("conflict.mark", "resolved"), "quiet"))
    if found.function_changed_on is not None and found.outcome is None:
        tags.append((pmsg("queue", "Function changed"), "waits"))
    return tags


def measure_name(code: str) -> Message:
    """What a measure is called."""
    return label("measure", code)


def measure_state(state: str) -> Message:
    """How far a measure has come."""
    return label("measure.state", state)


def amend_address(item: Item) -> str:
    """Where a person says that it has changed in a new version; empty where only a new declaration says it."""
    may = not item.actions.isdisjoint({Action.AMEND, Action.REPORT_CHANGE})
    return f"/declarations/{item.declaration.reference}/amend" if may else ""


TASKS: Mapping[Task, Message] = MappingProxyType(
    {
        Task.INTERESTS: msg("No interest is still open"),
        Task.ACTIVITIES: msg("No outside activity is still in force"),
        Task.GIFTS: msg("No gift is still held"),
        Task.MEASURES: msg("No measure is still to be carried out"),
        Task.RETURNED: msg("Documents and property of the Organization are returned"),
        Task.LETTER: msg("The letter at the end of service is issued"),
    }
)

CLOSE_REASONS: Mapping[str, Message] = MappingProxyType(
    {
        CloseReason.BY_HAND.value: msg("The office has looked at what is in force."),
        CloseReason.NO_BEARING.value: msg("It has no bearing on what is in force."),
        CloseReason.DATA_WRONG.value: msg("The people data were wrong and are corrected."),
    }
)
_CHANGED: Mapping[str, Message] = MappingProxyType(
    {
        "unit": msg("Organizational unit"),
        "supervisor": msg("Supervisor"),
        "capacity": msg("Capacity"),
        "separation": msg("End of service"),
    }
)


def changed_words(what: Sequence[str]) -> list[Message]:
    """What changed in the people data."""
    return [_CHANGED[each] for each in what if each in _CHANGED]
