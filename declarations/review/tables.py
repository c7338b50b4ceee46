"""Tables of the desk. Row security, grants, triggers and functions stand in its migrations."""

from piccolo.columns import UUID, Boolean, Bytea, Date, Numeric, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class DeskFilter(Table, tablename="desk_filter"):
    """What a person of the desk wants to see: kept under a name, or a search of the day. Its content is encrypted."""

    id = UUID(primary_key=True, default=None, null=False)
    owner = UUID(default=None, null=False, index=True)
    is_kept = Boolean(default=None, null=False)
    is_default = Boolean(default=False, null=False)
    is_shared = Boolean(default=False, null=False)
    made_at = Timestamptz(default=None, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    content = Bytea(default=None, null=False)

    desk_filter_only_kept_ones_1 = Check("is_kept or not (is_default or is_shared)")


class TypedGiver(Table, tablename="typed_giver"):
    """One form under which a giver is found whose name was typed by hand; `party_key` is that of the declarations.

    Its rows go with the last declaration that says the name, when that is erased, corrected or removed: by a trigger.
    """

    id = UUID(primary_key=True, default=None, null=False)
    form = Varchar(length=300, default=None, null=False)
    party_key = Varchar(length=300, default=None, null=False, index=True)


class Absence(Table, tablename="absence"):
    """When a person of the desk is away, and who acts in their place meanwhile."""

    id = UUID(primary_key=True, default=None, null=False)
    person = UUID(default=None, null=False, index=True)
    since = Date(default=None, null=False)
    until = Date(default=None, null=False)
    delegate = UUID(default=None, null=True, index=True)
    delegation = UUID(default=None, null=True)
    recorded_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)

    absence_lasts_1 = Check("since <= until")
    absence_another_stands_in_1 = Check("person <> delegate")


class Measure(Table, tablename="measure"):
    """One measure on a conflict: what queues and reminders need. Its words stand in the events of the case."""

    id = UUID(primary_key=True, default=None, null=False)
    declaration = UUID(default=None, null=False, index=True)
    declarant = UUID(default=None, null=False, index=True)
    code = Varchar(length=30, default=None, null=False)
    carrier = Varchar(length=20, default=None, null=False)
    due_on = Date(default=None, null=False)
    state = Varchar(length=20, default=None, null=False)
    set_at = Timestamptz(default=None, null=False)
    done_at = Timestamptz(default=None, null=True)
    reminded_at = Timestamptz(default=None, null=True)
    remind_on = Date(default=None, null=True)
    """The next day on which it is recalled; none before it was first looked at."""

    measure_state_1 = Check("state in ('set','reported','done','lifted')")


_OCCASIONS = "'filed','amended','assigned','party_edited'"


class CaseMatch(Table, tablename="case_match"):
    """What was found elsewhere of the party of a case: where, why, when and on what occasion."""

    id = UUID(primary_key=True, default=None, null=False)
    declaration = UUID(default=None, null=False)
    other = UUID(default=None, null=True, index=True)
    party = UUID(default=None, null=True, index=True)
    ground = Varchar(length=20, default=None, null=False)
    reason = Varchar(length=20, default=None, null=False)
    score = Numeric(digits=(4, 3), default=None, null=False)
    found_at = Timestamptz(default=None, null=False)
    found_by = Varchar(length=20, default=None, null=False)
    told_at = Timestamptz(default=None, null=True)

    case_match_one_1 = Check("num_nonnulls(other, party) = 1 and other is distinct from declaration")
    case_match_ground_1 = Check("ground in ('person','others','reviewed','officer','party')")
    case_match_found_by_1 = Check(f"found_by in ({_OCCASIONS})")


class CaseMatchDue(Table, tablename="case_match_due"):
    """A declaration, by its id, whose party is to be looked for elsewhere by the worker."""

    id = UUID(primary_key=True, default=None, null=False)
    occasion = Varchar(length=20, default=None, null=False)
    due_at = Timestamptz(default=None, null=False)

    case_match_due_1 = Check(f"occasion in ({_OCCASIONS})")


class PartyMatchDue(Table, tablename="party_match_due"):
    """An entry of the directory, by its id, whose names have changed: declarations that may mean it are looked at."""

    id = UUID(primary_key=True, default=None, null=False)
    due_at = Timestamptz(default=None, null=False)


class CaseLook(Table, tablename="case_look"):
    """When a person of the desk last looked at what was found elsewhere of a case."""

    id = UUID(primary_key=True, default=None, null=False)
    declaration = UUID(default=None, null=False)
    person = UUID(default=None, null=False)
    looked_at = Timestamptz(default=None, null=False)
