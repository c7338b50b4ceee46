"""The forms of this room: what is still correct, since when something is over, that there is nothing."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from declarations.filing.pages.addresses import reference_in, seen_in
from declarations.standing.model import CloseReason, LineAnswer, Said
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, msg


class EndCommand(msgspec.Struct, frozen=True):
    """Since when something is over, why, and which state of the case the person had read."""

    on: date
    reason: str
    seen: int


class NothingCommand(msgspec.Struct, frozen=True):
    """For what period there is nothing to declare, and of what."""

    period: str
    matters: tuple[str, ...]
    attested: bool
    language: str


def read_answers(form: Form) -> tuple[LineAnswer, ...]:
    """What is said of each line; those of which nothing is said are left as they are. Raises NotFound for no line."""
    found = [_answer(form, reference_in(each)) for each in dict.fromkeys(form.every("item"))]
    form.check()
    return tuple(each for each in found if each is not None)


def _answer(form: Form, reference: str) -> LineAnswer | None:
    said = form.choice(f"said_{reference}", [each.value for each in Said], missing=None)
    if said is None:
        return None
    seen = seen_in(form.typed(f"seen_{reference}"))
    words = form.text(f"words_{reference}", longest=2000) if said != Said.STILL else ""
    if said != Said.ENDED:
        return LineAnswer(reference, Said(said), seen, words=words)
    on = form.day_line(f"on_{reference}")
    if on is None:
        form.refuse(f"on_{reference}", msg("Give a day that is not in the future."))
    if not words:
        form.refuse(f"words_{reference}", msg("Say why, in a sentence or two."))
    return LineAnswer(reference, Said.ENDED, seen, on, words)


def read_end(form: Form) -> EndCommand:
    """Since when it is over, and why."""
    on = form.day("on", missing=msg("Write the day as three numbers: day, month and year."))
    reason = form.text("reason", missing=msg("Say why, in a sentence or two."), longest=2000)
    form.check()
    return EndCommand(on or date.min, reason, seen_in(form.typed("seen")))


def read_last_day(form: Form) -> date:
    """The last day of service."""
    found = form.day("last_day", missing=msg("Write the day as three numbers: day, month and year."))
    form.check()
    return found or date.min


def read_close_reason(form: Form, change: UUID) -> CloseReason:
    """Why a change that could not be carried over is closed."""
    among = [reason.value for reason in CloseReason]
    found = form.choice(f"reason_{change}", among, missing=msg("Choose the reason."))
    form.check()
    return CloseReason(found or "")


def read_nothing(form: Form, among: Sequence[str], language: str) -> NothingCommand:
    """The statement that there is nothing."""
    period = form.line("period", missing=msg("Write the period or the occasion."))
    matters = form.choices("matters", among)
    if not matters:
        form.refuse("matters", msg("Tick at least one."))
    attested = form.ticked("attested", missing=msg("Confirm that the declaration is true and complete."))
    form.check()
    return NothingCommand(period, tuple(matters), attested, language if language in LOCALES else "en")
