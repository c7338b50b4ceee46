"""What the desk shows and what it is told to do."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

import msgspec

from declarations.filing.measures import Carrier, SetMeasure, ToldMeasure, told
from declarations.filing.model import BEFORE_DECISION, Status
from declarations.review.three_tests import doubt_said
from register.kernel.currency import Money
from register.kernel.i18n import Message
from register.kernel.paging import Page


class Show(StrEnum):
    """The views of the queue."""

    OPEN = "open"
    """Everything that waits for a decision."""
    MINE = "mine"
    """Assigned to me; for an authority, what is before it."""
    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"
    """Past the day by which it should be decided."""
    ANSWER_OVERDUE = "answer_overdue"
    """The declarant has not answered in time."""
    MEASURE_DUE = "measure_due"
    """A measure on it should be carried out by now; the case may be decided or closed long since."""


class Following(StrEnum):
    """Which of the measures in force a list holds; the values are those of the interface."""

    WAITING = "waiting"
    """Due or reported: somebody has to do something about them."""
    DUE = "due"
    """To be carried out by today or before."""
    REPORTED = "reported"
    """Said to be carried out, and to be confirmed."""
    LATER = "later"
    """To be carried out by a later day."""


class Filters(msgspec.Struct, frozen=True):
    """What of the queue is shown. A finished status shows finished cases, newest first."""

    show: Show = Show.OPEN
    status: Status | None = None
    effect: str | None = None
    kind: str | None = None
    words: str = ""
    """What is looked for in references and names: then every case that fits, open and finished, newest first."""
    category: str | None = None
    """Of a gift."""
    band: str | None = None
    """Of the value, as declarations carry it: the upper bound, `above` or `not_valued`."""
    event_from: date | None = None
    event_to: date | None = None
    """Both days included; finished cases then stand by the day of the event."""
    filed_from: date | None = None
    filed_to: date | None = None
    elsewhere: str | None = None
    """`found`: the party stands elsewhere in the register; `new`: since the reader last looked."""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the view and the words leaves cases out."""
        return self != Filters(self.show, words=self.words)


class Asked(msgspec.Struct, frozen=True):
    """What of the queue is asked for: a saved filter, and what is chosen beside it; what is unset is the filter's."""

    show: Show | msgspec.UnsetType = msgspec.UNSET
    status: Status | msgspec.UnsetType | None = msgspec.UNSET
    effect: str | msgspec.UnsetType | None = msgspec.UNSET
    kind: str | msgspec.UnsetType | None = msgspec.UNSET
    words: str | msgspec.UnsetType = msgspec.UNSET
    category: str | msgspec.UnsetType | None = msgspec.UNSET
    band: str | msgspec.UnsetType | None = msgspec.UNSET
    event_from: date | msgspec.UnsetType | None = msgspec.UNSET
    event_to: date | msgspec.UnsetType | None = msgspec.UNSET
    filed_from: date | msgspec.UnsetType | None = msgspec.UNSET
    filed_to: date | msgspec.UnsetType | None = msgspec.UNSET
    elsewhere: str | msgspec.UnsetType | None = msgspec.UNSET
    saved: UUID | None = None
    by_default: bool = False
    """Whether one's default filter applies where nothing is chosen."""

    @classmethod
    def exactly(cls, filters: Filters) -> "Asked":
        """These filters and nothing else."""
        return cls(*msgspec.structs.astuple(filters))

    @property
    def is_bare(self) -> bool:
        """Whether nothing is chosen at all."""
        return self == Asked(by_default=self.by_default)

    def over(self, filters: Filters) -> Filters:
        """The filters with what was chosen in their place."""
        chosen = {name: getattr(self, name) for name in Filters.__struct_fields__}
        return msgspec.structs.replace(
            filters, **{name: value for name, value in chosen.items() if value is not msgspec.UNSET}
        )


class SavedFilter(msgspec.Struct, frozen=True):
    """Filters kept under a name by one person of the desk, perhaps for the whole office; a search has no name."""

    id: UUID
    name: str
    filters: Filters
    is_kept: bool
    is_default: bool
    is_shared: bool
    is_own: bool


Laps = tuple[tuple[str, ...], ...]
"""Languages of the declarants' words, lap after lap through a list; an empty lap is all of them."""


