"""What can go wrong with encrypted content."""

from register.kernel.errors import RegisterError
from register.kernel.i18n import msg


class Unreadable(RegisterError):
    """The key is not held here, or the content was changed or moved: nothing of it is shown."""

    code = "content_unreadable"
    status = 500
    sentence = msg("The content of this record cannot be read: its key is missing, or the content was changed.")


class Erased(RegisterError):
    """The data key was destroyed after the retention period; the content is gone for good."""

    code = "content_erased"
    status = 404
    sentence = msg("The content of this record was erased at the end of its retention period.")
