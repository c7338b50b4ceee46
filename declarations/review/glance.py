"""What a case is about, said at a glance above everything else."""

from declarations.codes.labels import label
from declarations.filing.headline import headline
from declarations.filing.history import subject_of
from declarations.filing.service.reading import Case
from register.kernel.currency import Money
from register.kernel.i18n import Message


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
    def event_label(self) -> Message:
        """What the day of the event is called."""
        return subject_of("event_date")

    @property
    def direction(self) -> Message | None:
        """Whether it was received, offered or given; nothing to declare has no direction."""
        return label("gift.direction", self.declaration.direction) if self.declaration.direction else None

    @property
    def description(self) -> str:
        """The item in the declarant's words."""
        return str(getattr(self._content.details, "description", ""))

    @property
    def giver(self) -> str:
        """The giver as named."""
        return self.declaration.party_name or str(getattr(self._content.details, "giver_name", ""))

    @property
    def giver_type(self) -> Message | None:
        """What sort of giver."""
        return label("gift.giver_type", self.declaration.giver_type) if self.declaration.giver_type else None

    @property
    def value(self) -> Money | None:
        """The value as declared."""
        found = self.declaration
        return None if found.amount is None or found.currency is None else Money(found.amount, found.currency)
