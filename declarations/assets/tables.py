"""Tables of asset statements. Row security, grants, functions and triggers stand in the migrations."""

from piccolo.columns import UUID, Array, Boolean, Bytea, Date, Integer, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class AssetDesignation(Table, tablename="asset_designation"):
    """That somebody makes asset statements. The position and the instrument are encrypted."""

    id = UUID(primary_key=True, default=None, null=False)
    person = UUID(default=None, null=False, index=True)
    designated_by = UUID(default=None, null=False)
    designated_at = Timestamptz(default=None, null=False)
    ground = Varchar(length=10, default=None, null=False)
    starts_on = Date(default=None, null=False)
    ends_on = Date(default=None, null=True)
    due_on = Date(default=None, null=False)
    reminded_on = Date(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    ended_by = UUID(default=None, null=True)
    review_since = Date(default=None, null=True)
    """Since when the office should look whether the ground still stands: the function of the person changed."""
    version = Integer(default=1, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    content = Bytea(default=None, null=False)

    asset_designation_ground_1 = Check("ground in ('position', 'function')")
    asset_designation_days_1 = Check("ends_on is null or ends_on >= starts_on")
    asset_designation_ended_1 = Check("(ended_at is null) = (ended_by is null)")
    asset_designation_others_1 = Check("designated_by <> person")


class AssetDraft(Table, tablename="asset_draft"):
    """A statement that is being written; nobody but its writer ever sees it."""

    id = UUID(primary_key=True, default=None, null=False)
    designation = UUID(default=None, null=False, unique=True)
    filer = UUID(default=None, null=False)
    statement = UUID(default=None, null=True)
    saved_at = Timestamptz(default=None, null=False)
    version = Integer(default=1, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    content = Bytea(default=None, null=False)


class AssetStatement(Table, tablename="asset_statement"):
    """That a statement exists, and its dates; what it says stands elsewhere, under keys of its own."""

    id = UUID(primary_key=True, default=None, null=False)
    designation = UUID(default=None, null=False, index=True)
    filer = UUID(default=None, null=False, index=True)
    due_on = Date(default=None, null=False)
    filed_at = Timestamptz(default=None, null=False)
    number = Integer(default=1, null=False)
    reviewed_at = Timestamptz(default=None, null=True)
    version = Integer(default=1, null=False)


class AssetVersion(Table, tablename="asset_version"):
    """One version with the purposes that were defined when it was made, and its key."""

    id = UUID(primary_key=True, default=None, null=False)
    statement = UUID(default=None, null=False)
    number = Integer(default=None, null=False)
    filed_at = Timestamptz(default=None, null=False)
    purposes = Array(base_column=Varchar(), default=list, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)


class AssetContent(Table, tablename="asset_content"):
    """What a version says, as ciphertext. No select is granted: it leaves through `asset_words` alone."""

    version = UUID(primary_key=True, default=None, null=False)
    content = Bytea(default=None, null=False)


class AssetReview(Table, tablename="asset_review"):
    """What a reader came to, encrypted."""

    id = UUID(primary_key=True, default=None, null=False)
    statement = UUID(default=None, null=False, index=True)
    number = Integer(default=None, null=False)
    reviewer = UUID(default=None, null=False)
    at = Timestamptz(default=None, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    content = Bytea(default=None, null=False)


class AssetConsent(Table, tablename="asset_consent"):
    """A use beyond the defined purposes: who asked, for what, and what the person said."""

    id = UUID(primary_key=True, default=None, null=False)
    statement = UUID(default=None, null=False, index=True)
    filer = UUID(default=None, null=False, index=True)
    asked_by = UUID(default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)
    use = Varchar(length=14, default=None, null=False)
    until = Date(default=None, null=True)
    answered_at = Timestamptz(default=None, null=True)
    granted = Boolean(default=None, null=True)
    revoked_at = Timestamptz(default=None, null=True)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=False)
    content = Bytea(default=None, null=False)

    asset_consent_use_1 = Check("use in ('procurement', 'investigation', 'publication', 'other')")
    asset_consent_answer_1 = Check("(answered_at is null) = (granted is null)")
    asset_consent_revoked_1 = Check("revoked_at is null or granted")
