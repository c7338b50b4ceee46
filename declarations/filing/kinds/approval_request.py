"""Approval in a matter of duty: drafting for a delegation, liaison duty, a media statement (ICSC 28, 34, 38)."""

from declarations.codes.vocabulary import ApprovalSubject, Kind
from declarations.filing.kinds.prompt_form import prompt_form
from declarations.filing.kinds.prompts import Control, Prompt, PromptAnswers, labelled, step_of
from declarations.filing.kinds.words import FUNCTION, LANGUAGE, REMARKS, described
from declarations.filing.model import ApprovalDetails
from register.kernel.i18n import msg


def _is_drafting(answers: PromptAnswers) -> bool:
    return bool(answers.get("subject") == ApprovalSubject.DRAFTING_FOR_DELEGATION)


def _is_public(answers: PromptAnswers) -> bool:
    return answers.get("subject") in {ApprovalSubject.MEDIA_STATEMENT, ApprovalSubject.OTHER}


_WHAT = step_of(
    "what",
    msg("What do you ask approval for?"),
    Prompt(
        name="subject",
        label=msg("What is it about?"),
        control=Control.CHOICE,
        choices=labelled("approval_request.subject"),
        is_fact=True,
    ),
    Prompt(
        name="factual_or_technical_only",
        label=msg("Is it factual or technical help only?"),
        control=Control.FLAG,
        hint=msg("Facts, figures and technical help need no approval; speeches, arguments and proposals do."),
        when=_is_drafting,
        is_fact=True,
    ),
    *(
        Prompt(name=name, label=label, control=Control.FLAG, when=_is_public, is_fact=True)
        for name, label in (
            ("airs_grievances", msg("Would it air grievances or criticize the Organization?")),
            ("furthers_own_interests", msg("Would it further interests of your own?")),
            ("uses_information", msg("Would it use information that is not public?")),
        )
    ),
    described(
        msg("What exactly would you do?"),
        msg("For example: comment on a draft proposal for agenda item 4; an interview on the annual report."),
    ),
)
_FOR_WHOM = step_of(
    "for_whom",
    msg("For whom, and when?"),
    Prompt(
        name="other_party",
        label=msg("Name of the delegation, Government or medium"),
        control=Control.PARTY,
        hint=msg("Write the beginning of the name and look it up, or write it out by hand."),
        missing=msg("Write the name, or that you do not know it."),
        longest=300,
        row=msg("Delegation, Government or medium"),
    ),
    Prompt(
        name="occasion",
        label=msg("On what occasion, and by when?"),
        control=Control.LINE,
        missing=None,
        longest=300,
        row=msg("Occasion"),
    ),
)
_WORDS = step_of("words", msg("In your own words"), FUNCTION, REMARKS, LANGUAGE)

APPROVAL_REQUEST = prompt_form(
    Kind.APPROVAL_REQUEST,
    ApprovalDetails,
    (_WHAT, _FOR_WHOM, _WORDS),
    title=msg("Ask for approval in a matter of duty"),
    about=msg(
        "Three short steps: what it is, for whom, and your own words. Each step is saved. Before you submit you see all"
        " your answers and what the rules say."
    ),
    door=msg("Drafting for a delegation, liaison with your own Government, or a statement to the media."),
)
