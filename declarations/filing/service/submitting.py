"""From a draft to a declaration: what the rules would say of it, and sending it."""

from uuid import UUID

from declarations.filing.answers import GiftAnswers, details_of, facts_of
from declarations.filing.forms.steps import gaps
from declarations.filing.model import Declaration
from declarations.filing.service.drafts import Draft, read_draft
from declarations.filing.service.evaluating import Judged
from declarations.filing.service.filing import (
    DRAFT_CHANGED,
    CheckedDraft,
    FilingCommand,
    amend,
    file_declaration,
    filed_with,
    preview,
)
from register.kernel.errors import FieldError, Invalid, NotFound, Stale
from register.kernel.identity import Identity


def command_of(draft: UUID, answers: GiftAnswers, *, attested: bool = False) -> FilingCommand:
    """The command that a complete draft stands for; the draft itself is the idempotency key."""
    return FilingCommand(
        facts=facts_of(answers),
        details=details_of(answers),
        declarant=answers.declarant,
        party=answers.party,
        giver_country=answers.giver_country or None,
        language=answers.language or "en",
        items=answers.items or 1,
        attested=attested,
        idempotency_key=_key(draft),
    )


def _key(draft: UUID) -> str:
    return f"draft-{draft}"


async def preview_draft(identity: Identity, draft: Draft) -> Judged:
    """What the rules say of the draft today; nothing is kept."""
    return await preview(identity, command_of(draft.id, draft.answers), but=draft.amends)


async def submit_draft(identity: Identity, draft: UUID, *, seen: int, attested: bool) -> Declaration:
    """Send the draft as it was checked. A second press finds the declaration that the first one made.

    Raises Stale when the draft changed after it was checked, Invalid by field, NotFound for no draft of one's own.
    """
    try:
        kept = await read_draft(identity, draft)
    except NotFound:
        made = await filed_with(identity, _key(draft))
        if made is None:
            raise
        return made
    if kept.version != seen:
        raise Stale(DRAFT_CHANGED)
    missing = gaps(kept.answers)
    if missing:
        raise Invalid(fields=[FieldError(gap.field, gap.message) for gap in missing])
    command = command_of(draft, kept.answers, attested=attested)
    checked = CheckedDraft(draft, kept.version)
    amending = kept.answers.amending
    if amending is None:
        return await file_declaration(identity, command, draft=checked)
    return await amend(identity, amending.reference, command, amending.reason, amending.seen, draft=checked)
