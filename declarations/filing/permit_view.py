"""The authorization of an activity as pages show it."""

from collections.abc import Mapping

from declarations.codes.labels import label
from declarations.filing.model import Permit
from register.kernel.i18n import Message

_TONES: Mapping[str, str] = {"in_force": "good", "suspended": "waits", "revoked": "bad"}


def validity_tag(permit: Permit) -> tuple[Message, str]:
    """Whether it still counts, and the tone of it."""
    return label("authorization.validity", permit.validity), _TONES.get(permit.validity, "quiet")
