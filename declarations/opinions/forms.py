"""The answer as the page behind the link sends it."""

from declarations.opinions.model import LONGEST_COMMENT, Answer, Stance
from register.kernel.form import Form
from register.kernel.i18n import current_locale, msg


def read_answer(form: Form) -> Answer:
    """The answer. Raises Invalid by field."""
    stance = form.choice("stance", set(Stance), missing=msg("Choose one of the answers."))
    comment = form.text("comment", longest=LONGEST_COMMENT)
    form.check()
    return Answer(Stance(str(stance)), comment, current_locale().tag)
