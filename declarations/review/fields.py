"""What a question may be about: one fact that was asked, one part of the story, or the declaration as a whole. Pure."""

from collections.abc import Mapping

from declarations.codes.field_labels import FIELDS
from declarations.filing.headline import COUNTERPARTS
from declarations.filing.model import Content
from declarations.filing.subjects import subject_of
from register.kernel.i18n import Message

_NOT_ASKED = frozenset({"kind", "capacity", "roles", "filed_date", "prior_total", "prior_values", "meeting"})
"""What the register fills in itself, and facts that stand in parts."""

AS_A_WHOLE = ""


def question_fields(content: Content) -> Mapping[str, Message]:
    """Every field of this declaration with what it is called."""
    parts = [name for name in content.details.__struct_fields__ if getattr(content.details, name)]
    facts = [name for name in content.facts if name in FIELDS and name not in _NOT_ASKED]
    meeting = content.facts.get("meeting")
    facts += [name for name in meeting if name in FIELDS] if isinstance(meeting, Mapping) else []
    found = {AS_A_WHOLE: subject_of(AS_A_WHOLE)} | {name: subject_of(name) for name in (*parts, *facts)}
    return found | {name: COUNTERPARTS[content.details.of_kind] for name in parts if name == "other_party"}
