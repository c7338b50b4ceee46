"""Advice as the rest of the room knows it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from declarations.filing.model import Route
from register.kernel.paging import Page


class Topic(StrEnum):
    """What a question is about: the kinds of declarations, and what belongs to none."""

    GIFT = "gift"
    OUTSIDE_ACTIVITY = "outside_activity"
    CONFLICT = "conflict"
    APPROVAL_REQUEST = "approval_request"
    POLITICAL_ACTIVITY = "political_activity"
    """Asked by whoever wants to; the register itself never asks about it (ICSC 48, 49)."""
    AFTER_SERVICE = "after_service"
    OTHER = "other"


class Channel(StrEnum):
    """How the office was asked."""

    REGISTER = "register"
    MAIL = "mail"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"


class Status(StrEnum):
    """Who has the last word so far."""

    OPEN = "open"
    """The asker: it waits for the office."""
    ANSWERED = "answered"


class Words(msgspec.Struct, frozen=True):
    """What is encrypted: words, their language, and the name of whoever wrote or asked them."""

    text: str
    language: str
    name: str = ""


class AdviceRow(msgspec.Struct, frozen=True):
    """A question, as it is stored."""

    id: UUID
    asker: UUID | None
    route: str
    channel: str
    topic: str
    rule: str
    day: date
    minutes: int | None
    status: str
    asked_at: datetime
    due_on: date | None
    noted_by: UUID | None
    version: int
    key_id: str
    wrapped_key: bytes
    content: bytes
    named: bool | None = None
    """Whether advice that was given elsewhere was noted with a name."""


class Advice(msgspec.Struct, frozen=True):
    """A question with its first words."""

    id: UUID
    route: Route
    channel: Channel
    topic: Topic
    rule: str
    day: date
    minutes: int | None
    status: Status
    asked_at: datetime
    due_on: date | None
    version: int
    words: Words

    @property
    def is_asked(self) -> bool:
        """Whether it was asked in the register, so that there is a thread."""
        return self.channel is Channel.REGISTER

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been answered by now."""
        return self.status is Status.OPEN and self.due_on is not None and self.due_on < today


class Said(msgspec.Struct, frozen=True):
    """One message of a thread."""

    at: datetime
    from_office: bool
    words: Words


class Thread(msgspec.Struct, frozen=True):
    """A question with everything that was said since, oldest first."""

    advice: Advice
    said: tuple[Said, ...]
    agrees: bool
    """Whether the asker agrees that an answer in general words is published."""
    guidance: "Guidance | None" = None
    was_published: bool = False
    """Whether guidance from it was published and has been withdrawn since."""

    @property
    def is_answered_once(self) -> bool:
        """Whether the office has said anything yet."""
        return any(each.from_office for each in self.said)


class AskCommand(msgspec.Struct, frozen=True):
    """A question as it is asked."""

    topic: Topic
    words: str
    language: str


class NoteCommand(msgspec.Struct, frozen=True):
    """Advice that was given elsewhere, as an officer notes it."""

    topic: Topic
    channel: Channel
    day: date
    words: str
    language: str
    rule: str = ""
    minutes: int | None = None
    name: str = ""


class TurnCommand(msgspec.Struct, frozen=True):
    """Which kind of declaration a question becomes, and whether whoever advised may review it."""

    kind: str
    agrees: bool


class Show(StrEnum):
    """The lists of the office."""

    OPEN = "open"
    ANSWERED = "answered"
    NOTED = "noted"


class Queue(msgspec.Struct, frozen=True):
    """A page of a list of the office."""

    page: Page[Advice]
    show: Show
    today: date


class Standing(StrEnum):
    """Where guidance stands."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class GuidanceText(msgspec.Struct, frozen=True):
    """What guidance says, in general words."""

    title: str
    text: str
    language: str


class GuidanceRow(msgspec.Struct, frozen=True):
    """Guidance, as it is stored."""

    id: UUID
    advice: UUID
    status: str
    topic: str
    rule: str
    written_by: UUID
    written_at: datetime
    published_by: UUID | None
    published_at: datetime | None
    version: int
    key_id: str
    wrapped_key: bytes
    content: bytes


class Guidance(msgspec.Struct, frozen=True):
    """Guidance as it is read."""

    id: UUID
    status: Standing
    topic: Topic
    rule: str
    published_at: datetime | None
    version: int
    words: GuidanceText
    written_by: UUID


class GuidanceCommand(msgspec.Struct, frozen=True):
    """Guidance as the office writes it."""

    topic: Topic
    rule: str
    words: GuidanceText
