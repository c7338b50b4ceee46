"""Tables of loaded rates of exchange, and of versions of profiles that the organization adopted itself.

Declarations freeze the rate and the version they were judged with; neither is ever looked up again for them.
"""

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, Numeric, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table


class RateSource(Table, tablename="rate_source"):
    """A source of rates; the one that was loaded last is preferred, a demonstration never before a real one."""

    id = UUID(primary_key=True, default=None, null=False)
    name = Varchar(length=80, default=None, null=False, unique=True)
    base = Varchar(length=3, default=None, null=False)
    demonstration = Boolean(default=False, null=False)
    loaded_at = Timestamptz(default=None, null=False)

    rate_source_base = Check("base ~ '^[A-Z]{3}$'")


class Rate(Table, tablename="rate"):
    """Units of a currency for one unit of the base of its source, from a day on."""

    id = UUID(primary_key=True, default=None, null=False)
    source = ForeignKey(references=RateSource, on_delete=OnDelete.restrict, default=None, null=False)
    currency = Varchar(length=3, default=None, null=False)
    effective = Date(default=None, null=False)
    units = Numeric(default=None, null=False)

    rate_once = Unique(["source", "currency", "effective"])
    rate_above_zero = Check("units > 0")
    rate_currency = Check("currency ~ '^[A-Z]{3}$'")


class AdoptedVersion(Table, tablename="profile_version"):
    """A dated version of a profile: proposed by one person, adopted or rejected by another, never edited."""

    id = UUID(primary_key=True, default=None, null=False)
    profile = Varchar(length=40, default=None, null=False)
    effective_from = Date(default=None, null=False)
    content = Text(default=None, null=False)
    instrument = Varchar(length=300, default=None, null=False)
    address = Varchar(length=500, default="", null=False)
    status = Varchar(length=10, default=None, null=False)
    proposed_by = UUID(default=None, null=False)
    proposer_name = Varchar(length=200, default=None, null=False)
    proposed_at = Timestamptz(default=None, null=False)
    decided_by = UUID(default=None, null=True)
    decider_name = Varchar(length=200, default="", null=False)
    decided_at = Timestamptz(default=None, null=True)
    reason = Text(default="", null=False)
    head_seq = Integer(default=None, null=False)
    head_hash = Bytea(default=None, null=False)

    profile_version_status_1 = Check("status in ('proposed','adopted','rejected','withdrawn')")
    profile_version_two_people = Check("status not in ('adopted','rejected') or decided_by <> proposed_by")
    profile_version_cited = Check("instrument <> ''")
