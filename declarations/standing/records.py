"""The table of this room that the ledger holds."""

from register.ledger.records import RecordClass

SEPARATION = RecordClass(
    kind="separation",
    table="separation",
    columns=(
        *("person", "last_day", "recorded_at", "recorded_by", "returned_at", "letter_at", "completed_at"),
        *("completed_by", "listed", "months"),
    ),
)
