"""Asking to take up an outside activity, before it starts (ICSC 25, 45–48; ITU SO 17/07, 1.4 c)."""

from declarations.codes.vocabulary import Kind
from declarations.filing.kinds.prompt_form import prompt_form
from declarations.filing.kinds.prompts import NONE, Condition, Control, Prompt, PromptAnswers, always, labelled, step_of
from declarations.filing.kinds.words import FUNCTION, LANGUAGE, REMARKS, described
from declarations.filing.model import ActivityDetails
from register.kernel.i18n import Message, msg, pmsg

_WRITE_DAY = msg("Write the day.")


def _may_be_political(answers: PromptAnswers) -> bool:
    """Support of a party or campaign is asked about; membership and voting never are (ICSC 48, 49)."""
    return answers.said.get("for_party_or_campaign", False) is not False


def _is_paid(answers: PromptAnswers) -> bool:
    return answers.get("remunerated") is not False


def _is_related(answers: PromptAnswers) -> bool:
    return answers.get("related_to_mandate") is True


def _on_leave(answers: PromptAnswers) -> bool:
    return answers.get("during_leave") not in {None, NONE}


def _has_told_leave(answers: PromptAnswers) -> bool:
    """Whether the leave was told in words, as it was before its days were asked."""
    return _on_leave(answers) and bool(answers.get("leave_dates"))


def _flag(name: str, label: Message, hint: Message | None = None, when: Condition = always) -> Prompt:
    return Prompt(name=name, label=label, control=Control.FLAG, hint=hint, when=when, is_fact=True)


