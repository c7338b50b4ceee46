"""The pages of the directory: its entries, one entry with its names and story, and names to be taken over."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from litestar.types import ControllerRouterHandler

from declarations.codes.labels import label, labels_of
from declarations.codes.vocabulary import GiverRelation, GiverType
from declarations.parties.countries import country_name
from declarations.parties.country_choice import country_options
from declarations.parties.forms import LANGUAGES, read_alias, read_reason, read_row
from declarations.parties.lists import list_named
from declarations.parties.model import PARTY_RELATIONS, PARTY_TYPES, TAGS
from declarations.parties.records import SCRIPTS, script_of
from declarations.parties.service import keeping
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.kernel.ids import parse_reference
from register.kernel.locales import current_locale
from register.web.forms import read_form
from register.web.rendering import render

_HERE = "/parties"
_READ, _NAME, _MERGE, _PROMOTE = ({"action": f"party.{act}"} for act in ("read", "name", "merge", "promote"))


def _to(party: UUID | str) -> Redirect:
    return Redirect(f"{_HERE}/{party}", status_code=303)


def _seen(form: Form) -> int:
    text = form.typed("seen")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


async def _list(request: AnyRequest, search: str, cursor: str | None) -> Response[str]:
    who = identity_of(request)
    page = await keeping.list_parties(who, search, cursor)
    return render(
        request,
        "parties/list.html",
        page=page,
        search=search,
        tag=current_locale().tag,
        label=label,
        list_named=list_named,
        country_name=country_name,
        may_load=permits(who, "party.load"),
        may_promote=permits(who, "party.promote"),
    )


@get(_HERE, opt=_READ, include_in_schema=False)
async def show_parties(request: AnyRequest) -> Response[str]:
    """Entries by name."""
    return await _list(request, "", request.query_params.get("at"))


@post(_HERE, opt=_READ, status_code=200, include_in_schema=False)
async def search_parties(request: AnyRequest) -> Response[str]:
    """The same, searched: a name is posted and never stands in an address."""
    form = await read_form(request)
    return await _list(request, form.line("search", longest=100), form.typed("at") or None)


async def _page(
    request: AnyRequest, wanted: str, form: Form | None = None, status: int = 200, conflict: Conflict | None = None
) -> Response[Any]:
    who = identity_of(request)
    entry = await keeping.read_party(who, canonical_id(wanted))
    return render(
        request,
        "parties/party.html",
        status,
        entry=entry,
        form=form or Form(),
        conflict=conflict,
        similar=[(str(other.id), other.name(current_locale().tag)) for other in entry.candidates],
        tag=current_locale().tag,
        label=label,
        list_named=list_named,
        country_name=country_name,
        name_languages=LANGUAGES,
        scripts=SCRIPTS,
        script_of=script_of,
    )


@get(_HERE + "/{party:str}", opt=_READ, include_in_schema=False)
async def show_party(request: AnyRequest, party: FromPath[str]) -> Response[Any]:
    """One entry."""
    return await _page(request, party)


@post(_HERE + "/{party:str}/aliases", opt=_NAME, include_in_schema=False)
async def submit_alias(request: AnyRequest, party: FromPath[str]) -> Response[Any]:
    """Write another name down."""
    form = await read_form(request)
    try:
        await keeping.add_alias(identity_of(request), canonical_id(party), _seen(form), read_alias(form))
    except Invalid as error:
        return await _page(request, party, form.take(error.fields), 422)
    except Conflict as conflict:
        return await _page(request, party, form, 409, conflict)
    return _to(party)


@post(_HERE + "/{party:str}/aliases/{alias:str}/removal", opt=_NAME, include_in_schema=False)
async def submit_alias_removal(request: AnyRequest, party: FromPath[str], alias: FromPath[str]) -> Response[Any]:
    """Take a name back."""
    form = await read_form(request)
    try:
        await keeping.remove_alias(identity_of(request), canonical_id(party), _seen(form), canonical_id(alias))
    except Conflict as conflict:
        return await _page(request, party, form, 409, conflict)
    return _to(party)


@post(_HERE + "/{party:str}/merge", opt=_MERGE, include_in_schema=False)
async def submit_merge(request: AnyRequest, party: FromPath[str]) -> Response[Any]:
    """Let another entry stand for this one: first both are shown side by side, then it is said again."""
    form, who, wanted = await read_form(request), identity_of(request), canonical_id(party)
    try:
        into, reason = await _other(request, form), read_reason(form)
        if form.typed("step") != "merge":
            return await _side_by_side(request, wanted, into, form)
        await keeping.merge(who, wanted, _seen(form), into, reason, despite=form.ticked("despite"))
    except Invalid as error:
        if form.take(error.fields).errors.keys() == {"despite"}:
            return await _side_by_side(request, wanted, into, form, 422)
        return await _page(request, party, form, 422)
    except Conflict as conflict:
        return await _page(request, party, form, 409, conflict)
    return _to(into)


async def _side_by_side(request: AnyRequest, wanted: UUID, into: UUID, form: Form, status: int = 200) -> Response[Any]:
    found = await keeping.compare(identity_of(request), wanted, _seen(form), into)
    return render(
        request,
        "parties/merging.html",
        status,
        found=found,
        form=form,
        tag=current_locale().tag,
        label=label,
        list_named=list_named,
        country_name=country_name,
    )


async def _other(request: AnyRequest, form: Form) -> UUID:
    """The entry that was chosen among the similar ones, or named exactly. Raises Invalid."""
    chosen, named = form.typed("into"), form.line("other_name", longest=300)
    if named:
        return await keeping.entry_named(identity_of(request), named)
    try:
        return canonical_id(chosen)
    except NotFound as error:
        sentence = msg("Choose the other entry, or write its exact name.")
        raise Invalid(fields=[FieldError("other_name", sentence)]) from error


@post(_HERE + "/{party:str}/separation", opt=_MERGE, include_in_schema=False)
async def submit_separation(request: AnyRequest, party: FromPath[str]) -> Response[Any]:
    """Undo a merge."""
    form = await read_form(request)
    try:
        await keeping.separate(identity_of(request), canonical_id(party), _seen(form), read_reason(form))
    except Invalid as error:
        return await _page(request, party, form.take(error.fields), 422)
    except Conflict as conflict:
        return await _page(request, party, form, 409, conflict)
    return _to(party)


@get(_HERE + "/typed", opt=_PROMOTE, include_in_schema=False)
async def show_typed(request: AnyRequest) -> Response[str]:
    """Organisations as they were typed in declarations."""
    page = await keeping.list_typed(identity_of(request), request.query_params.get("at"))
    return render(request, "parties/typed.html", page=page, label=label)


def _promotion(request: AnyRequest, reference: str, form: Form, typed: str, status: int = 200) -> Response[str]:
    kinds = labels_of("gift.giver_type")
    relations = labels_of("gift.giver_relation")
    return render(
        request,
        "parties/promotion.html",
        status,
        form=form,
        reference=reference,
        typed=typed,
        types=[(kind, kinds[kind]) for kind in GiverType if kind in PARTY_TYPES],
        relations=[(relation, relations[relation]) for relation in GiverRelation if relation in PARTY_RELATIONS],
        countries=country_options(),
    )


def _reference(text: str) -> str:
    found = parse_reference(text)
    if found is None:
        raise NotFound
    return found


@get(_HERE + "/promotions/{reference:str}", opt=_PROMOTE, include_in_schema=False)
async def show_promotion(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """The giver of a declaration as an entry could hold it, or as an entry holds it that may be the same."""
    known, who = _reference(reference), identity_of(request)
    typed, same = await keeping.typed_in(who, known), request.query_params.get("as")
    row = await keeping.typed_as(who, known, canonical_id(same)) if same else typed
    form = Form()
    names = {f"name_{tag}": getattr(row, f"name_{tag}") for tag in TAGS}
    if not same:
        names = {f"name_{'ar' if script_of(row.name_en) == 'arabic' else 'en'}": row.name_en}
    others = {"giver_type": row.giver_type, "relation": row.relation, "country": row.country or ""}
    for name, value in (names | others).items():
        form.put(name, str(value))
    return _promotion(request, known, form, typed.name_en)


@post(_HERE + "/promotions/{reference:str}", opt=_PROMOTE, include_in_schema=False)
async def submit_promotion(request: AnyRequest, reference: FromPath[str]) -> Response[Any]:
    """Take it over."""
    known, who, form = _reference(reference), identity_of(request), await read_form(request)
    typed = await keeping.typed_in(who, known)
    try:
        made = await keeping.promote_typed(who, known, read_row(form))
    except Invalid as error:
        return _promotion(request, known, form.take(error.fields), typed.name_en, 422)
    return _to(made)


directory_pages: list[ControllerRouterHandler] = [
    show_parties,
    search_parties,
    show_typed,
    show_promotion,
    submit_promotion,
    show_party,
    submit_alias,
    submit_alias_removal,
    submit_merge,
    submit_separation,
]
