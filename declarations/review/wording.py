"""What each decision will do and what each view of the queue holds, in words. Pure."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from declarations.codes.bands import band_name
from declarations.codes.decisions import Decision, Flag
from declarations.codes.labels import label
from declarations.filing.model import Action, Declaration
from declarations.filing.service.granted import NOT_RENEWED
from declarations.filing.workflow import NEEDS_CONDITIONS
from declarations.review.model import Filters, Following, Show
from register.kernel.i18n import Message, msg, pmsg

ELSEWHERE: Mapping[str, Message] = MappingProxyType(
    {
        "found": pmsg("elsewhere", "Found elsewhere in the register"),
        "new": pmsg("elsewhere", "Found since I last opened the case"),
    }
)
ELSEWHERE_TAGS: Mapping[bool, tuple[Message, str]] = MappingProxyType(
    {
        False: (pmsg("queue", "Also elsewhere"), "quiet"),
        True: (pmsg("queue", "New elsewhere"), "waits"),
    }
)
"""By whether it was found since the reader last looked."""
CONSEQUENCES: Mapping[Decision, Message] = {
    Decision.NOTE: msg("The declaration is noted; nothing further is asked of the person."),
    Decision.AUTHORIZE: msg("The person may accept or keep the item."),
    Decision.AUTHORIZE_WITH_CONDITIONS: msg("The person may accept or keep the item on the conditions written below."),
    Decision.REFUSE_AUTHORIZATION: msg("The person may not accept or keep the item."),
    Decision.RETURN_TO_GIVER: msg("The person gives the item back to the giver."),
    Decision.SURRENDER_TO_ORGANIZATION: msg("The person hands the item over to the Organization."),
    Decision.NOT_PERMITTED: msg("The code leaves no room for an authorization: the item is declined."),
    Decision.CEASE: msg("The person ends the activity."),
    Decision.MODIFY: msg("The person changes the activity."),
    Decision.MEASURE: msg("The person follows the measures written below."),
    Decision.NO_MEASURE_NEEDED: msg("It stays disclosed, and nothing more is asked; the reasons say why."),
}
"""Under each decision that is offered on a gift; referring has a form of its own."""

_BY_KIND: Mapping[str, Mapping[Decision, Message]] = {
    "outside_activity": {
        Decision.AUTHORIZE: msg("The person may take up or continue the activity until the last day."),
        Decision.AUTHORIZE_WITH_CONDITIONS: msg(
            "The person may take up or continue the activity until the last day, on the conditions written below."
        ),
        Decision.REFUSE_AUTHORIZATION: msg("The person may not take up or continue the activity."),
        Decision.MODIFY: msg("The person may carry on the activity until the last day, changed as written below."),
        Decision.NOT_PERMITTED: msg("The code leaves no room for an authorization: the activity is not taken up."),
    },
    "renewal": {
        Decision.AUTHORIZE: msg("The person may take up or continue the activity until the last day."),
        Decision.AUTHORIZE_WITH_CONDITIONS: msg(
            "The person may take up or continue the activity until the last day, on the conditions written below."
        ),
        Decision.REFUSE_AUTHORIZATION: NOT_RENEWED,
        Decision.NOT_PERMITTED: NOT_RENEWED,
    },
    "approval_request": {
        Decision.AUTHORIZE: msg("The person may do what was asked."),
        Decision.AUTHORIZE_WITH_CONDITIONS: msg("The person may do what was asked, on the conditions written below."),
        Decision.REFUSE_AUTHORIZATION: msg("The person may not do what was asked."),
        Decision.NOT_PERMITTED: msg("The code leaves no room for an approval: the person does not do it."),
    },
    "supplementary_payment": {
        Decision.NOT_PERMITTED: msg("The code leaves no room for an authorization: the payment is declined."),
        Decision.RETURN_TO_GIVER: msg("The person repays it to whoever paid it."),
        Decision.SURRENDER_TO_ORGANIZATION: msg("The person pays it over to the Organization."),
    },
    "conflict": {
        Decision.NOT_PERMITTED: msg("The code does not allow it: the person refrains from it."),
    },
}
"""The same for other kinds, and for a category of its own, where the words for a gift would not fit."""

SAME_GIVER = (msg("From the same giver"), msg("No earlier declaration names this giver."))
SAME_PARTY = (msg("With the same party"), msg("No earlier declaration names this party."))


def consequence(decision: Decision, kind: str, category: str | None = None) -> Message:
    """What a decision on a declaration of a kind, or on a gift of a category, will do."""
    return _BY_KIND.get(category or kind, {}).get(decision) or CONSEQUENCES[decision]


WITH_CONDITIONS = NEEDS_CONDITIONS
"""Decisions that say nothing without the conditions or measures beside them."""

VIEWS: Mapping[Show, Message] = {
    Show.OPEN: pmsg("queue", "All that wait for a decision"),
    Show.MINE: pmsg("queue", "Assigned to me"),
    Show.UNASSIGNED: pmsg("queue", "Unassigned"),
    Show.OVERDUE: pmsg("queue", "Overdue"),
    Show.ANSWER_OVERDUE: pmsg("queue", "Answer overdue"),
    Show.MEASURE_DUE: pmsg("queue", "Measures due"),
}

MEASURES: Mapping[Following, Message] = {
    Following.WAITING: pmsg("measures", "Due or reported"),
    Following.DUE: pmsg("measures", "Due"),
    Following.REPORTED: label("measure.state", "reported"),
    Following.LATER: pmsg("measures", "Due later"),
}
NO_MEASURES: Mapping[Following, Message] = {
    Following.WAITING: msg("No measure waits."),
    Following.DUE: msg("No measure is due."),
    Following.REPORTED: msg("No measure waits to be confirmed."),
    Following.LATER: msg("No measure is due later."),
}
"""The measures by what is to be done about them; one list, whatever leads to it."""

EMPTY: Mapping[Show, Message] = {
    Show.OPEN: msg("Nothing waits for a decision. A case appears here as soon as somebody files it."),
    Show.MINE: msg("Nothing is assigned to you. Take up a case from those that are unassigned."),
    Show.UNASSIGNED: msg("Every case has somebody who reviews it."),
    Show.OVERDUE: msg("No case is past the day by which it should be decided."),
    Show.ANSWER_OVERDUE: msg("No declarant is late with an answer."),
    Show.MEASURE_DUE: msg("No measure is due."),
}
NOTHING_FOUND = msg("No case fits these filters. Choose others, or show all that wait for a decision.")
NOBODY_FOUND = msg(
    "No case fits these words. They are looked for in references and in the names of declarants, units and givers,"
    " never in what was described."
)
EMPTY_FOR_AUTHORITY = msg(
    "Nothing waits for your decision. A case appears here when the ethics office has put it before you."
)


def period_words(since: date | None, until: date | None) -> Message | None:
    """From when to when; None for always."""
    if since and until:
        return msg("From %(since)s to %(until)s", since=since, until=until)
    if since:
        return msg("Since %(since)s", since=since)
    return msg("Until %(until)s", until=until) if until else None


def narrowing_words(filters: Filters) -> list[Message]:
    """What leaves cases out of a list."""
    event = period_words(filters.event_from, filters.event_to)
    filed = period_words(filters.filed_from, filters.filed_to)
    found = [
        label("status", filters.status) if filters.status else None,
        label("effect", filters.effect) if filters.effect else None,
        label("kind", filters.kind) if filters.kind else None,
        label("gift.category", filters.category) if filters.category else None,
        band_name(filters.band) if filters.band else None,
        ELSEWHERE[filters.elsewhere] if filters.elsewhere else None,
        pmsg("filter", "Event: %(period)s", period=event) if event else None,
        pmsg("filter", "Filed: %(period)s", period=filed) if filed else None,
    ]
    return [words for words in found if words is not None]


def decision_options(
    decisions: tuple[Decision, ...], kind: str, category: str | None = None
) -> list[tuple[str, Message, Message]]:
    """The lawful decisions as choices, each saying what it will do."""
    return [
        (str(decision), label("decision", decision), consequence(decision, kind, category)) for decision in decisions
    ]


def referral_options(targets: tuple[str, ...]) -> list[tuple[str, Message]]:
    """To whom the case may go."""
    return [(target, label("authority", target)) for target in targets]


AUTHORIZATION_ACTS: tuple[tuple[str, str, Message, Message], ...] = (
    (
        "suspend",
        "suspension",
        msg("Suspend the authorization"),
        msg("The activity rests until the authorization is put back into force or decided anew."),
    ),
    (
        "reinstate",
        "reinstatement",
        msg("Put the authorization back into force"),
        msg("The activity may go on until the last day, as it was authorized."),
    ),
    (
        "revoke",
        "revocation",
        msg("Revoke the authorization"),
        msg("The activity ends now. This cannot be taken back."),
    ),
)
"""What may be done about an authorization: the act, its address, its title, what it means."""


def flags_of(declaration: Declaration) -> list[Flag]:
    """What keeps a case open beside its status."""
    return [flag for flag in Flag if getattr(declaration, flag)]


def may_be_set(declaration: Declaration, flag: Flag) -> bool:
    """A legal hold at any time; an appeal is from a decision."""
    return flag is not Flag.UNDER_APPEAL or declaration.outcome is not None


def flag_tags(declaration: Declaration) -> list[tuple[Message, str]]:
    """The same as tags."""
    return [(label("flag", flag), "waits") for flag in flags_of(declaration)]


FlagAct = tuple[str, Action, Message, list[tuple[str, Message]]]


def flag_acts(declaration: Declaration) -> list[FlagAct]:
    """Recording that an appeal or a legal hold keeps a case open, and that it does no longer: address, step, title,
    and what may be chosen.
    """
    held = flags_of(declaration)
    free = [flag for flag in Flag if flag not in held and may_be_set(declaration, flag)]
    keep, release = msg("Keep the case from closing"), msg("Let the case close again")
    return [
        ("keeping-open", Action.KEEP_OPEN, keep, [(flag.value, label("flag", flag)) for flag in free]),
        ("letting-close", Action.LET_CLOSE, release, [(flag.value, label("flag", flag)) for flag in held]),
    ]
