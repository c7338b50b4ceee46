"""What a person says of what they have in force: still correct, ended, nothing at all."""

from collections.abc import Sequence
from datetime import date

import msgspec

from declarations.filing import store as filing
from declarations.filing.in_force import KINDS
from declarations.filing.kinds.registry import form_of
from declarations.filing.model import Action, Declaration, NilDetails
from declarations.filing.service import notices
from declarations.filing.service.drafts import Draft, create_draft
from declarations.filing.service.filing import FilingCommand, file_declaration
from declarations.filing.service.moves import apply_move, parties_in
from declarations.filing.service.own import read_own
from declarations.filing.service.stale import refuse_stale
from declarations.standing.model import Profile
from register.kernel.dates import local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity


@retry_serialization
async def still_correct(identity: Identity, references: Sequence[str]) -> list[Declaration]:
    """Confirm that these are still as they were declared: an event in each case, all of them or none.

    It is no decision and changes no status. Raises Invalid where nothing is chosen, NotFound for what is not one's
    own, TransitionRefused for what is not in force any more or was not confirmed at all.
    """
    if not references:
        raise Invalid(fields=[FieldError("item", msg("Choose what is still correct."))])
    async with transaction(identity) as tx:
        said = []
        for reference in sorted(set(references)):
            before = await _own(tx, reference)
            parties = await parties_in(tx, before)
            changes = {"still_correct_at": tx.now}
            said.append(await apply_move(tx, before, Action.STILL_CORRECT, parties=parties, changes=changes))
        return said


@retry_serialization
async def end(identity: Identity, reference: str, on: date, reason: str, seen: int) -> Declaration:
    """Say since when it is no longer so, and why. The office is told; a case that is open stays open.

    Raises Invalid for a day to come or before it began, NotFound, TransitionRefused, Stale.
    """
    async with transaction(identity) as tx:
        before = await _own(tx, reference)
        await refuse_stale(tx, before, seen)
        _refuse_days(before, on, local(tx.now).date())
        after = await apply_move(
            tx,
            before,
            Action.END,
            parties=await parties_in(tx, before),
            said={"on": on.isoformat(), "reason": reason},
            changes={"ended_on": on},
        )
        await notices.tell_reviewer(tx, after)
        return after


def _refuse_days(declaration: Declaration, on: date, today: date) -> None:
    began = declaration.start_date or declaration.event_date
    if on > today:
        raise Invalid(fields=[FieldError("on", msg("Give a day that is not in the future."))])
    if began is not None and on < began:
        raise Invalid(fields=[FieldError("on", msg("It began on %(day)s. Give that day or a later one.", day=began))])


async def _own(tx: Transaction, reference: str) -> Declaration:
    found = await filing.by_reference(tx, reference, lock=True)
    if found.declarant != tx.identity.person:
        raise NotFound
    return found


async def begin_anew(identity: Identity, reference: str) -> Draft:
    """A draft of a new declaration that starts from what was filed, where the old one can no longer be changed."""
    case = await read_own(identity, reference)
    found = case.declaration
    if found.declarant != identity.person:
        raise NotFound
    answers = form_of(found.kind).answers_of(found, case.content)
    return await create_draft(identity, msgspec.structs.replace(answers, declarant=None), kind=found.kind)


MATTERS = {group: kind for kind, group in KINDS.items()}
"""Under which kind a group is stated to be empty."""


def statable(profile: Profile) -> tuple[str, ...]:
    """Of which kinds a person may state that there is nothing: those of which nothing is in force."""
    return tuple(kind for group, kind in MATTERS.items() if not profile.groups[group])


async def state_nothing(
    identity: Identity, period: str, matters: Sequence[str], language: str, *, attested: bool, key: str | None = None
) -> Declaration:
    """File a statement that there is nothing to declare for a period, of named matters. Raises Invalid.

    Filing refuses it of what the register holds, however it is filed.
    """
    if not matters:
        raise Invalid(fields=[FieldError("matters", msg("Tick at least one."))])
    details = NilDetails(period=period, matters=tuple(matters))
    command = FilingCommand(
        kind="nil", facts={}, details=details, language=language, attested=attested, idempotency_key=key
    )
    return await file_declaration(identity, command)
