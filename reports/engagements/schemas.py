"""What programs send and get of audit engagements."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from register.kernel import clock
from reports.engagements.model import Answer, Engagement, Job, JobState, Unmasking
from reports.engagements.service.recording import Opened, Recorded
from reports.engagements.service.unmasking import answer_of, reason_of
from reports.engagements.store import Candidate, Unmasked
from reports.model import FileFormat

Line = Annotated[str, Meta(max_length=200)]
Reason = Annotated[str, Meta(max_length=600)]


class EngagementIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a written mandate says; all days are included."""

    title: Line
    body: Line
    """The auditing body."""
    mandate: Line
    """The reference of the written mandate."""
    signed_by: Line
    signed_on: date
    since: date
    """Of the declarations: the first day of filing."""
    until: date
    in_force_from: date
    in_force_until: date
    auditors: list[UUID]
    """Ids out of `GET /api/v1/engagement-auditors`."""

    def recorded(self) -> Recorded:
        """The same as the service takes it."""
        given = {name: getattr(self, name) for name in self.__struct_fields__}
        lines = {name: value.strip() for name, value in given.items() if isinstance(value, str)}
        return Recorded(**(given | lines | {"auditors": tuple(self.auditors)}))


class MadeOut(msgspec.Struct, frozen=True):
    """What was made."""

    id: UUID


class AuditorOut(msgspec.Struct, frozen=True):
    """Somebody who can be named in an engagement."""

    id: UUID
    name: str

    @classmethod
    def of(cls, each: Candidate) -> "AuditorOut":
        """The same of a candidate."""
        return cls(each.id, each.name)


class EndIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why an engagement is ended early."""

    because: Reason


class ExtractIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An extract under an engagement."""

    language: str = "en"
    format: FileFormat = FileFormat.XLSX


class UnmaskingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request to learn whose one case is."""

    pseudonym: Annotated[str, Meta(max_length=60)]
    reason: Reason
    names_others: bool = False
    """Asked although other rows of the period carry the same pseudonym of a person, of which it tells, too."""


class AnswerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a second person answers."""

    answer: Literal["agree", "refuse"]
    reason: Reason
    password: Annotated[str, Meta(max_length=1000)] = ""
    """Only in the session of a browser whose person signed in more than fifteen minutes ago; a key needs its scope."""


class EngagementOut(msgspec.Struct, frozen=True):
    """An engagement."""

    id: UUID
    title: str
    body: str
    mandate: str
    signed_by: str
    signed_on: date
    since: date
    until: date
    in_force_from: date
    in_force_until: date
    auditors: list[AuditorOut]
    ended_at: datetime | None
    ended_because: str | None
    version: int

    @classmethod
    def of(cls, each: Engagement) -> "EngagementOut":
        """A row without its keys."""
        names = zip(each.auditors, each.auditor_names, strict=True)
        auditors = [AuditorOut(person, name) for person, name in names]
        plain = (name for name in cls.__struct_fields__ if name != "auditors")
        return cls(auditors=auditors, **{name: getattr(each, name) for name in plain})


class EngagementsOut(msgspec.Struct, frozen=True):
    """A page of engagements."""

    items: list[EngagementOut]
    newer: str | None
    older: str | None


class ExtractOut(msgspec.Struct, frozen=True):
    """An extract: `done` of `total` while it is written, afterwards what the file is."""

    id: UUID
    asked_by: UUID
    asked_at: datetime
    language: str
    format: FileFormat
    state: JobState
    done: int
    total: int
    ready_at: datetime | None
    expires_at: datetime | None
    rows: int | None
    size: int | None
    sha256: str | None

    @classmethod
    def of(cls, job: Job, *, is_in_force: bool) -> "ExtractOut":
        """A row without its key, as it stands under its engagement."""
        plain = (name for name in cls.__struct_fields__ if name not in {"state", "format"})
        given = {name: getattr(job, name) for name in plain}
        return cls(state=job.shown(is_in_force=is_in_force), format=FileFormat(job.format), **given)


class RequestOut(msgspec.Struct, frozen=True):
    """A request to unmask a case, in a list."""

    id: UUID
    pseudonym: str
    asked_by: UUID
    asked_at: datetime
    state: Answer
    answered_at: datetime | None
    others: int | None
    """How many other rows of the period carried the same pseudonym of a person when it was asked."""
    version: int

    @classmethod
    def of(cls, asked: Unmasking, *, is_in_force: bool) -> "RequestOut":
        """A row without its words, as it stands under its engagement."""
        given = {name: getattr(asked, name) for name in cls.__struct_fields__ if name != "state"}
        return cls(state=asked.shown(is_in_force=is_in_force), **given)


class EngagementDetailOut(msgspec.Struct, frozen=True):
    """An engagement with what was done under it, as far as it is open to the reader; the newest hundred of each."""

    engagement: EngagementOut
    is_in_force: bool
    extracts: list[ExtractOut]
    unmaskings: list[RequestOut]
    overlapping: list[UUID]
    """For the office: other engagements over some of the same days, whose extracts can be joined with those of this."""

    @classmethod
    def of(cls, found: Opened) -> "EngagementDetailOut":
        """As its reader sees it."""
        jobs = [ExtractOut.of(job, is_in_force=found.is_in_force) for job in found.jobs]
        asked = [RequestOut.of(each, is_in_force=found.is_in_force) for each in found.unmaskings]
        beside = [each.id for each in found.overlapping]
        return cls(EngagementOut.of(found.engagement), found.is_in_force, jobs, asked, beside)


class UnmaskingOut(msgspec.Struct, frozen=True):
    """A request with both reasons; `answer` is empty before there is one."""

    request: RequestOut
    reason: str
    answer: str

    @classmethod
    def of(cls, read: tuple[Engagement, Unmasking]) -> "UnmaskingOut":
        """As the asker or a reviewer sees it."""
        under, asked = read
        request = RequestOut.of(asked, is_in_force=under.is_in_force(clock.today()))
        return cls(request, reason_of(under, asked), answer_of(under, asked))


class UnmaskedOut(msgspec.Struct, frozen=True):
    """Whose one case is."""

    pseudonym: str
    reference: str
    declarant: str

    @classmethod
    def of(cls, asked: Unmasking, found: Unmasked) -> "UnmaskedOut":
        """The same of what was found."""
        return cls(asked.pseudonym, found.reference, found.declarant)
