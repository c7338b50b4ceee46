"""What is done at the desk about an outside activity beside what every case has."""

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from declarations.filing.model import Declaration
from declarations.letters.inserting import written_in
from declarations.review import activity_forms as forms
from declarations.review.pages import do_act
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


activity_pages = [consult_on_it]
