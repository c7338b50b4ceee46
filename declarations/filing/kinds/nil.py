"""A real statement that there is nothing to declare, for a period and of named matters; never a bare "Nil"."""

from declarations.codes.vocabulary import Kind
from declarations.filing.kinds.prompt_form import prompt_form
from declarations.filing.kinds.prompts import Control, Prompt, labelled, step_of
from declarations.filing.kinds.words import LANGUAGE, REMARKS
from declarations.filing.model import NilDetails
from register.kernel.i18n import msg

_WHAT = step_of(
    "what",
    msg("What do you have nothing to declare of?"),
    Prompt(
        name="period",
        label=msg("For what period or occasion?"),
        control=Control.LINE,
        hint=msg("For example the year 2026, or the time since your last declaration."),
        missing=msg("Write the period or the occasion."),
        longest=200,
        row=msg("Nothing to declare for"),
    ),
    Prompt(
        name="matters",
        label=msg("You state that, in this time, there was nothing to declare of:"),
        control=Control.SEVERAL,
        choices=labelled("kind", but=("nil", "approval_request")),
        hint=msg("Tick what you state. What you do not tick is not stated."),
        missing=msg("Tick at least one."),
        row=msg("Covered by the statement"),
    ),
    REMARKS,
    LANGUAGE,
)

NIL = prompt_form(
    Kind.NIL,
    NilDetails,
    (_WHAT,),
    title=msg("State that you have nothing to declare"),
    about=msg("One step: for what time, and of what. It is a statement on record, like any other declaration."),
    door=msg("A statement for a period or an occasion, where one is asked for."),
)
