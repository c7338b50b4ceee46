"""The auditor's page of counts."""

from litestar import Response, get
from litestar.types import ControllerRouterHandler

from declarations.advice.counts import LEAST
from declarations.counts.counting import count_records
from declarations.counts.labels import CLASSES, FIGURES, LISTS
from register.access.guards import AnyRequest, identity_of
from register.web.rendering import render


@get("/counts", opt={"action": "count.read"}, include_in_schema=False)
async def show_counts(request: AnyRequest) -> Response[str]:
    """How many records there are that are closed to whoever counts them."""
    counts = await count_records(identity_of(request))
    return render(
        request, "counts/counts.html", counts=counts, lists=LISTS, figures=FIGURES, classes=CLASSES, least=LEAST
    )


counts_pages: list[ControllerRouterHandler] = [show_counts]
