"""What the composition root tells this room."""

from datetime import timedelta

import msgspec


class OpinionSettings(msgspec.Struct, frozen=True):
    """How long a link works."""

    link_life: timedelta = timedelta(days=14)


_held: list[OpinionSettings] = [OpinionSettings()]


def configure(settings: OpinionSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def opinion_settings() -> OpinionSettings:
    """The settings of this process."""
    return _held[0]
