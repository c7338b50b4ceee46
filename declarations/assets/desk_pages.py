"""Pages of the office: who is designated, and, for readers alone, what a statement says."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.assets.forms import read_designation, read_request, read_review
from declarations.assets.model import Show, Use
from declarations.assets.service import consenting, designating, reading
from declarations.assets.views import assets_page
from declarations.filing.pages.addresses import seen_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.clock import today
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.form import Form
from register.kernel.i18n import current_locale
from register.kernel.paging import decode_cursor
from register.web.forms import read_form

DESK = "/desk/assets"
_STATEMENT = DESK + "/statements/{statement:str}"


@get(DESK, opt={"action": "designation.list"}, include_in_schema=False)
async def filers_page(request: AnyRequest) -> Response[str]:
    """Designated filers, in one of the lists."""
    query, who = request.query_params, identity_of(request)
    wanted = query.get("show", Show.IN_FORCE)
    if wanted not in set(Show):
        raise NotFound
    page = await designating.listed(who, Show(wanted), decode_cursor(query.get("at")))
    may_designate = permits(who, "designation.make")
    return assets_page(request, "filers.html", page=page, show=wanted, may_designate=may_designate)


@get(DESK + "/new", opt={"action": "designation.make"}, include_in_schema=False)
async def designate_page(request: AnyRequest) -> Response[str]:
    """The form of a designation."""
    form = Form()
    form.put_day("starts_on", today())
    return assets_page(request, "designate.html", form=form)


@post(DESK + "/new", opt={"action": "designation.make"}, include_in_schema=False)
async def designate_it(request: AnyRequest) -> Response[str] | Redirect:
    """Designate somebody."""
    form = await read_form(request)
    try:
        made = await designating.designate(identity_of(request), read_designation(form))
    except Invalid as invalid:
        return assets_page(request, "designate.html", 422, form=form.take(invalid.fields))
    except Conflict as conflict:
        form.refuse("email", conflict.message)
        return assets_page(request, "designate.html", 409, form=form)
    return Redirect(f"{DESK}/{made}", status_code=303)


@get(_STATEMENT, opt={"action": "statement.read"}, include_in_schema=False)
async def read_statement_page(request: AnyRequest, statement: FromPath[str]) -> Response[str]:
    """A statement for one use; the opening is kept."""
    return await _statement(request, canonical_id(statement), Form())


@post(_STATEMENT + "/review", opt={"action": "statement.review"}, include_in_schema=False)
async def review_statement(request: AnyRequest, statement: FromPath[str]) -> Response[str] | Redirect:
    """Say what the reading comes to."""
    form, wanted = await read_form(request), canonical_id(statement)
    try:
        outcome, words = read_review(form)
        await reading.review(identity_of(request), wanted, outcome, words, seen_in(form.typed("seen")))
    except Invalid as invalid:
        return await _statement(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _statement(request, wanted, form, 409, conflict)
    return Redirect(f"{DESK}?show={Show.TO_REVIEW}", status_code=303)


@get(_STATEMENT + "/request", opt={"action": "designation.request"}, include_in_schema=False)
async def request_page(request: AnyRequest, statement: FromPath[str]) -> Response[str]:
    """The form of a request for consent."""
    return assets_page(request, "request.html", statement=canonical_id(statement))


@post(_STATEMENT + "/request", opt={"action": "designation.request"}, include_in_schema=False)
async def request_consent(request: AnyRequest, statement: FromPath[str]) -> Response[str] | Redirect:
    """Ask the filer to agree to another use."""
    form, wanted = await read_form(request), canonical_id(statement)
    try:
        await consenting.ask(identity_of(request), wanted, read_request(form))
    except Invalid as invalid:
        return assets_page(request, "request.html", 422, form=form.take(invalid.fields), statement=wanted)
    return Redirect(DESK, status_code=303)


@get(DESK + "/{designation:str}", opt={"action": "designation.read"}, include_in_schema=False)
async def designation_page(request: AnyRequest, designation: FromPath[str]) -> Response[str]:
    """A designation, and that there are statements."""
    return await _designation(request, canonical_id(designation))


@post(DESK + "/{designation:str}/end", opt={"action": "designation.end"}, include_in_schema=False)
async def end_designation(request: AnyRequest, designation: FromPath[str]) -> Response[str] | Redirect:
    """End a designation."""
    form, wanted = await read_form(request), canonical_id(designation)
    try:
        await designating.end(identity_of(request), wanted, seen_in(form.typed("seen")))
    except Conflict as conflict:
        return await _designation(request, wanted, 409, conflict)
    return Redirect(f"{DESK}/{wanted}", status_code=303)


@post(DESK + "/{designation:str}/keep", opt={"action": "designation.keep"}, include_in_schema=False)
async def keep_designation(request: AnyRequest, designation: FromPath[str]) -> Response[str] | Redirect:
    """Say that the ground still stands."""
    form, wanted = await read_form(request), canonical_id(designation)
    try:
        await designating.keep(identity_of(request), wanted, seen_in(form.typed("seen")))
    except Conflict as conflict:
        return await _designation(request, wanted, 409, conflict)
    return Redirect(f"{DESK}/{wanted}", status_code=303)


async def _designation(
    request: AnyRequest, wanted: UUID, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    who = identity_of(request)
    return assets_page(
        request,
        "designation.html",
        status,
        found=await designating.read(who, wanted),
        changed=changed,
        may_end=permits(who, "designation.end"),
        may_read=permits(who, "statement.read"),
    )


async def _statement(
    request: AnyRequest, wanted: UUID, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    use = request.query_params.get("use", Use.ASSESSMENT)
    if use not in set(Use):
        raise NotFound
    found = await reading.read(identity_of(request), wanted, Use(use))
    if not form.typed("language"):
        form.put("language", current_locale().tag)
    return assets_page(request, "review.html", status, found=found, form=form, changed=changed)


assets_desk_pages: list[ControllerRouterHandler] = [
    filers_page,
    designate_page,
    designate_it,
    read_statement_page,
    review_statement,
    request_page,
    request_consent,
    designation_page,
    end_designation,
    keep_designation,
]
