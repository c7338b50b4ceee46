"""Pages of audits under a written mandate: recorded, extracted under, one case unmasked by two people, ended."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Stream
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import seen_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.access.service.confirming import confirm
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.i18n import Message
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render
from reports.engagements.files import sent
from reports.engagements.forms import blank, read_answer, read_extract, read_recorded, read_request
from reports.engagements.model import LONGEST_DAYS
from reports.engagements.service import ending, extracting, recording, unmasking
from reports.engagements.views import besides_of, engagement_page, standing, unmasking_page

_HERE = "/engagements"
_ONE, _CASE = _HERE + "/{engagement:str}", _HERE + "/{engagement:str}/unmaskings/{wanted:str}"
_RECORD, _READ = {"action": "engagement.record"}, {"action": "engagement.read"}
Answer = Response[str] | Redirect


@get(_HERE, opt={"action": "engagement.list"}, include_in_schema=False)
async def list_page(request: AnyRequest) -> Response[str]:
    """The engagements that are open to the reader."""
    who = identity_of(request)
    page = await recording.list_engagements(who, decode_cursor(request.query_params.get("at")))
    records = permits(who, "engagement.record")
    return render(request, "engagements/list.html", page=page, records=records, standing=standing)


@get(_HERE + "/new", opt=_RECORD, include_in_schema=False)
async def record_page(request: AnyRequest) -> Response[str]:
    """What the mandate says."""
    return await _recording(request, blank())


@post(_HERE + "/new", opt=_RECORD, include_in_schema=False)
async def record(request: AnyRequest) -> Answer:
    """Record it."""
    form, who = await read_form(request), identity_of(request)
    try:
        made = await recording.record_engagement(who, read_recorded(form, await recording.candidates(who)))
    except Invalid as invalid:
        return await _recording(request, form.take(invalid.fields), 422)
    return _to(made)


async def _recording(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    known = await recording.candidates(identity_of(request))
    names = [(str(each.id), Message("%(name)s", {"name": each.name})) for each in known]
    return render(request, "engagements/new.html", status, form=form, names=names, longest=LONGEST_DAYS)


@get(_ONE, opt=_READ, include_in_schema=False)
async def show(request: AnyRequest, engagement: FromPath[str]) -> Response[str]:
    """The mandate, the extracts and the requests under it."""
    return engagement_page(request, await recording.read_engagement(identity_of(request), canonical_id(engagement)))


@post(_ONE + "/end", opt={"action": "engagement.end"}, include_in_schema=False)
async def end(request: AnyRequest, engagement: FromPath[str]) -> Answer:
    """End it before its time."""
    form, who, wanted = await read_form(request), identity_of(request), canonical_id(engagement)
    try:
        because = form.text("because", longest=recording.LONGEST_REASON)
        form.check()
        await ending.end_engagement(who, wanted, seen_in(form.typed("seen")), because)
    except (Invalid, Conflict) as error:
        return await _again(request, wanted, form, error)
    return _to(wanted)


@post(_ONE + "/extracts", opt={"action": "engagement.extract"}, include_in_schema=False)
async def ask_extract(request: AnyRequest, engagement: FromPath[str]) -> Answer:
    """Have an extract made."""
    form, who, wanted = await read_form(request), identity_of(request), canonical_id(engagement)
    try:
        await extracting.ask_extract(who, wanted, *read_extract(form))
    except (Invalid, Conflict) as error:
        return await _again(request, wanted, form, error)
    return _to(wanted)


@get(_ONE + "/extracts/{wanted:str}/file", opt={"action": "engagement.download"}, include_in_schema=False)
async def extract_file(request: AnyRequest, engagement: FromPath[str], wanted: FromPath[str]) -> Stream:
    """The file, while its time lasts."""
    return sent(await extracting.fetch_extract(identity_of(request), canonical_id(engagement), canonical_id(wanted)))


@post(_ONE + "/unmaskings", opt={"action": "engagement.unmask"}, include_in_schema=False)
async def ask_unmasking(request: AnyRequest, engagement: FromPath[str]) -> Answer:
    """Ask to learn whose one case is."""
    form, who, wanted = await read_form(request), identity_of(request), canonical_id(engagement)
    try:
        pseudonym, reason, names_others = read_request(form)
        made = await unmasking.ask_unmasking(who, wanted, pseudonym, reason, names_others=names_others)
    except (Invalid, Conflict) as error:
        return await _again(request, wanted, form, error)
    return Redirect(f"{_HERE}/{wanted}/unmaskings/{made}", status_code=303)


@get(_CASE, opt=_READ, include_in_schema=False)
async def show_unmasking(request: AnyRequest, engagement: FromPath[str], wanted: FromPath[str]) -> Response[str]:
    """One request, with what its reader may do."""
    who = identity_of(request)
    read = await unmasking.read_unmasking(who, canonical_id(engagement), canonical_id(wanted))
    return await unmasking_page(request, read)


@post(_CASE + "/answer", opt={"action": "engagement.answer"}, include_in_schema=False)
async def answer_unmasking(request: AnyRequest, engagement: FromPath[str], wanted: FromPath[str]) -> Answer:
    """Agree or refuse; whoever signed in a while ago gives the password again."""
    form, who = await read_form(request), identity_of(request)
    under, of = canonical_id(engagement), canonical_id(wanted)
    try:
        agrees, reason = read_answer(form)
        if form.typed("password"):
            await confirm(who, form.typed("password"))
        seen = seen_in(form.typed("seen"))
        await unmasking.answer_unmasking(who, under, of, seen, agrees=agrees, reason=reason)
    except Invalid as invalid:
        read = await unmasking.read_unmasking(who, under, of)
        return await unmasking_page(request, read, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await unmasking_page(request, await unmasking.read_unmasking(who, under, of), form, 409, conflict)
    return Redirect(f"{_HERE}/{under}/unmaskings/{of}", status_code=303)


@get(_CASE + "/case", opt={"action": "engagement.unmasked"}, include_in_schema=False)
async def show_unmasked(request: AnyRequest, engagement: FromPath[str], wanted: FromPath[str]) -> Response[str]:
    """Whose the case is; that it was opened stands in the reading log."""
    who = identity_of(request)
    under, asked, found = await unmasking.read_unmasked(who, canonical_id(engagement), canonical_id(wanted))
    return render(request, "engagements/case.html", under=under, asked=asked, found=found, besides=besides_of(asked))


async def _again(request: AnyRequest, wanted: UUID, form: Form, error: Invalid | Conflict) -> Response[str]:
    """The page of the engagement with what was typed and what stood in its way."""
    found = await recording.read_engagement(identity_of(request), wanted)
    if isinstance(error, Conflict):
        return engagement_page(request, found, form, 409, error)
    return engagement_page(request, found, form.take(error.fields), 422)


def _to(engagement: UUID) -> Redirect:
    return Redirect(f"{_HERE}/{engagement}", status_code=303)


engagement_pages: list[ControllerRouterHandler] = [
    list_page,
    record_page,
    record,
    show,
    end,
    ask_extract,
    extract_file,
    ask_unmasking,
    show_unmasking,
    answer_unmasking,
    show_unmasked,
]
