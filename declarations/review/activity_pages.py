"""What is done at the desk about an outside activity beside what every case has."""

from collections.abc import Awaitable, Callable

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from declarations.filing.model import Declaration
from declarations.letters.inserting import written_in
from declarations.review import activity_forms as forms
from declarations.review.pages import do_act
from declarations.review.service import authorizing
from declarations.review.service.consulting import consult
from register.access.guards import AnyRequest
from register.kernel.form import Form
from register.kernel.identity import Identity


@post("/desk/{reference:str}/opinion", opt={"action": "case.consult"}, include_in_schema=False)
async def consult_on_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Ask the supervisor for an opinion."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await consult(who, ref, forms.read_consulting(form), seen, language=written_in(form))

    return await do_act(request, reference, "opinion", doing)


@post("/desk/{reference:str}/suspension", opt={"action": "case.suspend"}, include_in_schema=False)
async def suspend_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Suspend the authorization."""
    return await _reasoned(request, reference, "suspension", authorizing.suspend)


@post("/desk/{reference:str}/reinstatement", opt={"action": "case.suspend"}, include_in_schema=False)
async def reinstate_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Put the authorization back into force."""
    return await _reasoned(request, reference, "reinstatement", authorizing.reinstate)


@post("/desk/{reference:str}/revocation", opt={"action": "case.revoke"}, include_in_schema=False)
async def revoke_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Revoke the authorization."""
    return await _reasoned(request, reference, "revocation", authorizing.revoke)


Reasoned = Callable[[Identity, str, str, int], Awaitable[Declaration]]


async def _reasoned(request: AnyRequest, reference: str, act: str, service: Reasoned) -> Response[str] | Redirect:
    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await service(who, ref, forms.read_reasons(form), seen)

    return await do_act(request, reference, act, doing)


activity_pages = [consult_on_it, suspend_it, reinstate_it, revoke_it]
