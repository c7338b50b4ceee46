"""Asking again for the authorization of an outside activity."""

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from declarations.filing.pages.addresses import reference_in
from declarations.filing.pages.own import shown
from declarations.filing.service.renewing import begin_renewal
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict
from register.kernel.form import Form
from register.web.forms import read_form


@post("/declarations/{reference:str}/renewal", opt={"action": "declaration.file"}, include_in_schema=False)
async def renew_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Begin a draft that asks for the authorization again, with the answers that were filed."""
    canonical = reference_in(reference)
    await read_form(request)
    try:
        draft = await begin_renewal(identity_of(request), canonical)
    except Conflict as conflict:
        return await shown(request, canonical, Form(), 409, [conflict.message])
    return Redirect(f"/drafts/{draft.id}/check", status_code=303)
