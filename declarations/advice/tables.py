"""Tables of advice. Row security, grants, functions and triggers stand in the migrations."""

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class Advice(Table, tablename="advice"):
    """A question to the ethics office, or advice that was given elsewhere and is noted. What it says is encrypted."""

    id = UUID(primary_key=True, default=None, null=False)
    asker = UUID(default=None, null=True, index=True)
    """None where advice is noted: a name, if any, is in the content."""
    route = Varchar(length=10, default=None, null=False)
    channel = Varchar(length=12, default=None, null=False)
    topic = Varchar(length=24, default=None, null=False)
    rule = Varchar(length=40, default="", null=False)
    day = Date(default=None, null=False)
    minutes = SmallInt(default=None, null=True)
    status = Varchar(length=10, default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)
    due_on = Date(default=None, null=True)
    noted_by = UUID(default=None, null=True)
    named = Boolean(default=None, null=True)
    """Whether it was noted with a name; for counting."""
    version = Integer(default=1, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    content = Bytea(default=None, null=False)

    advice_status_1 = Check("status in ('open', 'answered')")
    advice_route_1 = Check("route in ('office', 'designate')")
    advice_channel_1 = Check("channel in ('register', 'mail', 'telephone', 'in_person')")
    advice_asked_or_noted_1 = Check(
        "(channel = 'register') = (asker is not null) and (asker is null) = (noted_by is not null)"
    )
    advice_minutes_1 = Check("minutes > 0")
    advice_version_1 = Check("version > 0")


class AdviceMessage(Table, tablename="advice_message"):
    """One message of a thread, encrypted under the key of its question."""

    id = UUID(primary_key=True, default=None, null=False)
    advice = UUID(default=None, null=False, index=True)
    author = UUID(default=None, null=False)
    from_office = Boolean(default=None, null=False)
    at = Timestamptz(default=None, null=False)
    content = Bytea(default=None, null=False)


class AdviceConsent(Table, tablename="advice_consent"):
    """What the asker said about publishing an anonymised answer; the last row counts, none means no."""

    id = UUID(primary_key=True, default=None, null=False)
    advice = UUID(default=None, null=False, index=True)
    agrees = Boolean(default=None, null=False)
    at = Timestamptz(default=None, null=False)


class AdviceDraft(Table, tablename="advice_draft"):
    """A draft that grew from a question, and whether whoever advised may review what becomes of it."""

    id = UUID(primary_key=True, default=None, null=False)
    advice = UUID(default=None, null=False)
    draft = UUID(default=None, null=False, unique=True)
    agrees = Boolean(default=None, null=False)
    at = Timestamptz(default=None, null=False)
    declaration = UUID(default=None, null=True)
    """What it became; only the asker sees this row."""


class Guidance(Table, tablename="guidance"):
    """An answer in general words: proposed, published to everyone who is signed in, or withdrawn."""

    id = UUID(primary_key=True, default=None, null=False)
    advice = UUID(default=None, null=False, index=True)
    status = Varchar(length=10, default=None, null=False)
    topic = Varchar(length=24, default=None, null=False)
    rule = Varchar(length=40, default="", null=False)
    written_by = UUID(default=None, null=False)
    written_at = Timestamptz(default=None, null=False)
    published_by = UUID(default=None, null=True)
    published_at = Timestamptz(default=None, null=True)
    version = Integer(default=1, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    content = Bytea(default=None, null=False)

    guidance_status_1 = Check("status in ('proposed', 'published', 'withdrawn')")
    guidance_published_1 = Check("status <> 'published' or (published_by is not null and published_at is not null)")
    guidance_version_1 = Check("version > 0")
