"""The first page: three doors, and what waits for the person."""

from litestar import Response, get

from declarations.codes.vocabulary import Kind
from declarations.filing.awaiting import awaited
from declarations.filing.pages.rendered import show
from declarations.filing.service.drafts import list_drafts
from declarations.filing.service.precheck import capacities, capacity_of, kinds_asked
from declarations.filing.service.waiting import service_ends, waiting_for
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.identity import Identity
from register.web.site import site


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
        asks_activities=_asks_activities(identity),
        drafts=[(draft, draft.party_typed) for draft in (await list_drafts(identity))[:3]] if declares else [],
        also=await site().waiting(identity),
        last_day=await service_ends(identity) if permits(identity, "separation.read") else None,
    )


def _asks_activities(identity: Identity) -> bool:
    """Whether the codes that apply to the person speak of outside activities."""
    capacity = capacity_of(identity)
    return capacity in capacities() and Kind.OUTSIDE_ACTIVITY in kinds_asked(capacity)
