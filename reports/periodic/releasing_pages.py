"""What the second person does with a frozen report: release it, or set it aside and say why."""

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.filing.pages.addresses import seen_in
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.service.confirming import confirm
from register.kernel.errors import Conflict, Invalid
from register.web.forms import read_form
from reports.periodic.service import reading, releasing
from reports.periodic.views import report_page

_HERE = "/reports"
_RELEASE = {"action": "report.release"}
Answer = Response[str] | Redirect


@post(_HERE + "/{report:str}/release", opt=_RELEASE, include_in_schema=False)
async def release_report(request: AnyRequest, report: FromPath[str]) -> Answer:
    """Release it; whoever signed in a while ago gives the password again."""
    form, who, wanted = await read_form(request), identity_of(request), canonical_id(report)
    try:
        if form.typed("password"):
            await confirm(who, form.typed("password"))
        await releasing.release(who, wanted, seen_in(form.typed("seen")))
    except Invalid as invalid:
        return await report_page(request, await reading.read(who, wanted), form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await report_page(request, await reading.read(who, wanted), form, 409, conflict)
    return Redirect(f"{_HERE}/{wanted}", status_code=303)


@post(_HERE + "/{report:str}/setting-aside", opt=_RELEASE, include_in_schema=False)
async def set_report_aside(request: AnyRequest, report: FromPath[str]) -> Answer:
    """Do not release it."""
    form, who, wanted = await read_form(request), identity_of(request), canonical_id(report)
    try:
        because = form.text("because", longest=600)
        form.check()
        await releasing.set_aside(who, wanted, seen_in(form.typed("seen")), because)
    except Invalid as invalid:
        return await report_page(request, await reading.read(who, wanted), form.take(invalid.fields), 422)
    except Conflict as conflict:
        return await report_page(request, await reading.read(who, wanted), form, 409, conflict)
    return Redirect(f"{_HERE}/{wanted}", status_code=303)


releasing_pages: list[ControllerRouterHandler] = [release_report, set_report_aside]
