"""The kinds of register that can be brought over, as data: their columns, and the field into which each is read."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from declarations.codes.decisions import Decision
from declarations.codes.field_labels import FIELDS
from declarations.codes.vocabulary import Kind
from declarations.legacy.model import Column
from register.kernel.i18n import Message, msg


class Reads(StrEnum):
    """How a cell becomes the value of a field."""

    CHOICE = "choice"
    """One of the stored values of a fact, by the words that stand for it."""
    DAY = "day"
    FLAG = "flag"
    NUMBER = "number"
    MONEY = "money"
    LINE = "line"
    """Words of the story."""


class Field(msgspec.Struct, frozen=True):
    """Where the cells of a column go."""

    column: Column
    name: str
    """Of the fact, or of the field of the story."""
    reads: Reads
    otherwise: str | None = None
    """The stored value for words that are not known; the words stay in the remarks either way."""


class Importable(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of register."""

    kind: Kind
    columns: Mapping[Column, Message]
    """What its columns are called, in the order in which they are asked for."""
    party: Column
    """Which one names the other party: it, or the description, must be there."""
    day: Column
    """When it was, since when it is, or when it was asked."""
    states: tuple[Column, ...]
    """What stands there tells of something, even where neither the other party nor a description does."""
    days: tuple[Column, ...]
    person_missing: Message
    told_missing: Message
    nothing_said: str
    """The code of the problem of a row that tells of nothing."""
    outcome_open: str
    outcomes: Message
    """Above the words for what was decided."""
    fields: tuple[Field, ...] = ()
    kept: tuple[Column, ...] = ()
    """Columns whose words stay in the remarks, each under its heading."""
    decisions: tuple[Decision, ...] = tuple(Decision)

    @property
    def day_is_fact(self) -> bool:
        """Whether the forms of the kind ask for its day; of a request they do not, it is asked when it is filed."""
        return self.kind is Kind.GIFT or any(field.column is self.day for field in self.fields)


_GENERAL: Mapping[Column, Message] = {
    Column.RECORD: msg("Number of the entry"),
    Column.PERSON: msg("Person"),
    Column.EMAIL: msg("E-mail address"),
    Column.UNIT: msg("Unit"),
    Column.FUNCTION: msg("Function"),
}
_DECLARED = {Column.DECLARED: msg("Date of entry in the register")}
_DECIDED = {Column.OUTCOME: msg("Decision"), Column.DECIDED: msg("Date of the decision")}
_REMARKS = {Column.REMARKS: msg("Remarks")}

GIFTS = Importable(
    kind=Kind.GIFT,
    columns={
        **_GENERAL,
        Column.GIVER: msg("Giver"),
        Column.COUNTRY: msg("Country of the giver"),
        Column.DESCRIPTION: msg("Description"),
        Column.DATE: msg("Date of the gift"),
        Column.YEAR: msg("Year of the gift"),
        **_DECLARED,
        Column.VALUE: msg("Value"),
        Column.CURRENCY: msg("Currency"),
        Column.DIRECTION: msg("Given or received"),
        Column.CATEGORY: msg("Category"),
        Column.OUTCOME: msg("What became of it"),
        Column.REASON: msg("Circumstances"),
        **_REMARKS,
    },
    party=Column.GIVER,
    day=Column.DATE,
    states=(Column.VALUE,),
    days=(Column.DATE, Column.DECLARED),
    person_missing=msg("Say which column holds the person who received or gave."),
    told_missing=msg("Say which column describes the gift, or which names the giver."),
    nothing_said="nothing_said",
    outcome_open="outcome_open",
    outcomes=msg("What became of the gifts"),
)

_PERSON_MISSING = msg("Say which column holds the person whose declaration it is.")
_TOLD_MISSING = msg("Say which column describes it, or which names the other party.")
_DECIDED_ON = msg("What was decided")

ACTIVITIES = Importable(
    kind=Kind.OUTSIDE_ACTIVITY,
    columns={
        **_GENERAL,
        Column.PARTY: msg("Employer, client or organization"),
        Column.COUNTRY: msg("Country of the activity"),
        Column.POSITION: msg("Position"),
        Column.CLASS: FIELDS["activity_class"],
        Column.DESCRIPTION: msg("Description"),
        Column.START: FIELDS["start_date"],
        Column.END: FIELDS["end_date"],
        Column.YEAR: msg("Year"),
        Column.HOURS: FIELDS["hours_per_week"],
        Column.PAID: FIELDS["remunerated"],
        Column.VALUE: FIELDS["income"],
        Column.CURRENCY: msg("Currency"),
        **_DECLARED,
        **_DECIDED,
        Column.CONDITIONS: msg("Conditions"),
        **_REMARKS,
    },
    party=Column.PARTY,
    day=Column.START,
    states=(Column.POSITION, Column.CLASS),
    days=(Column.START, Column.END, Column.DECLARED),
    person_missing=_PERSON_MISSING,
    told_missing=_TOLD_MISSING,
    nothing_said="nothing_told",
    outcome_open="decision_open",
    outcomes=_DECIDED_ON,
    fields=(
        Field(Column.CLASS, "activity_class", Reads.CHOICE, otherwise="other"),
        Field(Column.POSITION, "position", Reads.LINE),
        Field(Column.START, "start_date", Reads.DAY),
        Field(Column.END, "end_date", Reads.DAY),
        Field(Column.HOURS, "hours_per_week", Reads.NUMBER),
        Field(Column.VALUE, "income", Reads.MONEY),
        Field(Column.PAID, "remunerated", Reads.FLAG),
    ),
    kept=(Column.OUTCOME, Column.DECIDED, Column.CONDITIONS, Column.REMARKS),
    decisions=(
        Decision.NOTE,
        Decision.AUTHORIZE,
        Decision.AUTHORIZE_WITH_CONDITIONS,
        Decision.REFUSE_AUTHORIZATION,
        Decision.NOT_PERMITTED,
        Decision.CEASE,
        Decision.MODIFY,
        Decision.REFER,
    ),
)

