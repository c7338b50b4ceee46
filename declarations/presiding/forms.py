"""What is typed into the pages of this room, read into commands; every fault by field."""

from uuid import UUID, uuid4

from declarations.presiding.labels import VERDICTS
from declarations.presiding.model import Verdict
from declarations.presiding.service.opinions import LONGEST, AskCommand, OpinionCommand
from register.kernel.errors import Invalid
from register.kernel.form import Form
from register.kernel.i18n import current_locale, msg

WRITE = msg("Write it in a few words.")


def fresh() -> Form:
    """An empty form with a key of its own, so that what is sent twice counts once."""
    form = Form()
    form.put("client_key", str(uuid4()))
    return form


def read_question(form: Form) -> AskCommand:
    """A question. Raises Invalid by field."""
    text = form.text("text", missing=WRITE, longest=LONGEST)
    form.check()
    return AskCommand(text, current_locale().tag, read_key(form))


def read_opinion(form: Form) -> OpinionCommand:
    """An opinion. Raises Invalid by field."""
    verdict = form.choice("verdict", set(VERDICTS), missing=msg("Choose the opinion."))
    reasons = form.text("reasons", missing=WRITE, longest=LONGEST)
    form.check()
    return OpinionCommand(Verdict(str(verdict)), reasons, current_locale().tag)


def read_key(form: Form) -> UUID:
    """The key that the page made. A new one where it came without."""
    try:
        return UUID(form.typed("client_key"))
    except ValueError:
        return uuid4()


def read_seen(form: Form) -> int:
    """The version that was before the reader. Raises Invalid."""
    seen = form.typed("seen")
    if not seen.isascii() or not seen.isdigit() or len(seen) > 9:
        raise Invalid
    return int(seen)
