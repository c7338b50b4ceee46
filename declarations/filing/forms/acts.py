"""The short forms on the page of one's own declaration: an answer, a comment, a reason."""

from datetime import date

from register.kernel.form import Form
from register.kernel.i18n import msg


def empty_form() -> Form:
    """Nothing typed yet."""
    return Form()


def read_answer(form: Form) -> str:
    """The answer to the question of the office."""
    found = form.text("answer", missing=msg("Write your answer to the question."))
    form.check()
    return found


def read_comment(form: Form) -> str:
    """The declarant's own view, which stays with the record."""
    found = form.text("comment", missing=msg("Write your comment."))
    form.check()
    return found


def read_settlement(form: Form) -> tuple[date, str]:
    """The day on which a payment was declined or repaid, and an account of it."""
    on = form.day("on", missing=msg("Write the day."))
    account = form.text("account", longest=2000)
    form.check()
    assert on is not None  # noqa: S101 - `check` has refused a form without it
    return on, account


def read_reason(form: Form) -> str:
    """Why a declaration is amended or withdrawn."""
    found = form.text("reason", missing=msg("Say why, in a sentence or two."), longest=2000)
    form.check()
    return found
