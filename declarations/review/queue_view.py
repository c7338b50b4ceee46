"""The queue as its template is given it: values that stand ready, so that the template only writes them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from urllib.parse import urlencode

import msgspec

from declarations.codes.bands import band_name, known_bands
from declarations.codes.decisions import Effect, ReviewClass
from declarations.codes.labels import label, labels_of
from declarations.filing.headline import headline, kind_beside
from declarations.filing.model import BEFORE_DECISION, FILED, Status
from declarations.filing.showing import FROM_OLDER
from declarations.review import queue_sql, wording
from declarations.review.forms import NARROWING, put_filters, written
from declarations.review.model import COUNT_STOPS_AT, Filters, Queue, QueueRow, SavedFilter, Show
from declarations.review.place import row_address
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, Message, pmsg

Tag = tuple[Message, str]
Options = Sequence[tuple[str, Message]]

STATUS_TONES = {
    Status.SUBMITTED: "waits",
    Status.UNDER_REVIEW: "",
    Status.INFORMATION_REQUESTED: "quiet",
    Status.DECIDED: "good",
    Status.ACKNOWLEDGED: "good",
    Status.CLOSED: "quiet",
    Status.WITHDRAWN: "quiet",
}


class View(msgspec.Struct, frozen=True):
    """One view of the queue with the number of its cases; a number above the cap is said with a plus."""

    show: Show
    name: Message
    count: int
    is_capped: bool
    href: str
    is_current: bool


class Kept(msgspec.Struct, frozen=True):
    """A filter under a name, as a link."""

    saved: SavedFilter
    href: str
    is_current: bool


def class_tags(review_class: str | None) -> list[Tag]:
    """With how much care a case is reviewed, where that is not the ordinary one."""
    if review_class is None:
        return []
    return [(label("review_class", review_class), "quiet" if review_class == ReviewClass.LIGHT else "waits")]


class QueueView:
    """The page of the queue."""

    def __init__(self, queue: Queue, form: Form | None = None) -> None:
        self.queue = queue
        self._form = form or Form()
        self.page = queue.page
        self.filters = queue.filters
        self.names = queue.names
        self.saved = queue.saved
        self.query = written(queue.filters, queue.saved)
        self.is_for_reviewers = Show.MINE in queue.views

    @property
    def views(self) -> list[View]:
        """The views with their counts, each a link. Measures have a list of their own, with views of its own."""
        return [
            View(
                show,
                wording.VIEWS[show],
                min(count, COUNT_STOPS_AT),
                count > COUNT_STOPS_AT,
                self._view(show),
                self.filters.show is show and not queue_sql.is_newest_first(self.filters),
            )
            for show, count in self.queue.counts.items()
            if show is not Show.MEASURE_DUE or self.filters.show is show
        ]

    def _view(self, show: Show) -> str:
        """A view as it is, whatever one's default filter."""
        has_default = any(each.is_default for each in self.queue.kept)
        return _address({"show": str(show)} if has_default else written(Filters(show=show)))

    @property
    def everything(self) -> str:
        """All that waits for a decision."""
        return self._view(Show.OPEN)

    @property
    def kept(self) -> list[Kept]:
        """The filters under a name."""
        return [
            Kept(
                each,
                _address({"filter": str(each.id)}),
                self.saved is not None and self.saved.id == each.id,
            )
            for each in self.queue.kept
        ]

    @property
    def status_options(self) -> Options:
        """Every status that a filed declaration may have."""
        return [(str(status), label("status", status)) for status in Status if status in FILED]

    @property
    def effect_options(self) -> Options:
        """What the rules may have found."""
        return [(str(effect), label("effect", effect)) for effect in Effect]

    @property
    def kind_options(self) -> Options:
        """What may be declared."""
        return list(labels_of("kind").items())

    @property
    def category_options(self) -> Options:
        """What a gift may be."""
        return list(labels_of("gift.category").items())

    @property
    def band_options(self) -> Options:
        """In which band its value may be, by the thresholds in force when it happened."""
        first, last, chosen = self.filters.event_from, self.filters.event_to, self.filters.band
        offered = known_bands(first, last or self.queue.today)
        kept = [chosen] if chosen and chosen not in offered else []
        return [(band, band_name(band)) for band in (*kept, *offered)]

    @property
    def elsewhere_options(self) -> Options:
        """Whether the party stands elsewhere in the register."""
        return list(wording.ELSEWHERE.items())

    @property
    def form(self) -> Form:
        """The filters as they are chosen."""
        return put_filters(self._form, self.filters)

    @property
    def is_more_chosen(self) -> bool:
        """Whether the fields that are folded away say something."""
        return any(self.form.typed(name) for name in NARROWING[3:]) or bool(self._form.errors)

    @property
    def may_share(self) -> bool:
        """Whether the reader is of the office."""
        return self.queue.is_office

    def may_be_assigned(self, row: QueueRow) -> bool:
        """Whether the reader may give the case to an officer: nobody has it, and it is not over."""
        return self.may_share and not row.reviewer and row.status not in {Status.CLOSED, Status.WITHDRAWN}

    @property
    def may_assign(self) -> bool:
        """Whether there is a case in the list to be chosen for that."""
        return any(map(self.may_be_assigned, self.page.items))

    @property
    def export_address(self) -> str:
        """Where the office exports this list; empty for others."""
        return f"/exports?{urlencode({'list': 'desk'} | self.query)}" if self.queue.is_office else ""

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What a form of the page hands on, so that it is about these cases."""
        return list(self.query.items())

    @property
    def narrowed(self) -> list[tuple[str, str]]:
        """What narrows the list, whether a saved filter does it or what is chosen beside it."""
        return [(name, value) for name, value in written(self.filters).items() if name in NARROWING]

    @property
    def empty(self) -> Message:
        """What an empty queue teaches."""
        if self.filters.words:
            return wording.NOBODY_FOUND
        if self.filters.is_narrowed:
            return wording.NOTHING_FOUND
        if not self.is_for_reviewers and self.filters.show is Show.OPEN:
            return wording.EMPTY_FOR_AUTHORITY
        return wording.EMPTY[self.filters.show]

    def tags(self, row: QueueRow) -> list[Tag]:
        """Where the case stands, and what of it presses."""
        found: list[Tag] = [(label("status", row.status), STATUS_TONES[row.status])]
        found.extend(class_tags(row.review_class))
        if row.is_overdue(self.queue.today):
            found.append((pmsg("queue", "Overdue"), "bad"))
        if row.is_answer_overdue(self.queue.today):
            found.append((pmsg("queue", "Answer overdue"), "bad"))
        if row.is_measure_overdue(self.queue.today):
            found.append((pmsg("queue", "Measure overdue since %(day)s", day=row.measure_due), "bad"))
        if self._is_foreign(row):
            name = LOCALES[row.words_language].name if row.words_language in LOCALES else row.words_language
            found.append((pmsg("queue", "Written in: %(language)s", language=name), "quiet"))
        if row.id in self.queue.elsewhere:
            found.append(wording.ELSEWHERE_TAGS[self.queue.elsewhere[row.id]])
        return found + _marks(row)

    def _is_foreign(self, row: QueueRow) -> bool:
        """Whether the reader does not read the language of the declarant's words."""
        return len(self.queue.laps) > 1 and row.words_language not in self.queue.laps[0]

    def what(self, row: QueueRow) -> Message:
        """What was declared."""
        return headline(row)

    def kind(self, row: QueueRow) -> Message | None:
        """Of which kind it is, where that is not said already."""
        return kind_beside(row)

    def effect(self, row: QueueRow) -> Message:
        """What the rules found."""
        return label("effect", row.effect)

    def recommended(self, row: QueueRow) -> Message:
        """What the office recommends."""
        return label("decision", row.recommendation or "")

    def case_address(self, row: QueueRow) -> str:
        """The case, opened from its place in this list."""
        return row_address(row, self.filters, self.saved, self.queue.laps)

    def address(self, cursor: str) -> str:
        """The same filters, another page."""
        return _address(self.query | {"at": cursor})


