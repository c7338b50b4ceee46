"""One's own declarations: the list, the page of one, the receipt."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from declarations.filing.awaiting import awaited
from declarations.filing.forms.acts import empty_form
from declarations.filing.model import Declaration
from declarations.filing.pages.addresses import reference_in
from declarations.filing.pages.case_view import by_day, case_view
from declarations.filing.pages.rendered import show
from declarations.filing.service.ceilings import Counter, counters
from declarations.filing.service.own import list_own, read_own, readings
from declarations.filing.service.persons import names_in
from declarations.filing.service.renewing import renewal_of
from register.access.guards import AnyRequest, identity_of
from register.kernel.form import Form
from register.kernel.i18n import Message
from register.kernel.identity import Identity
from register.kernel.paging import Page, decode_cursor


@get("/declarations", opt={"action": "declaration.list"}, include_in_schema=False)
async def declarations_page(request: AnyRequest, at: FromQuery[str | None] = None) -> Response[str]:
    """What the person has declared, newest first."""
    page = await list_own(identity_of(request), decode_cursor(at))
    return await _listed(request, page, "/declarations", for_others=False)


@get("/declarations/for-others", opt={"action": "declaration.list"}, include_in_schema=False)
async def filed_for_others_page(request: AnyRequest, at: FromQuery[str | None] = None) -> Response[str]:
    """What the person has filed for others as their assistant."""
    page = await list_own(identity_of(request), decode_cursor(at), filed_for_others=True)
    return await _listed(request, page, "/declarations/for-others", for_others=True)


async def _listed(request: AnyRequest, page: Page[Declaration], address: str, *, for_others: bool) -> Response[str]:
    identity = identity_of(request)
    rows = [(found, awaited(found, identity.person)) for found in page.items]
    names = await names_in(identity, page.items) if for_others else {}
    return show(request, "declarations.html", page=page, rows=rows, address=address, for_others=for_others, names=names)


@get("/declarations/{reference:str}", opt={"action": "declaration.read"}, include_in_schema=False)
async def declaration_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """One declaration with everything that has happened to it."""
    return await shown(request, reference_in(reference), empty_form())


@get("/declarations/{reference:str}/receipt", opt={"action": "declaration.read"}, include_in_schema=False)
async def receipt_page(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """What was received, what happens next, who can see it."""
    identity = identity_of(request)
    case = await read_own(identity, reference_in(reference))
    return show(request, "receipt.html", view=case_view(case, identity))


async def shown(
    request: AnyRequest, reference: str, form: Form, status: int = 200, refused: list[Message] | None = None
) -> Response[str]:
    """The page of a declaration, with what was typed into one of its forms."""
    identity = identity_of(request)
    case = await read_own(identity, reference)
    seen_by = await readings(identity, reference) if case.declaration.declarant == identity.person else []
    return show(
        request,
        "declaration.html",
        status,
        form=form,
        view=case_view(case, identity),
        readings=by_day(seen_by),
        counters=await _counters(identity, case.declaration),
        renewal=await renewal_of(identity, case),
        refused=refused or [],
    )


async def _counters(identity: Identity, found: Declaration) -> Sequence[Counter]:
    """How much of a yearly ceiling the person has used; of an activity of their own."""
    is_own = found.kind == "outside_activity" and found.declarant == identity.person
    return await counters(identity, found.start_date) if is_own else ()
