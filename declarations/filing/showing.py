"""What was declared, as rows of labels and values: the same for the declarant and the desk, whatever the kind."""

from declarations.filing.kinds.registry import form_of
from declarations.filing.model import Content
from declarations.filing.rows import Row
from register.kernel.i18n import pmsg

FROM_OLDER = pmsg("declaration", "From an older register")
"""The mark of what was imported."""


def rows_of_content(content: Content, *, items: int = 1, country: str | None = None) -> list[Row]:
    """The rows of a filed version."""
    return form_of(content.details.of_kind).rows_of(content.facts, content.details, items, country or "")
