"""What a participant's phone sends and gets."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.filing.model import Declaration, GiftDetails, ValueBasis
from declarations.meetings.model import Item, Level, Measure, Names
from declarations.votes.item_view import Beside
from declarations.votes.model import Answer, Aside, Stance, Words
from declarations.votes.service.disclosing import LONGEST, AnswerCommand, OwnScreen
from declarations.votes.service.gifts import GiftCommand
from declarations.votes.service.touching import Touch
from register.kernel.dates import format_time
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, current_locale


class AnswerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An answer on an item, or with no item the statement for the whole meeting; the same key is the same answer."""

    item: UUID | None = None
    stance: Stance
    levels: tuple[Level, ...] = ()
    text: Annotated[str, Meta(max_length=LONGEST)] = ""
    party: Annotated[str, Meta(max_length=300)] = ""
    language: str = ""
    client_key: UUID

    def command(self) -> AnswerCommand:
        """As the service takes it. Raises Invalid, BadRequest for what is no text."""
        form = Form({"text": [self.text], "party": [self.party]})
        text, party = form.text("text", longest=LONGEST), form.line("party", longest=300)
        form.check()
        return AnswerCommand(
            item=self.item,
            stance=self.stance,
            levels=self.levels,
            text=text,
            party=party,
            language=self.language if self.language in LOCALES else current_locale().tag,
            client_key=self.client_key,
        )


class ReceiptOut(msgspec.Struct, frozen=True):
    """That an answer has come in, and when; `time` is the time of day as the pages write it."""

    id: UUID
    item: UUID | None
    received_at: datetime
    time: str
    after_vote_opened: bool

    @classmethod
    def of(cls, answer: Answer) -> "ReceiptOut":
        """The receipt of an answer."""
        time = format_time(answer.received_at)
        return cls(answer.id, answer.item, answer.received_at, time, answer.after_vote_opened)


class OwnAnswerOut(msgspec.Struct, frozen=True):
    """What the participant said last, of an item or of the whole meeting."""

    received_at: datetime
    stance: Stance
    levels: tuple[str, ...]
    text: str
    party: str
    language: str

    @classmethod
    def of(cls, answer: Answer | None, words: Words | None) -> "OwnAnswerOut | None":
        """An answer with its words; none where nothing was said."""
        if answer is None or words is None:
            return None
        return cls(answer.received_at, answer.stance, answer.levels, words.text, words.party, words.language)


class CalledOut(msgspec.Struct, frozen=True):
    """An item on which disclosure is called for."""

    id: UUID
    number: str
    titles: dict[str, str]
    vote: str
    voting_at: datetime | None
    answer: OwnAnswerOut | None

    @classmethod
    def of(cls, item: Item, screen: OwnScreen) -> "CalledOut":
        """An item with one's own answer."""
        answer = OwnAnswerOut.of(screen.answers.get(item.id), screen.words.get(item.id))
        return cls(item.id, item.number, dict(item.titles), item.vote, item.voting_at, answer)


class AttendOut(msgspec.Struct, frozen=True):
    """The participant's meeting: what is called for, and what they have answered; `names` in its other languages."""

    meeting: UUID
    body: str
    title: str
    names: dict[str, Names]
    code: str
    mandate: str
    status: str
    items: list[CalledOut]
    statement: OwnAnswerOut | None

    @classmethod
    def of(cls, screen: OwnScreen) -> "AttendOut":
        """The participant's own screen."""
        meeting = screen.meeting
        items = [CalledOut.of(item, screen) for item in screen.called]
        statement = OwnAnswerOut.of(screen.answers.get(None), screen.words.get(None))
        named = (meeting.id, meeting.body, meeting.title, dict(meeting.names))
        head = (*named, meeting.code, meeting.mandate, str(meeting.status))
        return cls(*head, items, statement)


