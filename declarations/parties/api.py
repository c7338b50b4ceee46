"""The directory for programs; the same services as the pages."""

from uuid import UUID

import msgspec
from litestar import post
from litestar.params import JSONBody
from litestar.types import ControllerRouterHandler

from declarations.parties.directory_api import directory_api
from declarations.parties.model import LoadReport, PartySuggestion
from declarations.parties.schemas import LoadIn, PartyIn, TypedIn, checked_rows
from declarations.parties.service import load_rows, promote, suggest
from register.access.guards import AnyRequest, identity_of

_V1 = "/api/v1/parties"


class Promoted(msgspec.Struct):
    """The entry of the directory."""

    party: UUID


@post(f"{_V1}/suggestions", opt={"action": "party.suggest"}, status_code=200)
async def suggest_parties(request: AnyRequest, data: JSONBody[TypedIn]) -> list[PartySuggestion]:
    """Who may be meant: the directory, and givers that one has named oneself."""
    return await suggest(identity_of(request), data.typed)


@post(_V1, opt={"action": "party.load"}, status_code=200)
async def load_parties(request: AnyRequest, data: JSONBody[LoadIn]) -> LoadReport:
    """Load a list: all of it or, with faults by row, nothing."""
    rows = checked_rows(data.parties)
    return await load_rows(identity_of(request), rows, source_list=data.list_name, replace=data.replace)


@post(f"{_V1}/promoted", opt={"action": "party.promote"})
async def promote_party(request: AnyRequest, data: JSONBody[PartyIn]) -> Promoted:
    """Take an organisation over from a declaration, so that it is suggested from now on."""
    return Promoted(await promote(identity_of(request), checked_rows([data])[0]))


parties_api: list[ControllerRouterHandler] = [suggest_parties, load_parties, promote_party, *directory_api]
