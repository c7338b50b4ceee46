"""Asking for an authorization again: a draft that begins with the answers that were authorized."""

import msgspec

from declarations.filing.kinds.prompts import PromptAnswers
from declarations.filing.kinds.registry import form_of
from declarations.filing.service.drafts import Draft, create_draft, list_drafts
from declarations.filing.service.granted import granted
from declarations.filing.service.own import read_own
from declarations.filing.service.permits import NOT_BEGUN, NOT_RENEWABLE, WaitingRenewal, waiting_renewal
from declarations.filing.service.reading import Case
from register.kernel.clock import today
from register.kernel.db import transaction
from register.kernel.errors import TransitionRefused
from register.kernel.identity import Identity


async def begin_renewal(identity: Identity, reference: str) -> Draft:
    """A draft with the filed answers, or the one that was begun before.

    The end is left empty: it is what is asked for anew. TransitionRefused without an authorization, before its first
    day, and while another renewal of it waits.
    """
    case = await read_own(identity, reference)
    if case.permit is None or not case.permit.is_renewable:
        raise TransitionRefused(NOT_RENEWABLE)
    if not case.permit.has_begun(today()):
        raise TransitionRefused(NOT_BEGUN)
    waits = await renewal_of(identity, case)
    if waits is not None:
        raise TransitionRefused(waits.sentence)
    for draft in await list_drafts(identity):
        if draft.answers.renewing == reference:
            return draft
    found = case.declaration
    terms = granted(case)  # neither a change that waits nor one that was refused
    answers = form_of(found.kind).answers_of(found, terms[1] if terms else case.content)
    if isinstance(answers, PromptAnswers):
        said = {name: told for name, told in answers.said.items() if name != "end_date"}
        answers = msgspec.structs.replace(answers, said=said)
    declarant = None if found.declarant == identity.person else found.declarant
    return await create_draft(
        identity, msgspec.structs.replace(answers, declarant=declarant, renewing=reference), kind=found.kind
    )


async def renewal_of(identity: Identity, case: Case) -> WaitingRenewal | None:
    """The renewal of a case that waits for a decision; None where none does."""
    if case.permit is None or not case.permit.is_renewable:
        return None
    async with transaction(identity) as tx:
        return await waiting_renewal(tx, case.declaration.id)
