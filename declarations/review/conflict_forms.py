"""The forms of a conflict at the desk: measures beside a decision, marks with their reasons, the nature as assessed."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from declarations.codes.vocabulary import Measure, Nature
from declarations.filing.measures import Carrier
from declarations.review.model import MeasureCommand
from register.kernel.form import Form
from register.kernel.i18n import msg

PLACES = (1, 2, 3)
"""How many measures one form has room for; more are set afterwards, one by one."""

FIELDS_OF_CONFLICTS: Mapping[str, Mapping[str, str]] = {
    "nature": {"nature": "nature", "reason": "nature_reason"},
    "disclosure": {"to": "disclosed_to", "on": "disclosed_on", "reason": "disclosed_reason"},
    "addressing": {"reason": "addressed_reason"},
    "resolution": {"reason": "resolved_reason"},
    "closing": {"reason": "closing_reason"},
    "measure": {name: f"measure0_{name}" for name in ("code", "due_on", "words", "carrier", "carried_by")},
    "following": {"words": "following_words"},
}
"""For each form, the field of the page behind each field of the service."""


def page_field_of_measure(field: str) -> str:
    """Where the page shows a fault of the measures of a decision, such as `measures.0.due_on`."""
    _, _, rest = field.partition(".")
    number, _, name = rest.partition(".")
    return f"measure{int(number) + 1}_{name}" if name else "measure1_code"


def read_measures(form: Form) -> tuple[MeasureCommand, ...]:
    """The measures beside a decision; a place without a measure is left out."""
    return tuple(_measure(form, place) for place in PLACES if form.typed(f"measure{place}_code"))


def read_measure(form: Form) -> MeasureCommand:
    """One more measure."""
    found = _measure(form, 0)
    form.check()
    return found


def _measure(form: Form, place: int) -> MeasureCommand:
    name = f"measure{place}_"
    carrier = form.choice(name + "carrier", set(Carrier), missing=None)
    return MeasureCommand(
        code=form.choice(name + "code", set(Measure), missing=msg("Choose a measure.")) or "",
        due_on=form.day(name + "due_on"),
        words=form.text(name + "words", longest=2000),
        carrier=Carrier(carrier or Carrier.DECLARANT),
        carried_by=form.line(name + "carried_by"),
    )


def read_nature(form: Form) -> tuple[str, str]:
    """How real the reviewer finds the conflict, and why."""
    told = form.choice("nature", set(Nature), missing=None) or "", form.text("nature_reason", longest=2000)
    form.check()
    return told


def read_disclosure(form: Form) -> tuple[str, date | None, str]:
    """To whom, when, and why that is enough."""
    told = form.line("disclosed_to", longest=300), form.day("disclosed_on"), _reason(form, "disclosed_reason")
    form.check()
    return told


def read_mark(form: Form, mark: str) -> str:
    """The reason of a mark."""
    told = _reason(form, f"{mark}_reason")
    form.check()
    return told


def _reason(form: Form, name: str) -> str:
    return form.text(name, longest=2000)


CONFIRM, LIFT = "confirm", "lift"


def read_following(form: Form) -> tuple[UUID, str, str]:
    """Which measure, whether it is confirmed or lifted, and the words. Raises Invalid."""
    measure = _id(form.typed("following_measure"))
    if measure is None:
        form.refuse("following_measure", msg("Choose a measure."))
    act = form.choice("following_act", (CONFIRM, LIFT)) or ""
    words = form.text("following_words", longest=2000)
    form.check()
    return measure or UUID(int=0), act, words


def read_report(form: Form) -> tuple[UUID, str]:
    """Which measure the person has carried out, and how. Raises Invalid."""
    measure = _id(form.typed("measure"))
    if measure is None:
        form.refuse("measure", msg("Choose a measure."))
    words = form.text("measure_words", missing=msg("Write what you have done."), longest=2000)
    form.check()
    return measure or UUID(int=0), words


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
