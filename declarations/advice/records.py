"""The tables of this room that the ledger holds, by digests alone: no event names anybody, none leads to a case."""

from register.ledger.records import RecordClass

ADVICE = RecordClass(
    kind="advice",
    table="advice",
    columns=(
        *("asker", "route", "channel", "topic", "rule", "day", "minutes", "status", "asked_at", "due_on"),
        *("noted_by", "named", "version", "content"),
    ),
    names_actors=False,
)
MESSAGE = RecordClass(
    kind="advice_message",
    table="advice_message",
    columns=("advice", "author", "from_office", "at", "content"),
    names_actors=False,
)
CONSENT = RecordClass(
    kind="advice_consent",
    table="advice_consent",
    columns=("advice", "agrees", "at"),
    names_actors=False,
)
GUIDANCE = RecordClass(
    kind="guidance",
    table="guidance",
    columns=(
        *("advice", "status", "topic", "rule", "written_by", "written_at", "published_by", "published_at"),
        *("version", "content"),
    ),
    names_actors=False,
)
ADVICE_ROOM = (ADVICE, MESSAGE, CONSENT, GUIDANCE)
