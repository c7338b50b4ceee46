"""The page behind the link, without an account: the question, the answer, and nothing of the case."""

from litestar import Response, get, post

from declarations.codes.labels import label
from declarations.opinions.forms import read_answer
from declarations.opinions.model import STANCES
from declarations.opinions.service.answering import count_try, give_opinion, open_question
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Invalid, NotFound
from register.kernel.form import Form
from register.web.forms import read_form
from register.web.rendering import render


@get("/opinion", opt={"action": "opinion.open"}, include_in_schema=False)
async def opinion_page(request: AnyRequest) -> Response[str]:
    """One question on one matter; looking at it consumes nothing."""
    await count_try(_client(request))
    return await _asked(request, str(request.scope.get("link_token", "")), Form())


@post("/opinion", opt={"action": "opinion.give"}, status_code=200, include_in_schema=False)
async def answer_it(request: AnyRequest) -> Response[str]:
    """Answer it, once."""
    form = await read_form(request)
    await count_try(_client(request))
    token = form.typed("token")
    try:
        await give_opinion(token, read_answer(form), identity_of(request))
    except Invalid as invalid:
        return await _asked(request, token, form.take(invalid.fields), 422)
    except NotFound:
        return render(request, "opinions/spent.html", 404)
    return render(request, "opinions/thanks.html")


async def _asked(request: AnyRequest, token: str, form: Form, status: int = 200) -> Response[str]:
    try:
        asked = await open_question(token, identity_of(request))
    except NotFound:
        return render(request, "opinions/spent.html", 404)
    options = [(stance.value, label("opinion", stance.value)) for stance in STANCES[asked.about]]
    return render(request, "opinions/question.html", status, form=form, token=token, asked=asked, options=options)


def _client(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


opinions_pages = [opinion_page, answer_it]
