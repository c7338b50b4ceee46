"""Words and addresses of the pages of evidence."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from declarations.evidence.model import Item, Side, Standing
from declarations.evidence.sniffing import JPEG, PDF, PNG, WEBP
from register.kernel.i18n import Message, msg, pmsg

BACK: Mapping[Side, str] = MappingProxyType(
    {Side.DRAFT: "/drafts/%s/check", Side.DECLARATION: "/declarations/%s", Side.CASE: "/desk/%s"}
)
"""Where one comes from."""

STANDINGS: Mapping[Standing, Message] = MappingProxyType(
    {
        Standing.WAITING: pmsg("evidence", "Being checked"),
        Standing.CLEAN: pmsg("evidence", "Can be opened"),
        Standing.REFUSED: pmsg("evidence", "Refused: harmful content"),
    }
)
REFUSED = msg(
    "The check found harmful content. The content is deleted and nobody can open it. Add the file again from a clean"
    " device."
)
NOT_CHECKED = msg(
    "The check for harmful content does not work at the moment. It is tried again by itself; until then nobody can"
    " open the file."
)
TONES: Mapping[Standing, str] = MappingProxyType(
    {Standing.WAITING: "waits", Standing.CLEAN: "quiet", Standing.REFUSED: "bad"}
)
TYPES: Mapping[str, Message] = MappingProxyType(
    {
        JPEG: pmsg("evidence", "Photo (JPEG)"),
        PNG: pmsg("evidence", "Picture (PNG)"),
        WEBP: pmsg("evidence", "Picture (WebP)"),
        PDF: pmsg("evidence", "Document (PDF)"),
    }
)


def address_of(side: Side, name: str) -> str:
    """The page of the evidence of a draft, a declaration or a case."""
    start = {Side.DRAFT: "drafts", Side.DECLARATION: "declarations", Side.CASE: "desk"}[side]
    return f"/{start}/{name}/evidence"


def said_of(item: Item) -> Message:
    """What a file is, in a few words."""
    if item.is_withdrawn:
        return pmsg("evidence", "Withdrawn")
    return standing_said(item.standing, item.media_type)


def standing_said(standing: Standing, media_type: str) -> Message:
    """What may be opened by its type, and anything else by what keeps it closed."""
    return TYPES[media_type] if standing is Standing.CLEAN else STANDINGS[standing]


def trouble_of(standing: Standing, *, fails: bool) -> Message | None:
    """What a refused file, or one that the scanner fails to judge, means for whoever added it."""
    if standing is Standing.REFUSED:
        return REFUSED
    return NOT_CHECKED if fails else None


def size_of(size: int) -> Message:
    """A size as a person reads it."""
    if size < 1_000_000:
        return msg("%(n)s kB", n=max(1, round(size / 1000)))
    return msg("%(n)s MB", n=(Decimal(size) / 1_000_000).quantize(Decimal("0.1")))
