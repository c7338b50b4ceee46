"""What is done about a conflict on its pages: at the desk, and by the declarant who carries a measure out."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from declarations.codes.labels import label
from declarations.filing.model import Declaration
from declarations.filing.pages.addresses import reference_in, seen_in
from declarations.filing.pages.own import shown
from declarations.letters.inserting import written_in
from declarations.review import conflict_forms as forms
from declarations.review import wording
from declarations.review.model import Following
from declarations.review.pages import do_act
from declarations.review.service import marks, measures
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import Conflict, Invalid
from register.kernel.form import Form
from register.kernel.identity import Identity
from register.kernel.paging import decode_cursor
from register.web.forms import read_form
from register.web.rendering import render


@post("/desk/{reference:str}/nature", opt={"action": "case.assess"}, include_in_schema=False)
async def assess_it(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Say how real the conflict is."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await marks.assess_nature(who, ref, *forms.read_nature(form), seen)

    return await do_act(request, reference, "nature", doing)


@post("/desk/{reference:str}/disclosure", opt={"action": "case.mark"}, include_in_schema=False)
async def mark_it_disclosed(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Record that those concerned know of it."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await marks.mark_disclosed(who, ref, *forms.read_disclosure(form), seen)

    return await do_act(request, reference, "disclosure", doing)


@post("/desk/{reference:str}/addressing", opt={"action": "case.mark"}, include_in_schema=False)
async def mark_it_addressed(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Record that it is addressed."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await marks.mark_addressed(who, ref, forms.read_mark(form, "addressed"), seen)

    return await do_act(request, reference, "addressing", doing)


@post("/desk/{reference:str}/resolution", opt={"action": "case.mark"}, include_in_schema=False)
async def mark_it_resolved(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Record that it is resolved, and with it addressed."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await marks.mark_resolved(who, ref, forms.read_mark(form, "resolved"), seen)

    return await do_act(request, reference, "resolution", doing)


@post("/desk/{reference:str}/measure", opt={"action": "case.measure"}, include_in_schema=False)
async def set_a_measure(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Set one more measure."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        return await measures.set_measure(who, ref, forms.read_measure(form), seen, language=written_in(form))

    return await do_act(request, reference, "measure", doing)


@post("/desk/{reference:str}/following", opt={"action": "case.measure"}, include_in_schema=False)
async def follow_a_measure(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Confirm that a measure is carried out, or lift it."""

    async def doing(who: Identity, ref: str, form: Form, seen: int) -> Declaration:
        measure, act, words = forms.read_following(form)
        doing_it = measures.lift_measure if act == forms.LIFT else measures.confirm_measure
        return await doing_it(who, ref, measure, words, seen)

    return await do_act(request, reference, "following", doing)


@get("/desk/measures", opt={"action": "measure.list"}, include_in_schema=False)
async def measures_page(
    request: AnyRequest, show: FromQuery[Following] = Following.WAITING, at: FromQuery[str | None] = None
) -> Response[str]:
    """Measures in force: due, reported, or set for later."""
    found = await measures.list_followed(identity_of(request), show, decode_cursor(at))
    return render(
        request, "review/measures.html", found=found, label=label, views=wording.MEASURES, empties=wording.NO_MEASURES
    )


@post("/declarations/{reference:str}/measure", opt={"action": "declaration.measure"}, include_in_schema=False)
async def report_a_measure(request: AnyRequest, reference: FromPath[str]) -> Response[str] | Redirect:
    """Say that a measure is carried out."""
    form, canonical = await read_form(request), reference_in(reference)
    try:
        measure, words = forms.read_report(form)
        seen = seen_in(form.typed("seen"))
        await measures.report_measure(identity_of(request), canonical, measure, words, seen)
    except Invalid as invalid:
        return await shown(request, canonical, form.take(invalid.fields), 422)
    except Conflict as conflict:
        said = [conflict.message, *(field.message for field in conflict.fields)]
        return await shown(request, canonical, form, 409, said)
    return Redirect(f"/declarations/{canonical}", status_code=303)


conflict_pages = [
    assess_it,
    mark_it_disclosed,
    mark_it_addressed,
    mark_it_resolved,
    set_a_measure,
    follow_a_measure,
    measures_page,
    report_a_measure,
]
