"""From a draft to a declaration: what the rules would say of it, and sending it."""

from uuid import UUID

from declarations.filing.kinds.registry import form_of
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


def command_of(draft: Draft, *, attested: bool = False) -> FilingCommand:
    """The command that a complete draft stands for; the draft itself is the idempotency key."""
    form, answers = form_of(draft.kind), draft.answers
    filed = form.filed_of(answers)
    return FilingCommand(
        kind=draft.kind,
        facts=form.facts_of(answers),
        details=form.details_of(answers),
        declarant=answers.declarant,
        party=filed.party,
        giver_country=filed.country,
        language=answers.language or "en",
        items=filed.items,
        attested=attested,
        idempotency_key=_key(draft.id),
        renews=answers.renewing,
    )


def _key(draft: UUID) -> str:
    return f"draft-{draft}"


async def draft_or_filed(identity: Identity, draft: UUID) -> Draft | Declaration:
    """A draft of one's own, or what it became once it was sent. NotFound for anybody else's."""
    try:
        return await read_draft(identity, draft)
    except NotFound:
        made = await filed_with(identity, _key(draft))
        if made is None:
            raise
        return made


async def preview_draft(identity: Identity, draft: Draft) -> Judged:
    """What the rules say of the draft today; nothing is kept."""
    return await preview(identity, command_of(draft), but=draft.amends)


async def submit_draft(identity: Identity, draft: UUID, *, seen: int, attested: bool) -> Declaration:
    """Send the draft as it was checked. A second press finds the declaration that the first one made.

    Raises Stale when the draft changed after it was checked, Invalid by field, NotFound for no draft of one's own.
    """
    kept = await draft_or_filed(identity, draft)
    if isinstance(kept, Declaration):
        return kept
    if kept.version != seen:
        raise Stale(DRAFT_CHANGED)
    missing = form_of(kept.kind).gaps(kept.answers)
    if missing:
        raise Invalid(fields=[FieldError(gap.field, gap.message) for gap in missing])
    command = command_of(kept, attested=attested)
    checked = CheckedDraft(draft, kept.version)
    amending = kept.answers.amending
    if amending is None:
        return await file_declaration(identity, command, draft=checked)
    return await amend(identity, amending.reference, command, amending.reason, amending.seen, draft=checked)
