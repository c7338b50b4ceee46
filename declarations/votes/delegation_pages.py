"""The page of the head of a delegation: who has answered, never what."""

from litestar import Response, get

from declarations.votes.service.delegation import own_delegation
from register.access.guards import AnyRequest, identity_of
from register.web.rendering import render


@get("/attend/delegation", opt={"action": "attend.read"}, include_in_schema=False)
async def delegation_page(request: AnyRequest) -> Response[str]:
    """Everyone of one's delegation, and on which items they have answered."""
    return render(request, "votes/delegation.html", view=await own_delegation(identity_of(request)))


delegation_pages = [delegation_page]
