"""What is authorized of an activity while a change of it waits, or after a change was refused."""

import msgspec

from declarations.filing.model import Content, Decision, Step
from declarations.filing.rows import Row
from declarations.filing.service.reading import Case
from declarations.filing.showing import rows_of_content
from declarations.filing.workflow import GRANTING

_DECIDED = "declaration:decided"


class Terms(msgspec.Struct, frozen=True):
    """The terms that stay in force beside what was asked since."""

    is_refused: bool
    """Whether the change was refused; it waits for a decision otherwise."""
    rows: tuple[Row, ...]
    """What was authorized, as far as the change asks for something else."""
    conditions: str
    conditions_language: str


def granted(case: Case) -> tuple[Step, Content] | None:
    """The last decision that granted something, with the version that it granted."""
    decisions = [step for step in case.steps if step.name == _DECIDED and step.said.get("decision") in GRANTING]
    if not decisions:
        return None
    before = [content for step, content in case.versions if step.seq < decisions[-1].seq]
    return (decisions[-1], before[-1]) if before else None


def terms_in_force(case: Case) -> Terms | None:
    """What stays authorized; None where no authorization is open, or nothing was asked after it was given."""
    found = granted(case)
    if found is None or case.permit is None or not case.permit.is_open or case.versions[-1][0].seq < found[0].seq:
        return None
    decision, content = found
    asked = {row.field: row.value for row in rows_of_content(case.content)}
    rows = (row for row in rows_of_content(content) if asked.get(row.field) != row.value)
    return Terms(
        is_refused=case.declaration.outcome == Decision.REFUSE_AUTHORIZATION,
        rows=tuple(rows),
        conditions=str(decision.said.get("conditions") or ""),
        conditions_language=str(decision.said.get("conditions_language") or decision.said.get("language") or ""),
    )
