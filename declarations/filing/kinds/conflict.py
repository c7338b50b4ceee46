"""Declaring a conflict of interest: facts are asked, not law (ICSC 8, 17, 23, 24, 26, 39, 42; ISO c6)."""

from collections.abc import Mapping
from types import MappingProxyType

from declarations.codes.vocabulary import Capacity, ConflictDomain, Kind
from declarations.filing.kinds.prompt_form import prompt_form
from declarations.filing.kinds.prompts import Control, Prompt, PromptAnswers, always, labelled, step_of
from declarations.filing.kinds.words import FUNCTION, LANGUAGE, REMARKS, described
from declarations.filing.model import ConflictDetails
from register.kernel.i18n import msg

_CAREER = frozenset({ConflictDomain.INFLUENCE_ON_CAREER, ConflictDomain.RECRUITMENT})
_PERSUADING = _CAREER | {ConflictDomain.PROSPECTIVE_EMPLOYMENT, ConflictDomain.POST_EMPLOYMENT}
_AFTER_SERVICE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {Capacity.FORMER_STAFF: (ConflictDomain.POST_EMPLOYMENT, ConflictDomain.CONFIDENTIAL_INFORMATION)}
)
"""What goes on after service (ICSC 26, 39)."""
_TECHNICAL = frozenset({"expert", "national_body", "liaison_representative"})


def _may_persuade(answers: PromptAnswers) -> bool:
    """Where attempts to influence matter (ICSC 17, 26), and for neutral roles (ISO Code of Conduct, ethics-8)."""
    return answers.capacity in _TECHNICAL or answers.get("domain") in _PERSUADING


def _is_instructed(answers: PromptAnswers) -> bool:
    """ICSC 12: the supervisor is consulted."""
    return bool(answers.get("domain") == ConflictDomain.EXTERNAL_INSTRUCTION)


def _is_about_career(answers: PromptAnswers) -> bool:
    """ICSC 29: no support of Governments is sought for one's own advancement."""
    return answers.get("domain") in _CAREER


_WHAT = step_of(
    "what",
    msg("Where does the conflict lie?"),
    Prompt(
        name="domain",
        label=msg("Which area does it concern?"),
        control=Control.SELECT,
        choices=labelled("conflict.domain"),
        leading=_AFTER_SERVICE,
        is_fact=True,
    ),
    Prompt(
        name="nature_declared",
        label=msg("How real is it, as you see it?"),
        control=Control.CHOICE,
        choices=labelled("conflict.nature_declared"),
        hint=msg("Actual: it is there now. Potential: it could arise. Perceived: others could think so."),
        is_fact=True,
        unknown=True,
    ),
    described(
        msg("What is the conflict?"),
        msg("For example: my partner works for a company that has made an offer in a tender I assess."),
    ),
)
_YOU = MappingProxyType({"self": msg("You yourself")})
_WHOSE = step_of(
    "whose",
    msg("Whose interest is it?"),
    Prompt(
        name="interest_holder",
        label=msg("Who has the interest?"),
        control=Control.CHOICE,
        choices=labelled("conflict.interest_holder"),
        mine=_YOU,
        hint=msg("Only the relation and the interest matter. Write nothing else about other people’s lives."),
        is_fact=True,
    ),
    Prompt(
        name="indirect",
        label=msg("Is the interest indirect, through a company, a trust or another person?"),
        control=Control.FLAG,
        is_fact=True,
    ),
    Prompt(
        name="benefit_to",
        label=msg("Who would benefit?"),
        control=Control.CHOICE,
        choices=labelled("conflict.benefit_to"),
        mine=_YOU,
        is_fact=True,
        unknown=True,
    ),
)
_WITH_WHOM = step_of(
    "with_whom",
    msg("With whom, and in what matter?"),
    Prompt(
        name="counterpart_kind",
        label=msg("With whom are the dealings?"),
        control=Control.CHOICE,
        choices=labelled("conflict.counterpart_kind"),
        is_fact=True,
        unknown=True,
    ),
    Prompt(
        name="other_party",
        label=msg("Name of the company, body or person"),
        control=Control.PARTY,
        hint=msg("Write the beginning of the name and look it up, or write it out by hand."),
        missing=msg("Write the name, or that you do not know it."),
        longest=300,
        row=msg("Counterpart"),
    ),
    Prompt(
        name="matter",
        label=msg("Which matter does it touch?"),
        control=Control.LINE,
        hint=msg("For example the number of a procurement file, a vacancy or an agenda item."),
        missing=None,
        longest=300,
        row=msg("Matter"),
    ),
    Prompt(
        name="acts_on_matter",
        label=msg("Do you act on this matter: do you prepare, advise, assess, decide or sign?"),
        control=Control.FLAG,
        is_fact=True,
    ),
    *(
        Prompt(name=name, label=label, control=Control.FLAG, when=when, is_fact=True)
        for name, label, when in (
            (
                "persuades_for_or_against",
                msg("Do you argue for or against somebody or a text?"),
                _may_persuade,
            ),
            ("uses_information", msg("Is information used in it that is not public?"), always),
            ("instruction_from_host_country", msg("Does the instruction come from the host country?"), _is_instructed),
            ("seeks_government_support", msg("Has the support of a Government been sought for it?"), _is_about_career),
        )
    ),
)
_WHEN = step_of(
    "when",
    msg("Since when?"),
    Prompt(
        name="event_date",
        label=msg("When did it arise, or when will it?"),
        control=Control.DAY,
        hint=msg("An estimate is enough. You may declare it before it arises."),
        missing=msg("Write the date; an estimate is enough if you say so in your words."),
        is_fact=True,
    ),
    Prompt(
        name="aware_date",
        label=msg("When did you become aware of it?"),
        control=Control.DAY,
        missing=msg("Write the day on which you became aware of it."),
        to_come=False,
        is_fact=True,
    ),
)
_PROPOSED = step_of(
    "proposed",
    msg("What do you propose?"),
    Prompt(
        name="proposed",
        label=msg("What could be done about it?"),
        control=Control.SEVERAL,
        choices=labelled("measure"),
        hint=msg("Tick what you could agree to. The ethics office decides, and tells you why."),
        missing=None,
        row=msg("Measures proposed"),
    ),
    Prompt(
        name="proposal",
        label=msg("How would that work?"),
        control=Control.TEXT,
        missing=None,
        longest=2000,
        row=msg("Proposal"),
    ),
)
_WORDS = step_of("words", msg("In your own words"), FUNCTION, REMARKS, LANGUAGE)

CONFLICT = prompt_form(
    Kind.CONFLICT,
    ConflictDetails,
    (_WHAT, _WHOSE, _WITH_WHOM, _WHEN, _PROPOSED, _WORDS),
    title=msg("Declare a conflict of interest"),
    about=msg(
        "Six short steps: where the conflict lies, whose interest it is, with whom, since when, what you propose, and"
        " your own words. Each step is saved. Before you submit you see all your answers and what the rules say."
    ),
    door=msg("An interest or a relation of yours, or of somebody close to you, that touches what you do here."),
    doors={
        Capacity.FORMER_STAFF: msg(
            "An interest or a relation of yours, or of somebody close to you, that touches what you did here."
        )
    },
)
