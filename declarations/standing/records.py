"""The tables of this room that the ledger holds."""

from register.ledger.records import RecordClass

SEPARATION = RecordClass(
    kind="separation",
    table="separation",
    columns=(
        *("person", "last_day", "recorded_at", "recorded_by", "returned_at", "letter_at", "completed_at"),
        *("completed_by", "listed", "months"),
    ),
)

CHANGE_ASIDE = RecordClass(
    kind="change_aside",
    table="change_aside",
    columns=(
        *("person", "at", "what", "first_at", "settled_at", "retried_at", "retried_by"),
        *("closed_at", "closed_by", "reason"),
    ),
)
"""How often it failed and when it is tried next is left out: nothing follows from it."""

STANDING = (SEPARATION, CHANGE_ASIDE)
