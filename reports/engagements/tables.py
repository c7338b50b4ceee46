"""Tables of audit engagements. Row security, grants and functions stand in the migrations."""

from piccolo.columns import UUID, Array, BigInt, Bytea, Date, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class Engagement(Table, db=ENGINE, tablename="engagement"):
    """An audit under a written mandate: of which declarations, by whom, from when to when. It is never edited."""

    id = UUID(primary_key=True, default=None, null=False)
    title = Varchar(length=200, default=None, null=False)
    body = Varchar(length=200, default=None, null=False)
    mandate = Varchar(length=200, default=None, null=False)
    signed_by = Varchar(length=200, default=None, null=False)
    signed_on = Date(default=None, null=False)
    since = Date(default=None, null=False)
    until = Date(default=None, null=False)
    in_force_from = Date(default=None, null=False)
    in_force_until = Date(default=None, null=False)
    auditors = Array(base_column=UUID(), default=None, null=False)
    auditor_names = Array(base_column=Text(), default=None, null=False)
    """As they were when the engagement was recorded, in the order of `auditors`."""
    recorded_by = UUID(default=None, null=False)
    recorded_at = Timestamptz(default=None, null=False)
    ended_by = UUID(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    ended_because = Varchar(length=600, default=None, null=True)
    version = SmallInt(default=1, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    secret = Bytea(default=None, null=False)
    """What its pseudonyms are made with, encrypted under its key."""

    engagement_days_1 = Check("since <= until")
    engagement_in_force_1 = Check("in_force_from <= in_force_until")
    engagement_ended_1 = Check("num_nulls(ended_by, ended_at, ended_because) in (0, 3)")
    engagement_auditors_1 = Check(
        "cardinality(auditors) > 0 and cardinality(auditors) = cardinality(auditor_names)"
        " and recorded_by <> all (auditors)"
    )


class ExtractJob(Table, db=ENGINE, tablename="extract_job"):
    """An extract that an auditor asked for: it waits, is ready for a while, and expires."""

    id = UUID(primary_key=True, default=None, null=False)
    engagement = UUID(default=None, null=False, index=True)
    asked_by = UUID(default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)
    language = Varchar(length=2, default=None, null=False)
    format = Varchar(length=4, default=None, null=False)
    state = Varchar(length=10, default=None, null=False)
    ready_at = Timestamptz(default=None, null=True)
    expires_at = Timestamptz(default=None, null=True)
    rows = Integer(default=None, null=True)
    size = BigInt(default=None, null=True)
    chunks = Integer(default=None, null=True)
    sha256 = Varchar(length=64, default=None, null=True)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    """None once the file is gone."""

    extract_job_state_1 = Check("state in ('waiting','ready','failed','expired')")
    extract_job_format_1 = Check("format in ('xlsx','csv') and language in ('ar','en','fr','es')")
    extract_job_ready_1 = Check(
        "num_nulls(ready_at, expires_at, rows, size, chunks, sha256) = case when state in ('ready','expired')"
        " then 0 else 6 end and (wrapped_key is not null or state in ('failed','expired'))"
    )


class ExtractProgress(Table, db=ENGINE, tablename="extract_progress"):
    """How far an extract is; told in transactions of its own, while the one that writes it shows nothing."""

    id = UUID(primary_key=True, default=None, null=False)
    """Of the extract."""
    done = Integer(default=0, null=False)
    total = Integer(default=0, null=False)


class ExtractChunk(Table, db=ENGINE, tablename="extract_chunk"):
    """A piece of an extract, encrypted under the key of its job and bound to its place."""

    id = UUID(primary_key=True, default=None, null=False)
    job = UUID(default=None, null=False)
    place = Integer(default=None, null=False)
    content = Bytea(default=None, null=False)

    extract_chunk_place_1 = Check("place >= 0")


class Unmasking(Table, db=ENGINE, tablename="unmasking"):
    """A request to learn whose one case is; another person agrees or refuses. Both reasons are encrypted."""

    id = UUID(primary_key=True, default=None, null=False)
    engagement = UUID(default=None, null=False, index=True)
    pseudonym = Varchar(length=14, default=None, null=False)
    asked_by = UUID(default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)
    reason = Bytea(default=None, null=False)
    state = Varchar(length=10, default=None, null=False)
    answered_by = UUID(default=None, null=True)
    answered_at = Timestamptz(default=None, null=True)
    answer = Bytea(default=None, null=True)
    others = Integer(default=None, null=True)
    """How many other rows of the period carried the pseudonym of the same person when it was asked."""
    version = SmallInt(default=1, null=False)

    unmasking_state_2 = Check("state in ('asked','agreed','refused','closed')")
    unmasking_answered_2 = Check(
        "num_nulls(answered_by, answered_at, answer) = case when state in ('asked','closed') then 3 else 0 end"
    )
    unmasking_others_1 = Check("others >= 0")
    unmasking_two_people_1 = Check("answered_by is null or answered_by <> asked_by")


class UnmaskingCase(Table, db=ENGINE, tablename="unmasking_case"):
    """Which declaration a request speaks of: a table of its own, since whoever asks does not see it."""

    id = UUID(primary_key=True, default=None, null=False)
    """Of the request."""
    declaration = UUID(default=None, null=False)
