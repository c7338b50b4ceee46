"""The tables of this room that the ledger holds: each row a stream, each act an event with the digest of the row."""

import msgspec

from declarations.meetings.model import (
    AsideRule,
    Concerned,
    Delegation,
    Item,
    Meeting,
    Officer,
    Participant,
    Revision,
    Sitting,
    VotingDelegate,
)
from register.ledger.records import RecordClass

_OUTSIDE = frozenset({"id", "key_id", "wrapped_key"})
"""The id names the stream; keys change by rotation, without an event."""


def record_class(struct: type[msgspec.Struct], table: str, *expressions: str) -> RecordClass:
    """The class of a table whose columns are the fields of its struct; `expressions` stand for columns of their own."""
    named = {expression.rpartition(" ")[2] for expression in expressions}
    plain = (name for name in struct.__struct_fields__ if name not in _OUTSIDE | named)
    return RecordClass(kind=table, table=table, columns=(*plain, *expressions))


MEETINGS: dict[type[msgspec.Struct], RecordClass] = {
    Meeting: record_class(Meeting, "meeting"),
    Sitting: record_class(Sitting, "sitting"),
    Officer: record_class(Officer, "meeting_officer"),
    Item: record_class(Item, "agenda_item"),
    Concerned: record_class(Concerned, "agenda_party"),
    Revision: record_class(Revision, "agenda_revision"),
    AsideRule: record_class(AsideRule, "aside_rule"),
    Delegation: record_class(Delegation, "meeting_delegation"),
    Participant: record_class(Participant, "participant"),
    VotingDelegate: record_class(VotingDelegate, "voting_delegate"),
}
