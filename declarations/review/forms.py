"""The forms of the desk: each has fields of its own, so that all of them can stand on one page."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.decisions import Effect, Status
from declarations.codes.vocabulary import GiftCategory, Kind
from declarations.filing.workflow import GRANTING
from declarations.letters.inserting import written_in
from declarations.review.activity_forms import FIELDS_OF_ACTIVITIES, read_tests
from declarations.review.conflict_forms import FIELDS_OF_CONFLICTS, page_field_of_measure, read_measures
from declarations.review.model import Asked, DecisionCommand, Filters, SavedFilter, Show
from declarations.review.narrowing import ELSEWHERE
from register.access.forms import canonical_id
from register.kernel.form import Form
from register.kernel.i18n import msg

FIELDS: Mapping[str, Mapping[str, str]] = {
    "assignment": {"to": "officer"},
    "handing-over": {"to": "new_officer", "reason": "handing_reason"},
    "question": {"field": "about", "question": "question"},
    "note": {"note": "note"},
    **{act: {"flag": f"{act}_flag", "reasons": f"{act}_reasons"} for act in ("keeping-open", "letting-close")},
    **FIELDS_OF_CONFLICTS,
    **FIELDS_OF_ACTIVITIES,
    "referral": {"to": "referred_to", "reasons": "referral_reasons"},
    "decision": {"decision": "decision", "reasons": "reasons", "conditions": "conditions"},
}
"""For each form, the field of the page behind each field of the service."""


def page_field(form: str, field: str) -> str:
    """Where the page shows a fault that the service found."""
    if form == "decision" and field.partition(".")[0] == "measures":
        return page_field_of_measure(field)
    if form == "decision" and field.partition(".")[0] == "tests":
        return field.replace("tests.", "test_")
    return FIELDS.get(form, {}).get(field, field)


def read_officer(form: Form) -> UUID | None:
    """The officer who was chosen."""
    return _officer(form.typed("officer"))


def _officer(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def read_handing_over(form: Form) -> tuple[UUID | None, str, bool]:
    """To whom, why, and whether the reason is an interest of one's own."""
    told = _officer(form.typed("new_officer")), form.text("handing_reason", longest=2000), form.ticked("own_interest")
    form.check()
    return told


def read_question(form: Form) -> tuple[str, str]:
    """What the question is about, and the question."""
    asked = form.typed("about"), form.text("question", longest=2000)
    form.check()
    return asked


def read_note(form: Form) -> str:
    """The text of an internal note."""
    text = form.text("note")
    form.check()
    return text


def read_referral(form: Form) -> tuple[str, str]:
    """To whom, and why."""
    told = form.typed("referred_to"), form.text("referral_reasons")
    form.check()
    return told


def read_decision(form: Form) -> DecisionCommand:
    """A decision or a recommendation."""
    words = form.text("reasons"), form.text("conditions")
    decision = form.typed("decision")
    end = form.day("valid_until") if decision in GRANTING else None  # it is filled in beforehand, whatever is chosen
    command = DecisionCommand(decision, *words, written_in(form), end, read_measures(form), read_tests(form))
    form.check()
    return command


NARROWING = (
    "status",
    "effect",
    "kind",
    "category",
    "band",
    "event_from",
    "event_to",
    "filed_from",
    "filed_to",
    "elsewhere",
)
"""What leaves cases out of a view or of what a search finds."""
PLACE = ("filter", "show", *NARROWING)
"""What stands in the address of a list."""
_DAYS = NARROWING[5:9]
_LONGEST_BAND = 20
_CODES: Mapping[str, Callable[[str], Any]] = {
    "show": lambda show: Show(show) if show in set(Show) else Show.OPEN,
    "status": lambda status: Status(status) if status in set(Status) - {Status.DRAFT} else None,
    "effect": lambda effect: effect if effect in set(Effect) else None,
    "kind": lambda kind: kind if kind in set(Kind) else None,
    "elsewhere": lambda found: found if found in ELSEWHERE else None,
}


def read_asked(query: Mapping[str, str]) -> Asked:
    """What an address asks for; what is no status, effect, kind or view of ours counts as not chosen.

    Raises Invalid by field for days and categories; NotFound for no id of a filter.
    """
    form = Form({name: [query[name]] for name in PLACE if name in query})
    found = {name: read(query[name]) for name, read in _CODES.items() if name in query}
    found |= {"category": form.choice("category", set(GiftCategory), missing=None)} if "category" in form else {}
    found |= {"band": query["band"][:_LONGEST_BAND] or None} if "band" in form else {}
    found |= {name: form.day_line(name) for name in _DAYS if name in form}
    form.check()
    saved = query.get("filter")
    return Asked(**found, saved=canonical_id(saved) if saved else None, by_default=True)


def read_search(form: Form) -> Filters:
    """The words of a search, with what narrowed the list before. Raises Invalid, BadRequest."""
    words = form.line("words", missing=msg("Write at least two letters of a name, or a reference."))
    form.check()
    found = read_asked({name: form.typed(name) for name in NARROWING if name in form}).over(Filters())
    return msgspec.structs.replace(found, words=words)


def read_chosen(form: Form) -> Asked:
    """The filters of the list from which a form was sent."""
    return read_asked({name: form.typed(name) for name in PLACE if name in form})


def read_kept(form: Form) -> tuple[str, bool, bool]:
    """The name under which filters are kept, and whether by default and for the office. Raises Invalid."""
    name = form.line("name", missing=msg("Write a name for these filters."), longest=60)
    form.check()
    return name, form.ticked("by_default"), form.ticked("shared")


def written(filters: Filters, saved: SavedFilter | None = None) -> dict[str, str]:
    """The same as they stand in an address: a saved filter by its id, and beside it what differs from it."""
    base = saved.filters if saved else Filters()
    found = {"filter": str(saved.id)} if saved else {}
    changed = [name for name in ("show", *NARROWING) if getattr(filters, name) != getattr(base, name)]
    return found | {name: str(getattr(filters, name) or "") for name in changed}


def put_filters(form: Form, filters: Filters) -> Form:
    """Fill the fields of the list in as it was chosen, where nothing stands in them."""
    for name in ("words", *NARROWING):
        if name not in form:
            form.put(name, str(getattr(filters, name) or ""))
    return form
