"""The administration of people: who may come in, and with which roles."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.labels import capacity_label, role_label
from register.access.service import administration, links
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.message import msg
from register.web.forms import read_form
from register.web.rendering import render

_LIST = {"action": "people.list"}


def _to(person: str) -> Response[None]:
    return Response(None, status_code=303, headers={"location": f"/people/{person}"})


async def _list(request: AnyRequest, search: str, cursor: str | None) -> Response[str]:
    page = await administration.list_people(identity_of(request), search, cursor)
    return render(request, "access/people.html", page=page, search=search, role_label=role_label)


@get("/people", opt=_LIST, include_in_schema=False)
async def show_people(request: AnyRequest) -> Response[str]:
    """People by family name."""
    return await _list(request, "", request.query_params.get("at"))


@post("/people", opt=_LIST, status_code=200, include_in_schema=False)
async def search_people(request: AnyRequest) -> Response[str]:
    """The same, searched: a name is posted and never stands in an address."""
    form = await read_form(request)
    return await _list(request, form.line("search", longest=100), form.typed("at") or None)


async def _page(request: AnyRequest, about: UUID, form: Form | None = None, status: int = 200) -> Response[str]:
    identity = identity_of(request)
    card = await administration.read_person(identity, about)
    return render(
        request,
        "access/person.html",
        status,
        card=card,
        form=form or Form(),
        is_self=about == identity.person,
        roles=[(role, role_label(role)) for role in sorted(administration.GRANTABLE)],
        role_label=role_label,
        capacity=capacity_label(card.person.capacity),
    )


@get("/people/{person:str}", opt={"action": "people.read"}, include_in_schema=False)
async def show_person(request: AnyRequest, person: FromPath[str]) -> Response[str]:
    """All that is kept of a person."""
    return await _page(request, canonical_id(person))


@post("/people/{person:str}/link", opt={"action": "link.issue"}, include_in_schema=False)
async def submit_link_issue(request: AnyRequest, person: FromPath[str]) -> Response[Any]:
    """Have a one-time link mailed; nobody here sees it."""
    about = canonical_id(person)
    await links.issue_link(identity_of(request), about)
    return render(request, "access/link_issued.html", person=person)


@post("/people/{person:str}/disable", opt={"action": "people.disable"}, include_in_schema=False)
async def submit_disable(request: AnyRequest, person: FromPath[str]) -> Response[None]:
    """Close the account."""
    await administration.disable(identity_of(request), canonical_id(person))
    return _to(person)


@post("/people/{person:str}/enable", opt={"action": "people.enable"}, include_in_schema=False)
async def submit_enable(request: AnyRequest, person: FromPath[str]) -> Response[None]:
    """Open it again."""
    await administration.enable(identity_of(request), canonical_id(person))
    return _to(person)


@post("/people/{person:str}/roles", opt={"action": "role.grant"}, include_in_schema=False)
async def submit_role(request: AnyRequest, person: FromPath[str]) -> Response[Any]:
    """Grant a role."""
    form = await read_form(request)
    about = canonical_id(person)
    try:
        role = form.choice("role", administration.GRANTABLE)
        form.check()
        await administration.grant_role(identity_of(request), about, role or "")
    except Invalid as error:
        return await _page(request, about, form.take(error.fields), 422)
    except Conflict as error:
        form.refuse("role", error.message)
        return await _page(request, about, form, 409)
    return _to(person)


@post("/people/{person:str}/roles/{grant:str}/end", opt={"action": "role.end"}, include_in_schema=False)
async def submit_role_end(request: AnyRequest, person: FromPath[str], grant: FromPath[str]) -> Response[None]:
    """End a grant."""
    await administration.end_role(identity_of(request), canonical_id(person), canonical_id(grant))
    return _to(person)


@post("/people/{person:str}/principals", opt={"action": "assistant.link"}, include_in_schema=False)
async def submit_principal(request: AnyRequest, person: FromPath[str]) -> Response[Any]:
    """Record for whom the person files."""
    form = await read_form(request)
    about = canonical_id(person)
    try:
        email = form.line("principal", missing=msg("Write an address, such as name@example.org."), longest=254)
        form.check()
        await administration.link_assistant(identity_of(request), about, email)
    except Invalid as error:
        return await _page(request, about, form.take(error.fields), 422)
    except Conflict as error:
        form.refuse("principal", error.message)
        return await _page(request, about, form, 409)
    return _to(person)


@post("/people/{person:str}/principals/{principal:str}/end", opt={"action": "assistant.end"}, include_in_schema=False)
async def submit_principal_end(request: AnyRequest, person: FromPath[str], principal: FromPath[str]) -> Response[None]:
    """End it."""
    await administration.end_assistant(identity_of(request), canonical_id(person), canonical_id(principal))
    return _to(person)


@post("/people/{person:str}/delegations", opt={"action": "delegation.record"}, include_in_schema=False)
async def submit_delegation(request: AnyRequest, person: FromPath[str]) -> Response[Any]:
    """Record a delegation of the executive head's authority."""
    form = await read_form(request)
    about = canonical_id(person)
    try:
        since = form.day("since", missing=msg("Write the first day."))
        until = form.day("until", missing=msg("Write the last day."))
        instrument = form.line("instrument", missing=msg("Name the document that records the delegation."), longest=300)
        form.check()
        if since is not None and until is not None:
            await administration.record_delegation(identity_of(request), about, since, until, instrument)
    except Invalid as error:
        return await _page(request, about, form.take(error.fields), 422)
    except Conflict as error:
        form.refuse("instrument", error.message)
        return await _page(request, about, form, 409)
    return _to(person)


@post(
    "/people/{person:str}/delegations/{delegation:str}/end", opt={"action": "delegation.end"}, include_in_schema=False
)
async def submit_delegation_end(
    request: AnyRequest, person: FromPath[str], delegation: FromPath[str]
) -> Response[None]:
    """End a delegation before its date."""
    await administration.end_delegation(identity_of(request), canonical_id(person), canonical_id(delegation))
    return _to(person)


PEOPLE_PAGES = [
    show_people,
    search_people,
    show_person,
    submit_link_issue,
    submit_disable,
    submit_enable,
    submit_role,
    submit_role_end,
    submit_principal,
    submit_principal_end,
    submit_delegation,
    submit_delegation_end,
]
