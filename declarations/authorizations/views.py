"""An authorization as pages show it."""

from declarations.authorizations.model import Authorization, Validity
from declarations.codes.labels import label
from register.kernel.i18n import Message

_TONES = {
    Validity.IN_FORCE: "good",
    Validity.SUSPENDED: "waits",
    Validity.REVOKED: "bad",
    Validity.EXPIRED: "quiet",
    Validity.SUPERSEDED: "quiet",
}


class AuthorizationView:
    """For how long an activity is authorized, and whether that still counts."""

    def __init__(self, authorization: Authorization) -> None:
        self.found = authorization

    @property
    def tag(self) -> tuple[Message, str]:
        """Whether it still counts, and the tone of it."""
        return label("authorization.validity", self.found.validity), _TONES[self.found.validity]
