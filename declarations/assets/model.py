"""Asset statements as the rest of the room knows them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from declarations.parties.matching import Reason

MOST_LINES = 60


class Ground(StrEnum):
    """Why somebody is designated (ICSC 24 b)."""

    POSITION = "position"
    FUNCTION = "function"


class Category(StrEnum):
    """What can conflict; nothing else is asked for."""

    COMPANY = "company"
    REAL_ESTATE = "real_estate"
    DIRECTORSHIP = "directorship"
    DEBT = "debt"
    INCOME = "income"


class Holder(StrEnum):
    """Whose it is: the relation only, never a name."""

    SELF = "self"
    SPOUSE_PARTNER = "spouse_partner"
    DEPENDANT = "dependant"
    RELATIVE = "relative"


class Band(StrEnum):
    """The value, broadly: an exact one is never asked for."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    HIGHEST = "highest"
    NONE = "none"


class Use(StrEnum):
    """What a statement is used for. The first two are defined purposes; every other needs consent (ICSC 24 c)."""

    ASSESSMENT = "assessment"
    MATCHING = "matching"
    PROCUREMENT = "procurement"
    INVESTIGATION = "investigation"
    PUBLICATION = "publication"
    OTHER = "other"


DEFINED = frozenset({Use.ASSESSMENT, Use.MATCHING})


class Outcome(StrEnum):
    """What a review comes to."""

    NO_ISSUE = "no_issue"
    TALK = "talk"
    DECLARE = "declare"
    """The person is asked to declare a conflict; nothing is ever declared for them."""


class Line(msgspec.Struct, frozen=True):
    """One interest."""

    category: Category
    what: str
    holder: Holder
    counterpart: str
    relation: str
    band: Band
    party: UUID | None = None


class Content(msgspec.Struct, frozen=True):
    """What a statement says: some lines, or that there is nothing that could conflict."""

    lines: tuple[Line, ...] = ()
    nothing: bool = False


class FilingCommand(msgspec.Struct, frozen=True):
    """A statement as it is filed; `line` was typed and not added yet."""

    attested: bool
    """That it is true and complete (ISO Code of Ethics 2)."""
    nothing: bool = False
    line: Line | None = None


class GroundWords(msgspec.Struct, frozen=True):
    """The position or function and the instrument that ask for it."""

    position: str
    instrument: str


class Text(msgspec.Struct, frozen=True):
    """Words that somebody wrote."""

    text: str
    language: str


class ConsentWords(msgspec.Struct, frozen=True):
    """Who would use a statement, and what for."""

    who: str
    purpose: str


class DesignationRow(msgspec.Struct, frozen=True):
    """A designation, as it is stored."""

    id: UUID
    person: UUID
    designated_by: UUID
    designated_at: datetime
    ground: str
    starts_on: date
    ends_on: date | None
    due_on: date
    reminded_on: date | None
    ended_at: datetime | None
    ended_by: UUID | None
    version: int
    key_id: str
    wrapped_key: bytes
    content: bytes
    review_since: date | None = None


class Designation(msgspec.Struct, frozen=True):
    """That somebody makes asset statements, and why."""

    id: UUID
    person: UUID
    name: str
    ground: Ground
    words: GroundWords
    designated_at: datetime
    starts_on: date
    ends_on: date | None
    due_on: date
    ended_at: datetime | None
    version: int
    review_since: date | None = None
    """Since when the ground may not stand any more: the function of the person changed."""

    def is_in_force(self, today: date) -> bool:
        """Whether statements are still asked for."""
        return self.ended_at is None and (self.ends_on is None or self.ends_on >= today)

    def is_overdue(self, today: date) -> bool:
        """Whether a statement is late."""
        return self.is_in_force(today) and self.due_on < today


