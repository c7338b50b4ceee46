"""Tables of imports. Row security and grants are in the migrations."""

from piccolo.columns import UUID, Boolean, Bytea, Integer, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class LegacyRun(Table, db=ENGINE, tablename="legacy_run"):
    """One import of one file. The file, its name and what was found in it are encrypted."""

    id = UUID(primary_key=True, default=None, null=False)
    kind = Varchar(length=20, default=None, null=False)
    register = Varchar(length=120, default=None, null=False, index=True)
    file_hash = Bytea(default=None, null=False)
    status = Varchar(length=20, default=None, null=False)
    version = Integer(default=1, null=False)
    created_by = UUID(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    done_at = Timestamptz(default=None, null=True)
    undone_at = Timestamptz(default=None, null=True)
    rows = Integer(default=0, null=False)
    refused = Integer(default=0, null=False)
    added = Integer(default=0, null=False)
    changed = Integer(default=0, null=False)
    withdrawn = Integer(default=0, null=False)
    unchanged = Integer(default=0, null=False)
    progress = Integer(default=0, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    content = Bytea(default=None, null=False)
    file = Bytea(default=None, null=False)

    legacy_run_status_1 = Check("status in ('looked_at', 'waiting', 'done', 'failed', 'undoing', 'undone')")


class LegacyEntry(Table, db=ENGINE, tablename="legacy_entry"):
    """One entry of an older register and the declaration that it became; known again by its key."""

    id = UUID(primary_key=True, default=None, null=False)
    register = Varchar(length=120, default=None, null=False)
    entry_key = Bytea(default=None, null=False)
    content_hash = Bytea(default=None, null=False)
    declaration = UUID(default=None, null=False, index=True)
    withdrawn = Boolean(default=False, null=False)


class LegacyStep(Table, db=ENGINE, tablename="legacy_step"):
    """What one import did to one entry, so that the whole of it can be undone."""

    id = UUID(primary_key=True, default=None, null=False)
    run = UUID(default=None, null=False, index=True)
    entry = UUID(default=None, null=False)
    action = Varchar(length=12, default=None, null=False)
    before = Bytea(default=None, null=True)
    """The content hash that the entry had before."""

    legacy_step_action_1 = Check("action in ('added', 'changed', 'withdrawn', 'restored')")
