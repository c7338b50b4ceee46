"""What a case is about, said at a glance above everything else."""

from datetime import date

from declarations.codes.labels import label
from declarations.codes.vocabulary import Kind
from declarations.filing.headline import COUNTERPARTS, headline, kind_beside
from declarations.filing.service.reading import Case
from declarations.filing.subjects import subject_of
from register.kernel.currency import Money
from register.kernel.i18n import Message, msg


class Glance:
    """The essential of one case."""

    def __init__(self, case: Case) -> None:
        self.declaration = case.declaration
        self._content = case.content

    @property
    def what(self) -> Message:
        """What was declared."""
        return headline(self.declaration)

    @property
    def kind(self) -> Message | None:
        """Of which kind it is, where that is not said already."""
        return kind_beside(self.declaration)

    @property
    def days(self) -> list[tuple[Message, date]]:
        """The day of the event, or from when until when, with what each is called.

        A request has a day where it was brought over: the one on which it was asked.
        """
        found = self.declaration
        days = {"event_date": found.event_date, "start_date": found.start_date, "end_date": found.end_date}
        named = {"event_date": msg("Date")} if found.kind == Kind.APPROVAL_REQUEST else {}
        return [(named.get(name) or subject_of(name), day) for name, day in days.items() if day is not None]

    @property
    def counterpart(self) -> Message | None:
        """What the other party is called; None where the kind has none."""
        return COUNTERPARTS.get(self.declaration.kind)

    @property
    def direction(self) -> Message | None:
        """Whether it was received, offered or given; nothing to declare has no direction."""
        return label("gift.direction", self.declaration.direction) if self.declaration.direction else None

    @property
    def description(self) -> str:
        """What it is in the declarant's words."""
        return str(getattr(self._content.details, "description", ""))

    @property
    def giver(self) -> str:
        """The giver, employer or other party as named."""
        return self.declaration.party_name or self._content.details.named_party

    @property
    def giver_type(self) -> Message | None:
        """What sort of giver."""
        return label("gift.giver_type", self.declaration.giver_type) if self.declaration.giver_type else None

    @property
    def value(self) -> Money | None:
        """The value as declared."""
        found = self.declaration
        return None if found.amount is None or found.currency is None else Money(found.amount, found.currency)
