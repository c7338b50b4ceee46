"""An answer as the phone sends it."""

from uuid import UUID, uuid4

from declarations.meetings.model import Level
from declarations.votes.model import Stance
from declarations.votes.service.disclosing import LONGEST, AnswerCommand
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


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
