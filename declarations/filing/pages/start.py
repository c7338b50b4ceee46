"""The first page: three doors, and what waits for the person."""

from litestar import Response, get

from declarations.filing.awaiting import awaited
from declarations.filing.pages.rendered import show
from declarations.filing.service.drafts import list_drafts
from declarations.filing.service.waiting import waiting_for
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits


@get("/", opt={"action": "start.view"}, include_in_schema=False)
async def start_page(request: AnyRequest) -> Response[str]:
    """Three doors for those who declare; for the others, what is theirs to do."""
    identity = identity_of(request)
    declares = permits(identity, "declaration.file")
    return show(
        request,
        "start.html",
        declares=declares,
        may=lambda action: permits(identity, action),
        waiting=[(found, awaited(found, identity.person)) for found in await waiting_for(identity)],
        drafts=(await list_drafts(identity))[:3] if declares else [],
    )
