"""Questions that an answer brings up only once it is known: asked then, and never called a fault before."""

from typing import Any

from declarations.filing.kinds.model import Step
from declarations.filing.kinds.prompts import Prompt
from register.kernel.form import Form

ASKED = "asked"
"""The field in which a page says what it asked."""


def ask_what_follows(step: Step, answers: Any, form: Form) -> bool:
    """Whether the answers lead to questions that the page did not ask: no faults yet; the first gets the focus."""
    asked = form.typed(ASKED).split()
    new = [prompt for prompt in step.prompts(answers) if asked and prompt.name not in asked and not _said(prompt, form)]
    for prompt in new:
        form.errors.pop(prompt.name, None)
    if new and not form.errors:
        form.focus = new[0].name
    return bool(new)


def _said(prompt: Prompt, form: Form) -> bool:
    """Whether it was answered all the same; a day has its first part in a field of its own."""
    return bool(form.typed(prompt.name) or form.typed(f"{prompt.name}_day"))
