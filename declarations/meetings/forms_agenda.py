"""Items, whom they concern, officers and rules as they are typed, read into commands; every fault by field."""

from declarations.meetings.forms import chosen_id, put_moment, read_moment
from declarations.meetings.labels import DECISIONS, FUNCTIONS, LEVELS, MEASURES, PARTY_ROLES, VOTES
from declarations.meetings.model import (
    BodyRole,
    Decision,
    Function,
    Item,
    Level,
    Measure,
    Meeting,
    PartyRole,
    Vote,
)
from declarations.meetings.service.completing import CodeCommand
from declarations.meetings.service.concerning import ConcernedCommand
from declarations.meetings.service.matrix import RuleCommand
from declarations.meetings.service.planning_agenda import ItemCommand
from declarations.meetings.service.presiding_change import OfficerCommand
from register.kernel.errors import Invalid
from register.kernel.form import YES, Form
from register.kernel.i18n import msg

TITLE = 1200
"""Characters of the title of an item: what councils write there runs to a thousand."""
_AS_TYPED = "as_typed"


def fresh_item(number: str) -> Form:
    """An empty form: the next number, no decision and no vote."""
    form = Form()
    for name, value in (("number", number), ("decision", Decision.NONE), ("vote", Vote.NONE)):
        form.put(name, value)
    return form


def form_of_item(item: Item) -> Form:
    """What stands, to be corrected."""
    form = Form()
    for name, value in (("number", item.number), ("decision", item.decision), ("vote", item.vote)):
        form.put(name, value)
    for tag, title in item.titles.items():
        form.put(f"title_{tag}", title)
    form.put("options", "\n".join(item.options))
    form.put("sitting", str(item.sitting or ""))
    return form


def read_item(form: Form, meeting: Meeting) -> ItemCommand:
    """An item. Raises Invalid."""
    number = form.line("number", missing=msg("Write the number."), longest=20)
    titles = {tag: form.line(f"title_{tag}", longest=TITLE) for tag in meeting.languages}
    titles = {tag: title for tag, title in titles.items() if title}
    if not titles:
        form.refuse(f"title_{meeting.languages[0]}", msg("Write the title in at least one language of the meeting."))
    decision, vote = form.choice("decision", DECISIONS), form.choice("vote", VOTES)
    options = tuple(line.strip()[:200] for line in form.text("options").splitlines() if line.strip())
    sitting = chosen_id(form, "sitting")
    form.check()
    return ItemCommand(
        number=number,
        titles=titles,
        decision=Decision(decision or ""),
        vote=Vote(vote or ""),
        options=options,
        sitting=sitting,
    )


def read_concerned(form: Form) -> ConcernedCommand:
    """Whom an item concerns. Raises Invalid."""
    name = form.line("name", missing=msg("Write the name."), longest=300)
    role = form.choice("role", PARTY_ROLES)
    as_typed = form.typed("party") == _AS_TYPED
    party = None if as_typed else chosen_id(form, "party")
    form.check()
    return ConcernedCommand(name, PartyRole(role or ""), party, as_typed)


def read_officer(form: Form) -> OfficerCommand:
    """Who is to hold a function. Raises Invalid."""
    function = form.choice("function", FUNCTIONS)
    who = form.line("who", missing=msg("Write an address or a family name."), longest=254)
    participant, sitting = chosen_id(form, "participant"), chosen_id(form, "sitting")
    precedence = form.choice("precedence", [str(each) for each in range(10)], missing=None)
    since = read_moment(form, "since")
    reason = form.line("reason", longest=300)
    form.check()
    return OfficerCommand(
        function=Function(function or ""),
        who=who,
        participant=participant,
        precedence=int(precedence or 0),
        sitting=sitting,
        since=since,
        reason=reason,
    )


def read_rule(form: Form) -> RuleCommand:
    """One cell of the matrix. Raises Invalid."""
    level, role = form.choice("level", LEVELS), form.choice("role", set(BodyRole))
    measure = form.choice("measure", MEASURES, missing=None)
    citation = form.line("citation", longest=300)
    form.check()
    if level is None or role is None:
        raise Invalid
    return RuleCommand(Level(level), BodyRole(role), Measure(measure) if measure else None, citation)


def read_code(form: Form) -> CodeCommand:
    """What became of the code. Raises Invalid."""
    by, at = form.line("presented_by"), read_moment(form, "presented")
    is_signed, discussion = form.ticked("list_is_signed"), form.text("discussion")
    form.check()
    return CodeCommand(by, at, is_signed, discussion)


def form_of_code(meeting: Meeting) -> Form:
    """What is recorded of the code."""
    form = Form()
    form.put("presented_by", meeting.code_presented_by)
    put_moment(form, "presented", meeting.code_presented_at)
    form.put("list_is_signed", YES if meeting.attendance_at else "")
    form.put("discussion", meeting.code_discussion)
    return form
