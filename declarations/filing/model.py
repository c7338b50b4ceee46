"""What a declaration is: its stored values, the structs of its story, and what each step carries."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.decisions import Decision, Status

__all__ = ["Action", "Decision", "Status"]

BEFORE_DECISION = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW, Status.INFORMATION_REQUESTED})
FILED = frozenset(Status) - {Status.DRAFT}


class Action(StrEnum):
    """A step of the workflow."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    TAKE = "take"
    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    """Give a case that somebody has taken up to another officer, with a reason."""
    ASK = "ask"
    ANSWER = "answer"
    AMEND = "amend"
    NOTE = "note"
    RECOMMEND = "recommend"
    REFER = "refer"
    DECIDE = "decide"
    COMMENT = "comment"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"
    KEEP_OPEN = "keep_open"
    """Mark it as under appeal or under legal hold: it does not close (ISO Code of Ethics, c10)."""
    LET_CLOSE = "let_close"
    """Take such a mark away."""
    WITHDRAW = "withdraw"
    REQUEST_WITHDRAWAL = "request_withdrawal"
    ASSENT = "assent"
    SETTLE_PAYMENT = "settle_payment"
    """Say that a supplementary payment was declined, or repaid (ICSC 51)."""
    ASK_OPINION = "ask_opinion"
    """Ask the declarant's supervisor one question on an outside activity."""
    TAKE_OPINION = "take_opinion"
    """The supervisor has answered."""
    REPORT_CHANGE = "report_change"
    """Say that hours, employer or pay of an authorized activity change: it is judged and decided anew."""
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    REVOKE = "revoke"
    EXPIRE = "expire"
    """The last day of an authorization has passed."""
    ASSESS_NATURE = "assess_nature"
    """Say how real a conflict is, as the reviewer sees it."""
    MARK_DISCLOSED = "mark_disclosed"
    """Those whom a conflict concerns know of it."""
    MARK_ADDRESSED = "mark_addressed"
    MARK_RESOLVED = "mark_resolved"
    """In the best interest of the organization (ICSC 23)."""
    SET_MEASURE = "set_measure"
    REPORT_MEASURE = "report_measure"
    """The person says that a measure is carried out."""
    CONFIRM_MEASURE = "confirm_measure"
    LIFT_MEASURE = "lift_measure"
    STILL_CORRECT = "still_correct"
    """The person says that what is in force still is as it was declared."""
    END = "end"
    """The person says since when it is no longer so."""
    REOPEN = "reopen"
    """The function of the person has changed: what was addressed is looked at again."""
    WRITE_TO_GIVER = "write_to_giver"
    """Draw up a letter to the giver, who is told nothing of the case."""
    ATTACH = "attach"
    WITHDRAW_EVIDENCE = "withdraw_evidence"
    TRANSLATE = "translate"
    CORRECT_IMPORT = "correct_import"
    """A newer edition of the register it was imported from says something else, or says it again."""
    UNDO_IMPORT = "undo_import"
    """A newer edition no longer holds it, or the import is undone."""


class Party(StrEnum):
    """Who acts in a case; a person may hold several of these towards the same case."""

    DECLARANT = "declarant"
    """The person whose declaration it is."""
    FILER = "filer"
    """The assistant who filed it for the declarant."""
    OFFICE = "office"
    """An ethics officer in whose queue it stands; for the executive head's own, the governing body's designate."""
    AUTHORITY = "authority"
    """Whoever the rule names to decide: the executive head or a recorded delegate, an official, else the office."""
    RULE = "rule"
    """The register itself, by a rule that asks nothing further of anybody."""


class Route(StrEnum):
    """Whose queue a case stands in."""

    OFFICE = "office"
    DESIGNATE = "designate"


class ValueBasis(StrEnum):
    """How the declarant knows the value."""

    PRICE_SEEN = "price_seen"
    ESTIMATE = "estimate"
    EXPERT = "expert"
    NOT_KNOWN = "not_known"


