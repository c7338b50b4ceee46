"""The outbox. Row security and grants are in the second migration."""

from piccolo.columns import UUID, Bytea, Integer, Text, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class Outbox(Table, db=ENGINE):
    """Notices that wait, were sent, or could not be. What they say is encrypted, and erased once it was sent."""

    id = UUID(primary_key=True, default=None)
    recipient = UUID(default=None, null=False)
    key_id = Text(default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    content = Bytea(default=None, null=False)
    created_at = Timestamptz(default=None, null=False)
    due_at = Timestamptz(default=None, null=False)
    tries = Integer(default=0, null=False)
    sent_at = Timestamptz(default=None, null=True)
    failed_at = Timestamptz(default=None, null=True)
    last_error = Text(default=None, null=True)

    outbox_tries_are_counted = Check("tries >= 0")
    outbox_is_sent_or_failed = Check("sent_at is null or failed_at is null")
    outbox_lengths = Check(
        "octet_length(content) <= 65536 and length(last_error) between 1 and 40 and length(key_id) <= 40"
    )
