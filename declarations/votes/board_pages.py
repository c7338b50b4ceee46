"""Pages of those who lead a meeting: the live board and what the hall sees of it."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream
from litestar.types import ControllerRouterHandler

from declarations.votes.clerk_pages import clerk_pages
from declarations.votes.live import BOARDS, View
from declarations.votes.rules_pages import rules_pages
from declarations.votes.service.watching import open_board, read_board, refuse_others
from declarations.votes.statement_pages import statement_pages
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.middleware import look_again
from register.access.policy import permits
from register.kernel.errors import NotFound
from register.web.rendering import render

_HERE = "/meetings/{meeting:str}"


@get(_HERE + "/board", opt={"action": "vote.watch"}, include_in_schema=False)
async def live_board(request: AnyRequest, meeting: FromPath[str]) -> Response[str]:
    """Who has answered and who has not, by item and delegation."""
    identity = identity_of(request)
    opened = await open_board(identity, canonical_id(meeting))
    may_record = permits(identity, "vote.record")
    return render(request, "votes/board.html", opened=opened, board=opened.board, may_record=may_record)


@get(_HERE + "/projector", opt={"action": "vote.watch"}, include_in_schema=False)
async def projector(request: AnyRequest, meeting: FromPath[str], item: FromQuery[str] = "") -> Response[str]:
    """What the hall may see: numbers of the current item, or of the chosen one, and no name."""
    chosen = canonical_id(item) if item else None
    board = await read_board(identity_of(request), canonical_id(meeting))
    return render(request, "votes/projector.html", board=board, line=board.current(chosen), chosen=chosen)


@get(_HERE + "/board/events", opt={"action": "vote.watch"}, include_in_schema=False)
async def board_events(request: AnyRequest, meeting: FromPath[str]) -> Stream:
    """The numbers of the board as they change."""
    return await _following(request, canonical_id(meeting), View.BOARD)


@get(_HERE + "/projector/events", opt={"action": "vote.watch"}, include_in_schema=False)
async def projector_events(request: AnyRequest, meeting: FromPath[str], item: FromQuery[str] = "") -> Stream:
    """The numbers of the projector as they change."""
    return await _following(request, canonical_id(meeting), View.PROJECTOR, canonical_id(item) if item else None)


async def _following(request: AnyRequest, meeting: UUID, view: View, chosen: UUID | None = None) -> Stream:
    identity = identity_of(request)
    await refuse_others(identity, meeting)
    if identity.acting is None:
        raise NotFound

    async def still_may() -> None:
        await refuse_others(await look_again(request.scope), meeting)

    stream = BOARDS.stream(BOARDS.take_seat(identity.acting, meeting), view, still_may, chosen)
    return Stream(
        stream, media_type="text/event-stream", headers={"cache-control": "no-store", "x-accel-buffering": "no"}
    )


board_pages: list[ControllerRouterHandler] = [
    live_board,
    projector,
    board_events,
    projector_events,
    *clerk_pages,
    *rules_pages,
    *statement_pages,
]
