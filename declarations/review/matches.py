"""What the worker found elsewhere of the party of a case, kept with when and on what occasion it was found."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

import msgspec

from declarations.parties.matching import Reason
from register.kernel.dates import local
from register.kernel.i18n import Message, msg


class Occasion(StrEnum):
    """Why the worker looked."""

    FILED = "filed"
    AMENDED = "amended"
    ASSIGNED = "assigned"
    PARTY_EDITED = "party_edited"


class Ground(StrEnum):
    """How what was found stands to the case, the most telling last."""

    OTHERS = "others"
    """Somebody else declared it."""
    PERSON = "person"
    """The declarant did."""
    OFFICER = "officer"
    """The officer in charge of the case declared it."""
    REVIEWED = "reviewed"
    """The declarant is the officer in charge of it."""
    PARTY = "party"
    """An entry of the directory that a typed name may mean."""


_SAID: Mapping[Occasion, Message] = MappingProxyType(
    {
        Occasion.FILED: msg("Found on %(day)s, when a declaration was filed"),
        Occasion.AMENDED: msg("Found on %(day)s, when a declaration was changed"),
        Occasion.ASSIGNED: msg("Found on %(day)s, when a case was assigned"),
        Occasion.PARTY_EDITED: msg("Found on %(day)s, when the directory changed"),
    }
)


class Found(msgspec.Struct, frozen=True):
    """One finding of the worker about a case: another declaration, or an entry of the directory."""

    declaration: UUID
    other: UUID | None
    party: UUID | None
    ground: Ground
    reason: Reason
    score: float


class Kept(msgspec.Struct, frozen=True):
    """When something was found, and on what occasion; whether the reader has not opened the case since."""

    found_at: datetime
    found_by: Occasion
    is_new: bool

    @property
    def said(self) -> Message:
        """When and on what occasion, as a sentence."""
        return msgspec.structs.replace(_SAID[self.found_by], values={"day": local(self.found_at).date()})
