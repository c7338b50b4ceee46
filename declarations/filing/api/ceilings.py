"""The yearly ceilings of activities for programs."""

from datetime import date

import msgspec
from litestar import get
from litestar.params import FromQuery

from declarations.filing.service.ceilings import counters
from register.access.guards import AnyRequest, identity_of
from register.kernel.i18n import say


class CounterOut(msgspec.Struct, frozen=True):
    """One ceiling and what authorized activities have used of it in the year."""

    name: str
    """`hours` or `income`."""
    ceiling: str
    used: str | None
    """Null where it is not known."""
    currency: str | None
    sentence: str


@get("/api/v1/activity-ceilings", opt={"action": "declaration.list"}, tags=["Declarations"])
async def list_ceilings(request: AnyRequest, on: FromQuery[date | None] = None) -> list[CounterOut]:
    """How much of the yearly ceilings of your profile you have used, in the year of a day, today's by default."""
    return [
        CounterOut(
            name=each.name,
            ceiling=format(each.ceiling, "f"),
            used=None if each.used is None else format(each.used, "f"),
            currency=each.currency,
            sentence=say(each.sentence),
        )
        for each in await counters(identity_of(request), on)
    ]