class TouchOut(msgspec.Struct, frozen=True):
    """A declaration of yours that touches an item; the meeting does not see it."""

    reference: str
    kind: str
    party: str
    event_date: date | None
    concerned: str
    vote_time: bool
    rules: tuple[str, ...]

    @classmethod
    def of(cls, touch: Touch) -> "TouchOut":
        """One of them."""
        held, rules = touch.held, tuple(finding.rule for finding in touch.findings)
        return cls(
            held.reference, held.kind, held.party_name, held.event_date, touch.concerned, touch.is_close_to_vote, rules
        )


class StandingOut(msgspec.Struct, frozen=True):
    """What you do on an item: by your choice, by a rule of the body, or dispensed from it."""

    measure: Measure
    by_matrix: bool
    citation: str
    dispensed: bool
    replaced_by: UUID | None

    @classmethod
    def of(cls, aside: Aside) -> "StandingOut":
        """As it stands."""
        return cls(aside.measure, aside.by_matrix, aside.citation, aside.dispensed, aside.replaced_by)


class LaterOut(msgspec.Struct, frozen=True):
    """What the rules of the body say by now, once you answer again; no measure where it is your own choice."""

    measure: Measure | None
    citation: str


class AlternateOut(msgspec.Struct, frozen=True):
    """Who of your delegation could take your place."""

    id: UUID
    name: str


class BesideOut(msgspec.Struct, frozen=True):
    """What you alone see of an item, and where you stand."""

    touching: list[TouchOut]
    standing: StandingOut | None
    measures: tuple[Measure, ...]
    alternates: list[AlternateOut]
    later: LaterOut | None
    """Only where the rules on standing aside changed since your answer, which keeps what applied then."""

    @classmethod
    def of(cls, found: Beside) -> "BesideOut":
        """All of it."""
        own = found.own
        standing = StandingOut.of(own.now) if own.now else None
        alternates = [AlternateOut(each.id, each.name) for each in own.alternates]
        later = LaterOut(*own.later) if own.later else None
        return cls([TouchOut.of(each) for each in found.touches], standing, own.measures, alternates, later)


class StandIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What you will do on an item, and who takes your place."""

    measure: Measure
    replaced_by: UUID | None = None


class GiftIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A gift for this meeting; `facts` as for any gift but the meeting's, which the register knows."""

    facts: dict[str, Any]
    description: Annotated[str, Meta(min_length=1, max_length=2000)]
    giver_name: Annotated[str, Meta(max_length=300)] = ""
    value_basis: ValueBasis = ValueBasis.NOT_KNOWN
    item: UUID | None = None
    language: str = ""
    attested: bool = False
    client_key: UUID

    def command(self) -> GiftCommand:
        """As the service takes it. Raises Invalid, BadRequest for what is no text."""
        form = Form({"description": [self.description], "giver_name": [self.giver_name]})
        description, giver = form.text("description", longest=2000), form.line("giver_name", longest=300)
        form.check()
        return GiftCommand(
            facts=self.facts,
            details=GiftDetails(description=description, giver_name=giver, value_basis=self.value_basis),
            item=self.item,
            language=self.language if self.language in LOCALES else current_locale().tag,
            attested=self.attested,
            client_key=self.client_key,
        )


class GiftAmendmentIn(GiftIn, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same, and why it is changed."""

    reason: Annotated[str, Meta(min_length=1, max_length=1000)]


class GiftOut(msgspec.Struct, frozen=True):
    """A gift that you declared for this meeting, as the rules judge it."""

    reference: str
    filed_at: datetime
    direction: str | None
    category: str | None
    event_date: date | None
    giver_name: str
    item: UUID | None
    status: str
    effect: str
    alerts: tuple[str, ...]

    @classmethod
    def of(cls, gift: Declaration) -> "GiftOut":
        """One of them."""
        told = (gift.direction, gift.category, gift.event_date, gift.party_name, gift.agenda_item)
        return cls(gift.reference, gift.filed_at, *told, str(gift.status), gift.effect, gift.alerts)


class GiftsOut(msgspec.Struct, frozen=True):
    """A page of them, newest first."""

    items: list[GiftOut]
    newer: str | None
    older: str | None
