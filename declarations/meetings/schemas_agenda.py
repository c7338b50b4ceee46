"""What programs send and get about the agenda, whom it concerns, and the rules on standing aside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.meetings.forms_agenda import TITLE
from declarations.meetings.model import BodyRole, Decision, Item, Level, Measure, PartyRole, Revision, Vote
from declarations.meetings.schemas import Long, Zoned, clean
from declarations.meetings.service.completing import CodeCommand
from declarations.meetings.service.concerning import ConcernedCommand
from declarations.meetings.service.matrix import MatrixView, RuleCommand
from declarations.meetings.service.planning_agenda import AgendaView, ItemCommand
from register.kernel.form import Form

Tag = Annotated[str, Meta(pattern="^(ar|en|fr|es)$", max_length=2)]


class ItemIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An item; `titles` by language of the meeting."""

    number: Annotated[str, Meta(min_length=1, max_length=20)]
    titles: Annotated[dict[Tag, Annotated[str, Meta(min_length=1, max_length=TITLE)]], Meta(min_length=1)]
    decision: Decision = Decision.NONE
    vote: Vote = Vote.NONE
    options: Annotated[tuple[Annotated[str, Meta(max_length=200)], ...], Meta(max_length=50)] = ()
    sitting: UUID | None = None

    def command(self) -> ItemCommand:
        """As the service takes it. Raises Invalid by field."""
        options = clean(**{str(place): each for place, each in enumerate(self.options)})
        return ItemCommand(
            number=clean(number=self.number)["number"],
            titles=self._titles(),
            decision=self.decision,
            vote=self.vote,
            options=tuple(each for each in options.values() if each),
            sitting=self.sitting,
        )

    def _titles(self) -> dict[str, str]:
        form = Form({tag: [title] for tag, title in self.titles.items()})
        found = {tag: form.line(tag, longest=TITLE) for tag in self.titles}
        form.check()
        return found


class OrderIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every item of the agenda in its new order."""

    items: Annotated[list[UUID], Meta(max_length=1000)]


class ConcernedIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whom an item concerns: an entry of the directory, or a name; `as_typed` where it is nobody in the directory."""

    name: Long = ""
    role: PartyRole = PartyRole.OTHER
    party: UUID | None = None
    as_typed: bool = False

    def command(self) -> ConcernedCommand:
        """As the service takes it. Raises Invalid by field."""
        return ConcernedCommand(clean(name=self.name)["name"], self.role, self.party, self.as_typed)


class RuleIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One cell of the matrix; without a `measure` it is the person's own choice again."""

    level: Level
    role: BodyRole
    measure: Measure | None = None
    citation: Long = ""

    def command(self) -> RuleCommand:
        """As the service takes it. Raises Invalid by field."""
        return RuleCommand(self.level, self.role, self.measure, clean(citation=self.citation)["citation"])


class CodeIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What became of the code at the meeting."""

    presented_by: Annotated[str, Meta(max_length=200)] = ""
    presented_at: Zoned | None = None
    list_is_signed: bool = False
    discussion: Annotated[str, Meta(max_length=10_000)] = ""

    def command(self) -> CodeCommand:
        """As the service takes it. Raises Invalid by field."""
        form = Form({"discussion": [self.discussion]})
        discussion = form.text("discussion")
        form.check()
        by = clean(presented_by=self.presented_by)["presented_by"]
        return CodeCommand(by, self.presented_at, self.list_is_signed, discussion)


class ConcernedOut(msgspec.Struct, frozen=True):
    """Whom an item concerns."""

    id: UUID
    name: str
    role: PartyRole
    party: UUID | None


class ItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """An item."""

    id: UUID
    position: int
    number: str
    titles: Mapping[str, str]
    decision: Decision
    vote: Vote
    options: Sequence[str]
    sitting: UUID | None
    is_code: bool
    called_at: datetime | None
    voting_at: datetime | None
    ended_at: datetime | None
    withdrawn_at: datetime | None
    version: int
    concerned: Sequence[ConcernedOut]

    @classmethod
    def of(cls, row: Item, view: AgendaView) -> "ItemOut":
        """As programs see it."""
        concerned = [ConcernedOut(each.id, each.name, each.role, each.party) for each in view.concerned.get(row.id, [])]
        own = [name for name in cls.__struct_fields__ if name != "concerned"]
        return cls(concerned=concerned, **{name: getattr(row, name) for name in own})


class RevisionOut(msgspec.Struct, frozen=True):
    """The agenda as it was published."""

    number: int
    published_at: datetime
    carries_code: bool
    agenda: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, row: Revision) -> "RevisionOut":
        """As programs see it."""
        return cls(row.number, row.published_at, row.carries_code, row.agenda)


class AgendaOut(msgspec.Struct, frozen=True):
    """The agenda with its revisions; `changed` since the last of them."""

    items: Sequence[ItemOut]
    revisions: Sequence[RevisionOut]
    changed: bool

    @classmethod
    def of(cls, view: AgendaView) -> "AgendaOut":
        """As programs see it."""
        return cls(
            [ItemOut.of(each, view) for each in view.items],
            [RevisionOut.of(each) for each in view.revisions],
            view.tells_news,
        )


class NumberOut(msgspec.Struct, frozen=True):
    """The number of a revision."""

    number: int


class RuleOut(msgspec.Struct, frozen=True):
    """One cell of the matrix."""

    level: Level
    role: BodyRole
    measure: Measure
    citation: str


class RulesOut(msgspec.Struct, frozen=True):
    """The matrix; what is not in it is the person's own choice."""

    items: Sequence[RuleOut]

    @classmethod
    def of(cls, view: MatrixView) -> "RulesOut":
        """As programs see it."""
        return cls([RuleOut(each.level, each.role, each.measure, each.citation) for each in view.rules])
