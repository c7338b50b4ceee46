"""The forms of the desk that only outside activities have."""

from collections.abc import Mapping

from declarations.opinions.model import LONGEST_ACTIVITY
from declarations.review.three_tests import TESTS, Tested
from register.kernel.form import Form

_REASONED = {"reasons": "authorization_reasons"}
FIELDS_OF_ACTIVITIES: Mapping[str, Mapping[str, str]] = {
    "opinion": {"activity": "activity"},
    "suspension": _REASONED,
    "reinstatement": _REASONED,
    "revocation": _REASONED,
}
"""For each form, the field of the page behind each field of the service."""


def read_consulting(form: Form) -> str:
    """What the activity is, for the supervisor. Raises Invalid."""
    activity = form.line("activity", longest=LONGEST_ACTIVITY)
    form.check()
    return activity


def read_tests(form: Form) -> Tested | None:
    """The tests that were answered, where the form asks them."""
    names = [name for name in TESTS if form.typed(f"test_{name}")]
    return {name: form.yes_no(f"test_{name}") for name in names} or None


def read_reasons(form: Form) -> str:
    """Why an authorization is suspended, reinstated or revoked. Raises Invalid."""
    reasons = form.text("authorization_reasons", longest=2000)
    form.check()
    return reasons