class Statement(msgspec.Struct, frozen=True):
    """That a statement exists, and its dates; not a word of it."""

    id: UUID
    designation: UUID
    filer: UUID
    due_on: date
    filed_at: datetime
    number: int
    reviewed_at: datetime | None
    version: int

    @property
    def waits(self) -> bool:
        """Whether it waits for a review."""
        return self.reviewed_at is None


class VersionRow(msgspec.Struct, frozen=True):
    """A version without its content."""

    id: UUID
    statement: UUID
    number: int
    filed_at: datetime
    purposes: tuple[str, ...]
    key_id: str
    wrapped_key: bytes


class Version(msgspec.Struct, frozen=True):
    """A version as it is read."""

    number: int
    filed_at: datetime
    purposes: tuple[Use, ...]
    content: Content


class DraftRow(msgspec.Struct, frozen=True):
    """A draft, as it is stored."""

    id: UUID
    designation: UUID
    filer: UUID
    statement: UUID | None
    saved_at: datetime
    version: int
    key_id: str
    wrapped_key: bytes
    content: bytes


class Draft(msgspec.Struct, frozen=True):
    """A statement that is being written; `statement` is the one that it corrects."""

    id: UUID
    designation: UUID
    statement: UUID | None
    version: int
    content: Content


class Review(msgspec.Struct, frozen=True):
    """What a reader came to, on one version."""

    number: int
    outcome: Outcome
    at: datetime
    words: Text


class ConsentState(StrEnum):
    """Where a request for consent stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    REVOKED = "revoked"


class Consent(msgspec.Struct, frozen=True):
    """That the office asked for another use, and what the person said: who, what, when."""

    id: UUID
    statement: UUID
    use: Use
    words: ConsentWords
    asked_at: datetime
    until: date | None
    answered_at: datetime | None
    granted: bool | None
    revoked_at: datetime | None

    @property
    def state(self) -> ConsentState:
        """What the person said last."""
        if self.revoked_at is not None:
            return ConsentState.REVOKED
        if self.granted is None:
            return ConsentState.ASKED
        return ConsentState.GRANTED if self.granted else ConsentState.REFUSED

    def is_in_force(self, today: date) -> bool:
        """Whether the use is open."""
        return self.state is ConsentState.GRANTED and (self.until is None or self.until >= today)


class Opened(msgspec.Struct, frozen=True):
    """One opening of a statement, for whoever made it."""

    name: str
    role: str
    at: datetime
    purpose: str


class Dossier(msgspec.Struct, frozen=True):
    """A designation with its statements and what was asked about them."""

    designation: Designation
    statements: tuple[Statement, ...]
    consents: tuple[Consent, ...]
    draft: Draft | None = None
    is_above: bool = False
    """Whether it is of somebody whom the acting person reports to: somebody else ends it, or says that it stands."""


class Compared(msgspec.Struct, frozen=True):
    """A declaration that names, or may name, the party of a line, and why it may."""

    line: int
    """Its place in the statement, from 0."""
    reference: str
    kind: str
    filed_at: datetime
    reason: Reason


class Reading(msgspec.Struct, frozen=True):
    """A statement as it is read: its versions, newest first, and what was said on them."""

    statement: Statement
    name: str
    versions: tuple[Version, ...]
    reviews: tuple[Review, ...]
    consents: tuple[Consent, ...]
    openings: tuple[Opened, ...] = ()
    use: Use = Use.ASSESSMENT
    compared: tuple[Compared, ...] | None = None
    """What its filer declared of the same parties; None where it is not opened for that."""


class Show(StrEnum):
    """The lists of the office."""

    IN_FORCE = "in_force"
    OVERDUE = "overdue"
    TO_REVIEW = "to_review"
    ENDED = "ended"


class DesignateCommand(msgspec.Struct, frozen=True):
    """A designation as it is made."""

    email: str
    ground: Ground
    words: GroundWords
    starts_on: date
    ends_on: date | None = None


class AskConsentCommand(msgspec.Struct, frozen=True):
    """A request for consent."""

    use: Use
    words: ConsentWords
    until: date | None = None
