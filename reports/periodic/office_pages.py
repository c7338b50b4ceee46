"""Pages on which the office counts a period, writes a report, freezes it, corrects it, and notes what was decided."""

from collections.abc import Awaitable
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import seen_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, FieldError, Invalid
from register.kernel.form import Form
from register.kernel.i18n import LOCALES
from register.web.forms import read_form
from register.web.rendering import render
from reports.periodic.forms import DECISIONS, read_counting, read_decision, read_texts, texts_form
from reports.periodic.model import Profile
from reports.periodic.service import following, reading, releasing
from reports.periodic.service.making import make_data_set
from reports.periodic.service.suggesting import next_period
from reports.periodic.stored import Status
from reports.periodic.views import report_page, texts_page, words_of_list
from reports.periodic.words import PROFILES

_HERE = "/reports"
_PREPARE = {"action": "report.prepare"}
Answer = Response[str] | Redirect


@get(_HERE + "/new", opt=_PREPARE, include_in_schema=False)
async def count_page(request: AnyRequest) -> Response[str]:
    """Which period, filled in with the one that comes next."""
    suggested, form = await next_period(identity_of(request)), Form()
    form.put_day("since", suggested.since)
    form.put_day("until", suggested.until)
    form.put("profile", str(suggested.profile))
    return await _counting(request, form)


@post(_HERE + "/new", opt=_PREPARE, include_in_schema=False)
async def count_period(request: AnyRequest) -> Answer:
    """Count the period and begin a draft on it."""
    form, who = await read_form(request), identity_of(request)
    try:
        wanted = read_counting(form)
        counted = await make_data_set(who, wanted.since, wanted.until)
        made = await releasing.draft(who, counted, wanted.profile)
    except Invalid as invalid:
        return await _counting(request, form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await _counting(request, form.take([FieldError("since", conflict.message)]), 409)
    return Redirect(f"{_HERE}/{made}/texts", status_code=303)


async def _counting(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    suggested = await next_period(identity_of(request))
    return render(request, "periodic/count.html", status, form=form, profiles=PROFILES, after=suggested.after)


@get(_HERE + "/{report:str}/texts", opt=_PREPARE, include_in_schema=False)
async def write_page(request: AnyRequest, report: FromPath[str]) -> Answer:
    """The texts of a draft; of what is frozen there is nothing to write."""
    found = await reading.read(identity_of(request), canonical_id(report))
    if found.report.status != Status.DRAFT:
        return Redirect(f"{_HERE}/{found.report.id}", status_code=303)
    return texts_page(request, found, texts_form(found.report))


@post(_HERE + "/{report:str}/texts", opt=_PREPARE, include_in_schema=False)
async def write_texts(request: AnyRequest, report: FromPath[str]) -> Answer:
    """Keep them."""
    form, who, wanted = await read_form(request), identity_of(request), canonical_id(report)
    try:
        await releasing.write(who, wanted, seen_in(form.typed("seen")), read_texts(form))
    except Invalid as invalid:
        return texts_page(request, await reading.read(who, wanted), form.take(invalid.fields), 422)
    except Conflict as conflict:
        return texts_page(request, await reading.read(who, wanted), form, 409, conflict)
    return Redirect(f"{_HERE}/{wanted}", status_code=303)


@post(_HERE + "/{report:str}/freezing", opt=_PREPARE, include_in_schema=False)
async def freeze_report(request: AnyRequest, report: FromPath[str]) -> Answer:
    """Freeze it; what is lacking is said at its field."""
    form, who, wanted = await read_form(request), identity_of(request), canonical_id(report)
    try:
        await releasing.freeze(who, wanted, seen_in(form.typed("seen")))
    except Invalid as invalid:
        found = await reading.read(who, wanted)
        return texts_page(request, found, texts_form(found.report).take(invalid.fields), 422)
    except Conflict as conflict:
        return await report_page(request, await reading.read(who, wanted), form, 409, conflict)
    return Redirect(f"{_HERE}/{wanted}", status_code=303)


@post(_HERE + "/{report:str}/correction", opt=_PREPARE, include_in_schema=False)
async def correct_report(request: AnyRequest, report: FromPath[str]) -> Answer:
    """Count its period anew and begin a correction; the report stays as it is."""
    await read_form(request)
    wanted = canonical_id(report)
    return await _begun(request, wanted, following.correct(identity_of(request), wanted))


@post(_HERE + "/{report:str}/another", opt=_PREPARE, include_in_schema=False)
async def begin_another(request: AnyRequest, report: FromPath[str]) -> Answer:
    """Begin a report on the same numbers: for other readers, or again after it was set aside."""
    form, wanted, who = await read_form(request), canonical_id(report), identity_of(request)
    profile = form.choice("profile", [str(each) for each in PROFILES])
    if profile is None:
        return await report_page(request, await reading.read(who, wanted), form, 422)
    return await _begun(
        request, wanted, following.begin_like(who, wanted, Profile(profile), marked=form.every("texts"))
    )


async def _begun(request: AnyRequest, wanted: UUID, beginning: Awaitable[UUID]) -> Answer:
    try:
        made = await beginning
    except Conflict as conflict:
        return await report_page(request, await reading.read(identity_of(request), wanted), None, 409, conflict)
    return Redirect(f"{_HERE}/{made}/texts", status_code=303)


@get(_HERE + "/{report:str}/decision", opt=_PREPARE, include_in_schema=False)
async def decision_page(request: AnyRequest, report: FromPath[str]) -> Answer:
    """What the Assembly decided on a released report, once."""
    found = await reading.read(identity_of(request), canonical_id(report))
    if found.report.status != Status.RELEASED or found.report.decided:
        return Redirect(f"{_HERE}/{found.report.id}", status_code=303)
    return _deciding(request, found, Form())


@post(_HERE + "/{report:str}/decision", opt=_PREPARE, include_in_schema=False)
async def record_decision(request: AnyRequest, report: FromPath[str]) -> Answer:
    """Record it."""
    form, who, wanted = await read_form(request), identity_of(request), canonical_id(report)
    try:
        said = read_decision(form)
        await releasing.record_decision(who, wanted, seen_in(form.typed("seen")), said.decided, said.on, said.words)
    except Invalid as invalid:
        return _deciding(request, await reading.read(who, wanted), form.take(invalid.fields), 422)
    except Conflict as conflict:
        return _deciding(request, await reading.read(who, wanted), form, 409, conflict)
    return Redirect(f"{_HERE}/{wanted}", status_code=303)


def _deciding(
    request: AnyRequest, found: reading.Opened, form: Form, status: int = 200, changed: Conflict | None = None
) -> Response[str]:
    return render(
        request,
        "periodic/decision.html",
        status,
        report=found.report,
        form=form,
        changed=changed,
        decisions=DECISIONS,
        tongues=list(LOCALES.values()),
        **words_of_list(),
    )


office_pages: list[ControllerRouterHandler] = [
    count_page,
    count_period,
    write_page,
    write_texts,
    freeze_report,
    correct_report,
    begin_another,
    decision_page,
    record_decision,
]
