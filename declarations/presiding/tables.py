"""Tables of the presiding officer. Row security, grants, functions and triggers are in the migrations."""

from piccolo.columns import UUID, Array, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class PresidingOpinion(Table, db=ENGINE, tablename="presiding_opinion"):
    """A request for an opinion and its answer: between the asker and the officer it is addressed to."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    participant = UUID(default=None, null=False)
    officer = UUID(default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)
    verdict = Varchar(length=16, default=None, null=True)
    answered_at = Timestamptz(default=None, null=True)
    answered_by = UUID(default=None, null=True)
    client_key = UUID(default=None, null=False)
    version = Integer(default=1, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    content = Bytea(default=None, null=False)
    answer = Bytea(default=None, null=True)
    """The reasons of the presiding officer, under the key of the question."""

    presiding_opinion_verdict_1 = Check("verdict in ('compatible','not_compatible','with_conditions')")
    presiding_opinion_answered_1 = Check("num_nulls(verdict, answered_at, answered_by, answer) in (0, 4)")


class OpinionGuidance(Table, db=ENGINE, tablename="opinion_guidance"):
    """An opinion in general words; it names no meeting, and its asker alone publishes it."""

    id = UUID(primary_key=True, default=None, null=False)
    opinion = UUID(default=None, null=False)
    code = Varchar(length=60, default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    proposed_by = UUID(default=None, null=False)
    proposed_at = Timestamptz(default=None, null=False)
    published_at = Timestamptz(default=None, null=True)
    version = Integer(default=1, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    content = Bytea(default=None, null=False)

    opinion_guidance_status_1 = Check("status in ('proposed','published','withdrawn')")
    opinion_guidance_published_1 = Check("status <> 'published' or published_at is not null")


class ReportedMatter(Table, db=ENGINE, tablename="reported_matter"):
    """One report of abuse, harassment or a breach: between its reporter and the one officer who reviews it."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    reporter = UUID(default=None, null=False)
    officer = UUID(default=None, null=False)
    kind = Varchar(length=12, default=None, null=False)
    received_at = Timestamptz(default=None, null=False)
    named = Array(base_column=UUID(default=None, null=False), default=None, null=False)
    """Officers of the meeting whom it concerns, by person or participant: it passes them by."""
    reviewed_at = Timestamptz(default=None, null=True)
    reviewed_by = UUID(default=None, null=True)
    reviewed_with = UUID(default=None, null=True)
    """The report of the same case under which it was reviewed, where several people reported it."""
    finding = Varchar(length=16, default=None, null=True)
    client_key = UUID(default=None, null=False)
    version = Integer(default=1, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    content = Bytea(default=None, null=False)
    review = Bytea(default=None, null=True)
    """What the review found, under the key of the report."""

    reported_matter_kind_1 = Check("kind in ('abuse','harassment','breach')")
    reported_matter_finding_1 = Check("finding in ('compliant','not_compliant','not_established')")
    reported_matter_reviewed_1 = Check("num_nulls(reviewed_at, reviewed_by, finding, review) in (0, 4)")


class PresidingMeasure(Table, db=ENGINE, tablename="presiding_measure"):
    """One act of the presiding officer in a matter."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False)
    matter = UUID(default=None, null=False, index=True)
    kind = Varchar(length=16, default=None, null=False)
    taken_at = Timestamptz(default=None, null=False)
    taken_by = UUID(default=None, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    content = Bytea(default=None, null=False)

    presiding_measure_kind_1 = Check("kind in ('summon','warn','call_to_order','urge','inform','handed_over')")


class ParticipantsInformed(Table, db=ENGINE, tablename="participants_informed"):
    """What all participants of a meeting were told of a case, in its languages."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    informed_at = Timestamptz(default=None, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    content = Bytea(default=None, null=False)
