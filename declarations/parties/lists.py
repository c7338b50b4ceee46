"""Lists from which the directory was filled: those of the register in words, others as they were named."""

from collections.abc import Mapping
from types import MappingProxyType

from declarations.parties.demonstration import OTHERS_LIST, STATES_LIST
from declarations.parties.model import PROMOTED
from register.kernel.i18n import Message, msg

_LISTS: Mapping[str, Message] = MappingProxyType(
    {
        STATES_LIST: msg("Member States"),
        OTHERS_LIST: msg("Demonstration"),
        PROMOTED: msg("Taken over from declarations"),
    }
)


def list_named(name: str) -> Message:
    """The list as a person calls it."""
    return _LISTS.get(name) or Message("%(name)s", {"name": name})
