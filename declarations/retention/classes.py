"""The classes of records that have a period, by the years that an organization sets for each."""

from collections.abc import Sequence

from declarations.advice.records import ADVICE_ROOM
from declarations.assets.records import ASSETS
from declarations.retention.model import RetentionClass
from declarations.standing.records import SEPARATION


def classes(asset_statement_years: int, advice_years: int, separation_years: int) -> Sequence[RetentionClass]:
    """Each with its period in years."""
    return (
        RetentionClass(
            "asset_statements", asset_statement_years, "asset_retention_due", "erase_asset_statements", ASSETS
        ),
        RetentionClass("advice", advice_years, "advice_retention_due", "erase_advice", ADVICE_ROOM),
        RetentionClass("separations", separation_years, "separation_retention_due", "erase_separations", (SEPARATION,)),
    )
