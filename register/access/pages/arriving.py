"""Signing in and out, and one-time links."""

from typing import Any

from litestar import Response, get, post

from register.access.configuration import current
from register.access.forms import read_email, read_new_password, read_sign_in
from register.access.guards import AnyRequest, identity_of, local_path
from register.access.pages.session_cookies import is_safe_to_sign_in, led_in, led_out, visitor_of
from register.access.service import links
from register.access.service.signing_in import sign_in
from register.access.tokens import looks_like_token
from register.kernel.errors import Invalid, NotFound
from register.kernel.form import Form
from register.web.forms import read_form
from register.web.rendering import render

_OPEN = {"action": "signin.open"}


def _sign_in_page(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    safe = is_safe_to_sign_in(request)
    return render(request, "access/sign_in.html", status if safe else 403, form=form, is_safe=safe)


@get("/sign-in", opt=_OPEN, include_in_schema=False)
async def show_sign_in(request: AnyRequest) -> Response[Any]:
    """The form; who is signed in already is led on."""
    way_back = local_path(request.query_params.get("next", "/"))
    if identity_of(request).person is not None:
        return Response(None, status_code=303, headers={"location": way_back})
    form = Form()
    form.put("next", way_back)
    return _sign_in_page(request, form)


@post("/sign-in", opt={"action": "signin.submit"}, include_in_schema=False)
async def submit_sign_in(request: AnyRequest) -> Response[Any]:
    """Begin a session and lead on."""
    form = await read_form(request)
    if not is_safe_to_sign_in(request):
        return _sign_in_page(request, form)
    try:
        signed_in = await sign_in(*read_sign_in(form), visitor_of(request))
    except Invalid as error:
        return _sign_in_page(request, form.take(error.fields), 422)
    return led_in(signed_in, local_path(form.typed("next", "/")))


@post("/sign-out", opt={"action": "signout.submit"}, include_in_schema=False)
async def submit_sign_out(request: AnyRequest) -> Response[None]:
    """End the session."""
    return await led_out(request, "/sign-in")


@get("/sign-in/link", opt={"action": "link.request"}, include_in_schema=False)
async def show_link_request(request: AnyRequest) -> Response[str]:
    """For a first sign-in or a forgotten password."""
    return render(request, "access/link_request.html", form=Form())


@post("/sign-in/link", opt={"action": "link.request"}, include_in_schema=False)
async def submit_link_request(request: AnyRequest) -> Response[Any]:
    """The same answer for every address."""
    form = await read_form(request)
    try:
        await links.request_link(read_email(form), visitor_of(request))
    except Invalid as error:
        return render(request, "access/link_request.html", 422, form=form.take(error.fields))
    return Response(None, status_code=303, headers={"location": "/sign-in/link/sent"})


@get("/sign-in/link/sent", opt={"action": "link.request"}, include_in_schema=False)
async def show_link_sent(request: AnyRequest) -> Response[str]:
    """What happens next, whether the address is known or not."""
    return render(request, "access/link_sent.html")


@get("/link", opt={"action": "link.open"}, include_in_schema=False)
async def show_link(request: AnyRequest) -> Response[str]:
    """The form behind a one-time link; looking at it consumes nothing."""
    token = str(request.scope.get("link_token", ""))
    return await _link_page(request, token, Form())


@post("/link", opt={"action": "link.use"}, include_in_schema=False)
async def submit_link(request: AnyRequest) -> Response[Any]:
    """Set the password and begin a session."""
    form = await read_form(request)
    token = form.typed("token")
    if not is_safe_to_sign_in(request):
        return _sign_in_page(request, Form())
    try:
        signed_in = await links.use_link(token, read_new_password(form), visitor_of(request))
    except Invalid as error:
        return await _link_page(request, token, form.take(error.fields), 422)
    except NotFound:
        return render(request, "access/link_spent.html", 404)
    return led_in(signed_in, "/")


async def _link_page(request: AnyRequest, token: str, form: Form, status: int = 200) -> Response[str]:
    try:
        holder = await links.open_link(token if looks_like_token(token) else "")
    except NotFound:
        return render(request, "access/link_spent.html", 404)
    fewest = current().password_characters
    return render(request, "access/link.html", status, form=form, token=token, holder=holder, fewest=fewest)


ARRIVING_PAGES = [
    show_sign_in,
    submit_sign_in,
    submit_sign_out,
    show_link_request,
    submit_link_request,
    show_link_sent,
    show_link,
    submit_link,
]
