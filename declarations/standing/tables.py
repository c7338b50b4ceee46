"""Changes of function that wait for a look, and separations. Row security and triggers stand in the migrations."""

from piccolo.columns import UUID, Array, Date, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table


class FunctionChange(Table, tablename="function_change"):
    """That the unit, the supervisor or the capacity of somebody with declarations changed; not what it was before."""

    id = UUID(primary_key=True, default=None, null=False)
    person = UUID(default=None, null=False, index=True)
    at = Timestamptz(default=None, null=False)
    what = Array(base_column=Text(), default=None, null=False)
    handled_at = Timestamptz(default=None, null=True)


class ChangeAside(Table, tablename="change_aside"):
    """That a change of function could not be carried over to what was declared; the id is that of the change."""

    id = UUID(primary_key=True, default=None, null=False)
    person = UUID(default=None, null=False, index=True)
    at = Timestamptz(default=None, null=False)
    what = Array(base_column=Text(), default=None, null=False)
    failures = Integer(default=None, null=False)
    fault = Text(default=None, null=False)
    """The code of the last error; nothing of what was declared."""
    first_at = Timestamptz(default=None, null=False)
    last_at = Timestamptz(default=None, null=False)
    try_after = Timestamptz(default=None, null=False)
    settled_at = Timestamptz(default=None, null=True)
    """When it was carried over after all."""
    retried_at = Timestamptz(default=None, null=True)
    retried_by = UUID(default=None, null=True)
    closed_at = Timestamptz(default=None, null=True)
    closed_by = UUID(default=None, null=True)
    reason = Text(default=None, null=True)


class Separation(Table, tablename="separation"):
    """That somebody leaves, or has left, and how far the checklist has come."""

    id = UUID(primary_key=True, default=None, null=False)
    person = UUID(default=None, null=False, unique=True)
    last_day = Date(default=None, null=False)
    recorded_at = Timestamptz(default=None, null=False)
    recorded_by = UUID(default=None, null=True)
    """Null where the people data said it."""
    returned_at = Timestamptz(default=None, null=True)
    """When the person said that documents and property are returned."""
    letter_at = Timestamptz(default=None, null=True)
    """When the office issued the letter."""
    completed_at = Timestamptz(default=None, null=True)
    completed_by = UUID(default=None, null=True)
    listed = Array(base_column=UUID(default=None, null=False), default=None, null=True)
    """The declarations that the letter names."""
    months = SmallInt(default=None, null=True)
    """Of the cooling-off period when the letter was issued."""
