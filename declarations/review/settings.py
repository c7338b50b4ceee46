"""What the composition root tells the desk."""

import msgspec


class ReviewSettings(msgspec.Struct, frozen=True):
    """How the desk is worked."""

    similar_cases_least: int = 5
    """Fewer similar past cases are not shown, so that an outcome is nobody's in particular; never less than three."""
    measure_reminder_days: tuple[int, ...] = (7,)
    """How long before its day a measure is recalled; on the day it always is."""
    measure_reminder_every: int = 14
    """Days from one reminder of an overdue measure to the next."""


_held: list[ReviewSettings] = [ReviewSettings()]


def configure(settings: ReviewSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def review_settings() -> ReviewSettings:
    """The settings of this process."""
    return _held[0]
