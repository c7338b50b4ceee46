"""What the composition root tells this room once, at start."""

import msgspec


class ReviewSettings(msgspec.Struct, frozen=True):
    """Calendar days."""

    question_days: int = 10
    """For the reply to a question."""
    close_after_days: int = 30
    """After a decision, until the case closes by itself."""


_held: list[ReviewSettings] = [ReviewSettings()]


def configure(settings: ReviewSettings) -> None:
    """Hold the settings in this process."""
    _held[:] = [settings]


def review_settings() -> ReviewSettings:
    """The settings of this process."""
    return _held[0]
