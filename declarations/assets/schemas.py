"""What programs send and get of asset statements."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.assets.forms import LONGEST, read_designation, read_line, read_request, read_review
from declarations.assets.model import (
    MOST_LINES,
    AskConsentCommand,
    Band,
    Category,
    Consent,
    Content,
    DesignateCommand,
    Designation,
    Dossier,
    Draft,
    Ground,
    Holder,
    Line,
    Outcome,
    Reading,
    Statement,
    Text,
    Use,
)
from register.kernel.clock import today
from register.kernel.form import Form
from register.kernel.paging import Page

Short = Annotated[str, Meta(max_length=200)]
Long = Annotated[str, Meta(max_length=LONGEST)]


def _form(sent: msgspec.Struct, *names: str) -> Form:
    """What a program sent as a page would send it."""
    return Form({name: [str(getattr(sent, name))] for name in names})


class LineIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One interest."""

    category: Category
    what: Short
    holder: Holder
    counterpart: Annotated[str, Meta(max_length=300)]
    relation: Short
    band: Band
    party: UUID | None = None

    def line(self) -> Line:
        """The line, its texts read as those of a page. Raises Invalid."""
        values = msgspec.to_builtins(self)
        form = Form({name: [str(value or "")] for name, value in values.items()})
        form.put("party_named", self.counterpart)
        return read_line(form)


class ContentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a statement says: lines, or that there is nothing that could conflict."""

    lines: Annotated[list[LineIn], Meta(max_length=MOST_LINES)] = []
    nothing: bool = False

    def content(self) -> Content:
        """The content. Raises Invalid."""
        return Content(tuple(each.line() for each in self.lines), self.nothing)


class BeginIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft; of the next version of a statement where one is named."""

    statement: UUID | None = None


class FileIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Filing; a draft without a line needs `nothing`."""

    nothing: bool = False
    attested: bool = False
    """That it is true and complete; without it nothing is filed."""


class AnswerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the filer says to a request for consent."""

    granted: bool


class DesignateIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A designation."""

    email: Short
    ground: Ground
    position: Short
    instrument: Short
    starts_on: date | None = None
    ends_on: date | None = None

    def command(self) -> DesignateCommand:
        """The command, read as that of a page; it begins today where no day is named. Raises Invalid."""
        form = _form(self, "email", "ground", "position", "instrument")
        form.put_day("starts_on", self.starts_on)
        form.put_day("ends_on", self.ends_on)
        return read_designation(form)


class ConsentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request for consent."""

    use: Use
    who: Short
    purpose: Long
    until: date | None = None

    def command(self) -> AskConsentCommand:
        """The command, read as that of a page. Raises Invalid."""
        form = _form(self, "use", "who", "purpose")
        form.put_day("until", self.until)
        return read_request(form)


class ReviewIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reading comes to."""

    outcome: Outcome
    words: Long = ""

    def text(self) -> Text:
        """The words in the language of the request, read as those of a page. Raises Invalid."""
        return read_review(_form(self, "outcome", "words"))[1]


class MadeOut(msgspec.Struct, frozen=True):
    """What was made."""

    id: UUID


class DesignationOut(msgspec.Struct, frozen=True):
    """A designation."""

    id: UUID
    name: str
    ground: Ground
    position: str
    instrument: str
    starts_on: date
    ends_on: date | None
    due_on: date
    in_force: bool

    @classmethod
    def of(cls, found: Designation) -> "DesignationOut":
        """The designation for programs."""
        return cls(
            found.id,
            found.name,
            found.ground,
            found.words.position,
            found.words.instrument,
            found.starts_on,
            found.ends_on,
            found.due_on,
            found.is_in_force(today()),
        )


class DesignationsOut(msgspec.Struct, frozen=True):
    """A page of them."""

    items: list[DesignationOut]
    newer: str | None
    older: str | None

    @classmethod
    def of(cls, page: Page[Designation]) -> "DesignationsOut":
        """The page for programs."""
        return cls([DesignationOut.of(each) for each in page.items], page.newer, page.older)


class ConsentOut(msgspec.Struct, frozen=True):
    """A request for consent and what was said to it."""

    id: UUID
    statement: UUID
    use: Use
    who: str
    purpose: str
    until: date | None
    asked_at: datetime
    answered_at: datetime | None
    revoked_at: datetime | None
    state: str

    @classmethod
    def of(cls, found: Consent) -> "ConsentOut":
        """The consent for programs."""
        return cls(
            found.id,
            found.statement,
            found.use,
            found.words.who,
            found.words.purpose,
            found.until,
            found.asked_at,
            found.answered_at,
            found.revoked_at,
            found.state,
        )


class DossierOut(msgspec.Struct, frozen=True):
    """A designation, that there are statements, and what was asked about them."""

    designation: DesignationOut
    statements: list[Statement]
    consents: list[ConsentOut]

    @classmethod
    def of(cls, found: Dossier) -> "DossierOut":
        """The dossier for programs."""
        return cls(
            DesignationOut.of(found.designation),
            list(found.statements),
            [ConsentOut.of(each) for each in found.consents],
        )


class DraftOut(msgspec.Struct, frozen=True):
    """A draft; the ETag is its version."""

    designation: UUID
    statement: UUID | None
    content: Content
    purposes: list[Use]

    @classmethod
    def of(cls, found: Draft, purposes: tuple[Use, ...]) -> "DraftOut":
        """The draft for programs."""
        return cls(found.designation, found.statement, found.content, list(purposes))


class ReadingOut(msgspec.Struct, frozen=True):
    """A statement as its filer or a reader reads it; the ETag is its version."""

    reading: Reading
