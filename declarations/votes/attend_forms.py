"""An answer as the phone sends it."""

from uuid import UUID, uuid4

from declarations.meetings.model import Level, Measure
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import LONGEST, AnswerCommand
from register.access.forms import canonical_id
from register.kernel.form import Form
from register.kernel.i18n import current_locale, msg


def fresh() -> Form:
    """An empty form with a key of its own, so that what is sent twice counts once."""
    form = Form()
    form.put("client_key", str(uuid4()))
    return form


def read_answer(form: Form, item: UUID | None) -> AnswerCommand:
    """The answer. Raises Invalid by field."""
    stance = form.choice("stance", set(Stance), missing=msg("Choose one of the two answers."))
    levels = tuple(Level(value) for value in form.choices("levels", set(Level))) if stance == Stance.SOMETHING else ()
    text = form.text("text", longest=LONGEST)
    party = form.text("party", longest=300)
    form.check()
    return AnswerCommand(
        item=item,
        stance=Stance(str(stance)),
        levels=levels,
        text=text,
        language=current_locale().tag,
        party=party,
        client_key=_key(form.typed("client_key")),
    )


def read_standing(form: Form) -> tuple[Measure, UUID | None]:
    """What somebody does on an item, and who stands in. Raises Invalid by field."""
    measure = form.choice("measure", set(Measure))
    form.check()
    named = form.typed("replaced_by") if measure == Measure.REPLACED else ""
    return Measure(str(measure)), canonical_id(named) if named else None


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
