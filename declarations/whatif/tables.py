"""The table of what-ifs. Row security and grants are in the migrations."""

from piccolo.columns import UUID, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class WhatIf(Table, db=ENGINE, tablename="what_if"):
    """One question over the register, how far it is, and its answer; question and answer are encrypted."""

    id = UUID(primary_key=True, default=None, null=False)
    profile = Varchar(length=40, default=None, null=False)
    asked_by = UUID(default=None, null=False)
    asked_as = Varchar(length=30, default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    reached = UUID(default=None, null=True)
    """The last declaration that is counted; the next turn goes on behind it."""
    progress = Integer(default=0, null=False)
    total = Integer(default=None, null=True)
    done_at = Timestamptz(default=None, null=True)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    question = Bytea(default=None, null=False)
    answer = Bytea(default=None, null=True)

    what_if_status_1 = Check("status in ('waiting', 'done', 'failed')")
    what_if_asked_as_1 = Check("asked_as in ('ethics_officer', 'policy_owner')")
