"""The auditor's counts for programs."""

from datetime import datetime

import msgspec
from litestar import get
from litestar.types import ControllerRouterHandler

from declarations.counts.counting import count_records
from register.access.guards import AnyRequest, identity_of


class ErasedOut(msgspec.Struct, frozen=True):
    """What was erased of a class at once, after its period."""

    at: datetime
    record_class: str
    rows: int


class CountsOut(msgspec.Struct, frozen=True):
    """Figures by list and code; null where a small number is held back. Then the last erasures."""

    counts: dict[str, dict[str, int | None]]
    erased: list[ErasedOut]


@get("/api/v1/counts", opt={"action": "count.read"}, tags=["audit"])
async def read_counts(request: AnyRequest) -> CountsOut:
    """How many records there were of asset statements, advice, opinions and separations at the end of last month.

    With what was erased.
    """
    found = await count_records(identity_of(request))
    lists = {name: {each.name: each.questions for each in cells} for name, cells in found.lists.items()}
    return CountsOut(lists, [ErasedOut(each.at, each.name, each.rows) for each in found.erased])


counts_api: list[ControllerRouterHandler] = [read_counts]
