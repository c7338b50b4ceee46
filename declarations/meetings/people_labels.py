"""Words for stored values of delegations and participants."""

from collections.abc import Mapping
from typing import Any

from declarations.meetings.model import BodyRole, Credentials, Part, Standing, Type
from register.access.labels import LANGUAGES
from register.kernel.message import Message, pmsg

STANDINGS: Mapping[Standing, Message] = {
    Standing.MEMBER: pmsg("delegation", "Member"),
    Standing.OBSERVER: pmsg("delegation", "Observer"),
    Standing.INVITED: pmsg("delegation", "Invited"),
}
CREDENTIALS: Mapping[Credentials, Message] = {
    Credentials.ACCEPTED: pmsg("credentials", "Accepted"),
    Credentials.PENDING: pmsg("credentials", "Under examination"),
    Credentials.NOT_SUBMITTED: pmsg("credentials", "Not submitted"),
}
TYPES: Mapping[Type, Message] = {
    Type.REPRESENTATIVE: pmsg("participant", "Representative"),
    Type.OBSERVER: pmsg("participant", "Observer"),
    Type.INVITED_PERSON: pmsg("participant", "Invited person"),
}
PARTS: Mapping[Part, Message] = {
    Part.HEAD: pmsg("participant", "Head of delegation"),
    Part.ALTERNATE: pmsg("participant", "Alternate"),
    Part.DELEGATE: pmsg("participant", "Delegate"),
    Part.ADVISER: pmsg("participant", "Adviser"),
    Part.NONE: pmsg("participant", "No function in a delegation"),
}
BODY_ROLES: Mapping[BodyRole, Message] = {
    BodyRole.CHAIR: pmsg("body", "Chair"),
    BodyRole.RAPPORTEUR: pmsg("body", "Rapporteur"),
    BodyRole.MEMBER: pmsg("body", "Member"),
    BodyRole.OBSERVER: pmsg("body", "Observer"),
}

OFFERED: Mapping[str, Any] = {
    "standings": [(value.value, label) for value, label in STANDINGS.items()],
    "credentials_offered": [(value.value, label) for value, label in CREDENTIALS.items()],
    "types": [(value.value, label) for value, label in TYPES.items()],
    "parts": [(value.value, label) for value, label in PARTS.items()],
    "body_roles": [(value.value, label) for value, label in BODY_ROLES.items()],
    "languages_offered": list(LANGUAGES.items()),
    "standing_names": STANDINGS,
    "credential_names": CREDENTIALS,
    "type_names": TYPES,
    "part_names": PARTS,
    "role_names": BODY_ROLES,
}
"""What the templates of people are given of it."""