_WHAT = step_of(
    "what",
    msg("What is the activity?"),
    Prompt(
        name="activity_class",
        label=msg("What kind of activity is it?"),
        control=Control.CHOICE,
        choices=labelled("outside_activity.activity_class"),
        hint=msg("Belonging to a party or a union, and voting, are your own concern; nobody asks about them here."),
        is_fact=True,
    ),
    described(
        msg("What will you do?"),
        msg("For example: one evening course a week on water law; a seat on the board of a school."),
    ),
    Prompt(
        name="position",
        label=msg("In what position?"),
        control=Control.LINE,
        hint=msg("For example lecturer, consultant, member of the board."),
        missing=None,
        longest=200,
        row=msg("Position"),
    ),
)
_FOR_WHOM = step_of(
    "employer",
    msg("For whom, and where?"),
    Prompt(
        name="other_party",
        label=msg("Name of the employer, client or organization"),
        control=Control.PARTY,
        hint=msg(
            "Write the beginning of the name and look it up, or write it out by hand. Your own name if you work for"
            " yourself."
        ),
        missing=msg("Write the name of whom you will work for."),
        longest=300,
        row=msg("Employer, client or organization"),
    ),
    Prompt(
        name="country",
        label=msg("In which country?"),
        control=Control.COUNTRY,
        missing=None,
        row=msg("Country of the activity"),
    ),
    _flag(
        "local_law_permits",
        msg("Does the law of the country where you will do it allow it?"),
        msg("A visa or the headquarters agreement may not allow paid work."),
    ),
)
_WHEN = step_of(
    "when",
    msg("When, and how much of your time?"),
    Prompt(
        name="start_date",
        label=msg("When does it start?"),
        control=Control.DAY,
        hint=msg("Ask before it starts. If it has already started, write the day all the same."),
        missing=_WRITE_DAY,
        is_fact=True,
    ),
    Prompt(
        name="end_date",
        label=msg("When does it end?"),
        control=Control.DAY,
        hint=msg("Leave it empty if no end is planned; an authorization always has one."),
        missing=None,
        is_fact=True,
    ),
    Prompt(
        name="hours_per_week",
        label=msg("How many hours a week?"),
        control=Control.HOURS,
        hint=msg("An average, with preparation."),
        missing=msg("Write how many hours; an estimate is enough."),
        is_fact=True,
    ),
    Prompt(
        name="during_leave",
        label=msg("Will you be on leave while you do it?"),
        control=Control.SELECT,
        choices=((NONE, pmsg("leave", "Not on leave")), *labelled("outside_activity.during_leave")),
        hint=msg("On leave with or without pay you remain an international civil servant."),
        is_fact=True,
        unknown=True,
    ),
    Prompt(
        name="leave_from",
        label=msg("When does the leave begin?"),
        control=Control.DAY,
        missing=_WRITE_DAY,
        when=_on_leave,
        is_fact=True,
    ),
    Prompt(
        name="leave_to",
        label=msg("What is the last day of the leave?"),
        control=Control.DAY,
        hint=msg("Leave it empty if it is not settled yet."),
        missing=None,
        when=_on_leave,
        is_fact=True,
    ),
    Prompt(
        name="leave_dates",
        label=msg("From when until when are you on leave?"),
        control=Control.LINE,
        missing=None,
        when=_has_told_leave,
        longest=200,
        row=msg("Dates of the leave"),
    ),
)
_PAY = step_of(
    "pay",
    msg("Is it paid?"),
    _flag(
        "remunerated",
        msg("Will you receive pay, fees or another benefit for it?"),
        msg("Repaid travel costs alone are no pay. Unpaid activities need authorization too."),
    ),
    Prompt(
        name="income",
        label=msg("How much a year, after tax?"),
        control=Control.MONEY,
        hint=msg("An estimate is enough. Leave it empty if you do not know."),
        missing=None,
        when=_is_paid,
        is_fact=True,
    ),
)
_ORGANIZATION = step_of(
    "organization",
    msg("What has it to do with the Organization?"),
    _flag(
        "interferes_with_duties",
        msg("Could it interfere with your duties?"),
        msg("By its hours, its demands, or work that falls due at the same time."),
    ),
    _flag(
        "incompatible_with_status",
        msg("Could it be incompatible with your status as an international civil servant?"),
        msg("For example because it reflects on your independence or impartiality."),
    ),
    _flag(
        "conflicts_with_interests",
        msg("Could it conflict with the interests of the Organization?"),
        msg("For example because the employer has, or seeks, business with it."),
    ),
    _flag("uses_resources", msg("Will you use time, equipment or other resources of the Organization for it?")),
    _flag("uses_information", msg("Will you use information of the Organization that is not public?")),
    _flag("uses_name", msg("Will the name, emblem or your title in the Organization be used?")),
    _flag("related_to_mandate", msg("Is it in the field in which the Organization works?")),
    Prompt(
        name="mandate_relation",
        label=msg("How does it relate to what the Organization does?"),
        control=Control.TEXT,
        missing=msg("Say in a few words how it relates."),
        when=_is_related,
        longest=2000,
        row=msg("Relation to the mandate of the Organization"),
    ),
)
_SUPPORT = step_of(
    "support",
    msg("Does it support a party or a campaign?"),
    _flag(
        "for_party_or_campaign",
        msg("Is it done in support of a political party, a candidate or a campaign?"),
        msg("Membership of a party and your vote are your own concern and are not asked about."),
    ),
    *(
        _flag(name, label, when=_may_be_political)
        for name, label in (
            ("fundraising", msg("Would you collect or accept funds for it?")),
            ("article", msg("Would you write articles for it?")),
            ("public_speech", msg("Would you speak in public for it?")),
            ("press_statement", msg("Would you make statements to the press for it?")),
        )
    ),
)
_WORDS = step_of(
    "words",
    msg("In your own words"),
    _flag("personal_capacity", msg("Will you act in your personal capacity only, and say so where it matters?")),
    FUNCTION,
    REMARKS,
    LANGUAGE,
)

OUTSIDE_ACTIVITY = prompt_form(
    Kind.OUTSIDE_ACTIVITY,
    ActivityDetails,
    (_WHAT, _FOR_WHOM, _WHEN, _PAY, _ORGANIZATION, _SUPPORT, _WORDS),
    title=msg("Ask to take up an outside activity"),
    about=msg(
        "Short steps: what it is, for whom, when, whether it is paid, what it has to do with the Organization, and your"
        " own words. Each step is saved. Before you submit you see all your answers and what the rules say."
    ),
    door=msg(
        "Work, a mandate, teaching or another activity outside the Organization, paid or unpaid. Ask before it starts."
    ),
)
