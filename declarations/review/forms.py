"""The forms of the desk: each has fields of its own, so that all of them can stand on one page."""

from collections.abc import Mapping
from uuid import UUID

from declarations.codes.decisions import Effect, Status
from declarations.review.model import DecisionCommand, Filters, Show
from register.kernel.form import Form

FIELDS: Mapping[str, Mapping[str, str]] = {
    "assignment": {"to": "officer"},
    "question": {"field": "about", "question": "question"},
    "note": {"note": "note"},
    "referral": {"to": "referred_to", "reasons": "referral_reasons"},
    "decision": {"decision": "decision", "reasons": "reasons", "conditions": "conditions"},
}
"""For each form, the field of the page behind each field of the service."""


def page_field(form: str, field: str) -> str:
    """Where the page shows a fault that the service found."""
    return FIELDS.get(form, {}).get(field, field)


def read_officer(form: Form) -> UUID | None:
    """The officer who was chosen."""
    try:
        return UUID(form.typed("officer"))
    except ValueError:
        return None


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
    command = DecisionCommand(form.typed("decision"), form.text("reasons"), form.text("conditions"))
    form.check()
    return command


def read_filters(show: str | None, status: str | None, effect: str | None) -> Filters:
    """The filters in the address; what is no code of ours counts as not chosen."""
    return Filters(
        show=Show(show) if show in set(Show) else Show.OPEN,
        status=Status(status) if status in set(Status) - {Status.DRAFT} else None,
        effect=effect if effect in set(Effect) else None,
    )


def written(filters: Filters) -> dict[str, str]:
    """The same as they stand in an address; what is not chosen is left out."""
    found = {"show": str(filters.show)} if filters.show is not Show.OPEN else {}
    found |= {"status": str(filters.status)} if filters.status else {}
    return found | ({"effect": filters.effect} if filters.effect else {})
