"""The time of the organization: a setting that is a zone, or one line that says it is none."""

from datetime import UTC, datetime

import pytest

from register.configuring import use_time_zone
from register.kernel.dates import local, set_time_zone
from register.kernel.errors import NotConfigured

MIDNIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_the_day_is_that_of_the_organization() -> None:
    assert local(MIDNIGHT).day == 1
    try:
        use_time_zone("Africa/Nairobi")
        assert local(MIDNIGHT).day == 2
    finally:
        set_time_zone("UTC")


@pytest.mark.parametrize("zone", ["Nowhere/City", "../../etc/passwd", "", "x" * 300])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(NotConfigured):
        use_time_zone(zone)