CONFLICTS = Importable(
    kind=Kind.CONFLICT,
    columns={
        **_GENERAL,
        Column.DESCRIPTION: msg("Description"),
        Column.DOMAIN: FIELDS["domain"],
        Column.NATURE: FIELDS["nature_declared"],
        Column.HOLDER: FIELDS["interest_holder"],
        Column.PARTY: msg("Counterpart"),
        Column.MATTER: msg("Matter"),
        Column.START: FIELDS["event_date"],
        Column.AWARE: FIELDS["aware_date"],
        Column.END: FIELDS["end_date"],
        Column.YEAR: msg("Year"),
        **_DECLARED,
        **_DECIDED,
        Column.MEASURES: msg("Measures"),
        **_REMARKS,
    },
    party=Column.PARTY,
    day=Column.START,
    states=(Column.DOMAIN, Column.MATTER),
    days=(Column.START, Column.END, Column.AWARE, Column.DECLARED),
    person_missing=_PERSON_MISSING,
    told_missing=_TOLD_MISSING,
    nothing_said="nothing_told",
    outcome_open="decision_open",
    outcomes=_DECIDED_ON,
    fields=(
        Field(Column.DOMAIN, "domain", Reads.CHOICE, otherwise="other"),
        Field(Column.NATURE, "nature_declared", Reads.CHOICE),
        Field(Column.HOLDER, "interest_holder", Reads.CHOICE),
        Field(Column.MATTER, "matter", Reads.LINE),
        Field(Column.START, "event_date", Reads.DAY),
        Field(Column.AWARE, "aware_date", Reads.DAY),
    ),
    kept=(Column.OUTCOME, Column.DECIDED, Column.MEASURES, Column.REMARKS),
    decisions=(
        Decision.NOTE,
        Decision.MEASURE,
        Decision.NO_MEASURE_NEEDED,
        Decision.NOT_PERMITTED,
        Decision.REFER,
    ),
)

REQUESTS = Importable(
    kind=Kind.APPROVAL_REQUEST,
    columns={
        **_GENERAL,
        Column.SUBJECT: FIELDS["subject"],
        Column.DESCRIPTION: msg("Description"),
        Column.PARTY: msg("Delegation, Government or medium"),
        Column.COUNTRY: msg("Country"),
        Column.OCCASION: msg("Occasion"),
        Column.DATE: msg("Date of the request"),
        Column.EVENT: FIELDS["event_date"],
        Column.YEAR: msg("Year"),
        **_DECLARED,
        **_DECIDED,
        Column.CONDITIONS: msg("Conditions"),
        **_REMARKS,
    },
    party=Column.PARTY,
    day=Column.DATE,
    states=(Column.SUBJECT, Column.OCCASION),
    days=(Column.DATE, Column.EVENT, Column.DECLARED),
    person_missing=_PERSON_MISSING,
    told_missing=_TOLD_MISSING,
    nothing_said="nothing_told",
    outcome_open="decision_open",
    outcomes=_DECIDED_ON,
    fields=(
        Field(Column.SUBJECT, "subject", Reads.CHOICE, otherwise="other"),
        Field(Column.OCCASION, "occasion", Reads.LINE),
    ),
    kept=(Column.COUNTRY, Column.EVENT, Column.OUTCOME, Column.DECIDED, Column.CONDITIONS, Column.REMARKS),
    decisions=(
        Decision.NOTE,
        Decision.AUTHORIZE,
        Decision.AUTHORIZE_WITH_CONDITIONS,
        Decision.REFUSE_AUTHORIZATION,
        Decision.NOT_PERMITTED,
        Decision.REFER,
    ),
)

IMPORTABLE: Mapping[str, Importable] = MappingProxyType(
    {each.kind.value: each for each in (GIFTS, ACTIVITIES, CONFLICTS, REQUESTS)}
)
"""By the stored value of the kind, in the order in which they are offered."""


def importable(kind: str) -> Importable:
    """What registers of a kind hold; of gifts where no register of that kind can be brought over."""
    return IMPORTABLE.get(kind, GIFTS)
