"""A meeting and who takes part in it, as the rest of the room knows them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from register.kernel.message import Message, OfWords, pmsg


class Status(StrEnum):
    """Where a meeting stands."""

    PREPARED = "prepared"
    OPEN = "open"
    """Participants come in and disclose."""
    COMPLETED = "completed"
    """The last sitting is over; minutes are written."""
    CLOSED = "closed"
    """Links, sessions and streams are dead; what was disclosed stays with the officers of the meeting."""


OWN_RULES = "own"
"""The code of a body that has rules of its own, which the meeting names (INTERPOL 2)."""


class Function(StrEnum):
    """What an officer of a meeting does there (INTERPOL 6)."""

    SECRETARY = "secretary"
    PRESIDING_OFFICER = "presiding_officer"
    DEPUTY = "deputy"


class Decision(StrEnum):
    """What is decided on an item: by it the secretary knows whether to call for disclosure."""

    NONE = "none"
    ELECTION = "election"
    APPOINTMENT = "appointment"
    CONTRACT = "contract"
    HOST_SELECTION = "host_selection"
    OTHER = "other"


class Vote(StrEnum):
    """How it is voted on. Nothing is ever matched against a secret ballot."""

    NONE = "none"
    SHOW = "show"
    SECRET = "secret"  # noqa: S105 - a ballot, no password
    CORRESPONDENCE = "correspondence"


class PartyRole(StrEnum):
    """In what capacity an item concerns somebody."""

    CANDIDATE = "candidate"
    BIDDER = "bidder"
    HOST = "host"
    PARTNER = "partner"
    OTHER = "other"


class Standing(StrEnum):
    """What a delegation is in the body."""

    MEMBER = "member"
    OBSERVER = "observer"
    INVITED = "invited"


class Credentials(StrEnum):
    """Whether the delegation's credentials are in order."""

    ACCEPTED = "accepted"
    PENDING = "pending"
    NOT_SUBMITTED = "not_submitted"


class Type(StrEnum):
    """What a participant is (INTERPOL 3)."""

    REPRESENTATIVE = "representative"
    OBSERVER = "observer"
    INVITED_PERSON = "invited_person"


class Part(StrEnum):
    """What a participant does in the delegation."""

    HEAD = "head"
    ALTERNATE = "alternate"
    DELEGATE = "delegate"
    ADVISER = "adviser"
    NONE = "none"


class BodyRole(StrEnum):
    """Role in the body, by which its matrix of standing aside is looked up."""

    CHAIR = "chair"
    RAPPORTEUR = "rapporteur"
    MEMBER = "member"
    OBSERVER = "observer"


class Signed(StrEnum):
    """How somebody acknowledged the code: by the link, or with a signature that the secretary has before them."""

    LINK = "link"
    PAPER = "paper"
    LIST = "list"


class Level(StrEnum):
    """Whose interest it is, or what it rests on."""

    OWN = "own"
    FAMILY = "family"
    EMPLOYER = "employer"
    GIFT = "gift"
    OTHER = "other"


class Measure(StrEnum):
    """What follows for the item, from the mildest to the strictest."""

    SPEAKS_AND_VOTES = "speaks_and_votes"
    SPEAKS = "speaks"
    LEAVES = "leaves"
    PAPERS_WITHHELD = "papers_withheld"
    HANDS_OVER_CHAIR = "hands_over_chair"
    REPLACED = "replaced"

    @property
    def leaves_something_out(self) -> bool:
        """Whether it is standing aside: whoever discloses, speaks and votes takes part as before."""
        return self is not Measure.SPEAKS_AND_VOTES


