"""The codes and profiles that judge, shown in the application: every rule can be read by those whom it concerns."""

from litestar import Response, get
from litestar.params import FromPath

from declarations.codes.service import codes_in_use
from declarations.filing.pages.code_view import code_view, profile_view, rules_of
from declarations.filing.pages.rendered import show
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import NotFound


@get("/codes", opt={"action": "code.read"}, include_in_schema=False)
async def codes_page(request: AnyRequest) -> Response[str]:
    """Every code and every profile."""
    library = await codes_in_use(identity_of(request))
    return show(
        request,
        "codes.html",
        codes=tuple(library.codes.values()),
        profiles=tuple(library.profiles.values()),
        regimes=library.regimes,
    )


@get("/codes/{code:str}", opt={"action": "code.read"}, include_in_schema=False)
async def code_page(request: AnyRequest, code: FromPath[str]) -> Response[str]:
    """One code with its rules, or one profile with its thresholds and the rules that it adds."""
    library = await codes_in_use(identity_of(request))
    if code in library.codes:
        return show(request, "code.html", view=code_view(library.codes[code], library))
    if code in library.profiles:
        return show(request, "profile.html", view=profile_view(library.profiles[code], library))
    raise NotFound


@get("/codes/{code:str}/{rule:str}", opt={"action": "code.read"}, include_in_schema=False)
async def rule_page(request: AnyRequest, code: FromPath[str], rule: FromPath[str]) -> Response[str]:
    """One rule of a code, or one that a profile adds, with its worked examples."""
    library = await codes_in_use(identity_of(request))
    views = rules_of(library, code)
    found = next((each for each in views if each.rule.id == rule), None)
    if found is None:
        raise NotFound
    title = library.codes[code].title if code in library.codes else library.profiles[code].title
    return show(request, "rule.html", view=found, of_code=code, whole=title)
