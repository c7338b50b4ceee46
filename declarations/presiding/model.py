"""Opinions, matters reported and measures, as the rest of the room knows them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec


class Waits(StrEnum):
    """The list in which something waits for an officer, by the last part of its address."""

    OPINIONS = "opinions"
    MATTERS = "matters"


class Verdict(StrEnum):
    """What the presiding officer holds of a situation (INTERPOL 22)."""

    COMPATIBLE = "compatible"
    NOT_COMPATIBLE = "not_compatible"
    WITH_CONDITIONS = "with_conditions"


class Kind(StrEnum):
    """What is reported (INTERPOL 9, 23)."""

    ABUSE = "abuse"
    HARASSMENT = "harassment"
    BREACH = "breach"


class Finding(StrEnum):
    """What a review finds."""

    COMPLIANT = "compliant"
    NOT_COMPLIANT = "not_compliant"
    NOT_ESTABLISHED = "not_established"


class Act(StrEnum):
    """What the presiding officer does after a review (INTERPOL 23), or instead of one: hands the matter over."""

    SUMMON = "summon"
    WARN = "warn"
    CALL_TO_ORDER = "call_to_order"
    URGE = "urge"
    INFORM = "inform"
    HANDED_OVER = "handed_over"


FIRST = (Act.SUMMON, Act.WARN, Act.CALL_TO_ORDER, Act.URGE)
"""In any combination; all participants are informed only after one of them."""


class Published(StrEnum):
    """Where guidance out of an opinion stands: its asker alone publishes it, by agreeing to these very words."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Words(msgspec.Struct, frozen=True):
    """What somebody wrote, encrypted at rest; `about` says whom it concerns."""

    text: str
    language: str
    about: str = ""


class Informing(msgspec.Struct, frozen=True):
    """Why milder measures did not suffice. What the participants are told is kept by itself."""

    why: str
    texts: Mapping[str, str]


class Opinion(msgspec.Struct, frozen=True, kw_only=True):
    """A request for an opinion with its answer, column by column; `officer` is the function it is addressed to."""

    id: UUID
    meeting: UUID
    participant: UUID
    officer: UUID
    asked_at: datetime
    verdict: Verdict | None = None
    answered_at: datetime | None = None
    answered_by: UUID | None = None
    client_key: UUID
    version: int = 1
    key_id: str
    wrapped_key: bytes | None
    content: bytes
    answer: bytes | None = None


class OpinionGuidance(msgspec.Struct, frozen=True, kw_only=True):
    """An opinion in general words, column by column."""

    id: UUID
    opinion: UUID
    code: str
    status: Published
    proposed_by: UUID
    proposed_at: datetime
    published_at: datetime | None = None
    version: int = 1
    key_id: str
    wrapped_key: bytes | None
    content: bytes


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """One report, column by column. `named` are the officers, by person or participant, who must not see it."""

    id: UUID
    meeting: UUID
    reporter: UUID
    officer: UUID
    kind: Kind
    received_at: datetime
    named: tuple[UUID, ...] = ()
    reviewed_at: datetime | None = None
    reviewed_by: UUID | None = None
    reviewed_with: UUID | None = None
    finding: Finding | None = None
    client_key: UUID
    version: int = 1
    key_id: str
    wrapped_key: bytes | None
    content: bytes
    review: bytes | None = None


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One act of the presiding officer in a matter, column by column."""

    id: UUID
    meeting: UUID
    matter: UUID
    kind: Act
    taken_at: datetime
    taken_by: UUID
    key_id: str
    wrapped_key: bytes | None
    content: bytes


class Informed(msgspec.Struct, frozen=True, kw_only=True):
    """What all participants were told, column by column, at the moment of the measure."""

    id: UUID
    meeting: UUID
    informed_at: datetime
    key_id: str
    wrapped_key: bytes | None
    content: bytes


class Presiding(msgspec.Struct, frozen=True):
    """Somebody who presides or deputizes now, the one who leads first."""

    id: UUID
    function: str
    person: UUID | None
    participant: UUID | None
    name: str

    @property
    def acting(self) -> UUID:
        """The person, or the participant without an account."""
        found = self.person or self.participant
        if found is None:
            raise LookupError("an officer is a person or a participant")
        return found