class Story(msgspec.Struct, frozen=True, tag_field="kind"):
    """What a person tells in their own words; the details of every kind are one."""

    @property
    def of_kind(self) -> str:
        """The stored value of the kind whose story it is."""
        return str(self.__struct_config__.tag)

    @property
    def named_party(self) -> str:
        """The other party as the person named it; empty where there is none."""
        return str(getattr(self, "other_party", ""))


class GiftDetails(Story, frozen=True, tag="gift", forbid_unknown_fields=True):
    """The story of a gift in the declarant's own words; it is stored encrypted and leaves through no report."""

    description: str
    circumstances: str = ""
    giver_name: str = ""
    giver_person: str = ""
    """The natural person who handed it over, name and function, as typed; never enters the directory."""
    function: str = ""
    """The declarant's function at the time."""
    value_basis: ValueBasis = ValueBasis.NOT_KNOWN
    remarks: str = ""
    value_words: str = ""
    """The value as an older register wrote it, where that was no plain amount."""

    @property
    def named_party(self) -> str:
        """The giver as named."""
        return self.giver_name


class ActivityDetails(Story, frozen=True, tag="outside_activity", forbid_unknown_fields=True):
    """The story of an outside activity (ICSC 45–48)."""

    description: str = ""
    position: str = ""
    other_party: str = ""
    """The employer, client or organization."""
    leave_dates: str = ""
    """In words, of declarations from before the days were facts."""
    mandate_relation: str = ""
    function: str = ""
    remarks: str = ""


class ApprovalDetails(Story, frozen=True, tag="approval_request", forbid_unknown_fields=True):
    """The story of a request in a matter of duty (ICSC 28, 34, 38)."""

    description: str = ""
    other_party: str = ""
    """The delegation, Government or medium."""
    occasion: str = ""
    function: str = ""
    remarks: str = ""


class ConflictDetails(Story, frozen=True, tag="conflict", forbid_unknown_fields=True):
    """The story of a conflict of interest: relation and interest only, nothing else of other lives (ICSC 42)."""

    description: str = ""
    other_party: str = ""
    """The counterpart."""
    matter: str = ""
    """The procurement file, vacancy or other matter that it touches."""
    proposed: tuple[str, ...] = ()
    """Measures that the declarant could agree to."""
    proposal: str = ""
    function: str = ""
    remarks: str = ""


class NilDetails(Story, frozen=True, tag="nil", forbid_unknown_fields=True):
    """A real statement that there is nothing to declare for a period."""

    period: str = ""
    matters: tuple[str, ...] = ()
    """Of what it is stated: stored values of kinds."""
    remarks: str = ""


