"""The page from which an officer exports the register."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.types import ControllerRouterHandler

from declarations.codes.labels import label
from declarations.codes.vocabulary import Kind
from declarations.review.forms import PLACE, read_asked
from declarations.review.model import Asked
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.errors import Invalid
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, current_locale, msg
from register.web.forms import read_form
from register.web.rendering import render
from reports.download import download
from reports.model import Audience, ExportRequest, FileFormat

_HERE = "/exports"
FORMATS = {
    FileFormat.XLSX: msg("Workbook (.xlsx), with cover, summary, register and method"),
    FileFormat.CSV: msg("The register alone as comma-separated values (.csv), for programs"),
}


def _page(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    identity = identity_of(request)
    offered = [audience for audience in Audience if permits(identity, f"export.{audience}")]
    return render(
        request,
        "reports/exports.html",
        status,
        form=form,
        kinds=[(str(kind), label("kind", kind)) for kind in Kind],
        audiences=[(str(audience), label("export.audience", audience)) for audience in offered],
        handed_on=[(name, form.typed(name)) for name in LIST if name in form and name != "kind"]
        if _is_list(form)
        else [],
        formats=[(str(each), FORMATS[each]) for each in FileFormat],
        languages_offered=[(tag, locale.name) for tag, locale in LOCALES.items()],
    )


@get(_HERE, opt={"action": "export.governing_body"}, include_in_schema=False)
async def show_exports(request: AnyRequest) -> Response[str]:
    """The form."""
    form = Form({name: [value] for name, value in request.query_params.items() if name in LIST})
    asked = form.typed("kind")  # of the list that is exported
    form.put("kind", asked if asked in set(Kind) else str(Kind.GIFT))
    form.put("audience", str(Audience.DESK if _is_list(form) else Audience.GOVERNING_BODY))
    form.put("format", str(FileFormat.XLSX))
    form.put("language", current_locale().tag)
    return _page(request, form)


@post(_HERE, opt={"action": "export.governing_body"}, include_in_schema=False)
async def submit_export(request: AnyRequest) -> Response[Any]:
    """The workbook as a download; the service refuses an audience that the person may not export for."""
    form = await read_form(request)
    try:
        return await download(identity_of(request), read_request(form))
    except Invalid as error:
        return _page(request, form.take(error.fields), 422)


LIST = ("list", *PLACE)
"""What an address of the desk is made of; `list` says that a list is meant, even where nothing is filtered."""


def _is_list(form: Form) -> bool:
    return form.typed("list") == "desk"


def asked_list(form: Form) -> Asked | None:
    """The list of the desk that is exported; None for the whole register. Raises Invalid by field."""
    if not _is_list(form):
        return None
    asked = read_asked({name: form.typed(name) for name in LIST if name in form})
    return msgspec.structs.replace(asked, by_default=False)


def read_request(form: Form) -> ExportRequest:
    """What was asked for. Raises Invalid with every fault."""
    kind = form.choice("kind", list(Kind), missing=None)
    audience = form.choice("audience", [str(audience) for audience in Audience])
    language = form.choice("language", list(LOCALES))
    file = form.choice("format", list(FileFormat), missing=None)
    since, until = form.day("since"), form.day("until")
    form.check()
    return ExportRequest(
        kind=kind or Kind.GIFT,
        audience=Audience(str(audience)),
        language=str(language),
        since=since,
        until=until,
        format=FileFormat(file or FileFormat.XLSX),
        asked=asked_list(form),
    )


reports_pages: list[ControllerRouterHandler] = [show_exports, submit_export]
