"""Finding cases for programs: the same services as the search and the saved filters of the desk."""

from typing import Any

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody

from declarations.review.model import Asked
from declarations.review.schemas import QueueOut
from declarations.review.schemas_filters import FilterIn, FilterOut, SearchIn
from declarations.review.service import filters
from declarations.review.service.filters import checked_words
from declarations.review.service.queue import asked_queue
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.form import Form
from register.kernel.paging import decode_cursor

_FILTERS = "/api/v1/case-filters"
_TAGS = ["cases"]


@post("/api/v1/cases/search", opt={"action": "case.search"}, status_code=200, tags=_TAGS)
async def search_cases(request: AnyRequest, data: JSONBody[SearchIn]) -> QueueOut:
    """Cases by reference, declarant, unit or giver, open and finished, newest first. Words stand in no address."""
    words = _line("words", data.words)
    checked_words(words)
    return QueueOut.of(await asked_queue(identity_of(request), data.asked(words), decode_cursor(data.at)))


@get(_FILTERS, opt={"action": "case.queue"}, tags=_TAGS)
async def list_filters(request: AnyRequest) -> list[FilterOut]:
    """Your filters, and those that the ethics office shares."""
    return [FilterOut.of(saved) for saved in await filters.list_filters(identity_of(request))]


@post(_FILTERS, opt={"action": "case.filter"}, tags=_TAGS)
async def keep_filter(request: AnyRequest, data: JSONBody[FilterIn]) -> FilterOut:
    """Keep filters under a name. Sent again, it replaces what it kept before."""
    name, words = _line("name", data.name), _line("words", data.words)
    if words:
        checked_words(words)
    kept = await filters.keep_filter(
        identity_of(request), name, data.asked(words), by_default=data.by_default, shared=data.shared
    )
    return FilterOut.of(kept)


@post(_FILTERS + "/{wanted:str}/opening", opt={"action": "case.filter"}, status_code=204, tags=_TAGS)
async def open_desk_with(request: AnyRequest, wanted: FromPath[str]) -> None:
    """Open the desk with this filter of yours from now on."""
    await filters.open_with(identity_of(request), canonical_id(wanted))


@delete(_FILTERS + "/{wanted:str}/opening", opt={"action": "case.filter"}, tags=_TAGS)
async def open_desk_with_everything(request: AnyRequest, wanted: FromPath[str]) -> None:
    """Open the desk with everything again, and no longer with this filter."""
    await filters.open_without(identity_of(request), canonical_id(wanted))


@delete(_FILTERS + "/{wanted:str}", opt={"action": "case.filter"}, tags=_TAGS)
async def remove_filter(request: AnyRequest, wanted: FromPath[str]) -> None:
    """Remove a filter of yours."""
    await filters.remove_filter(identity_of(request), canonical_id(wanted))


def asked_of(wanted: str | None, **chosen: Any) -> Asked:
    """A saved filter with what is chosen beside it. NotFound for no id of a filter."""
    given = {name: value for name, value in chosen.items() if value is not None}
    return Asked(**given, saved=canonical_id(wanted) if wanted else None)


def _line(name: str, text: str) -> str:
    """A line as strictly as a form reads it. Raises Invalid, BadRequest."""
    form = Form({name: [text]})
    found = form.line(name)
    form.check()
    return found


filters_api = [
    search_cases,
    list_filters,
    keep_filter,
    open_desk_with,
    open_desk_with_everything,
    remove_filter,
]
