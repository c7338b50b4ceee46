"""Amending begins with a draft that holds what was filed, and ends with a new version of the declaration."""

import msgspec

from declarations.filing.kinds.model import Amending
from declarations.filing.kinds.registry import form_of
from declarations.filing.model import Action
from declarations.filing.service.drafts import Draft, create_draft, list_drafts
from declarations.filing.service.own import read_own
from register.kernel.errors import TransitionRefused
from register.kernel.identity import Identity


async def begin_amendment(identity: Identity, reference: str, reason: str) -> Draft:
    """A draft with the filed answers, or the one that was begun before. TransitionRefused once it is decided."""
    case = await read_own(identity, reference)
    found = case.declaration
    if case.actions.isdisjoint({Action.AMEND, Action.REPORT_CHANGE}):
        raise TransitionRefused
    for draft in await list_drafts(identity):
        amending = draft.answers.amending
        if amending is not None and amending.reference == reference and amending.seen == found.head_seq:
            return draft
    amending = Amending(reference, reason, found.head_seq)
    answers = form_of(found.kind).answers_of(found, case.content)
    if answers.declarant == identity.person:
        answers = msgspec.structs.replace(answers, declarant=None)
    return await create_draft(
        identity, msgspec.structs.replace(answers, amending=amending), kind=found.kind, amends=found.id
    )
