"""Amending begins with a draft that holds what was filed, and ends with a new version of the declaration."""

import msgspec

from declarations.filing.kinds.model import Amending
from declarations.filing.kinds.registry import form_of
from declarations.filing.model import Action
from declarations.filing.service.drafts import Draft, begin_draft, drafts_in
from declarations.filing.service.own import read_own
from declarations.filing.service.reading import Case
from register.kernel.db import Transaction, transaction
from register.kernel.errors import TransitionRefused
from register.kernel.identity import Identity


async def begin_amendment(identity: Identity, reference: str, reason: str) -> Draft:
    """A draft with the filed answers, or the one that was begun before. TransitionRefused once it is decided."""
    case = await read_own(identity, reference)
    async with transaction(identity) as tx:
        return await amendment_of(tx, case, reason)


def is_amendable(case: Case) -> bool:
    """Whether a new version takes the place of the one that stands; afterwards only a new declaration does."""
    return not case.actions.isdisjoint({Action.AMEND, Action.REPORT_CHANGE})


async def amendment_of(tx: Transaction, case: Case, reason: str) -> Draft:
    """The same in the caller's transaction, of a case that is opened already."""
    found = case.declaration
    if not is_amendable(case):
        raise TransitionRefused
    for draft in await drafts_in(tx):
        amending = draft.answers.amending
        if amending is not None and amending.reference == found.reference and amending.seen == found.head_seq:
            return draft
    amending = Amending(found.reference, reason, found.head_seq)
    answers = form_of(found.kind).answers_of(found, case.content)
    if answers.declarant == tx.identity.person:
        answers = msgspec.structs.replace(answers, declarant=None)
    answers = msgspec.structs.replace(answers, amending=amending)
    return await begin_draft(tx, answers, kind=found.kind, amends=found.id)
