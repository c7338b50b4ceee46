"""What the composition root tells this room."""

import msgspec


class AuthorizationSettings(msgspec.Struct, frozen=True):
    """Days are calendar days."""

    usual_days: int = 365
    """What the form of a decision proposes."""
    most_days: int = 365
    """The longest for which an activity is authorized at once."""
    reminder_days: tuple[int, ...] = (60, 30, 7)
    """How long before the end the person is reminded."""


_held: list[AuthorizationSettings] = [AuthorizationSettings()]


def configure(settings: AuthorizationSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def authorization_settings() -> AuthorizationSettings:
    """The settings of this process."""
    return _held[0]
