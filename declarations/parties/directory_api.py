"""The directory by hand for programs; the same services as the pages. Changes carry If-Match."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.parties.directory_schemas import AliasIn, EntryOut, MergeIn, PartyOut, ReasonIn, StateOut, TypedOut
from declarations.parties.records import Record
from declarations.parties.schemas import PartyIn, TypedIn, checked_rows
from declarations.parties.service import keeping
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import NotFound
from register.kernel.ids import parse_reference
from register.kernel.paging import Page
from register.web.etags import etag, if_match

_V1, _TAGS = "/api/v1/parties", ["directory"]


class Taken(msgspec.Struct):
    """The entry of the directory."""

    party: UUID


def _state(found: Record, status: int = 200) -> Response[StateOut]:
    return Response(StateOut(found.id, found.merged_into), status_code=status, headers={"etag": etag(found.version)})


@get(_V1, opt={"action": "party.read"}, tags=_TAGS)
async def list_entries(request: AnyRequest, at: FromQuery[str | None] = None) -> Page[PartyOut]:
    """Entries by name."""
    return PartyOut.page(await keeping.list_parties(identity_of(request), "", at))


@post(f"{_V1}/searches", opt={"action": "party.read"}, status_code=200, tags=_TAGS)
async def search_entries(
    request: AnyRequest, data: JSONBody[TypedIn], at: FromQuery[str | None] = None
) -> Page[PartyOut]:
    """Entries with a name, in any script, that begins so; posted, so that no name stands in an address."""
    return PartyOut.page(await keeping.list_parties(identity_of(request), data.typed, at))


@get(f"{_V1}/typed", opt={"action": "party.promote"}, tags=_TAGS)
async def list_typed_givers(request: AnyRequest, at: FromQuery[str | None] = None) -> Page[TypedOut]:
    """Organisations as they were typed in declarations, not yet in the directory."""
    return TypedOut.page(await keeping.list_typed(identity_of(request), at))


@post(_V1 + "/promotions/{reference:str}", opt={"action": "party.promote"}, tags=_TAGS)
async def promote_typed_giver(request: AnyRequest, reference: FromPath[str], data: JSONBody[PartyIn]) -> Taken:
    """Take the giver of a declaration over; its declarations are counted as the entry's. Never a natural person."""
    known = parse_reference(reference)
    if known is None:
        raise NotFound
    return Taken(await keeping.promote_typed(identity_of(request), known, checked_rows([data])[0]))


@get(_V1 + "/{party:str}", opt={"action": "party.read"}, tags=_TAGS)
async def read_entry(request: AnyRequest, party: FromPath[str]) -> Response[EntryOut]:
    """One entry: its names, what was merged, its story, and the totals of what is open to the reader."""
    found = await keeping.read_party(identity_of(request), canonical_id(party))
    return Response(EntryOut.of(found), headers={"etag": etag(found.record.version)})


@post(_V1 + "/{party:str}/aliases", opt={"action": "party.name"}, tags=_TAGS)
async def add_name(request: AnyRequest, party: FromPath[str], data: JSONBody[AliasIn]) -> Response[StateOut]:
    """Write another name down, with its source."""
    seen = if_match(request)
    return _state(await keeping.add_alias(identity_of(request), canonical_id(party), seen, data.alias()), 201)


@post(_V1 + "/{party:str}/aliases/{alias:str}/removal", opt={"action": "party.name"}, status_code=200, tags=_TAGS)
async def remove_name(request: AnyRequest, party: FromPath[str], alias: FromPath[str]) -> Response[StateOut]:
    """Take a name back that was written down by hand."""
    seen = if_match(request)
    who = identity_of(request)
    return _state(await keeping.remove_alias(who, canonical_id(party), seen, canonical_id(alias)))


@post(_V1 + "/{party:str}/merge", opt={"action": "party.merge"}, status_code=200, tags=_TAGS)
async def merge_entry(request: AnyRequest, party: FromPath[str], data: JSONBody[MergeIn]) -> Response[StateOut]:
    """Let another entry stand for this one, once both were compared."""
    seen, reason, wanted = if_match(request), data.said(), canonical_id(party)
    who = identity_of(request)
    return _state(await keeping.merge(who, wanted, seen, data.into, reason, despite=data.despite))


@post(_V1 + "/{party:str}/separation", opt={"action": "party.merge"}, status_code=200, tags=_TAGS)
async def separate_entry(request: AnyRequest, party: FromPath[str], data: JSONBody[ReasonIn]) -> Response[StateOut]:
    """Undo a merge."""
    seen, reason = if_match(request), data.said()
    return _state(await keeping.separate(identity_of(request), canonical_id(party), seen, reason))


directory_api: list[ControllerRouterHandler] = [
    list_entries,
    search_entries,
    list_typed_givers,
    promote_typed_giver,
    read_entry,
    add_name,
    remove_name,
    merge_entry,
    separate_entry,
]
