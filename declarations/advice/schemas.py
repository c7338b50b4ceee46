"""What programs send and get about advice and guidance."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from declarations.advice.counts import Cell, Year
from declarations.advice.forms import WRITE_GUIDANCE, WRITE_TITLE
from declarations.advice.model import (
    Advice,
    Channel,
    Guidance,
    GuidanceCommand,
    GuidanceText,
    NoteCommand,
    Said,
    Standing,
    Status,
    Thread,
    Topic,
)
from declarations.advice.rules import read_rule
from declarations.advice.service.asking import LONGEST
from register.kernel.clock import today
from register.kernel.form import Form
from register.kernel.i18n import current_locale

Line = Annotated[str, Meta(max_length=200)]
Spoken = Annotated[str, Meta(max_length=LONGEST)]
Text = Annotated[str, Meta(max_length=10_000)]
Language = Annotated[str, Meta(pattern="^(ar|en|fr|es)$", max_length=2)]


def _spoken(language: str | UnsetType) -> str:
    """The language of words; that of the request where none is named."""
    return current_locale().tag if language is UNSET else language


class WordsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words with their language; without one they are in the language of the request."""

    words: Spoken
    language: Language | UnsetType = UNSET

    @property
    def spoken(self) -> str:
        """The language of the words."""
        return _spoken(self.language)


class QuestionIn(WordsIn, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A question."""

    topic: Topic


class ConsentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether an answer in general words may be published."""

    agrees: bool


class TurnIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which kind of declaration a question becomes, and whether whoever advised may review it."""

    kind: Line
    agrees: bool


class NoteIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Advice that was given elsewhere; without a day it was today."""

    topic: Topic
    channel: Channel
    words: Spoken = ""
    name: Line = ""
    rule: Annotated[str, Meta(max_length=40)] = ""
    minutes: int | None = None
    day: date | None = None
    language: Language | UnsetType = UNSET

    def command(self) -> NoteCommand:
        """As the service takes it."""
        form = Form({"words": [self.words], "name": [self.name], "rule": [self.rule]})
        words, name, rule = form.text("words", longest=LONGEST), form.line("name"), read_rule(form)
        form.check()
        return NoteCommand(
            topic=self.topic,
            channel=self.channel,
            day=self.day or today(),
            words=words,
            language=_spoken(self.language),
            rule=rule,
            minutes=self.minutes,
            name=name,
        )


class GuidanceIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Guidance in general words."""

    topic: Topic
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    text: Annotated[str, Meta(min_length=1, max_length=10_000)]
    rule: Annotated[str, Meta(max_length=40)] = ""
    language: Language | UnsetType = UNSET

    def command(self) -> GuidanceCommand:
        """As the service takes it."""
        form = Form({"title": [self.title], "text": [self.text], "rule": [self.rule]})
        title, text = form.line("title", missing=WRITE_TITLE), form.text("text", missing=WRITE_GUIDANCE)
        rule = read_rule(form)
        form.check()
        return GuidanceCommand(self.topic, rule, GuidanceText(title, text, _spoken(self.language)))


class MadeOut(msgspec.Struct, frozen=True):
    """What was made."""

    id: UUID


class AdviceOut(msgspec.Struct, frozen=True):
    """A question with its first words."""

    id: UUID
    topic: Topic
    channel: Channel
    status: Status
    rule: str
    day: date
    minutes: int | None
    due_on: date | None
    words: str
    language: str
    name: str

    @classmethod
    def of(cls, found: Advice) -> "AdviceOut":
        """As it is read."""
        words = found.words
        return cls(
            id=found.id,
            topic=found.topic,
            channel=found.channel,
            status=found.status,
            rule=found.rule,
            day=found.day,
            minutes=found.minutes,
            due_on=found.due_on,
            words=words.text,
            language=words.language,
            name=words.name,
        )


class AdvicesOut(msgspec.Struct, frozen=True):
    """One page; `newer` and `older` are values for `at`."""

    items: list[AdviceOut]
    newer: str | None
    older: str | None


class SaidOut(msgspec.Struct, frozen=True):
    """One message."""

    at: datetime
    from_office: bool
    words: str
    language: str
    name: str

    @classmethod
    def of(cls, found: Said) -> "SaidOut":
        """As it is read."""
        return cls(found.at, found.from_office, found.words.text, found.words.language, found.words.name)


class GuidanceOut(msgspec.Struct, frozen=True):
    """Guidance."""

    id: UUID
    status: Standing
    topic: Topic
    rule: str
    title: str
    text: str
    language: str
    published_at: datetime | None

    @classmethod
    def of(cls, found: Guidance) -> "GuidanceOut":
        """As it is read."""
        words = found.words
        return cls(
            found.id,
            found.status,
            found.topic,
            found.rule,
            words.title,
            words.text,
            words.language,
            found.published_at,
        )


class GuidancesOut(msgspec.Struct, frozen=True):
    """One page; `newer` and `older` are values for `at`."""

    items: list[GuidanceOut]
    newer: str | None
    older: str | None


class ThreadOut(msgspec.Struct, frozen=True):
    """A question with everything that was said since, oldest first; `guidance_version` is for its If-Match."""

    question: AdviceOut
    said: list[SaidOut]
    agrees_to_publication: bool
    guidance: GuidanceOut | None
    guidance_version: int | None

    @classmethod
    def of(cls, found: Thread) -> "ThreadOut":
        """As it is read."""
        guidance = found.guidance
        return cls(
            AdviceOut.of(found.advice),
            [SaidOut.of(each) for each in found.said],
            found.agrees,
            GuidanceOut.of(guidance) if guidance else None,
            guidance.version if guidance else None,
        )


class FigureOut(msgspec.Struct, frozen=True):
    """One figure; null where it is held back."""

    name: str
    questions: int | None

    @classmethod
    def of(cls, cell: Cell) -> "FigureOut":
        """As it is shown."""
        return cls(cell.name, cell.questions)


class YearOut(msgspec.Struct, frozen=True):
    """The figures of a year; numbers that could point at somebody are null."""

    year: int
    questions: int | None
    minutes: int | None
    topics: list[FigureOut]
    channels: list[FigureOut]
    months: list[FigureOut]

    @classmethod
    def of(cls, found: Year) -> "YearOut":
        """As it is shown."""
        lists = ([FigureOut.of(cell) for cell in cells] for cells in (found.topics, found.channels, found.months))
        return cls(found.year, found.total, found.minutes, *lists)