class QueueRow(msgspec.Struct, frozen=True):
    """One line of the queue."""

    id: UUID
    reference: str
    kind: str
    declarant: UUID
    party_name: str
    category: str | None
    amount: Decimal | None
    currency: str | None
    status: Status
    effect: str
    alerts: tuple[str, ...]
    authority: str | None
    referred_at: datetime | None
    recommendation: str | None
    reviewer: UUID | None
    outcome: str | None
    due_on: date | None
    question_due: date | None
    filed_at: datetime
    is_unconfirmed: bool
    is_withdrawal_requested: bool
    words_language: str = "en"
    is_imported: bool = False
    event_date: date | None = None
    activity_class: str | None = None
    subject: str | None = None
    domain: str | None = None
    review_class: str | None = None
    ended_on: date | None = None
    """Since when it is no longer so, as the person says."""
    function_changed_on: date | None = None
    """When it came before the office again, since the person's function had changed."""
    measure_due: date | None = None
    """The earliest day of a measure that nobody has reported as carried out yet."""

    @property
    def value(self) -> Money | None:
        """The value as declared."""
        return None if self.amount is None or self.currency is None else Money(self.amount, self.currency)

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been decided by now."""
        return self.due_on is not None and self.due_on < today and self.status in BEFORE_DECISION

    def is_answer_overdue(self, today: date) -> bool:
        """Whether the declarant should have answered by now."""
        late = self.question_due is not None and self.question_due < today
        return late and self.status is Status.INFORMATION_REQUESTED

    def is_measure_overdue(self, today: date) -> bool:
        """Whether a measure on it should have been carried out by now."""
        late = self.measure_due is not None and self.measure_due < today
        return late and self.status is not Status.WITHDRAWN


COUNT_STOPS_AT = 1000


class Queue(msgspec.Struct, frozen=True):
    """A page of the queue with the number of cases behind each view; counts stop at `COUNT_STOPS_AT` + 1."""

    page: Page[QueueRow]
    filters: Filters
    views: tuple[Show, ...]
    """The views that make sense for this person."""
    counts: dict[Show, int]
    names: dict[UUID, str]
    today: date
    saved: SavedFilter | None = None
    """The saved filter or search behind these filters."""
    kept: tuple[SavedFilter, ...] = ()
    """One's own named filters, and those that the office shares."""
    laps: Laps = ((),)
    """Where there are two, the first holds the languages that the reader reads."""
    is_office: bool = False
    """Whether the reader is of the office, which shares filters."""
    is_too_wide: bool = False
    """More names fit the words than are looked through."""
    elsewhere: Mapping[UUID, bool] = MappingProxyType({})
    """Cases of the page of which something was found elsewhere, and whether since the reader last looked."""


class Neighbours(msgspec.Struct, frozen=True):
    """What stands before and after a case in the list from which it was opened."""

    filters: Filters
    saved: SavedFilter | None
    before: QueueRow | None
    after: QueueRow | None
    laps: Laps = ((),)


class EarlierRow(msgspec.Struct, frozen=True):
    """An earlier declaration, beside the one that is being reviewed."""

    reference: str
    declarant: UUID
    happened_on: date
    """Of a gift the day on which it was received or offered."""
    party_name: str
    category: str | None
    direction: str | None
    amount: Decimal | None
    currency: str | None
    status: Status
    effect: str
    outcome: str | None
    imported: UUID | None = None
    kind: str = "gift"
    activity_class: str | None = None
    subject: str | None = None
    domain: str | None = None
    is_authorized: bool = False
    """Whether an authorization still stands, whatever became of a change that was asked for."""

    @property
    def value(self) -> Money | None:
        """The value as declared."""
        return None if self.amount is None or self.currency is None else Money(self.amount, self.currency)


class Total(msgspec.Struct, frozen=True):
    """What was received in the twelve months before, in reference currencies, as far as it was valued."""

    received: int
    not_valued: int
    sums: tuple[Money, ...]
    is_capped: bool
    """More than were counted."""


class Earlier(msgspec.Struct, frozen=True):
    """Earlier declarations that this reader may see: the newest, and a total."""

    rows: tuple[EarlierRow, ...]
    total: Total


class Recommendation(msgspec.Struct, frozen=True):
    """What the office recommends to the authority."""

    decision: str
    reasons: str
    conditions: str
    by: str
    at: datetime
    rule: str = ""
    """The rule on which it rests: the strictest that applied when it was made."""
    valid_until: date | None = None
    """The last day that it proposes for an authorization."""
    tests: Mapping[str, bool | None] | None = None
    """The reviewer's answers to the three tests of an outside activity (ICSC 45)."""
    measures: tuple[SetMeasure, ...] = ()
    """What it proposes to be done about a conflict."""
    language: str = ""
    """Of the reasons and conditions; empty where it is not known."""

    @property
    def doubt(self) -> Message | None:
        """Why the executive head rules on it, where a test of ICSC 45 is in doubt."""
        return doubt_said(self.rule)

    @property
    def told(self) -> tuple[ToldMeasure, ...]:
        """The measures as they are read, where nobody wrote conditions."""
        return () if self.conditions else tuple(told(each) for each in self.measures)


class MeasureCommand(msgspec.Struct, frozen=True):
    """A measure on a conflict as the desk writes it."""

    code: str
    due_on: date | None = None
    words: str = ""
    carrier: Carrier = Carrier.DECLARANT
    carried_by: str = ""
    """Who, where it is not the declarant."""


class DecisionCommand(msgspec.Struct, frozen=True):
    """A decision or a recommendation: what, why, and on which conditions or with which measures."""

    decision: str
    reasons: str
    conditions: str = ""
    language: str = ""
    """Of the words, where they are not in the language of the page."""
    valid_until: date | None = None
    """The last day of an authorization of an outside activity."""
    measures: tuple[MeasureCommand, ...] = ()
    """What is to be done about a conflict, by whom and by when."""
    tests: Mapping[str, bool | None] | None = None
    """The reviewer's own answers to the three tests of ICSC 45; null where they cannot tell."""