def _address(query: Mapping[str, str]) -> str:
    return f"/desk?{urlencode(query)}" if query else "/desk"


def _marks(row: QueueRow) -> list[Tag]:
    found: list[Tag] = [(FROM_OLDER, "quiet")] if row.is_imported else []
    if row.is_unconfirmed and not row.is_imported:
        found.append((pmsg("queue", "Not yet confirmed by the person"), "waits"))
    if row.is_withdrawal_requested and row.status is not Status.WITHDRAWN:
        found.append((pmsg("queue", "Withdrawal requested"), "waits"))
    if row.referred_at is not None and row.outcome is None:
        found.append((pmsg("queue", "Before the authority"), "quiet"))
    return found + marks_of_the_person(row)


class Lasting(Protocol):
    """A row of which the person says later what has become of it."""

    @property
    def status(self) -> Status: ...
    @property
    def ended_on(self) -> date | None: ...
    @property
    def function_changed_on(self) -> date | None: ...


def marks_of_the_person(row: Lasting) -> list[Tag]:
    """That the person's function has changed, or that it is no longer so, as far as the office has something to do."""
    found: list[Tag] = []
    if row.function_changed_on is not None and row.status in BEFORE_DECISION:
        found.append((pmsg("queue", "Function changed"), "waits"))
    if row.ended_on is not None:
        found.append((pmsg("queue", "Ended on %(day)s", day=row.ended_on), "quiet"))
    return found
