"""What a question or a translation is about, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from declarations.codes.field_labels import FIELDS
from register.kernel.i18n import Message, msg

_SUBJECTS: Mapping[str, Message] = MappingProxyType(
    {
        "description": msg("Description"),
        "circumstances": msg("How it came about"),
        "giver_name": msg("Giver, or other party"),
        "giver_person": msg("Person who handed it over"),
        "function": msg("Function at the time"),
        "value_basis": msg("How the value is known"),
        "remarks": msg("Remarks"),
        "other_party": msg("Other party"),
        "position": msg("Position"),
        "leave_dates": msg("Dates of the leave"),
        "mandate_relation": msg("Relation to the mandate of the Organization"),
        "occasion": msg("Occasion"),
        "matter": msg("Matter"),
        "proposed": msg("Measures proposed"),
        "proposal": msg("Proposal"),
        "period": msg("Nothing to declare for"),
        "matters": msg("Covered by the statement"),
        "": msg("The declaration as a whole"),
    }
)


def subject_of(field: str) -> Message:
    """What a question is about, in words: a fact, a part of the story, or the declaration as a whole."""
    return FIELDS.get(field) or _SUBJECTS.get(field) or _SUBJECTS[""]
