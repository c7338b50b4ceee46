"""What the composition root tells the filing room."""

from collections.abc import Mapping

import msgspec

from declarations.codes.decisions import Authority


class FilingSettings(msgspec.Struct, frozen=True):
    """Days are calendar days; `regimes` maps capacities to profiles where they differ from the shipped setting."""

    review_days: int = 20
    days_by_class: Mapping[str, int] = msgspec.field(
        default_factory=lambda: {"light": 10, "heightened": 10, "priority": 5}
    )
    """Targets of their own, by class of review."""
    heightened_authority: str = "authorizing_official"
    """Who decides after the office where a case of heightened review names no authority; empty: the office alone."""
    ordinary_authority: str = "authorizing_official"
    """Who decides what a rule leaves to the authorizing official: outside activities, statements to the media."""
    question_days: int = 10
    close_after_days: int = 30
    draft_days: int = 180
    draft_notice_days: int = 14
    idempotency_hours: int = 24
    pre_checks_per_hour: int = 60
    """From one address, or by one person; counted under a keyed hash that is gone after the hour."""
    regimes: Mapping[str, str] = {}

    def review_target(self, review_class: str | None) -> int:
        """Days from filing to decision."""
        return self.days_by_class.get(review_class or "", self.review_days)

    def authority_for(self, named: Authority | None) -> Authority | None:
        """Who decides here what a rule names this authority for."""
        return Authority(self.ordinary_authority) if named is Authority.AUTHORIZING_OFFICIAL else named


_held: list[FilingSettings] = [FilingSettings()]


def configure(settings: FilingSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def filing_settings() -> FilingSettings:
    """The settings of this process."""
    return _held[0]
