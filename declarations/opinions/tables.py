"""The table of opinions. Row security, grants and triggers are in the migrations."""

from piccolo.columns import UUID, Bytea, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class Opinion(Table, db=ENGINE, tablename="opinion"):
    """One question to a supervisor and its answer, encrypted under a key of its own; of the link only a hash."""

    id = UUID(primary_key=True, default=None, null=False)
    declaration = UUID(default=None, null=False, index=True)
    supervisor = UUID(default=None, null=False)
    asked_by = UUID(default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    answered_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    """When the link was replaced by another, or what it was about was changed, decided or withdrawn."""
    stance = Varchar(length=12, default=None, null=True)
    token_hash = Bytea(default=None, null=False, unique=True)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    content = Bytea(default=None, null=False)

    opinion_answer_1 = Check("(answered_at is null) = (stance is null)")
    opinion_stance_2 = Check("stance in ('no_objection','objection','comment','no_threat','threat','cannot_tell')")
