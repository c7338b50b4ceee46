"""What the composition root tells this room once, at start."""

from register.notices.model import MailSettings


class _Configured:
    settings: MailSettings | None = None


def configure(settings: MailSettings) -> None:
    """How notices look."""
    _Configured.settings = settings


def mail_settings() -> MailSettings:
    """How notices look."""
    if _Configured.settings is None:
        message = "notices.configure was not called"
        raise RuntimeError(message)
    return _Configured.settings
