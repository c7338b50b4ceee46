"""Tables of accounts, sessions, links, tokens and roles. Row security, triggers and grants are in the migrations.

Secrets are stored as hashes only; what lets somebody in is never in the database.
"""

from piccolo.columns import UUID, Array, Boolean, Bytea, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE
from register.people.tables import Person

_ROLES = (
    "role in ('declarant', 'assistant', 'ethics_officer', 'authorizing_official', 'executive_head',"
    " 'recorded_delegate', 'governing_body_designate', 'custodian', 'governing_body_reader', 'auditor',"
    " 'policy_owner', 'administrator', 'participant', 'presiding_officer', 'meeting_secretary', 'supervisor_consulted',"
    " 'asset_filer', 'asset_reader', 'report_reviewer')"
)


class Account(Table, db=ENGINE):
    """That a person may sign in. A session is good only in the epoch it began in; disabling and role changes end it."""

    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, primary_key=True, null=False, default=None)
    epoch = Integer(null=False, default=0)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    disabled_at = Timestamptz(null=True, default=None)
    disabled_by = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True, default=None)


class Credential(Table, db=ENGINE):
    """The argon2id hash of a password; apart from the account, so that no administrator's row policy reaches it."""

    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, primary_key=True, null=False, default=None)
    password_hash = Text(null=False, default=None)
    changed_at = Timestamptz(null=False, default=TimestamptzNow())


class RoleGrant(Table, db=ENGINE, tablename="role_grant"):
    """A role from one moment to another; never changed but by being ended once."""

    id = UUID(primary_key=True, default=UUID4())
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    role = Varchar(length=40, null=False, default=None)
    by_file = Boolean(null=False, default=False)
    granted_by = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True, default=None)
    granted_at = Timestamptz(null=False, default=TimestamptzNow())
    ended_by = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    role_is_named = Check(_ROLES)


class Delegation(Table, db=ENGINE):
    """The executive head's authority, delegated in writing between two dates (ICSC 50)."""

    id = UUID(primary_key=True, default=UUID4())
    delegate = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    since = Date(null=False, default=None)
    until = Date(null=False, default=None)
    instrument = Varchar(length=300, null=False, default=None)
    recorded_by = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True, default=None)
    recorded_at = Timestamptz(null=False, default=TimestamptzNow())
    ended_by = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ends_after_it_began = Check("until >= since")


class Session(Table, db=ENGINE):
    """A browser that signed in."""

    id = UUID(primary_key=True, default=UUID4())
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    token_hash = Bytea(null=False, default=None, unique=True)
    epoch = Integer(null=False, default=None)
    browser = Varchar(length=80, null=False, default="")
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    last_seen_at = Timestamptz(null=False, default=TimestamptzNow())
    expires_at = Timestamptz(null=False, default=None)
    ended_at = Timestamptz(null=True, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    """When the person last confirmed by the password that it is still them."""


class OneTimeLink(Table, db=ENGINE, tablename="one_time_link"):
    """A link that sets a password once."""

    id = UUID(primary_key=True, default=UUID4())
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    purpose = Varchar(length=10, null=False, default=None)
    token_hash = Bytea(null=False, default=None, unique=True)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    expires_at = Timestamptz(null=False, default=None)
    used_at = Timestamptz(null=True, default=None)
    purpose_is_known = Check("purpose in ('first', 'reset')")


class LinkRequest(Table, db=ENGINE, tablename="link_request"):
    """Somebody asked for a link to this address. Kept for the seconds until the worker looks whether it is known.

    The visitor's request does the same work for every address, so its time tells nothing.
    """

    id = UUID(primary_key=True, default=UUID4())
    email = Varchar(length=254, null=False, default=None)
    requested_by = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True, default=None)
    requested_at = Timestamptz(null=False, default=TimestamptzNow(), index=True)


class ApiToken(Table, db=ENGINE, tablename="api_token"):
    """A person's key for programs, and what it may be used for."""

    id = UUID(primary_key=True, default=UUID4())
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    name = Varchar(length=100, null=False, default=None)
    scopes = Array(base_column=Varchar(length=40), null=False, default=list)
    token_hash = Bytea(null=False, default=None, unique=True)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    expires_at = Timestamptz(null=False, default=None)
    last_used_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)


class RateCount(Table, db=ENGINE, tablename="rate_count"):
    """How often something was tried. Unlogged: a crash forgives, counting costs no disk. The key is a hash."""

    key = Bytea(primary_key=True, null=False, default=None)
    tries = Integer(null=False, default=None)
    ends_at = Timestamptz(null=False, default=None, index=True)
