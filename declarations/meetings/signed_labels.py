"""Words for how the code was acknowledged."""

from collections.abc import Mapping

from declarations.meetings.model import Signed
from register.kernel.message import Message, pmsg

SIGNED: Mapping[Signed, Message] = {
    Signed.LINK: pmsg("acknowledgement", "By the link"),
    Signed.PAPER: pmsg("acknowledgement", "Signed on paper"),
    Signed.LIST: pmsg("acknowledgement", "Signed on the attendance list"),
}
