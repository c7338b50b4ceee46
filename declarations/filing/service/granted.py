"""What is authorized of an activity while a change of it waits, or after a change was refused. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

import msgspec

from declarations.codes.labels import label
from declarations.filing.model import Content, Decision, Declaration, Step
from declarations.filing.rows import Row
from declarations.filing.service.reading import Case, day_in, returned_on
from declarations.filing.showing import rows_of_content
from declarations.filing.workflow import GRANTING
from register.kernel.dates import local
from register.kernel.i18n import Message, msg

_DECIDED = "declaration:decided"
_ENDING = frozenset(
    {
        "declaration:revoked",
        "declaration:authorization_expired",
        "declaration:ended",
        "declaration:withdrawn",
        "declaration:function_changed",
    }
)
"""After these a refusal leaves no authorization; what another function asks for is decided as a whole."""
NOT_RENEWED = msg(
    "It is not renewed. The activity may go on until the last day of the earlier authorization at the latest."
)
"""What a renewal that is not granted leaves, which asked to go on after an authorization of another case."""
_TAKING = frozenset({"declaration:revoked", "declaration:withdrawn"})


class Change(msgspec.Struct, frozen=True):
    """One term that a change asks to be otherwise, with the reason that the person gave for it."""

    field: str
    key: Message
    before: Row | None
    """As it is authorized; None where nothing was said of it."""
    after: Row | None
    """As it was asked."""
    before_language: str
    language: str
    """Of what was asked, and of the reason."""
    reason: str


class Terms(msgspec.Struct, frozen=True):
    """The terms that stay in force beside what was asked since."""

    is_refused: bool
    """Whether the change was refused; it waits for a decision otherwise."""
    is_suspended: bool
    changes: tuple[Change, ...]
    conditions: str
    conditions_language: str

    @property
    def rows(self) -> tuple[Row, ...]:
        """What was authorized, as far as the change asks for something else."""
        return tuple(each.before for each in self.changes if each.before)

    @property
    def sentence(self) -> Message:
        """What became of the change, and what of the authorization."""
        return SENTENCES[self.is_refused, self.is_suspended]


SENTENCES: Mapping[tuple[bool, bool], Message] = {
    (True, False): msg("The change was refused. What was authorized before stays in force."),
    (True, True): msg("The change was refused. What was authorized before stays suspended."),
    (False, False): msg("A change waits for a decision. Until then, what was authorized before stays in force."),
    (False, True): msg("A change waits for a decision. Until then, what was authorized before stays suspended."),
}
"""By whether the change was refused, and whether the authorization is suspended."""


class Kept(msgspec.Struct, frozen=True):
    """What a refused change leaves authorized, as it was on the day of the refusal."""

    content: Content
    """The version that is authorized."""
    ends_on: date
    terms: Terms


def granted(case: Case, before: int | None = None) -> tuple[Step, Content] | None:
    """The last decision that granted something, with the version that it granted; of those before a step, if named."""
    steps = [step for step in case.steps if before is None or step.seq < before]
    decisions = [step for step in steps if step.name == _DECIDED and step.said.get("decision") in GRANTING]
    if not decisions:
        return None
    versions = [content for step, content in case.versions if step.seq < decisions[-1].seq]
    return (decisions[-1], versions[-1]) if versions else None


def asks_for_a_change(case: Case) -> bool:
    """Whether the newest version asks for something beside what was authorized, and was not itself granted."""
    found = granted(case) if case.declaration.kind == "outside_activity" else None
    return found is not None and case.versions[-1][0].seq > found[0].seq


def terms_in_force(case: Case) -> Terms | None:
    """What stays authorized; None where no authorization is open, or nothing was asked after it was given."""
    found = granted(case)
    if found is None or case.permit is None or not case.permit.is_open or not asks_for_a_change(case):
        return None
    decision, content = found
    later = [version for step, version in case.versions if step.seq > decision.seq]
    is_refused = case.declaration.outcome == Decision.REFUSE_AUTHORIZATION
    return _terms(decision, [content, *later], is_refused=is_refused, is_suspended=case.permit.validity == "suspended")


def kept_by(case: Case, decided: Step) -> Kept | None:
    """What a refusal left authorized; None where it refused more than a change, or nothing was authorized then."""
    found = granted(case, decided.seq) if decided.said.get("decision") == Decision.REFUSE_AUTHORIZATION else None
    if found is None or case.declaration.kind != "outside_activity":
        return None
    decision, content = found
    between = [step for step in case.steps if decision.seq < step.seq < decided.seq]
    ends_on = day_in(decision.said, "valid_until")
    asked = [version for step, version in case.versions if decision.seq < step.seq < decided.seq]
    is_over = ends_on is None or ends_on < local(decided.at).date() or any(step.name in _ENDING for step in between)
    if ends_on is None or is_over or not asked or _was_taken(case, decided):
        return None
    holds = [step.name for step in between if step.name in {"declaration:suspended", "declaration:reinstated"}]
    is_suspended = holds[-1:] == ["declaration:suspended"]
    return Kept(content, ends_on, _terms(decision, [content, *asked], is_refused=True, is_suspended=is_suspended))


def leaves_the_earlier(case: Case, decided: Step) -> bool:
    """Whether a renewal was not granted, so that what it was to continue runs to its end."""
    is_closed = decided.said.get("decision") in {Decision.REFUSE_AUTHORIZATION, Decision.NOT_PERMITTED}
    return is_closed and case.declaration.renews is not None and granted(case, decided.seq) is None


def verdict(case: Case, decided: Step) -> Message:
    """What was decided: of a change that was refused, that it was the change."""
    return msg("Change refused") if kept_by(case, decided) else label("decision", str(decided.said["decision"]))


def return_told(found: Declaration, steps: Sequence[Step]) -> Message | None:
    """How the return stands that was decided; None where nothing is to go back."""
    if not found.is_to_be_returned:
        return None
    day = returned_on(steps)
    return msg("Returned on %(day)s.", day=day) if day else msg("It is not recorded yet that it was returned.")


def _was_taken(case: Case, decided: Step) -> bool:
    """Whether the refusal itself ended the authorization, since it was for another function."""
    is_revoked = case.permit is None or case.permit.validity == "revoked"
    return is_revoked and not any(step.seq > decided.seq and step.name in _TAKING for step in case.steps)


def _terms(decision: Step, versions: Sequence[Content], *, is_refused: bool, is_suspended: bool) -> Terms:
    return Terms(
        is_refused=is_refused,
        is_suspended=is_suspended,
        changes=tuple(_changes(versions)),
        conditions=str(decision.said.get("conditions") or ""),
        conditions_language=str(decision.said.get("conditions_language") or decision.said.get("language") or ""),
    )


def _changes(versions: Sequence[Content]) -> list[Change]:
    """What the last version asks to be otherwise than the first; each reason is of the version that changed it last."""
    told = [{row.field: row for row in rows_of_content(version)} for version in versions]
    first, last = told[0], told[-1]
    by: dict[str, Content] = {}
    for (older, newer), version in zip(pairwise(told), versions[1:], strict=True):
        by |= dict.fromkeys((name for name in older | newer if _value(older, name) != _value(newer, name)), version)
    return [
        Change(
            field=name,
            key=row.key,
            before=first.get(name),
            after=last.get(name),
            before_language=versions[0].language,
            language=by[name].language,
            reason=by[name].reason,
        )
        for name, row in (last | first).items()
        if _value(first, name) != _value(last, name)
    ]


def _value(rows: Mapping[str, Row], name: str) -> object:
    return rows[name].value if name in rows else None
