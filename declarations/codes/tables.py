"""Tables of loaded rates of exchange. Declarations freeze the rate they were judged with; nothing here is read back."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Numeric, Timestamptz, Varchar
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
