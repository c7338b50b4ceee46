"""Citing a rule beside a question: by its name in the codes, as people write it."""

from declarations.codes.library import shipped
from register.kernel.errors import FieldError, Invalid
from register.kernel.form import Form
from register.kernel.i18n import msg

_NO_SUCH_RULE = msg("There is no such rule. Write it as in: ICSC 50.")


def known_rule(text: str) -> str:
    """The id of a rule of the shipped codes; empty for nothing. Raises Invalid for what is none."""
    form = Form({"rule": [text]})
    found = read_rule(form)
    if form.errors:
        raise Invalid(fields=[FieldError("rule", _NO_SUCH_RULE)])
    return found


def read_rule(form: Form) -> str:
    """The same from the field of a form."""
    typed = form.line("rule", longest=40)
    if not typed:
        return ""
    found = {_folded(rule.id): rule.id for rule in shipped().rules()}.get(_folded(typed), "")
    if not found:
        form.refuse("rule", _NO_SUCH_RULE)
    return found


def citation(rule: str) -> tuple[str, str]:
    """How a rule is written, and where it stands in its code; no place for one that a profile adds to the codes."""
    code = next((each.code for each in shipped().rules() if each.id == rule), "")
    return rule.replace("-", " "), f"/codes/{code}#{rule}" if code in shipped().codes else ""


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
