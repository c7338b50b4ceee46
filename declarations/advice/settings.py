"""What the composition root tells the advice room."""

import msgspec


class AdviceSettings(msgspec.Struct, frozen=True):
    """Days are calendar days."""

    answer_days: int = 10
    """Within which the office means to answer."""
    note_days: int = 366
    """How far back the day of advice lies that is noted: the counts of a year are settled soon after it."""


_held: list[AdviceSettings] = [AdviceSettings()]


def configure(settings: AdviceSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def advice_settings() -> AdviceSettings:
    """The settings of this process."""
    return _held[0]
