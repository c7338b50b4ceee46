"""The tables of this room that the ledger holds: what a row says, without the wrapped keys, which rotate."""

from register.ledger.records import RecordClass

DESIGNATION = RecordClass(
    kind="asset_designation",
    table="asset_designation",
    columns=(
        *("person", "designated_by", "designated_at", "ground", "starts_on", "ends_on", "due_on"),
        *("ended_at", "ended_by", "review_since", "version", "content"),
    ),
)
"""The day of the last reminder is left out: no step sets it."""

STATEMENT = RecordClass(
    kind="asset_statement",
    table="asset_statement",
    columns=("designation", "filer", "due_on", "filed_at", "number", "reviewed_at", "version"),
)
VERSION = RecordClass(
    kind="asset_version",
    table="asset_version",
    columns=("statement", "number", "filed_at", "purposes", "asset_content_digest(id) as words"),
)
"""The words leave the database for a lawful use alone; this is their SHA-256."""

REVIEW = RecordClass(
    kind="asset_review",
    table="asset_review",
    columns=("statement", "number", "reviewer", "at", "content"),
)
CONSENT = RecordClass(
    kind="asset_consent",
    table="asset_consent",
    columns=(
        *("statement", "filer", "asked_by", "asked_at", "use", "until"),
        *("answered_at", "granted", "revoked_at", "content"),
    ),
)
ASSETS = (DESIGNATION, STATEMENT, VERSION, REVIEW, CONSENT)
