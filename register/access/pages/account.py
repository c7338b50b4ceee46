"""One's own account: languages, password, sessions, keys for programs, assistants."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from register.access.configuration import current
from register.access.forms import canonical_id, read_languages, read_password_change, read_token
from register.access.guards import AnyRequest, identity_of
from register.access.labels import LANGUAGES, capacity_label, role_label
from register.access.model import NewToken
from register.access.pages.session_cookies import led_in, visitor_of
from register.access.scopes import SCOPES
from register.access.service import account
from register.kernel.errors import Invalid
from register.kernel.form import Form
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/account"
_CHANGE = {"action": "account.change"}


def _back() -> Response[None]:
    return Response(None, status_code=303, headers={"location": _HERE})


async def _page(
    request: AnyRequest, form: Form | None = None, status: int = 200, made: NewToken | None = None
) -> Response[str]:
    identity = identity_of(request)
    view = await account.read_account(identity)
    shown = form or Form()
    if "language" not in shown:
        shown.put("language", view.person.language)
        shown.put("languages_read", view.person.languages_read)
    return render(
        request,
        "access/account.html",
        status,
        view=view,
        form=shown,
        made=made,
        fewest=current().password_characters,
        languages_offered=list(LANGUAGES.items()),
        scopes=[(scope, SCOPES[scope]) for scope in account.scopes_offered(identity)],
        scope_words=SCOPES,
        roles=[role_label(role) for role in sorted(identity.roles)],
        capacity=capacity_label(view.person.capacity),
    )


@get(_HERE, opt={"action": "account.read"}, include_in_schema=False)
async def show_account(request: AnyRequest) -> Response[str]:
    """The page."""
    return await _page(request)


@post("/account/languages", opt=_CHANGE, include_in_schema=False)
async def submit_languages(request: AnyRequest) -> Response[Any]:
    """Keep the languages."""
    form = await read_form(request)
    try:
        await account.change_languages(identity_of(request), *read_languages(form))
    except Invalid as error:
        return await _page(request, form.take(error.fields), 422)
    return _back()


@post("/account/password", opt=_CHANGE, include_in_schema=False)
async def submit_password(request: AnyRequest) -> Response[Any]:
    """Set a new password; every other session ends."""
    form = await read_form(request)
    try:
        old, new = read_password_change(form)
        signed_in = await account.change_password(identity_of(request), old, new, visitor_of(request))
    except Invalid as error:
        return await _page(request, form.take(error.fields), 422)
    return led_in(signed_in, _HERE)


@post("/account/sessions/{session:str}/end", opt={"action": "session.end"}, include_in_schema=False)
async def submit_session_end(request: AnyRequest, session: FromPath[str]) -> Response[None]:
    """End one session."""
    await account.end_session(identity_of(request), canonical_id(session))
    return _back()


@post("/account/tokens", opt={"action": "token.create"}, include_in_schema=False)
async def submit_token(request: AnyRequest) -> Response[Any]:
    """Make a key and show it this once."""
    form = await read_form(request)
    try:
        made = await account.create_token(identity_of(request), *read_token(form))
    except Invalid as error:
        return await _page(request, form.take(error.fields), 422)
    return await _page(request, made=made, status=201)


@post("/account/tokens/{token:str}/end", opt={"action": "token.end"}, include_in_schema=False)
async def submit_token_end(request: AnyRequest, token: FromPath[str]) -> Response[None]:
    """End one key."""
    await account.end_token(identity_of(request), canonical_id(token))
    return _back()


ACCOUNT_PAGES = [
    show_account,
    submit_languages,
    submit_password,
    submit_session_end,
    submit_token,
    submit_token_end,
]
