"""Whether a new version says anything else than the one that stands: the same once more is no change.

What is compared is what the person said, as their form would show it; what the register adds of itself differs by day.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from declarations.filing.kinds.registry import form_of
from declarations.filing.model import Content, Declaration
from declarations.filing.service.reading import open_content
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg

_NOTHING_CHANGED = msg("No answer has changed. Correct what is different, or discard the draft.")


def refuse_the_same(
    before: Declaration,
    content: Content,
    party: UUID | None,
    country: str | None,
    items: int,
    with_it: Mapping[str, Any],
) -> None:
    """Raise Invalid where the answers behind a new version are those behind the one that stands, with no file added."""
    if with_it:
        return
    form = form_of(before.kind)
    after = msgspec.structs.replace(before, party=party, giver_country=country, items=items)
    if form.answers_of(before, open_content(before)) == form.answers_of(after, content):
        raise Invalid(fields=[FieldError("reason", _NOTHING_CHANGED)])
