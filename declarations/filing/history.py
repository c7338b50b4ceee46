"""The story of a case as sentences: one for each event that the workflow names, for the declarant and for the desk.

The declarant reads neither the notes of the office nor what it recommends before the decision; everything else is the
same story. Pure: what a sentence needs was kept in the event when it happened.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

import msgspec

from declarations.codes.labels import label
from declarations.filing.measures import conditions_in, spoken_in
from declarations.filing.model import Step
from declarations.filing.subjects import subject_of
from register.kernel.dates import local
from register.kernel.i18n import Message, msg
from register.kernel.message import typed

Audience = Literal["declarant", "desk"]


class Telling(msgspec.Struct, frozen=True):
    """How an event is told: by name, to the one who did it, by the rule, for somebody else; and with which words."""

    named: Message
    mine: Message | None = None
    by_rule: Message | None = None
    for_other: Message | None = None
    """Done by an assistant for the person."""
    for_me: Message | None = None
    """The same, told to that person."""
    words: str = ""
    """The key of the payload that holds the words the person used."""
    hidden: bool = False
    """Not told to the declarant at all."""
    quiet: bool = False
    """Told to the declarant without its words."""


class Entry(msgspec.Struct, frozen=True):
    """One line of the story."""

    seq: int
    name: str
    at: datetime
    sentence: Message
    words: str = ""
    lang: str = ""
    standing: Message | None = None
    """In whose place it was done."""


_TELLINGS: Mapping[str, Telling] = MappingProxyType(
    {
        "declaration:submitted": Telling(
            msg("On %(day)s %(name)s filed the declaration."),
            mine=msg("On %(day)s you filed the declaration."),
            for_other=msg("On %(day)s %(name)s filed the declaration as assistant."),
            for_me=msg("On %(day)s your assistant %(name)s filed the declaration for you."),
        ),
        "declaration:confirmed": Telling(
            msg("On %(day)s %(name)s confirmed what the assistant had filed."),
            mine=msg("On %(day)s you confirmed what your assistant had filed."),
        ),
        "declaration:noted": Telling(
            msg("On %(day)s %(name)s noted the declaration and closed it."),
            by_rule=msg("On %(day)s the declaration was noted and closed by the rule; nothing further is needed."),
        ),
        "declaration:taken": Telling(
            msg("On %(day)s %(name)s took up the case."), mine=msg("On %(day)s you took up the case.")
        ),
        "declaration:assigned": Telling(
            msg("On %(day)s %(name)s assigned the case to %(other)s."),
            mine=msg("On %(day)s you assigned the case to %(other)s."),
        ),
        "declaration:handed_over": Telling(
            msg("On %(day)s %(name)s handed the case over to %(other)s."),
            mine=msg("On %(day)s you handed the case over to %(other)s."),
            words="reason",
            quiet=True,
        ),
        "declaration:asked": Telling(
            msg("On %(day)s %(name)s asked a question. It is about: %(field)s"),
            mine=msg("On %(day)s you asked a question. It is about: %(field)s"),
            words="question",
        ),
        "declaration:answered": Telling(
            msg("On %(day)s %(name)s answered the question."),
            mine=msg("On %(day)s you answered the question."),
            for_me=msg("On %(day)s your assistant %(name)s answered the question for you."),
            words="answer",
        ),
        "declaration:amended": Telling(
            msg("On %(day)s %(name)s amended the declaration."),
            mine=msg("On %(day)s you amended the declaration."),
            for_me=msg("On %(day)s your assistant %(name)s amended the declaration for you."),
            words="reason",
        ),
        "declaration:opinion_asked": Telling(
            msg("On %(day)s %(name)s asked %(other)s for an opinion as supervisor."),
            mine=msg("On %(day)s you asked %(other)s for an opinion as supervisor."),
            words="activity",
        ),
        "declaration:opinion_given": Telling(
            msg("On %(day)s %(supervisor)s answered as supervisor: %(stance)s"), hidden=True
        ),
        "declaration:change_reported": Telling(
            msg("On %(day)s %(name)s reported a change of the activity."),
            mine=msg("On %(day)s you reported a change of the activity."),
            for_me=msg("On %(day)s your assistant %(name)s reported a change of the activity for you."),
            words="reason",
        ),
        "declaration:suspended": Telling(
            msg("On %(day)s %(name)s suspended the authorization."),
            mine=msg("On %(day)s you suspended the authorization."),
            words="reasons",
        ),
        "declaration:reinstated": Telling(
            msg("On %(day)s %(name)s put the authorization back into force."),
            mine=msg("On %(day)s you put the authorization back into force."),
            words="reasons",
        ),
        "declaration:revoked": Telling(
            msg("On %(day)s %(name)s revoked the authorization."),
            mine=msg("On %(day)s you revoked the authorization."),
            words="reasons",
        ),
        "declaration:authorization_expired": Telling(msg("On %(day)s the authorization had passed its last day.")),
        "declaration:kept_open": Telling(
            msg("On %(day)s %(name)s recorded that the case does not close: %(flag)s."),
            mine=msg("On %(day)s you recorded that the case does not close: %(flag)s."),
            words="reasons",
        ),
        "declaration:let_close": Telling(
            msg("On %(day)s %(name)s recorded that this keeps the case open no longer: %(flag)s."),
            mine=msg("On %(day)s you recorded that this keeps the case open no longer: %(flag)s."),
            words="reasons",
        ),
        "declaration:note_made": Telling(
            msg("On %(day)s %(name)s made a note."), mine=msg("On %(day)s you made a note."), words="note", hidden=True
        ),
        "declaration:recommended": Telling(
            msg("On %(day)s %(name)s submitted the case, with a recommendation, to the deciding authority."),
            mine=msg("On %(day)s you submitted the case, with a recommendation, to the deciding authority."),
            words="reasons",
            quiet=True,
        ),
        "declaration:referred": Telling(
            msg("On %(day)s %(name)s referred the case. Who decides now: %(authority)s"),
            mine=msg("On %(day)s you referred the case. Who decides now: %(authority)s"),
            words="reasons",
            quiet=True,
        ),
        "declaration:decided": Telling(
            msg("On %(day)s %(name)s decided the case. Decision: %(decision)s"),
            mine=msg("On %(day)s you decided the case. Decision: %(decision)s"),
            words="reasons",
        ),
        "declaration:acknowledged": Telling(
            msg("On %(day)s %(name)s confirmed having read the decision."),
            mine=msg("On %(day)s you confirmed that you have read the decision."),
        ),
        "declaration:nature_assessed": Telling(
            msg("On %(day)s %(name)s assessed the conflict. As the reviewer sees it: %(nature)s"),
            mine=msg("On %(day)s you assessed the conflict. As you see it: %(nature)s"),
            words="reason",
        ),
        "declaration:disclosed": Telling(
            msg("%(name)s recorded that the conflict was disclosed on %(on)s. To whom: %(to)s"),
            mine=msg("You recorded that the conflict was disclosed on %(on)s. To whom: %(to)s"),
            words="reason",
        ),
        "declaration:addressed": Telling(
            msg("On %(day)s %(name)s recorded that the conflict is addressed."),
            mine=msg("On %(day)s you recorded that the conflict is addressed."),
            words="reason",
        ),
        "declaration:resolved": Telling(
            msg("On %(day)s %(name)s recorded that the conflict is resolved in the best interest of the Organization."),
            mine=msg("On %(day)s you recorded that the conflict is resolved in the best interest of the Organization."),
            words="reason",
        ),
        "declaration:measure_set": Telling(
            msg("On %(day)s %(name)s set a measure: %(measure)s"),
            mine=msg("On %(day)s you set a measure: %(measure)s"),
            words="words",
        ),
        "declaration:measure_reported": Telling(
            msg("On %(day)s %(name)s reported that a measure is carried out: %(measure)s"),
            mine=msg("On %(day)s you reported that a measure is carried out: %(measure)s"),
            for_me=msg("On %(day)s your assistant %(name)s reported that a measure is carried out: %(measure)s"),
            words="words",
        ),
        "declaration:measure_done": Telling(
            msg("On %(day)s %(name)s confirmed that a measure is carried out: %(measure)s"),
            mine=msg("On %(day)s you confirmed that a measure is carried out: %(measure)s"),
            words="words",
        ),
        "declaration:measure_lifted": Telling(
            msg("On %(day)s %(name)s lifted a measure: %(measure)s"),
            mine=msg("On %(day)s you lifted a measure: %(measure)s"),
            words="words",
        ),
        "declaration:still_correct": Telling(
            msg("On %(day)s %(name)s confirmed that it is still correct."),
            mine=msg("On %(day)s you confirmed that it is still correct."),
        ),
        "declaration:ended": Telling(
            msg("%(name)s recorded that it ended on %(on)s."),
            mine=msg("You recorded that it ended on %(on)s."),
            words="reason",
        ),
        "declaration:function_changed": Telling(
            msg("On %(day)s the case was opened again, since the function of the declarant had changed.")
        ),
        "declaration:giver_letter": Telling(
            msg("On %(day)s %(name)s drew up a letter to the giver."),
            mine=msg("On %(day)s you drew up a letter to the giver."),
        ),
        "declaration:payment_settled": Telling(
            msg("%(name)s recorded that the payment was declined on %(on)s."),
            mine=msg("You recorded that you declined the payment on %(on)s."),
            words="account",
        ),
        "declaration:commented": Telling(
            msg("On %(day)s %(name)s added a comment."), mine=msg("On %(day)s you added a comment."), words="comment"
        ),
        "declaration:withdrawal_requested": Telling(
            msg("On %(day)s %(name)s asked to withdraw the declaration."),
            mine=msg("On %(day)s you asked to withdraw the declaration."),
            words="reason",
        ),
        "declaration:withdrawn": Telling(
            msg("On %(day)s %(name)s withdrew the declaration."),
            mine=msg("On %(day)s you withdrew the declaration."),
            words="reason",
        ),
        "declaration:evidence_attached": Telling(
            msg("On %(day)s %(name)s added a file as evidence."),
            mine=msg("On %(day)s you added a file as evidence."),
            words="file",
        ),
        "declaration:evidence_withdrawn": Telling(
            msg("On %(day)s %(name)s withdrew a file of the evidence."),
            mine=msg("On %(day)s you withdrew a file of the evidence."),
            words="reason",
        ),
        "declaration:translated": Telling(
            msg("On %(day)s %(name)s put a translation beside the words of the declarant. It is of: %(field)s"),
            mine=msg("On %(day)s you put a translation beside the words of the declarant. It is of: %(field)s"),
            words="translation",
        ),
        "declaration:imported": Telling(
            msg("On %(day)s %(name)s brought it over from the older register “%(register)s”, row %(row)s."),
            mine=msg("On %(day)s you brought it over from the older register “%(register)s”, row %(row)s."),
            by_rule=msg("On %(day)s it was brought over from the older register “%(register)s”, row %(row)s."),
        ),
        "declaration:import_corrected": Telling(
            msg("On %(day)s it was corrected by a newer edition of the older register.")
        ),
        "declaration:import_restored": Telling(msg("On %(day)s it was restored from the older register.")),
        "declaration:import_withdrawn": Telling(
            msg("On %(day)s it was withdrawn: the older register no longer holds it, or the import was undone.")
        ),
        "declaration:closed": Telling(
            msg("On %(day)s %(name)s closed the case."),
            mine=msg("On %(day)s you closed the case."),
            by_rule=msg("On %(day)s the case was closed by the rule, since the time for it had passed."),
            words="reason",
        ),
    }
)
"""Every event of the workflow, and filing itself."""

_NOT_TAKEN_UP = Telling(
    msg("%(name)s recorded on %(on)s that it will not be taken up."),
    mine=msg("You recorded on %(on)s that you will not take it up."),
    words="reason",
)
_ASSENTED = Telling(
    msg("On %(day)s %(name)s agreed to the withdrawal of the declaration."),
    mine=msg("On %(day)s you agreed to the withdrawal of the declaration."),
    words="reason",
)
_REPAID = Telling(
    msg("%(name)s recorded that the payment was repaid on %(on)s."),
    mine=msg("You recorded that you repaid the payment on %(on)s."),
    words="account",
)
_RETURNED = Telling(
    msg("%(name)s recorded that it was returned to the giver on %(on)s."),
    mine=msg("You recorded that you returned it to the giver on %(on)s."),
    words="account",
)
_BY_DELEGATION = Telling(
    msg("On %(day)s %(name)s decided the case on delegated authority (%(instrument)s). Decision: %(decision)s"),
    mine=msg("On %(day)s you decided the case on delegated authority (%(instrument)s). Decision: %(decision)s"),
    words="reasons",
)
"""Who is accountable for a decision is said with it: the person, and on whose authority (ITU SO 17/07, 1.4 a)."""

_SENT_BACK = Telling(
    msg("On %(day)s %(name)s sent the case back to the ethics office."),
    mine=msg("On %(day)s you sent the case back to the ethics office."),
    words="reasons",
    quiet=True,
)
"""Told like a referral, but that the office works on it again."""

_RAISED = _TELLINGS["declaration:referred"]
"""A recommendation that goes before a higher authority than the rules had named."""

_RECUSED = Telling(
    msg("On %(day)s %(name)s recused themselves from the case and handed it over to %(other)s."),
    words="reason",
    quiet=True,
)
"""A hand-over after which the case is closed to whoever handed it over; the declarant reads of the hand-over alone."""


def tellings() -> Mapping[str, Telling]:
    """How each event is told, by its name."""
    return _TELLINGS


def sentences(steps: Iterable[Step], audience: Audience, viewer: UUID | None = None) -> list[Message]:
    """The sentences of the steps that the audience may read, in their order."""
    return [entry.sentence for entry in entries(steps, audience, viewer)]


def entries(steps: Iterable[Step], audience: Audience, viewer: UUID | None = None) -> list[Entry]:
    """The lines of the story, oldest first; `viewer` is spoken to as "you" of what they did themselves."""
    told = ((step, _telling(step)) for step in steps)
    return [
        _entry(step, telling, audience, viewer) for step, telling in told if audience == "desk" or not telling.hidden
    ]


def readable(steps: Iterable[Step], audience: Audience) -> list[Step]:
    """The steps themselves without what the audience may not read: neither the page nor the API ever holds it."""
    if audience == "desk":
        return list(steps)
    return [_silenced(step) if _telling(step).quiet else step for step in steps if not _telling(step).hidden]


def _silenced(step: Step) -> Step:
    told = ("actor_name", "authority", "sent_back", "raised", "to_name", "standing_for")
    kept = {name: step.said[name] for name in told if name in step.said}
    return msgspec.structs.replace(step, said=kept)


_BY_FLAG: Mapping[str, Telling] = MappingProxyType(
    {
        "assented": _ASSENTED,
        "sent_back": _SENT_BACK,
        "raised": _RAISED,
        "repaid": _REPAID,
        "returned": _RETURNED,
        "not_taken_up": _NOT_TAKEN_UP,
        "recused": _RECUSED,
        "instrument": _BY_DELEGATION,
    }
)
"""What an event says beside its name that has a sentence of its own; the first that it says counts."""


def _telling(step: Step) -> Telling:
    return next((telling for flag, telling in _BY_FLAG.items() if step.said.get(flag)), _TELLINGS[step.name])


def _entry(step: Step, telling: Telling, audience: Audience, viewer: UUID | None) -> Entry:
    silent = telling.quiet and audience == "declarant"
    return Entry(
        seq=step.seq,
        name=step.name,
        at=step.at,
        sentence=msgspec.structs.replace(_form(step, telling, viewer), values=_values(step)),
        words="" if silent else _words(step, telling.words),
        lang=spoken_in(step.said),
        standing=_standing(step),
    )


def _standing(step: Step) -> Message | None:
    name = str(step.said.get("standing_for") or "")
    return msg("Done in the place of %(person)s.", person=name) if name else None


def _form(step: Step, telling: Telling, viewer: UUID | None) -> Message:
    if step.actor is None and telling.by_rule is not None:
        return telling.by_rule
    if viewer is not None and step.actor == viewer:
        return telling.mine or telling.named
    if step.acting_for is not None:
        told = telling.for_me if step.acting_for == viewer else telling.for_other
        return told or telling.named
    return telling.named


def _words(step: Step, key: str) -> str:
    if step.name in {"declaration:amended", "declaration:change_reported"}:
        return str(_content(step.said).get("reason") or "")
    said = [step.said.get(key), conditions_in(step.said)] if key else []
    return "\n\n".join(str(part) for part in said if part)


def _content(said: Mapping[str, Any]) -> Mapping[str, Any]:
    found = said.get("content")
    return found if isinstance(found, Mapping) else said


_LABELLED: Mapping[str, str] = MappingProxyType(
    {
        "decision": "decision",
        "authority": "authority",
        "nature": "conflict.nature_assessed",
        "measure": "measure",
        "flag": "flag",
    }
)
"""What an event says by a stored value, and the field whose labels it has."""


def _values(step: Step) -> dict[str, Any]:
    """Everything that a sentence may name; what an event does not carry is left out."""
    said = step.said
    values: dict[str, Any] = {"day": local(step.at).date(), "name": str(said.get("actor_name") or "")}
    for key, field in _LABELLED.items():
        if said.get(key):
            values[key] = label(field, str(said[key]))
    if said.get("on"):
        values["on"] = date.fromisoformat(str(said["on"]))
    for key, value in (
        ("to", "to"),
        ("other", "to_name"),
        ("instrument", "instrument"),
        ("register", "register"),
        ("row", "row"),
    ):
        if said.get(value):
            values[key] = str(said[value])
    if said.get("stance"):
        values |= {"supervisor": str(said.get("supervisor") or ""), "stance": label("opinion", str(said["stance"]))}
    if step.name in {"declaration:asked", "declaration:translated"}:
        values["field"] = subject_of(str(said.get("field") or ""))
    return {name: typed(value) for name, value in values.items()}
