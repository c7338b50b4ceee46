"""What programs send to the declaring side and what they get: the structs of `/api/v1`."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import Kind, Measure
from declarations.filing.conflict_schemas import ConflictOut
from declarations.filing.model import Permit, ValueBasis
from declarations.filing.terms_schemas import ChangeOut

Tag = Literal["ar", "en", "fr", "es"]


class DetailsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The story in the declarant's own words; stored encrypted. Each kind has its own fields and refuses the others."""

    description: str = ""
    """Of every kind but `nil`: what it is, in a few words."""
    circumstances: str = ""
    """Of a gift: how it came about."""
    giver_name: str = ""
    giver_person: str = ""
    value_basis: ValueBasis = ValueBasis.NOT_KNOWN
    function: str = ""
    """The declarant's function."""
    remarks: str = ""
    other_party: str = ""
    """Of every other kind but `nil`: employer, delegation, medium or counterpart."""
    position: str = ""
    """Of an outside activity, as the next two."""
    leave_dates: str = ""
    mandate_relation: str = ""
    occasion: str = ""
    """Of a request in a matter of duty."""
    matter: str = ""
    """Of a conflict of interest, as the next two: the file, vacancy or item that it touches."""
    proposed: list[Measure] = []
    proposal: str = ""
    period: str = ""
    """Of nothing to declare, as the next one."""
    matters: list[Literal["gift", "outside_activity", "conflict"]] = []


class DeclarationIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is filed. `facts` is a facts file without what the register fills in itself."""

    kind: Kind = Kind.GIFT
    facts: dict[str, Any]
    details: DetailsIn
    declarant: UUID | None = None
    """Somebody whose assistant you are; yourself where it is absent."""
    party: UUID | None = None
    """The giver or other party, where the directory knows them."""
    giver_country: str | None = None
    """ISO 3166-1: of a giver that the directory does not know, or in which an activity takes place."""
    language: Tag = "en"
    """The language of the declarant's own words."""
    items: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    attested: bool = False
    """That it is true and complete; without it nothing is filed."""
    renews: str | None = None
    """The reference of the declaration of an outside activity whose authorization is asked for again."""


class AmendmentIn(DeclarationIn, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A new version of a declaration, and why."""

    reason: str


class AnswerIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to the open question."""

    answer: str


class CommentIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The declarant's own view; it stays."""

    comment: str


class SettlementIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """On which day a supplementary payment was declined or repaid, and an account of it."""

    on: date
    account: str = ""


class ReasonIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it is withdrawn."""

    reason: str


class FindingOut(msgspec.Struct, frozen=True):
    """A rule that applies, with its sentence in the language of the request."""

    rule: str
    clause: str
    effect: str
    authority: str | None
    message: str


class PreCheckOut(msgspec.Struct, frozen=True):
    """What the rules say of the facts, and the same in one plain sentence."""

    verdict: Literal["yes", "condition", "no"]
    sentence: str
    steps: list[str]
    effect: str
    authority: str | None
    alerts: list[str]
    findings: list[FindingOut]
    reference_value: dict[str, str] | None
    profile: str | None
    profile_version: str | None
    codes: list[str]
    version_note: str | None = None
    review_class: Literal["light", "ordinary", "heightened", "priority"] = "ordinary"


class SummaryOut(msgspec.Struct, frozen=True):
    """One declaration in a list: where it stands, and what is awaited from whom."""

    reference: str
    kind: str
    declarant: UUID
    filed_by: UUID
    filed_at: datetime
    status: str
    effect: str
    outcome: str | None
    awaited: str
    awaited_from_you: bool


class ListOut(msgspec.Struct, frozen=True):
    """One page of a list; `newer` and `older` are values for `at`."""

    items: list[SummaryOut]
    newer: str | None
    older: str | None


class EventOut(msgspec.Struct, frozen=True):
    """One line of the story, oldest first."""

    seq: int
    name: str
    at: datetime
    sentence: str
    words: str
    language: str


class PermitOut(msgspec.Struct, frozen=True):
    """For how long an outside activity is authorized, both days included."""

    starts_on: date
    ends_on: date
    validity: str
    """`in_force`, `suspended`, `revoked`, `expired` or `superseded`."""

    @classmethod
    def of(cls, found: Permit) -> "PermitOut":
        """The authorization as it stands."""
        return cls(found.starts_on, found.ends_on, found.validity)


class DeclarationOut(msgspec.Struct, frozen=True):
    """A declaration with everything that its declarant may see."""

    reference: str
    kind: str
    version: int
    status: str
    declarant: UUID
    filed_by: UUID
    filed_at: datetime
    confirmed_at: datetime | None
    capacity: str
    effect: str
    authority: str | None
    alerts: list[str]
    outcome: str | None
    decided_at: datetime | None
    due_on: date | None
    question_due: date | None
    facts: dict[str, Any]
    details: dict[str, Any]
    language: str
    items: int
    findings: list[FindingOut]
    profile: str
    profile_version: str
    awaited: str
    awaited_from_you: bool
    actions: list[str]
    """What may be done now by the one who asks."""
    history: list[EventOut]
    is_imported: bool
    """Whether it came with an older register."""
    authorization: PermitOut | None
    """Of an outside activity that was authorized."""
    change: ChangeOut | None = None
    """What was asked beside it since, while that waits or after it was refused."""
    conflict: ConflictOut | None = None
    """How a conflict stands: its marks and its measures."""
    purposes: list[str] = []
    """What it may be used for without asking its declarant again, as it stood when it was filed."""


class PrincipalOut(msgspec.Struct, frozen=True):
    """A person for whom the asker may file."""

    id: UUID
    name: str


class ReadingOut(msgspec.Struct, frozen=True):
    """Who has opened the declaration: in what role, when, what for. The name is empty where a service did."""

    at: datetime
    name: str
    role: str
    purpose: str
