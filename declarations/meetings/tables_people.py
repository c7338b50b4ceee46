"""Tables of those who take part in a meeting and of how they come in. Secrets are stored as hashes only."""

from piccolo.columns import UUID, Array, Boolean, Bytea, Integer, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class MeetingDelegation(Table, db=ENGINE, tablename="meeting_delegation"):
    """A delegation: to it, not to its members, belongs the entitlement to vote (INTERPOL 3)."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    name = Varchar(length=200, default=None, null=False)
    country = Varchar(length=2, default=None, null=True)
    standing = Varchar(length=10, default=None, null=False)
    credentials = Varchar(length=14, default=None, null=False)
    votes = Boolean(default=None, null=False)
    """Whether its right to vote is in force."""
    reason = Varchar(length=300, default="", null=False)
    version = Integer(default=None, null=False)

    meeting_delegation_standing_1 = Check("standing in ('member','observer','invited')")
    meeting_delegation_credentials_1 = Check("credentials in ('accepted','pending','not_submitted')")


class Participant(Table, db=ENGINE, tablename="participant"):
    """Somebody who takes part in one meeting; the link only identifies, it opens nothing by itself."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    delegation = UUID(default=None, null=True, index=True)
    type = Varchar(length=16, default=None, null=False)
    function = Varchar(length=12, default=None, null=False)
    honorific = Varchar(length=60, default="", null=False)
    first_name = Varchar(length=200, default="", null=False)
    family_name = Varchar(length=200, default=None, null=False)
    email = Varchar(length=254, default="", null=False)
    language = Varchar(length=2, default=None, null=False)
    body_role = Varchar(length=12, default=None, null=False)
    """Role in the body, by which the measures of standing aside are looked up."""
    person = UUID(default=None, null=True, index=True)
    """The person of the register this is, where the secretary's list and the register have one e-mail address."""
    link_hash = Bytea(default=None, null=True, unique=True)
    link_turn = SmallInt(default=0, null=False)
    revoked_at = Timestamptz(default=None, null=True)
    acknowledged_at = Timestamptz(default=None, null=True)
    acknowledged_code = Varchar(length=60, default="", null=False)
    created_at = Timestamptz(default=None, null=False)
    version = Integer(default=None, null=False)
    invited_at = Timestamptz(default=None, null=True)
    """When the link was last sent by mail."""
    acknowledged_medium = Varchar(length=5, default="", null=False)
    """By the link, or on paper or a list that the secretary recorded."""
    acknowledged_language = Varchar(length=2, default="", null=False)
    address_since = Timestamptz(default=None, null=True)
    """When the address, or the person behind it, was last changed; the database notes it."""

    participant_type_1 = Check("type in ('representative','observer','invited_person')")
    participant_function_1 = Check("function in ('head','alternate','delegate','adviser','none')")
    participant_body_role_1 = Check("body_role in ('chair','rapporteur','member','observer')")
    participant_language_1 = Check("language in ('ar','en','fr','es')")
    participant_version_1 = Check("version > 0")
    participant_acknowledged_medium_1 = Check("acknowledged_medium in ('','link','paper','list')")


class ParticipantList(Table, db=ENGINE, tablename="participant_list"):
    """A list of participants that was sent and is looked at, encrypted; forgotten once it is taken over."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    made_by = UUID(default=None, null=False)
    made_at = Timestamptz(default=None, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    content = Bytea(default=None, null=False)


class VotingDelegate(Table, db=ENGINE, tablename="voting_delegate"):
    """Who votes for a delegation, at one sitting or until somebody else does."""

    id = UUID(primary_key=True, default=None, null=False)
    meeting = UUID(default=None, null=False, index=True)
    delegation = UUID(default=None, null=False)
    sitting = UUID(default=None, null=True)
    participant = UUID(default=None, null=False)
    since = Timestamptz(default=None, null=False)
    until = Timestamptz(default=None, null=True)
    recorded_by = UUID(default=None, null=True)


class ArrivalCode(Table, db=ENGINE, tablename="arrival_code"):
    """A code sent by e-mail: good for minutes, once, and for few tries."""

    id = UUID(primary_key=True, default=None, null=False)
    participant = UUID(default=None, null=False, index=True)
    code_hash = Bytea(default=None, null=False)
    sent_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    tries = SmallInt(default=0, null=False)
    used_at = Timestamptz(default=None, null=True)


class ParticipantSession(Table, db=ENGINE, tablename="participant_session"):
    """A browser in which a participant came in."""

    id = UUID(primary_key=True, default=None, null=False)
    participant = UUID(default=None, null=False, index=True)
    meeting = UUID(default=None, null=False, index=True)
    token_hash = Bytea(default=None, null=False, unique=True)
    opened_with = Varchar(length=8, default=None, null=False)
    opened_at = Timestamptz(default=None, null=False)
    last_seen_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)
    declared = Array(base_column=UUID(default=None), default=list, null=False)
    """Gifts that were declared in it: one that was opened with the code of the hall shows no others."""

    participant_session_with_1 = Check("opened_with in ('mail','room')")
