"""Tables of a meeting, its sittings and its agenda. Row security, grants and triggers are in the migrations."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class Meeting(Table, db=ENGINE, tablename="meeting"):
    """A meeting of a body: what applies to it, who asks for disclosure there and by which right (INTERPOL 2)."""

    id = UUID(primary_key=True, default=None, null=False)
    body = Varchar(length=200, default=None, null=False)
    title = Varchar(length=300, default=None, null=False)
    code = Varchar(length=40, default=None, null=False)
    """The code of conduct that applies; `own` where the body has rules of its own."""
    own_rules = Varchar(length=300, default="", null=False)
    mandate = Varchar(length=300, default="", null=False)
    """The resolution or rule that asks for disclosure; empty where it is an offer."""
    mandate_on = Date(default=None, null=True)
    starts_on = Date(default=None, null=False)
    ends_on = Date(default=None, null=False)
    place = Varchar(length=200, default="", null=False)
    languages = Array(base_column=Varchar(length=2), default=None, null=False)
    by_correspondence = Boolean(default=False, null=False)
    ballot_opens = Timestamptz(default=None, null=True)
    ballot_closes = Timestamptz(default=None, null=True)
    papers_withheld = Boolean(default=False, null=False)
    quorum_of = Varchar(length=10, default=None, null=True)
    """What persons are counted out of, where the body's rule counts persons at all; null: no figure is shown."""
    majority = Varchar(length=12, default=None, null=True)
    abstentions_count = Boolean(default=False, null=False)
    counts_rule = Varchar(length=300, default="", null=False)
    status = Varchar(length=12, default=None, null=False)
    code_presented_at = Timestamptz(default=None, null=True)
    code_presented_by = Varchar(length=200, default="", null=False)
    code_discussion = Text(default="", null=False)
    created_by = UUID(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    completed_at = Timestamptz(default=None, null=True)
    closed_at = Timestamptz(default=None, null=True)
    version = Integer(default=None, null=False)
    attendance_at = Timestamptz(default=None, null=True)
    quorum = Varchar(length=8, default=None, null=True)
    """The share of those entitled that must be present by the rule that counts persons: `1/3`, or `>1/2`."""
    names = JSONB(default=None, null=True)
    """Body, title and place by language, in languages of the meeting after the first; null where there are none."""

    meeting_status_1 = Check("status in ('prepared','open','completed','closed')")
    meeting_days_1 = Check("ends_on >= starts_on")
    meeting_code_1 = Check("code <> 'own' or own_rules <> ''")
    meeting_counts_1 = Check(
        "(quorum_of is null or quorum_of in ('present','entitled'))"
        " and (majority is null or majority in ('simple','two_thirds'))"
    )
    meeting_quorum_1 = Check("quorum is null or (quorum ~ '^>?[1-9][0-9]{0,2}/[1-9][0-9]{0,2}$' and counts_rule <> '')")
    meeting_ballot_1 = Check("not by_correspondence or (ballot_opens is not null and ballot_closes > ballot_opens)")
    meeting_version_1 = Check("version > 0")


class Sitting(Table, db=ENGINE, tablename="sitting"):
    """One sitting; its room code follows from the key of the application, its id and the turn, and stands nowhere."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    number = SmallInt(default=None, null=False)
    starts_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)
    code_turn = SmallInt(default=0, null=False)

    sitting_times_1 = Check("ends_at > starts_at and number > 0")


class MeetingOfficer(Table, db=ENGINE, tablename="meeting_officer"):
    """Who presides, deputizes or keeps the meeting, from one moment to another (INTERPOL 6)."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    function = Varchar(length=20, default=None, null=False)
    person = UUID(default=None, null=True, index=True)
    participant = UUID(default=None, null=True, index=True)
    precedence = SmallInt(default=0, null=False)
    sitting = UUID(default=None, null=True)
    since = Timestamptz(default=None, null=False)
    until = Timestamptz(default=None, null=True)
    reason = Varchar(length=300, default="", null=False)
    recorded_by = UUID(default=None, null=True)

    meeting_officer_function_1 = Check("function in ('secretary','presiding_officer','deputy')")
    meeting_officer_who_1 = Check("(person is null) <> (participant is null)")
    meeting_officer_until_1 = Check("until is null or until >= since")


class AgendaItem(Table, db=ENGINE, tablename="agenda_item"):
    """An item of the agenda, what is decided on it and how."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    position = SmallInt(default=None, null=False)
    number = Varchar(length=20, default=None, null=False)
    titles = JSONB(default=None, null=False)
    """The title by language, in at least one language of the meeting."""
    decision = Varchar(length=20, default=None, null=False)
    vote = Varchar(length=14, default=None, null=False)
    options = Array(base_column=Varchar(length=200), default=None, null=False)
    sitting = UUID(default=None, null=True)
    is_code = Boolean(default=False, null=False)
    called_at = Timestamptz(default=None, null=True)
    """When the secretary called for disclosure on it."""
    voting_at = Timestamptz(default=None, null=True)
    """When the vote was opened, and with it the snapshot taken."""
    ended_at = Timestamptz(default=None, null=True)
    withdrawn_at = Timestamptz(default=None, null=True)
    version = Integer(default=None, null=False)

    agenda_item_decision_1 = Check("decision in ('none','election','appointment','contract','host_selection','other')")
    agenda_item_vote_1 = Check("vote in ('none','show','secret','correspondence')")


class AgendaParty(Table, db=ENGINE, tablename="agenda_party"):
    """Somebody whom an item concerns: a candidate, a bidder, a host."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    item = UUID(default=None, null=False, index=True)
    party = UUID(default=None, null=True)
    name = Varchar(length=300, default=None, null=False)
    name_key = Varchar(length=300, default=None, null=False)
    role = Varchar(length=12, default=None, null=False)
    withdrawn_at = Timestamptz(default=None, null=True)

    agenda_party_role_1 = Check("role in ('candidate','bidder','host','partner','other')")


class AgendaRevision(Table, db=ENGINE, tablename="agenda_revision"):
    """The agenda as it was published once more; each revision says whether it carries the link to the code (ISO)."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    number = SmallInt(default=None, null=False)
    published_at = Timestamptz(default=None, null=False)
    published_by = UUID(default=None, null=True)
    carries_code = Boolean(default=None, null=False)
    agenda = JSONB(default=None, null=False)


class AsideRule(Table, db=ENGINE, tablename="aside_rule"):
    """What the body asks of whoever has an interest of this level in this role, with its citation."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    level = Varchar(length=12, default=None, null=False)
    role = Varchar(length=12, default=None, null=False)
    measure = Varchar(length=20, default=None, null=False)
    citation = Varchar(length=300, default=None, null=False)
    withdrawn_at = Timestamptz(default=None, null=True)

    aside_rule_level_1 = Check("level in ('own','family','employer','gift','other')")
    aside_rule_role_1 = Check("role in ('chair','rapporteur','member','observer')")
    aside_rule_measure_1 = Check(
        "measure in ('speaks_and_votes','speaks','leaves','papers_withheld','hands_over_chair','replaced')"
    )
