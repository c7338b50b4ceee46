"""The code that applies, acknowledged once on coming in, with the one statement for the whole meeting."""

from litestar import Response, get, post
from litestar.response import Redirect

from declarations.meetings.arrival_pages import way_to
from declarations.meetings.service.acknowledging import OwnCode, acknowledge, own_code
from declarations.votes.attend_forms import fresh, read_answer
from declarations.votes.labels import LEVELS, STANCES
from declarations.votes.service.disclosing import AnswerCommand, answer
from register.access.guards import AnyRequest, identity_of, way_of_participant
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/attend/code"


@get(_HERE, opt={"action": "attend.acknowledge"}, include_in_schema=False)
async def code_page(request: AnyRequest) -> Response[str]:
    """The text, in the participant's language, with the statement for the whole meeting."""
    return _page(request, await own_code(identity_of(request)), fresh())


@post(_HERE, opt={"action": "attend.acknowledge"}, include_in_schema=False)
async def acknowledge_it(request: AnyRequest) -> Response[str] | Redirect:
    """Acknowledge it, and say what there is to say for the whole meeting."""
    form, identity = await read_form(request), identity_of(request)
    own = await own_code(identity)
    try:
        statement = _statement(form, own)
        await acknowledge(identity, form.typed("code")[:60])
        if statement is not None:
            await answer(identity, statement)
    except Invalid as invalid:
        return _page(request, own, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return _page(request, await own_code(identity), form, 409, conflict)
    return Redirect(_wanted(request), status_code=303)


def _statement(form: Form, own: OwnCode) -> AnswerCommand | None:
    """The statement; without a mandate nobody is obliged to make one."""
    if own.meeting.is_voluntary and not form.typed("stance"):
        return None
    return read_answer(form, None)


def _wanted(request: AnyRequest) -> str:
    """The page that was asked for before the code was acknowledged."""
    return way_of_participant(request.query_params.get("to", ""))


def _page(
    request: AnyRequest, own: OwnCode, form: Form, status: int = 200, refused: Conflict | None = None
) -> Response[str]:
    return render(
        request,
        "votes/code.html",
        status,
        own=own,
        way=way_to(_wanted(request)),
        form=form,
        refused=refused,
        stances=[(value.value, label) for value, label in STANCES.items()],
        levels=[(value.value, label) for value, label in LEVELS.items()],
    )


code_pages = [code_page, acknowledge_it]