class Names(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a meeting is called in one language; what is empty was not written in it."""

    body: str = ""
    title: str = ""
    place: str = ""


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting, column by column; `body`, `title` and `place` are in the first of its languages."""

    id: UUID
    body: str
    title: str
    code: str
    own_rules: str = ""
    mandate: str = ""
    mandate_on: date | None = None
    starts_on: date
    ends_on: date
    place: str = ""
    languages: tuple[str, ...]
    by_correspondence: bool = False
    ballot_opens: datetime | None = None
    ballot_closes: datetime | None = None
    papers_withheld: bool = False
    quorum_of: str | None = None
    majority: str | None = None
    abstentions_count: bool = False
    counts_rule: str = ""
    status: Status = Status.PREPARED
    code_presented_at: datetime | None = None
    code_presented_by: str = ""
    code_discussion: str = ""
    created_by: UUID
    created_at: datetime
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    version: int = 1
    attendance_at: datetime | None = None
    """When the attendance list with the statement on the code was signed and taken in (ISO)."""
    quorum: str | None = None
    """The share of those entitled that must be present, as `1/3`, or `>1/2` for more than half; None for no count."""
    names: Mapping[str, Names] = {}
    """What it is called in its other languages, as far as somebody wrote it."""

    @property
    def bodies(self) -> OfWords:
        """The body in every language in which it is written."""
        return self._words("body")

    @property
    def titles(self) -> OfWords:
        """The title in every language in which it is written."""
        return self._words("title")

    @property
    def places(self) -> OfWords:
        """The place in every language in which it is written; perhaps in none."""
        return self._words("place")

    def called(self) -> Message:
        """Body and title in one line."""
        return pmsg("name of a meeting", "%(body)s, %(title)s", body=self.bodies, title=self.titles)

    def _words(self, name: str) -> OfWords:
        first = self.languages[0]
        written = {tag: getattr(each, name) for tag, each in self.names.items()} | {first: getattr(self, name)}
        return OfWords({tag: words for tag, words in written.items() if words}, first)

    @property
    def is_voluntary(self) -> bool:
        """Whether disclosure is an offer: no resolution or rule asks for it, so nobody is ever late."""
        return not self.mandate

    @property
    def is_iso(self) -> bool:
        """Whether the conduct of the technical work applies: link, standing item, attendance list, discussion."""
        return self.code == "iso-coc"


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """One sitting."""

    id: UUID
    meeting: UUID
    number: int
    starts_at: datetime
    ends_at: datetime
    code_turn: int = 0


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds a function of a meeting, and when; `person` has an account, `participant` came by a link."""

    id: UUID
    meeting: UUID
    function: Function
    person: UUID | None = None
    participant: UUID | None = None
    precedence: int = 0
    sitting: UUID | None = None
    since: datetime
    until: datetime | None = None
    reason: str = ""
    recorded_by: UUID | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the agenda."""

    id: UUID
    meeting: UUID
    position: int
    number: str
    titles: Mapping[str, str]
    decision: Decision = Decision.NONE
    vote: Vote = Vote.NONE
    options: tuple[str, ...] = ()
    sitting: UUID | None = None
    is_code: bool = False
    called_at: datetime | None = None
    voting_at: datetime | None = None
    ended_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version: int = 1

    def title(self, language: str) -> tuple[str, str]:
        """The title with its language: in the wanted one, else in English, else in the first there is."""
        for wanted in (language, "en"):
            if wanted in self.titles:
                return self.titles[wanted], wanted
        tag, words = next(iter(self.titles.items()))
        return words, tag


class Concerned(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom an item concerns."""

    id: UUID
    meeting: UUID
    item: UUID
    party: UUID | None = None
    name: str
    name_key: str
    role: PartyRole
    withdrawn_at: datetime | None = None


class AsideRule(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of the body's matrix."""

    id: UUID
    meeting: UUID
    level: Level
    role: BodyRole
    measure: Measure
    citation: str
    withdrawn_at: datetime | None = None


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """The agenda as it was published."""

    id: UUID
    meeting: UUID
    number: int
    published_at: datetime
    published_by: UUID | None
    carries_code: bool
    agenda: tuple[Mapping[str, Any], ...]


class Delegation(msgspec.Struct, frozen=True, kw_only=True):
    """A delegation and its entitlement to vote."""

    id: UUID
    meeting: UUID
    name: str
    country: str | None = None
    standing: Standing
    credentials: Credentials
    votes: bool
    reason: str = ""
    version: int = 1

    @property
    def may_vote(self) -> bool:
        """Whether it is entitled to vote: a member with accepted credentials and its right in force."""
        return self.votes and self.standing is Standing.MEMBER and self.credentials is Credentials.ACCEPTED


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who takes part."""

    id: UUID
    meeting: UUID
    delegation: UUID | None = None
    type: Type
    function: Part = Part.NONE
    honorific: str = ""
    first_name: str = ""
    family_name: str
    email: str = ""
    language: str
    body_role: BodyRole = BodyRole.MEMBER
    person: UUID | None = None
    link_hash: bytes | None = None
    link_turn: int = 0
    revoked_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_code: str = ""
    created_at: datetime
    version: int = 1
    invited_at: datetime | None = None
    acknowledged_medium: str = ""
    acknowledged_language: str = ""

    @property
    def name(self) -> str:
        """As it is called out: title, first name, family name."""
        return " ".join(part for part in (self.honorific, self.first_name, self.family_name) if part)

    @property
    def may_vote(self) -> bool:
        """Whether a delegation may name them to vote: a representative whose link works (INTERPOL 3)."""
        return self.revoked_at is None and self.type is Type.REPRESENTATIVE


class VotingDelegate(msgspec.Struct, frozen=True, kw_only=True):
    """Who votes for a delegation, and since when."""

    id: UUID
    meeting: UUID
    delegation: UUID
    sitting: UUID | None = None
    participant: UUID
    since: datetime
    until: datetime | None = None
    recorded_by: UUID | None = None
