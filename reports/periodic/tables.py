"""Tables of periodic reports. Row security, grants and triggers stand in the migrations."""

from piccolo.columns import UUID, Boolean, Bytea, Date, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class PeriodicDataSet(Table, db=ENGINE, tablename="periodic_data_set"):
    """A period counted once, in one snapshot. It never changes."""

    id = UUID(primary_key=True, default=None, null=False)
    since = Date(default=None, null=False)
    until = Date(default=None, null=False)
    as_of = Timestamptz(default=None, null=False)
    definitions = Varchar(length=10, default=None, null=False)
    fingerprint = Varchar(length=64, default=None, null=False)
    body = Bytea(default=None, null=False)
    made_by = UUID(default=None, null=True)
    """None where the command line made it."""
    made_at = Timestamptz(default=None, null=False)

    periodic_data_set_days_1 = Check("since <= until")


class PeriodicReport(Table, db=ENGINE, tablename="periodic_report"):
    """A report on a data set for one profile: written, frozen, released by a second person, decided upon."""

    id = UUID(primary_key=True, default=None, null=False)
    profile = Varchar(length=24, default=None, null=False)
    data_set = UUID(default=None, null=False, index=True)
    since = Date(default=None, null=False)
    until = Date(default=None, null=False)
    symbol = Varchar(length=60, default="", null=False)
    status = Varchar(length=10, default=None, null=False)
    annex = Boolean(default=False, null=False)
    threshold = SmallInt(default=5, null=False)
    texts = Text(default=None, null=False)
    """By language, then by name, as JSON."""
    corrects = UUID(default=None, null=True)
    correction = Text(default="{}", null=False)
    prepared_by = UUID(default=None, null=False)
    prepared_at = Timestamptz(default=None, null=False)
    frozen_by = UUID(default=None, null=True)
    frozen_at = Timestamptz(default=None, null=True)
    published = Bytea(default=None, null=True)
    fingerprint = Varchar(length=64, default=None, null=True)
    released_by = UUID(default=None, null=True)
    released_at = Timestamptz(default=None, null=True)
    set_aside_because = Varchar(length=600, default=None, null=True)
    decided = Varchar(length=10, default=None, null=True)
    decided_on = Date(default=None, null=True)
    decided_words = Text(default="{}", null=False)
    decided_recorded_by = UUID(default=None, null=True)
    version = SmallInt(default=1, null=False)

    periodic_report_status_1 = Check("status in ('draft','frozen','released','set_aside')")
    periodic_report_profile_1 = Check("profile in ('general_assembly','executive_committee','public')")
    periodic_report_frozen_1 = Check("num_nulls(frozen_by, frozen_at, published, fingerprint) in (0, 4)")
    periodic_report_released_1 = Check(
        "num_nulls(released_by, released_at) in (0, 2) and (status = 'released') = (released_by is not null)"
    )
    periodic_report_two_people_1 = Check("released_by is null or released_by not in (prepared_by, frozen_by)")
    periodic_report_decided_1 = Check(
        "num_nulls(decided, decided_on, decided_recorded_by) in (0, 3)"
        " and (decided is null or (status = 'released' and decided in ('assess','revise','note')))"
    )
    periodic_report_threshold_1 = Check("threshold between 2 and 50")