Details = GiftDetails | ActivityDetails | ApprovalDetails | ConflictDetails | NilDetails


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything of one version that is encrypted: the story, the facts that were asked, the evaluation of the day."""

    details: Details
    facts: dict[str, Any]
    evaluation: msgspec.Raw
    language: str
    declarant_name: str
    filer_name: str = ""
    reason: str = ""
    """Why it was amended; empty in the first version."""


class Declaration(msgspec.Struct, frozen=True):
    """The row: what queues, matching and reports need, and nothing of the story."""

    id: UUID
    reference: str
    kind: str
    declarant: UUID
    capacity: str
    filed_by: UUID
    confirmed_at: datetime | None
    regime: str
    profile_version: str
    event_date: date | None
    aware_date: date | None
    filed_at: datetime
    party: UUID | None
    party_name: str
    party_key: str
    amount: Decimal | None
    currency: str | None
    reference_amount: Decimal | None
    reference_currency: str | None
    rate: Decimal | None
    rate_source: str | None
    rate_date: date | None
    value_band: str
    direction: str | None
    category: str | None
    giver_type: str | None
    giver_relation: str | None
    giver_country: str | None
    status: Status
    effect: str
    alerts: tuple[str, ...]
    authority: str | None
    route: Route
    referred_at: datetime | None
    reviewer: UUID | None
    recommendation: str | None
    recommended_by: UUID | None
    outcome: str | None
    decided_by: UUID | None
    decided_at: datetime | None
    due_on: date | None
    question_due: date | None
    withdrawal_requested_at: datetime | None
    version: int
    words_language: str
    purposes: tuple[str, ...]
    items: int
    legal_hold: bool
    under_appeal: bool
    head_seq: int
    head_hash: bytes
    key_id: str
    wrapped_key: bytes | None
    details: bytes
    leading_rule: str | None = None
    """The rule behind the effect: the strictest of those that applied."""
    imported: UUID | None = None
    """The import of an older register that it came with."""

    activity_class: str | None = None
    subject: str | None = None
    domain: str | None = None
    nature_declared: str | None = None
    nature_assessed: str | None = None
    """How real the reviewer finds a conflict."""
    start_date: date | None = None
    end_date: date | None = None
    renews: UUID | None = None
    """The declaration whose authorization it asks to continue."""

    disclosed_at: datetime | None = None
    addressed_at: datetime | None = None
    resolved_at: datetime | None = None
    """When a conflict was disclosed to those whom it concerns, addressed, resolved: each by an act of its own."""
    review_class: str | None = None
    """With how much care it is reviewed; none is ordinary."""

    still_correct_at: datetime | None = None
    """When the person last said that it still is as declared."""
    ended_on: date | None = None
    """Since when it is no longer so, as the person says."""
    function_changed_on: date | None = None
    """When it was last reopened since the person's function had changed."""
    counterpart_kind: str | None = None
    """With whom the dealings of a conflict are; none in rows that are older than the column."""
    meeting: UUID | None = None
    """The meeting for which a participant declared it from a personal link."""
    agenda_item: UUID | None = None
    """The item of that meeting which the participant named."""
    judged_as: str | None = None
    """By the rules of which kind the present version was judged: always its own, which the database holds. None in
    versions that are older than the column."""

    @property
    def imported_outcome(self) -> str | None:
        """What an older register says was decided; nobody decided it here."""
        return self.outcome if self.imported is not None and self.decided_at is None else None

    @property
    def is_received(self) -> bool:
        """Whether the item already is with the declarant."""
        return self.direction == "received"

    @property
    def is_payment(self) -> bool:
        """Whether it is a supplementary payment that came, or was offered, to the declarant (ICSC 51)."""
        return self.category == "supplementary_payment" and self.direction in {"received", "offered_to_me"}

    @property
    def is_to_be_returned(self) -> bool:
        """Whether it was decided that what the declarant holds goes back to the giver; a payment is repaid instead."""
        return self.is_received and not self.is_payment and self.outcome == "return_to_giver" and self.imported is None

    @property
    def etag(self) -> str:
        """Changes with every event of the case."""
        return f'"{self.head_seq}"'


class Permit(msgspec.Struct, frozen=True):
    """For how long an outside activity is authorized, both days included, and whether that still counts."""

    starts_on: date
    ends_on: date
    validity: str
    is_open: bool
    """In force or suspended."""
    is_renewable: bool

    def has_begun(self, today: date) -> bool:
        """Whether its first day has come."""
        return self.starts_on <= today


class Ties(msgspec.Struct, frozen=True):
    """What binds the acting person: who stands above them, for whom they may file, what they have recused from."""

    superiors: frozenset[UUID]
    principals: frozenset[UUID]
    recusals: frozenset[UUID]
    """Declarations in which the person has an interest of their own."""


class Standing(msgspec.Struct, frozen=True):
    """In whose place a person acts, with the name as it was."""

    person: UUID
    name: str


class Step(msgspec.Struct, frozen=True):
    """One event of the case, opened: who did what when, with the words they used."""

    seq: int
    name: str
    actor: UUID | None
    acting_for: UUID | None
    at: datetime
    from_status: str | None
    to_status: str | None
    said: Mapping[str, Any]
    """The opened payload; always holds `actor_name` as it was."""
