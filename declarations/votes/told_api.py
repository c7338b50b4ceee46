"""Standing aside that was announced, for programs of the secretary."""

from uuid import UUID

import msgspec
from litestar import post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.meetings.model import Measure
from declarations.votes.service.told import ToldCommand, record_aside
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of


class ToldIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a participant said they will do; `replaced_by` names who takes their place."""

    participant: UUID
    measure: Measure
    replaced_by: UUID | None = None


class ToldOut(msgspec.Struct, frozen=True):
    """The record."""

    id: UUID


@post("/api/v1/meetings/{meeting:str}/items/{item:str}/asides", opt={"action": "vote.record"}, tags=["meetings"])
async def record_told_aside(
    request: AnyRequest, meeting: FromPath[str], item: FromPath[str], data: JSONBody[ToldIn]
) -> ToldOut:
    """Write down that somebody stands aside, as it was announced; what a rule of the body asks for is the least."""
    said = ToldCommand(participant=data.participant, measure=data.measure, replaced_by=data.replaced_by)
    made = await record_aside(identity_of(request), canonical_id(meeting), canonical_id(item), said)
    return ToldOut(made.id)


told_api: list[ControllerRouterHandler] = [record_told_aside]
