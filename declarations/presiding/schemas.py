"""What programs send and get about opinions, matters and measures."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.advice.model import GuidanceText
from declarations.presiding.model import Act, Finding, Informing, Kind, OpinionGuidance, Presiding, Published, Verdict
from declarations.presiding.service.matters import Case, ReadMatter, ReportCommand, ReviewCommand
from declarations.presiding.service.measures import InformCommand, MeasureCommand
from declarations.presiding.service.opinions import AskCommand, OpinionCommand, Read
from register.kernel.i18n import current_locale

Line = Annotated[str, Meta(max_length=300)]
Text = Annotated[str, Meta(max_length=4000)]
Language = Annotated[str, Meta(pattern="^(ar|en|fr|es)$", max_length=2)]


def _language(said: str | None) -> str:
    """The language of words; that of the request where none is named."""
    return said or current_locale().tag


class QuestionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question; the same `client_key` again is the same question."""

    text: Text
    client_key: UUID
    language: Language | None = None

    def command(self) -> AskCommand:
        """As the service takes it."""
        return AskCommand(self.text, _language(self.language), self.client_key)


class OpinionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An opinion with its reasons."""

    verdict: Verdict
    reasons: Text
    language: Language | None = None

    def command(self) -> OpinionCommand:
        """As the service takes it."""
        return OpinionCommand(self.verdict, self.reasons, _language(self.language))


class GeneralIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An opinion in general words, in which nobody can be recognized."""

    title: Line
    text: Text
    language: Language | None = None

    def words(self) -> GuidanceText:
        """As the service takes it."""
        return GuidanceText(self.title, self.text, _language(self.language))


class AgreementIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the asker agrees that the general words are published; `false` withdraws them."""

    agrees: bool


class ReportIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report; `named` are the officers whom it concerns, as `officers` lists them."""

    kind: Kind
    text: Text
    client_key: UUID
    about: Line = ""
    named: tuple[UUID, ...] = ()
    language: Language | None = None

    def command(self) -> ReportCommand:
        """As the service takes it."""
        said = {name: getattr(self, name) for name in ("kind", "text", "about", "named", "client_key")}
        return ReportCommand(**said, language=_language(self.language))


class ReviewIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A review; `together` are other reports of the same case."""

    finding: Finding
    text: Text
    together: tuple[UUID, ...] = ()
    language: Language | None = None

    def command(self) -> ReviewCommand:
        """As the service takes it."""
        return ReviewCommand(
            finding=self.finding, text=self.text, language=_language(self.language), together=self.together
        )


class MeasuresIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Any of `summon`, `warn`, `call_to_order` and `urge`."""

    kinds: tuple[Act, ...]
    about: Line
    note: Text = ""
    language: Language | None = None

    def command(self) -> MeasureCommand:
        """As the service takes it."""
        return MeasureCommand(kinds=self.kinds, about=self.about, note=self.note, language=_language(self.language))


class InformationIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why other measures did not suffice, and the text by language, in every language of the meeting."""

    why: Text
    texts: Mapping[str, Text]

    def command(self) -> InformCommand:
        """As the service takes it."""
        return InformCommand(why=self.why, texts=self.texts)


class ReasonIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason."""

    reason: Line


class OpinionOut(msgspec.Struct, frozen=True):
    """A question with its answer, for one of the two."""

    id: UUID
    text: str
    language: str
    asked_at: datetime
    verdict: Verdict | None
    reasons: str | None
    answered_at: datetime | None
    version: int
    asker: str | None
    can_be_sent_again: bool
    is_hidden: bool
    general: GuidanceText | None
    general_status: Published | None

    @classmethod
    def of(cls, found: Read) -> "OpinionOut":
        """As it is read."""
        row = found.opinion
        return cls(
            id=row.id,
            text=found.words.text,
            language=found.words.language,
            asked_at=row.asked_at,
            verdict=row.verdict,
            reasons=found.answer.text if found.answer else None,
            answered_at=row.answered_at,
            version=row.version,
            asker=found.asker.name if found.asker else None,
            can_be_sent_again=found.waits_for_nobody,
            is_hidden=found.is_hidden,
            general=found.general,
            general_status=found.guidance.status if found.guidance else None,
        )


class OpinionsOut(msgspec.Struct, frozen=True):
    """A page of questions."""

    items: list[OpinionOut]
    newer: str | None
    older: str | None


class OfficerOut(msgspec.Struct, frozen=True):
    """Somebody who presides or deputizes now."""

    id: UUID
    function: str
    name: str

    @classmethod
    def of(cls, found: Presiding) -> "OfficerOut":
        """As participants see them."""
        return cls(found.id, found.function, found.name)


class ReportOut(msgspec.Struct, frozen=True):
    """A report. Its finding is for the officer alone."""

    id: UUID
    kind: Kind
    text: str
    language: str
    about: str
    received_at: datetime
    reviewed_at: datetime | None
    reporter: str | None
    is_hidden: bool

    @classmethod
    def of(cls, found: ReadMatter) -> "ReportOut":
        """As it is read."""
        row, said = found.matter, found.words
        reporter = found.reporter.name if found.reporter else None
        return cls(
            row.id,
            row.kind,
            said.text,
            said.language,
            said.about,
            row.received_at,
            row.reviewed_at,
            reporter,
            found.is_hidden,
        )


class ReportsOut(msgspec.Struct, frozen=True):
    """A page of reports."""

    items: list[ReportOut]
    newer: str | None
    older: str | None
    officers: list[OfficerOut] = []


class MeasureOut(msgspec.Struct, frozen=True):
    """One act in a matter."""

    kind: Act
    taken_at: datetime
    about: str
    note: str
    texts: Mapping[str, str]


class MatterOut(msgspec.Struct, frozen=True):
    """A matter with everything that was done in it."""

    report: ReportOut
    finding: Finding | None
    review: str | None
    reviewed_with: UUID | None
    measures: list[MeasureOut]
    concerns_chair: bool
    version: int

    @classmethod
    def of(cls, case: Case) -> "MatterOut":
        """As its officer reads it."""
        row = case.read.matter
        measures = [
            MeasureOut(act.kind, act.taken_at, "", said.why, said.texts)
            if isinstance(said, Informing)
            else MeasureOut(act.kind, act.taken_at, said.about, said.text, {})
            for act, said in case.measures
        ]
        return cls(
            report=ReportOut.of(case.read),
            finding=row.finding,
            review=case.review.text if case.review else None,
            reviewed_with=row.reviewed_with,
            measures=measures,
            concerns_chair=case.concerns_chair,
            version=row.version,
        )


class InformedOut(msgspec.Struct, frozen=True):
    """What all participants were told, by language."""

    informed_at: datetime
    texts: Mapping[str, str]


class MeetingGuidanceOut(msgspec.Struct, frozen=True):
    """An opinion in general words."""

    id: UUID
    code: str
    title: str
    text: str
    language: str

    @classmethod
    def of(cls, found: tuple[OpinionGuidance, GuidanceText]) -> "MeetingGuidanceOut":
        """As it is published."""
        row, words = found
        return cls(row.id, row.code, words.title, words.text, words.language)


class MeetingGuidancesOut(msgspec.Struct, frozen=True):
    """A page of them."""

    items: list[MeetingGuidanceOut]
    newer: str | None
    older: str | None


class MadeOut(msgspec.Struct, frozen=True):
    """What was made."""

    id: UUID
