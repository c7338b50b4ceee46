"""What the composition root tells this room once, at start. Nothing here is a constant in a rule."""

from datetime import timedelta

import msgspec

from register.kernel.errors import NotConfigured
from register.kernel.message import msg


class AccessSettings(msgspec.Struct, frozen=True):
    """Lengths, limits and the cost of a guess. `secret` is derived from the master key and never stored."""

    secret: bytes
    session_idle: timedelta = timedelta(minutes=60)
    session_absolute: timedelta = timedelta(hours=12)
    first_link: timedelta = timedelta(days=7)
    reset_link: timedelta = timedelta(minutes=60)
    token_life: timedelta = timedelta(days=90)
    sign_in_failures: int = 10
    sign_in_window: timedelta = timedelta(minutes=15)
    sign_in_tries_per_address: int = 60
    password_characters: int = 12
    password_passes: int = 3
    password_memory_kib: int = 65536
    password_lanes: int = 4
    api_requests_per_minute: int = 120
    anonymous_pre_check: bool = False
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""


class _Configured:
    settings: AccessSettings | None = None


def configure(settings: AccessSettings) -> None:
    """Say once, at start, how people come in."""
    if len(settings.secret) < 32:
        raise NotConfigured(msg("The secret of sessions is too short."))
    _Configured.settings = settings


def current() -> AccessSettings:
    """The settings in force. NotConfigured before `configure`."""
    if _Configured.settings is None:
        raise NotConfigured(msg("Sign-in is not configured."))
    return _Configured.settings
