"""Pages of designated filers: what they are asked for and why, writing a statement, reading it, and their consents."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.assets.desk_pages import assets_desk_pages
from declarations.assets.forms import read_filing, read_line
from declarations.assets.service import consenting, filing, reading
from declarations.assets.views import assets_page
from declarations.filing.pages.addresses import seen_in
from declarations.parties.service import suggest
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import YES, Form
from register.web.forms import read_form

_HERE = "/assets"
_DRAFT = _HERE + "/{designation:str}/draft"
_SEARCH, _PICK = "search", "pick:"


@get(_HERE, opt={"action": "asset.list"}, include_in_schema=False)
async def own_assets_page(request: AnyRequest) -> Response[str]:
    """Why one is asked, what is due, one's statements and what was asked about them."""
    return await _own(request)


@post(_HERE + "/{designation:str}/begin", opt={"action": "asset.write"}, include_in_schema=False)
async def begin_statement(request: AnyRequest, designation: FromPath[str]) -> Response[str] | Redirect:
    """Begin a statement, or the next version of one."""
    form, wanted = await read_form(request), canonical_id(designation)
    correcting = canonical_id(form.typed("statement")) if form.typed("statement") else None
    try:
        await filing.begin(identity_of(request), wanted, correcting)
    except Conflict as conflict:
        return await _own(request, 409, conflict)
    return Redirect(f"{_HERE}/{wanted}/draft", status_code=303)


@get(_DRAFT, opt={"action": "asset.write"}, include_in_schema=False)
async def draft_page(request: AnyRequest, designation: FromPath[str]) -> Response[str]:
    """The statement that is being written."""
    return await _draft(request, canonical_id(designation), Form())


@post(_DRAFT + "/lines", opt={"action": "asset.write"}, include_in_schema=False)
async def add_line(request: AnyRequest, designation: FromPath[str]) -> Response[str] | Redirect:
    """Add a line, or look its party up."""
    form, wanted = await read_form(request), canonical_id(designation)
    then = form.typed("then")
    if then == _SEARCH or then.startswith(_PICK):
        return await _looked_up(request, wanted, form, then)
    try:
        await filing.add_line(identity_of(request), wanted, read_line(form), seen_in(form.typed("seen")))
    except Invalid as invalid:
        return await _draft(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _draft(request, wanted, form, 409, conflict)
    return Redirect(f"{_HERE}/{wanted}/draft", status_code=303)


async def _looked_up(request: AnyRequest, wanted: UUID, form: Form, then: str) -> Response[str]:
    found = await suggest(identity_of(request), form.typed("counterpart"))
    if then == _SEARCH:
        return await _draft(request, wanted, form, suggestions=found)
    place = then.removeprefix(_PICK)
    if place.isascii() and place.isdigit() and len(place) < 3 and int(place) < len(found):
        chosen = found[int(place)]
        for name, value in (
            ("party", str(chosen.party or "")),
            ("counterpart", chosen.name),
            ("party_named", chosen.name),
        ):
            form.put(name, value)
        if chosen.relation and chosen.relation != "none":
            form.put("relation", chosen.relation)
    return await _draft(request, wanted, form)


@post(_DRAFT + "/lines/{place:str}/removal", opt={"action": "asset.write"}, include_in_schema=False)
async def remove_line(
    request: AnyRequest, designation: FromPath[str], place: FromPath[str]
) -> Response[str] | Redirect:
    """Remove a line."""
    form, wanted = await read_form(request), canonical_id(designation)
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 3 else -1
    try:
        await filing.remove_line(identity_of(request), wanted, number, seen_in(form.typed("seen")))
    except Conflict as conflict:
        return await _draft(request, wanted, Form(), 409, conflict)
    return Redirect(f"{_HERE}/{wanted}/draft", status_code=303)


@post(_DRAFT + "/filing", opt={"action": "asset.file"}, include_in_schema=False)
async def file_statement(request: AnyRequest, designation: FromPath[str]) -> Response[str] | Redirect:
    """File it, with the line that was typed and not added yet."""
    form, wanted = await read_form(request), canonical_id(designation)
    try:
        said, seen = read_filing(form), seen_in(form.typed("seen"))
        made = await filing.file(
            identity_of(request), wanted, seen, attested=said.attested, nothing=said.nothing, line=said.line
        )
    except Invalid as invalid:
        return await _draft(request, wanted, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _draft(request, wanted, form, 409, conflict)
    return Redirect(f"{_HERE}/statements/{made}", status_code=303)


@post(_DRAFT + "/discarding", opt={"action": "asset.write"}, include_in_schema=False)
async def discard_statement(request: AnyRequest, designation: FromPath[str]) -> Redirect:
    """Throw the draft away."""
    await filing.discard(identity_of(request), canonical_id(designation))
    return Redirect(_HERE, status_code=303)


@get(_HERE + "/statements/{statement:str}", opt={"action": "asset.read"}, include_in_schema=False)
async def own_statement_page(request: AnyRequest, statement: FromPath[str]) -> Response[str]:
    """One's own statement: its versions, what was said on it, what was asked, and who opened it."""
    who = identity_of(request)
    found = await reading.read_own(who, canonical_id(statement))
    return assets_page(request, "statement.html", found=found, may_declare=permits(who, "declaration.file"))


@post(_HERE + "/consents/{consent:str}/answer", opt={"action": "asset.consent"}, include_in_schema=False)
async def answer_consent(request: AnyRequest, consent: FromPath[str]) -> Response[str] | Redirect:
    """Agree to another use, or refuse."""
    form = await read_form(request)
    granted = form.choice("granted", ("yes", "no"))
    try:
        form.check()
        await consenting.answer(identity_of(request), canonical_id(consent), granted=granted == YES)
    except Conflict as conflict:
        return await _own(request, 409, conflict)
    return Redirect(_HERE, status_code=303)


@post(_HERE + "/consents/{consent:str}/revocation", opt={"action": "asset.consent"}, include_in_schema=False)
async def revoke_consent(request: AnyRequest, consent: FromPath[str]) -> Response[str] | Redirect:
    """Take a consent back."""
    try:
        await consenting.revoke(identity_of(request), canonical_id(consent))
    except Conflict as conflict:
        return await _own(request, 409, conflict)
    return Redirect(_HERE, status_code=303)


async def _own(request: AnyRequest, status: int = 200, changed: Conflict | None = None) -> Response[str]:
    found = await filing.own(identity_of(request))
    return assets_page(
        request, "own.html", status, found=found, changed=changed, is_open_for_next=filing.is_open_for_next
    )


async def _draft(
    request: AnyRequest,
    wanted: UUID,
    form: Form,
    status: int = 200,
    changed: Conflict | None = None,
    suggestions: object = None,
) -> Response[str]:
    dossier, draft = await filing.read_draft(identity_of(request), wanted)
    for name in ("party", "party_named"):
        form.put(name, form.typed(name))
    return assets_page(
        request,
        "draft.html",
        status,
        form=form,
        dossier=dossier,
        draft=draft,
        changed=changed,
        suggestions=suggestions,
        purposes=filing.purposes(),
    )


assets_pages: list[ControllerRouterHandler] = [
    own_assets_page,
    begin_statement,
    draft_page,
    add_line,
    remove_line,
    file_statement,
    discard_statement,
    own_statement_page,
    answer_consent,
    revoke_consent,
    *assets_desk_pages,
]
