"""Why a notice could not be delivered."""

from enum import StrEnum

import msgspec

from register.kernel.i18n import Message, pmsg


class Reason(StrEnum):
    """What stood in the way; stored with the notice, with the server's three digits where it gave them."""

    NO_RECIPIENT = "no_recipient"
    INACTIVE = "inactive"
    ADDRESS = "address"
    CONTENT = "content"
    CONNECTION = "connection"
    SECURITY = "security"
    SIGN_IN = "sign_in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    REFUSED = "refused"


HOPELESS = frozenset({Reason.NO_RECIPIENT, Reason.INACTIVE, Reason.ADDRESS, Reason.CONTENT})
"""Another try changes nothing before somebody has done something: shown to the administrator at once."""


class DeliveryError(Exception):
    """A try that failed. `status` is the server's answer where it gave one, such as 550."""

    def __init__(self, reason: Reason, status: int | None = None) -> None:
        self.reason = reason
        self.code = reason.value if status is None else f"{reason.value}:{status}"
        super().__init__(self.code)


def explain(code: str) -> Message:
    """A stored code as a sentence for the administrator."""
    reason, _, status = code.partition(":")
    return msgspec.structs.replace(_SENTENCES[Reason(reason)], values={"status": status or "–"})


_SENTENCES = {
    Reason.NO_RECIPIENT: pmsg("mail", "The person is not in the register any more."),
    Reason.INACTIVE: pmsg("mail", "The account is disabled; nothing is sent to it."),
    Reason.ADDRESS: pmsg("mail", "The address is not one that mail can be sent to."),
    Reason.CONTENT: pmsg("mail", "The text of the notice could not be read."),
    Reason.CONNECTION: pmsg("mail", "The mail server could not be reached (%(status)s)."),
    Reason.SECURITY: pmsg("mail", "No secure connection to the mail server was possible (%(status)s)."),
    Reason.SIGN_IN: pmsg("mail", "The mail server refused the sign-in (%(status)s)."),
    Reason.SENDER: pmsg("mail", "The mail server refused the sender (%(status)s)."),
    Reason.RECIPIENT: pmsg("mail", "The mail server refused the address (%(status)s)."),
    Reason.REFUSED: pmsg("mail", "The mail server refused the message (%(status)s)."),
}
