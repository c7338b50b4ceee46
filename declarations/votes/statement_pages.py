"""What participants stated for the whole meeting, for chair and secretary: page and address for programs."""

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from declarations.votes.board_labels import INTERESTS, MEDIA, SAID
from declarations.votes.board_schemas import StatementsOut
from declarations.votes.service.statements import read_statements
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.paging import decode_cursor
from register.web.rendering import render


@get("/meetings/{meeting:str}/statements", opt={"action": "vote.read"}, include_in_schema=False)
async def statements_page(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None
) -> Response[str]:
    """The statements, the newest first. That it was opened is recorded."""
    view = await read_statements(identity_of(request), canonical_id(meeting), decode_cursor(at))
    return render(request, "votes/statements.html", view=view, said=SAID, interests=INTERESTS, media=MEDIA)


@get("/api/v1/meetings/{meeting:str}/statements", opt={"action": "vote.read"}, tags=["meetings"])
async def list_statements(
    request: AnyRequest, meeting: FromPath[str], at: FromQuery[str | None] = None
) -> StatementsOut:
    """What was stated for the whole meeting, the newest first. Recorded in the reading log."""
    return StatementsOut.of(await read_statements(identity_of(request), canonical_id(meeting), decode_cursor(at)))


statement_pages: list[ControllerRouterHandler] = [statements_page, list_statements]
