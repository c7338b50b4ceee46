"""What the composition root tells this room: the classes, and whether the worker erases by itself."""

import msgspec

from declarations.retention.model import RetentionClass


class RetentionSettings(msgspec.Struct, frozen=True):
    """The classes with their periods."""

    classes: tuple[RetentionClass, ...] = ()
    automatic: bool = False
    """Whether the background work erases each day what is over."""


_held: list[RetentionSettings] = [RetentionSettings()]


def configure(settings: RetentionSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def retention_settings() -> RetentionSettings:
    """The settings of this process."""
    return _held[0]
