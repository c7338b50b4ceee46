"""The table of authorizations. Row security, grants and triggers are in the migrations."""

from piccolo.columns import UUID, Date, Numeric, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class ActivityAuthorization(Table, db=ENGINE, tablename="activity_authorization"):
    """For how long an outside activity is authorized. Its conditions and reasons stay in the events of the case."""

    id = UUID(primary_key=True, default=None, null=False)
    declaration = UUID(default=None, null=False, unique=True)
    declarant = UUID(default=None, null=False, index=True)
    starts_on = Date(default=None, null=False)
    ends_on = Date(default=None, null=False)
    validity = Varchar(length=12, default=None, null=False)
    renews = UUID(default=None, null=True)
    """The declaration whose authorization it continues."""
    decided_at = Timestamptz(default=None, null=False)
    reminded = SmallInt(default=None, null=True)
    """Of how many days before the end the person was reminded last."""
    hours_per_week = Numeric(default=None, null=True)
    income = Numeric(default=None, null=True)
    income_currency = Varchar(length=3, default=None, null=True)

    activity_authorization_validity_1 = Check("validity in ('in_force','suspended','revoked','expired','superseded')")
    activity_authorization_days_1 = Check("starts_on <= ends_on")
    activity_authorization_income_1 = Check("(income is null) = (income_currency is null)")
