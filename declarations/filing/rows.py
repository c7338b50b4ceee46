"""One row of what was declared: a label and a typed value, so that each page writes it in its own language."""

from datetime import date

import msgspec

from register.kernel.i18n import Message, pmsg
from register.kernel.money import Money

Shown = Message | Money | date | str
NOT_KNOWN = pmsg("value", "Not known")


class Row(msgspec.Struct, frozen=True):
    """One label with its value; `words` when a person wrote it, `step` where it can be changed before sending."""

    field: str
    key: Message
    value: Shown
    words: bool = False
    step: str = ""
