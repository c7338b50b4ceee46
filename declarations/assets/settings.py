"""What the composition root tells the asset room."""

import msgspec


class AssetSettings(msgspec.Struct, frozen=True):
    """Days are calendar days."""

    first_days: int = 30
    """Within which somebody who is designated makes their first statement."""
    every_days: int = 365
    """After how long the next one is due."""
    reminder_days: tuple[int, ...] = (14, 3)
    """How long before the day a reminder goes out; one more goes out once it has passed."""
    consent_days: int = 730
    """For how long the office asks for consent at most; nobody foresees what a use decades away would mean."""
    matching: bool = False
    """Whether statements are compared with what their filers declared; it stands among the purposes of each then."""

    @property
    def early_days(self) -> int:
        """How long before it is due the next statement can be begun; until then the last one is corrected."""
        return self.every_days // 4


_held: list[AssetSettings] = [AssetSettings()]


def configure(settings: AssetSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def asset_settings() -> AssetSettings:
    """The settings of this process."""
    return _held[0]
