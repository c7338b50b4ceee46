"""Tables of disclosures, standing aside and votes. Row security, grants and triggers are in the migrations."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Bytea, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class MeetingAnswer(Table, db=ENGINE, tablename="meeting_answer"):
    """What a participant disclosed on an item, or for the whole meeting; a later one stands beside it."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False)
    participant = UUID(default=None, null=False)
    item = UUID(default=None, null=True)
    """Null: the one statement for the whole meeting."""
    number = SmallInt(default=None, null=False)
    stance = Varchar(length=10, default=None, null=False)
    levels = Array(base_column=Varchar(length=12), default=None, null=False)
    received_at = Timestamptz(default=None, null=False)
    medium = Varchar(length=6, default=None, null=False)
    recorded_by = UUID(default=None, null=True)
    """The officer of the meeting who wrote it down, a person or a participant; null when it is one's own hand."""
    confirmed_at = Timestamptz(default=None, null=True)
    after_vote_opened = Boolean(default=False, null=False)
    client_key = UUID(default=None, null=False)
    """Made by the phone, so that an answer that is sent again on a bad network is one answer."""
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    content = Bytea(default=None, null=False)

    meeting_answer_stance_1 = Check("stance in ('nothing','something')")
    meeting_answer_medium_1 = Check("medium in ('link','aloud','paper','list')")
    meeting_answer_levels_1 = Check("(stance = 'something') = (cardinality(levels) > 0)")
    meeting_answer_number_1 = Check("number > 0")


class StandingAside(Table, db=ENGINE, tablename="standing_aside"):
    """What follows from a disclosed interest for one item: by the body's matrix, or by the person's own choice."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False)
    item = UUID(default=None, null=False)
    participant = UUID(default=None, null=False)
    measure = Varchar(length=20, default=None, null=False)
    by_matrix = Boolean(default=None, null=False)
    citation = Varchar(length=300, default="", null=False)
    dispensed = Boolean(default=False, null=False)
    reason = Varchar(length=300, default="", null=False)
    """Why the presiding officer in `recorded_by` dispensed from it; read out in the hall, so it stands in clear."""
    replaced_by = UUID(default=None, null=True)
    did = Varchar(length=20, default=None, null=True)
    """What the person then did, as the secretary saw it."""
    recorded_by = UUID(default=None, null=True)
    recorded_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)
    withdrawn_because = Varchar(length=300, default=None, null=True)
    """Why a dispensation was withdrawn."""
    withdrawn_by = UUID(default=None, null=True)

    standing_aside_measure_1 = Check(
        "measure in ('speaks_and_votes','speaks','leaves','papers_withheld','hands_over_chair','replaced')"
    )
    standing_aside_done_1 = Check(
        "did in ('speaks_and_votes','speaks','did_not_vote','leaves','papers_withheld','hands_over_chair','replaced')"
    )
    standing_aside_dispensed_1 = Check(
        "not dispensed or (measure in ('speaks_and_votes','speaks') and citation <> '' and not by_matrix)"
    )
    standing_aside_withdrawn_1 = Check(
        "(withdrawn_because is null) = (withdrawn_by is null)"
        " and (withdrawn_because is null or (dispensed and ended_at is not null and withdrawn_because <> ''))"
    )
    standing_aside_reason_1 = Check("not dispensed or reason <> ''")
    standing_aside_replaced_1 = Check("measure <> 'replaced' or by_matrix or replaced_by is not null")


class VoteSnapshot(Table, db=ENGINE, tablename="vote_snapshot"):
    """Who was entitled, who had answered and who stood aside at the moment the vote was opened."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False)
    item = UUID(default=None, null=False, unique=True)
    taken_at = Timestamptz(default=None, null=False)
    taken_by = UUID(default=None, null=True)
    content = JSONB(default=None, null=False)


class OpenVote(Table, db=ENGINE, tablename="open_vote"):
    """An open vote as it was entered; a secret ballot is never entered here."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False)
    item = UUID(default=None, null=False)
    delegation = UUID(default=None, null=False)
    participant = UUID(default=None, null=True)
    choice = Varchar(length=200, default=None, null=False)
    source = Varchar(length=6, default=None, null=False)
    recorded_by = UUID(default=None, null=True)
    recorded_at = Timestamptz(default=None, null=False)
    replaced_at = Timestamptz(default=None, null=True)

    open_vote_source_1 = Check("source in ('hand','file')")
