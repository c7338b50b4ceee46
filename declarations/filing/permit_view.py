"""The authorization of an activity as pages show it."""

from collections.abc import Mapping

from declarations.codes.labels import label
from declarations.filing.model import Permit
from register.kernel import clock
from register.kernel.dates import local
from register.kernel.i18n import Message, msg

_TONES: Mapping[str, str] = {"in_force": "good", "suspended": "waits", "revoked": "bad"}


def validity_tag(permit: Permit) -> tuple[Message, str]:
    """Whether it still counts, or from which day it will, and the tone of it."""
    if permit.validity == "in_force" and permit.starts_on > local(clock.now()).date():
        return msg("In force from %(day)s", day=permit.starts_on), "quiet"
    return label("authorization.validity", permit.validity), _TONES.get(permit.validity, "quiet")
