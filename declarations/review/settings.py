"""What the composition root tells the desk."""

import msgspec


class ReviewSettings(msgspec.Struct, frozen=True):
    """How the desk is worked."""

    similar_cases_least: int = 5
    """Fewer similar past cases are not shown, so that an outcome is nobody's in particular; never less than three."""


_held: list[ReviewSettings] = [ReviewSettings()]


def configure(settings: ReviewSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def review_settings() -> ReviewSettings:
    """The settings of this process."""
    return _held[0]
