"""What programs send and get about delegations and participants."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.meetings.model import (
    BodyRole,
    Credentials,
    Delegation,
    Part,
    Participant,
    Standing,
    Type,
    VotingDelegate,
)
from declarations.meetings.people_forms import read_delegation_form, read_participant_form
from declarations.meetings.service.entering import DelegationCommand, ParticipantCommand
from declarations.meetings.service.importing_people import Looked
from register.kernel.form import NO, YES, Form
from register.kernel.i18n import say

Name = Annotated[str, Meta(max_length=200)]


class DelegationIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A delegation; `reason` is needed where a member may not vote."""

    name: Name
    country: Annotated[str, Meta(max_length=2)] = ""
    standing: Standing = Standing.MEMBER
    credentials: Credentials = Credentials.PENDING
    votes: bool = True
    reason: Annotated[str, Meta(max_length=300)] = ""

    def command(self) -> DelegationCommand:
        """As the service takes it. Raises Invalid by field."""
        said = msgspec.to_builtins(self) | {"votes": YES if self.votes else NO}
        return read_delegation_form(Form({name: [value] for name, value in said.items()}))


class ParticipantIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A participant."""

    delegation: UUID | None = None
    type: Type = Type.REPRESENTATIVE
    function: Part = Part.DELEGATE
    honorific: Annotated[str, Meta(max_length=60)] = ""
    first_name: Name = ""
    family_name: Name
    email: Annotated[str, Meta(max_length=254)] = ""
    language: Annotated[str, Meta(pattern="^(ar|en|fr|es)$", max_length=2)] = "en"
    body_role: BodyRole = BodyRole.MEMBER

    def command(self) -> ParticipantCommand:
        """As the service takes it. Raises Invalid by field."""
        said = msgspec.to_builtins(self)
        return read_participant_form(Form({name: [value or ""] for name, value in said.items()}))


class SearchIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the family name begins."""

    name: Annotated[str, Meta(max_length=60)]


class VoteIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who votes; without a sitting at all of them."""

    participant: UUID
    sitting: UUID | None = None


class ReplacementIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who stands in; without a sitting for good."""

    alternate: UUID
    sitting: UUID | None = None
    leaves: bool = False


class MadeOut(msgspec.Struct, frozen=True):
    """What was made."""

    id: UUID


class LinkOut(msgspec.Struct, frozen=True):
    """A personal link: it only says who comes in."""

    link: str


class InvitedOut(msgspec.Struct, frozen=True):
    """How many were sent their link."""

    sent: int


class InvitationsOut(msgspec.Struct, frozen=True):
    """How far the invitations are."""

    working: int
    without_address: int
    not_invited: int


class VoteOut(msgspec.Struct, frozen=True):
    """Who votes or voted for a delegation."""

    id: UUID
    participant: UUID
    sitting: UUID | None
    since: datetime
    until: datetime | None


class DelegationOut(msgspec.Struct, frozen=True):
    """A delegation; `may_vote` is whether it is entitled to vote now."""

    id: UUID
    name: str
    country: str | None
    standing: Standing
    credentials: Credentials
    votes: bool
    reason: str
    may_vote: bool
    voting: list[VoteOut]

    @classmethod
    def of(cls, row: Delegation, votes: Sequence[VotingDelegate] = ()) -> "DelegationOut":
        """As it is read."""
        return cls(
            id=row.id,
            name=row.name,
            country=row.country,
            standing=row.standing,
            credentials=row.credentials,
            votes=row.votes,
            reason=row.reason,
            may_vote=row.may_vote,
            voting=[VoteOut(each.id, each.participant, each.sitting, each.since, each.until) for each in votes],
        )


class DelegationsOut(msgspec.Struct, frozen=True):
    """One page; `newer` and `older` are values for `at`."""

    items: list[DelegationOut]
    newer: str | None
    older: str | None


class ParticipantOut(msgspec.Struct, frozen=True):
    """A participant, never with the link."""

    id: UUID
    delegation: UUID | None
    type: Type
    function: Part
    honorific: str
    first_name: str
    family_name: str
    email: str
    language: str
    body_role: BodyRole
    invited_at: datetime | None
    acknowledged_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: Participant) -> "ParticipantOut":
        """As it is read."""
        return cls(**{name: getattr(row, name) for name in cls.__struct_fields__})


class ParticipantsOut(msgspec.Struct, frozen=True):
    """One page; `newer` and `older` are values for `at`."""

    items: list[ParticipantOut]
    newer: str | None
    older: str | None


class FaultOut(msgspec.Struct, frozen=True):
    """Something of one row that is not understood, with the row as it was written; a refused row is left out."""

    row: int
    heading: str
    typed: str
    message: str
    refused: bool
    words: str


class LookedOut(msgspec.Struct, frozen=True):
    """What would become of a list: rows, what is added, corrected and left out, and every fault."""

    id: UUID
    rows: int
    delegations: int
    corrected: int
    added: int
    changed: int
    unchanged: int
    refused: int
    faults: list[FaultOut]

    @classmethod
    def of(cls, looked: Looked) -> "LookedOut":
        """As it is read, in the language of the request."""
        faults = [
            FaultOut(fault.row, fault.heading, fault.typed, say(fault.message), fault.refused, fault.words)
            for fault in looked.reading.faults
        ]
        return cls(
            id=looked.id,
            rows=looked.reading.rows,
            delegations=looked.delegations,
            corrected=looked.corrected,
            added=looked.added,
            changed=looked.changed,
            unchanged=looked.unchanged,
            refused=looked.refused,
            faults=faults,
        )


class TakenOut(msgspec.Struct, frozen=True):
    """How many participants were added and corrected."""

    added: int
    changed: int
