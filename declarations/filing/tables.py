"""Tables of the filing room. Row security, grants and functions stand in its migrations."""

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    Bytea,
    Date,
    Integer,
    Numeric,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check
from piccolo.table import Table

_STATUSES = "'submitted','under_review','information_requested','decided','acknowledged','closed','withdrawn'"
_KINDS = "'gift','outside_activity','approval_request','conflict','nil'"


class Declaration(Table, tablename="declaration"):
    """One declaration: the columns that queues, matching and reports need. The story is in `details`, encrypted."""

    id = UUID(primary_key=True, default=None, null=False)
    reference = Varchar(length=11, default=None, null=False, unique=True)
    kind = Varchar(length=20, default=None, null=False)
    declarant = UUID(default=None, null=False)
    capacity = Varchar(length=30, default=None, null=False)
    filed_by = UUID(default=None, null=False)
    confirmed_at = Timestamptz(default=None, null=True)
    regime = Varchar(length=40, default=None, null=False)
    profile_version = Varchar(length=40, default=None, null=False)
    event_date = Date(default=None, null=True)
    aware_date = Date(default=None, null=True)
    filed_at = Timestamptz(default=None, null=False)
    party = UUID(default=None, null=True)
    party_name = Varchar(length=300, default="", null=False)
    party_key = Varchar(length=300, default="", null=False)
    amount = Numeric(digits=(20, 4), default=None, null=True)
    currency = Varchar(length=3, default=None, null=True)
    reference_amount = Numeric(default=None, null=True)
    reference_currency = Varchar(length=3, default=None, null=True)
    rate = Numeric(default=None, null=True)
    rate_source = Varchar(length=80, default=None, null=True)
    rate_date = Date(default=None, null=True)
    value_band = Varchar(length=20, default=None, null=False)
    direction = Varchar(length=20, default=None, null=True)
    category = Varchar(length=30, default=None, null=True)
    giver_type = Varchar(length=30, default=None, null=True)
    giver_relation = Varchar(length=30, default=None, null=True)
    giver_country = Varchar(length=2, default=None, null=True)
    status = Varchar(length=24, default=None, null=False)
    effect = Varchar(length=30, default=None, null=False)
    alerts = Array(base_column=Text(), default=None, null=False)
    authority = Varchar(length=30, default=None, null=True)
    route = Varchar(length=10, default=None, null=False)
    referred_at = Timestamptz(default=None, null=True)
    reviewer = UUID(default=None, null=True)
    recommendation = Varchar(length=30, default=None, null=True)
    recommended_by = UUID(default=None, null=True)
    outcome = Varchar(length=30, default=None, null=True)
    decided_by = UUID(default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)
    due_on = Date(default=None, null=True)
    question_due = Date(default=None, null=True)
    withdrawal_requested_at = Timestamptz(default=None, null=True)
    version = SmallInt(default=None, null=False)
    words_language = Varchar(length=2, default=None, null=False)
    purposes = Array(base_column=Text(), default=None, null=False)
    items = SmallInt(default=None, null=False)
    legal_hold = Boolean(default=False, null=False)
    under_appeal = Boolean(default=False, null=False)
    head_seq = Integer(default=None, null=False)
    head_hash = Bytea(default=None, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    details = Bytea(default=None, null=False)
    leading_rule = Varchar(length=60, default=None, null=True)
    imported = UUID(default=None, null=True)
    activity_class = Varchar(length=30, default=None, null=True)
    subject = Varchar(length=30, default=None, null=True)
    domain = Varchar(length=30, default=None, null=True)
    nature_declared = Varchar(length=20, default=None, null=True)
    nature_assessed = Varchar(length=20, default=None, null=True)
    start_date = Date(default=None, null=True)
    end_date = Date(default=None, null=True)
    renews = UUID(default=None, null=True)
    disclosed_at = Timestamptz(default=None, null=True)
    addressed_at = Timestamptz(default=None, null=True)
    resolved_at = Timestamptz(default=None, null=True)
    review_class = Varchar(length=20, default=None, null=True)
    still_correct_at = Timestamptz(default=None, null=True)
    ended_on = Date(default=None, null=True)
    function_changed_on = Date(default=None, null=True)
    counterpart_kind = Varchar(length=20, default=None, null=True)
    meeting = UUID(default=None, null=True)
    agenda_item = UUID(default=None, null=True)
    judged_as = Varchar(length=20, default=None, null=True)
    measure_due = Date(default=None, null=True)
    """The earliest day of a measure still to be carried out; kept by a trigger, answered for by no event."""

    declaration_status_1 = Check(f"status in ({_STATUSES})")
    declaration_kind_1 = Check(f"kind in ({_KINDS})")
    declaration_judged_as_1 = Check("judged_as is null or judged_as = kind")
    declaration_route_1 = Check("route in ('office','designate')")
    declaration_amount_1 = Check("amount is null or (amount >= 0 and currency is not null)")
    declaration_version_1 = Check("version > 0 and items > 0 and head_seq > 0 and octet_length(head_hash) = 32")


class Draft(Table, tablename="draft"):
    """What a person has typed and not yet filed; it belongs to its author alone and is encrypted as a whole."""

    id = UUID(primary_key=True, default=None, null=False)
    author = UUID(default=None, null=False)
    kind = Varchar(length=20, default=None, null=False)
    amends = UUID(default=None, null=True)
    version = Integer(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    edited_at = Timestamptz(default=None, null=False)
    notified_at = Timestamptz(default=None, null=True)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    answers = Bytea(default=None, null=False)

    draft_version_1 = Check("version > 0")


class Recusal(Table, tablename="recusal"):
    """Somebody of the desk has an interest of their own in a case; for that person it is closed for good."""

    id = UUID(primary_key=True, default=None, null=False)
    declaration = UUID(default=None, null=False)
    person = UUID(default=None, null=False)
    at = Timestamptz(default=None, null=False)


class Idempotency(Table, tablename="idempotency"):
    """One row for each create that carried a key: who, which key, which request, what it made."""

    id = UUID(primary_key=True, default=None, null=False)
    person = UUID(default=None, null=False)
    key_hash = Bytea(default=None, null=False, unique=True)
    request_hash = Bytea(default=None, null=False)
    made = UUID(default=None, null=False)
    at = Timestamptz(default=None, null=False)
