"""What the composition root tells this room."""

import msgspec


class StandingSettings(msgspec.Struct, frozen=True):
    """Of the end of service."""

    cooling_off_months: int = 0
    """How long after service contacts with former counterparts are to be asked about; 0: the organization sets none."""


_held: list[StandingSettings] = [StandingSettings()]


def configure(settings: StandingSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def standing_settings() -> StandingSettings:
    """The settings of this process."""
    return _held[0]
