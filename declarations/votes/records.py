"""The tables of this room that the ledger holds."""

import msgspec

from declarations.meetings.records import record_class
from declarations.votes.model import Answer, Aside, OpenVote, Snapshot
from register.ledger.records import RecordClass

VOTES: dict[type[msgspec.Struct], RecordClass] = {
    Answer: record_class(Answer, "meeting_answer"),
    Aside: record_class(Aside, "standing_aside"),
    Snapshot: record_class(Snapshot, "vote_snapshot"),
    OpenVote: record_class(OpenVote, "open_vote"),
}
