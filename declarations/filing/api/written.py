"""Declarations as programs read them; sentences in the language of the request."""

from typing import Any

import msgspec

from declarations.codes.answer import answer as evaluated
from declarations.filing import history
from declarations.filing.awaiting import awaited
from declarations.filing.conflict_schemas import ConflictOut
from declarations.filing.model import Declaration
from declarations.filing.schemas import (
    DeclarationOut,
    EventOut,
    FindingOut,
    ListOut,
    PermitOut,
    PreCheckOut,
    SummaryOut,
)
from declarations.filing.service.precheck import Checked
from declarations.filing.service.reading import Case
from declarations.filing.terms_schemas import ChangeOut
from register.kernel.i18n import say
from register.kernel.identity import Identity
from register.kernel.paging import Page


def checked_out(checked: Checked) -> PreCheckOut:
    """The answer of a pre-check."""
    plain = {
        "verdict": checked.answer.verdict.value,
        "sentence": say(checked.answer.sentence),
        "steps": [say(step) for step in checked.answer.steps],
    }
    return msgspec.convert(plain | evaluated(checked.evaluation), PreCheckOut)


def summary_out(declaration: Declaration, identity: Identity) -> SummaryOut:
    """One line of a list."""
    waits = awaited(declaration, identity.person)
    return SummaryOut(
        reference=declaration.reference,
        kind=declaration.kind,
        declarant=declaration.declarant,
        filed_by=declaration.filed_by,
        filed_at=declaration.filed_at,
        status=declaration.status.value,
        effect=declaration.effect,
        outcome=declaration.outcome,
        awaited=say(waits.sentence),
        awaited_from_you=waits.from_viewer,
    )


def list_out(page: Page[Declaration], identity: Identity) -> ListOut:
    """One page of a list."""
    return ListOut([summary_out(found, identity) for found in page.items], page.newer, page.older)


def case_out(case: Case, identity: Identity) -> DeclarationOut:
    """A declaration for its declarant or filer."""
    waits = awaited(case.declaration, identity.person)
    columns: dict[str, Any] = msgspec.structs.asdict(case.declaration)
    known = {name: columns[name] for name in DeclarationOut.__struct_fields__ if name in columns}
    return DeclarationOut(
        **known
        | {
            "status": case.declaration.status.value,
            "alerts": list(case.declaration.alerts),
            "purposes": list(case.declaration.purposes),
            "facts": case.content.facts,
            "details": msgspec.to_builtins(case.content.details),
            "language": case.content.language,
            "findings": [_finding(found) for found in case.evaluation.findings],
            "profile": case.evaluation.profile,
            "profile_version": case.evaluation.profile_version,
            "awaited": say(waits.sentence),
            "awaited_from_you": waits.from_viewer,
            "actions": sorted(action.value for action in case.actions),
            "is_imported": case.declaration.imported is not None,
            "authorization": PermitOut.of(case.permit) if case.permit else None,
            "change": ChangeOut.of(case),
            "conflict": ConflictOut.of(case.declaration, case.steps),
            "history": [_event(entry) for entry in history.entries(case.steps, "declarant", identity.person)],
        }
    )


def _finding(found: Any) -> FindingOut:
    return FindingOut(
        rule=found.rule,
        clause=found.clause,
        effect=found.effect.value,
        authority=found.authority.value if found.authority else None,
        message=say(found.message),
    )


def _event(entry: history.Entry) -> EventOut:
    return EventOut(entry.seq, entry.name, entry.at, say(entry.sentence), entry.words, entry.lang)
