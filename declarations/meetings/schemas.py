"""What programs send and get about meetings, sittings and officers. Moments carry their zone."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.meetings.model import Function, Meeting, Names, Officer, Status
from declarations.meetings.service.overview import OverviewView
from declarations.meetings.service.preparing import MeetingCommand, SittingCommand
from declarations.meetings.service.presiding_change import OfficerCommand, OfficersView
from declarations.meetings.service.sitting_plan import SittingsView
from register.kernel.form import Form
from register.kernel.i18n import say

Line = Annotated[str, Meta(max_length=200)]
Long = Annotated[str, Meta(max_length=300)]
Zoned = Annotated[datetime, Meta(tz=True)]
Language = Annotated[str, Meta(pattern="^(ar|en|fr|es)$", max_length=2)]


def clean(**lines: str) -> dict[str, str]:
    """Lines as a page would read them. Raises Invalid by field."""
    form = Form({name: [value] for name, value in lines.items()})
    found = {name: form.line(name, longest=300) for name in lines}
    form.check()
    return found


class NamesIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a meeting is called in another of its languages; what is left out is read in the first."""

    body: Line = ""
    title: Long = ""
    place: Line = ""

    def read(self, tag: str) -> Names:
        """As the model holds them. Raises Invalid by field."""
        fields = ("body", "title", "place")
        lines = clean(**{f"{name}_{tag}": getattr(self, name) for name in fields})
        return Names(*(lines[f"{name}_{tag}"] for name in fields))


class MeetingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The particulars of a meeting, in the first of its languages; without a `mandate` disclosure is an offer."""

    body: Annotated[str, Meta(min_length=1, max_length=200)]
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    code: Line
    own_rules: Long = ""
    mandate: Long = ""
    mandate_on: date | None = None
    starts_on: date
    ends_on: date
    place: Line = ""
    languages: Annotated[tuple[Language, ...], Meta(min_length=1, max_length=4)]
    by_correspondence: bool = False
    ballot_opens: Zoned | None = None
    ballot_closes: Zoned | None = None
    papers_withheld: bool = False
    quorum_of: Literal["present", "entitled"] | None = None
    majority: Literal["simple", "two_thirds"] | None = None
    abstentions_count: bool = False
    counts_rule: Long = ""
    quorum: Annotated[str, Meta(pattern="^>?[1-9][0-9]{0,2}/[1-9][0-9]{0,2}$")] | None = None
    """The share of those entitled that must be present, as `1/3`, or `>1/2` for more than it."""
    names: dict[Language, NamesIn] = {}
    """Body, title and place in other languages of the meeting than the first, as far as they are known."""

    def command(self) -> MeetingCommand:
        """As the service takes it. Raises Invalid by field."""
        names = ("body", "title", "own_rules", "mandate", "place", "counts_rule")
        lines = clean(**{name: getattr(self, name) for name in names})
        fields = {name: getattr(self, name) for name in MeetingCommand.__struct_fields__}
        said = {tag: each.read(tag) for tag, each in self.names.items()}
        return MeetingCommand(**fields | lines | {"names": said})


class SetUpIn(MeetingIn, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A new meeting with the address of its secretary."""

    secretary: Annotated[str, Meta(max_length=254)]


class SittingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sitting; without a `number` it comes after the last."""

    number: Annotated[int, Meta(ge=1, le=999)] | None = None
    starts_at: Zoned
    ends_at: Zoned

    def command(self) -> SittingCommand:
        """As the service takes it."""
        return SittingCommand(self.number or 0, self.starts_at, self.ends_at)


class OfficerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who is to hold a function: `who` an address, or a `participant` of the meeting."""

    function: Function
    who: Annotated[str, Meta(max_length=254)] = ""
    participant: UUID | None = None
    precedence: Annotated[int, Meta(ge=0, le=9)] = 0
    sitting: UUID | None = None
    since: Zoned | None = None
    reason: Long = ""

    def command(self) -> OfficerCommand:
        """As the service takes it. Raises Invalid by field."""
        lines = clean(who=self.who, reason=self.reason)
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return OfficerCommand(**fields | lines)


class ReasonIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why."""

    reason: Long


class CompleteIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the meeting is completed although something is missing."""

    despite: bool = False


class MadeOut(msgspec.Struct, frozen=True):
    """What was made."""

    id: UUID


class MeetingOut(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting."""

    id: UUID
    status: Status
    body: str
    title: str
    code: str
    own_rules: str
    mandate: str
    mandate_on: date | None
    starts_on: date
    ends_on: date
    place: str
    languages: Sequence[str]
    by_correspondence: bool
    ballot_opens: datetime | None
    ballot_closes: datetime | None
    papers_withheld: bool
    quorum_of: str | None
    majority: str | None
    abstentions_count: bool
    counts_rule: str
    quorum: str | None
    code_presented_at: datetime | None
    code_presented_by: str
    code_discussion: str
    attendance_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    names: Mapping[str, Names]
    functions: Sequence[str] = ()
    missing: Sequence[str] = ()

    @classmethod
    def of(cls, row: Meeting, view: OverviewView | None = None) -> "MeetingOut":
        """As programs see it; `functions` are one's own, `missing` what completing would go without."""
        own = {"functions", "missing"}
        fields = {name: getattr(row, name) for name in cls.__struct_fields__ if name not in own}
        if view is None:
            return cls(**fields)
        missing = [say(each) for each in view.missing]
        return cls(**fields, functions=sorted(view.kept.functions), missing=missing)


class MeetingsOut(msgspec.Struct, frozen=True):
    """A page of meetings."""

    items: Sequence[MeetingOut]
    newer: str | None
    older: str | None


class SittingOut(msgspec.Struct, frozen=True):
    """A sitting; `code` for its secretary only."""

    id: UUID
    number: int
    starts_at: datetime
    ends_at: datetime
    code: str | None


class SittingsOut(msgspec.Struct, frozen=True):
    """The sittings of a meeting."""

    items: Sequence[SittingOut]

    @classmethod
    def of(cls, view: SittingsView) -> "SittingsOut":
        """As programs see them."""
        return cls(
            [
                SittingOut(each.id, each.number, each.starts_at, each.ends_at, view.codes.get(each.id))
                for each in view.sittings
            ]
        )


class CodeOut(msgspec.Struct, frozen=True):
    """The code of the hall."""

    code: str


class OfficerOut(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds or held a function."""

    id: UUID
    function: Function
    name: str
    precedence: int
    sitting: UUID | None
    since: datetime
    until: datetime | None
    reason: str


class OfficersOut(msgspec.Struct, frozen=True):
    """Those who hold functions, then those who held one."""

    items: Sequence[OfficerOut]

    @classmethod
    def of(cls, view: OfficersView) -> "OfficersOut":
        """As programs see them."""
        return cls([_officer(each, view.name(each)) for each in view.officers])


def _officer(row: Officer, name: str) -> OfficerOut:
    own = [each for each in OfficerOut.__struct_fields__ if each != "name"]
    return OfficerOut(name=name, **{each: getattr(row, each) for each in own})
