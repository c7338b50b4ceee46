"""What a person says of what they have in force: still correct, ended, nothing at all."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

import msgspec

from declarations.filing import store as filing
from declarations.filing.in_force import KINDS, begins_on
from declarations.filing.kinds.registry import form_of
from declarations.filing.model import Action, Declaration, NilDetails
from declarations.filing.service import notices
from declarations.filing.service.amending import amendment_of, is_amendable
from declarations.filing.service.drafts import Draft, begin_draft, drafts_in
from declarations.filing.service.filing import FilingCommand, file_declaration
from declarations.filing.service.moves import apply_move, parties_in
from declarations.filing.service.reading import Case, open_case
from declarations.filing.service.stale import refuse_stale
from declarations.standing.model import LineAnswer, Profile, Said
from register.kernel.dates import local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity

NOTHING_SAID = msg("Choose what is still correct.")
CHANGE_BEGUN = msg("You began a draft of what has changed. Finish it, or discard it first.")


@retry_serialization
async def still_correct(identity: Identity, references: Sequence[str]) -> list[Declaration]:
    """Confirm that these are still as they were declared: an event in each case, all of them or none.

    It is no decision and changes no status. Raises Invalid where nothing is chosen or a draft says what has changed,
    NotFound for what is not one's own, TransitionRefused for what is not in force any more or was not confirmed at all.
    """
    if not references:
        raise Invalid(fields=[FieldError("item", NOTHING_SAID)])
    async with transaction(identity) as tx:
        _refuse_changing(references, await _changing(tx), "references")
        return [await _confirm(tx, await _own(tx, reference)) for reference in sorted(set(references))]


async def _changing(tx: Transaction) -> set[str | None]:
    """The declarations of which an open draft of the acting person says what has changed."""
    return {draft.changes for draft in await drafts_in(tx)}


def _refuse_changing(references: Iterable[str], changing: AbstractSet[str | None], name: str) -> None:
    if not changing.isdisjoint(references):
        raise Invalid(fields=[FieldError(name, CHANGE_BEGUN)])


async def _confirm(tx: Transaction, before: Declaration) -> Declaration:
    parties, changes = await parties_in(tx, before), {"still_correct_at": tx.now}
    return await apply_move(tx, before, Action.STILL_CORRECT, parties=parties, changes=changes)


@retry_serialization
async def end(identity: Identity, reference: str, on: date, reason: str, seen: int) -> Declaration:
    """Say since when it is no longer so, and why. The office is told; a case that is open stays open.

    Of what has not begun it says that it will not be taken up, from the day on which that was clear. Raises Invalid for
    a day to come, or before it began or was declared, NotFound, TransitionRefused, Stale.
    """
    async with transaction(identity) as tx:
        return await _end(tx, await _own(tx, reference), on, reason, seen)


async def _end(tx: Transaction, before: Declaration, on: date, reason: str, seen: int) -> Declaration:
    await refuse_stale(tx, before, seen)
    today = local(tx.now).date()
    _refuse_days(before, on, today)
    not_begun = {"not_taken_up": True} if begins_on(before, today) else {}
    after = await apply_move(
        tx,
        before,
        Action.END,
        parties=await parties_in(tx, before),
        said={"on": on.isoformat(), "reason": reason} | not_begun,
        changes={"ended_on": on},
    )
    await notices.tell_reviewer(tx, after)
    return after


def _refuse_days(declaration: Declaration, on: date, today: date) -> None:
    if on > today:
        raise Invalid(fields=[FieldError("on", msg("Give a day that is not in the future."))])
    if begins_on(declaration, today):
        declared = local(declaration.filed_at).date()
        if on < declared:
            told = msg("It was declared on %(day)s. Give that day or a later one.", day=declared)
            raise Invalid(fields=[FieldError("on", told)])
        return
    began = declaration.start_date or declaration.event_date
    if began is not None and on < began:
        raise Invalid(fields=[FieldError("on", msg("It began on %(day)s. Give that day or a later one.", day=began))])


async def _own(tx: Transaction, reference: str) -> Declaration:
    found = await filing.by_reference(tx, reference, lock=True)
    if found.declarant != tx.identity.person:
        raise NotFound
    return found


@retry_serialization
async def answer_lines(identity: Identity, said: Sequence[LineAnswer]) -> list[Draft]:
    """Take what the person says of each line, all of it or nothing; the drafts of what has changed.

    What is still correct is confirmed, what is over ends, and of what has changed a draft begins with what was filed:
    a new version where the case is open to one, else a new declaration. While that draft is open, nobody says that it
    is still correct. Raises Invalid with every fault, NotFound, TransitionRefused, Stale.
    """
    if not said:
        raise Invalid(fields=[FieldError("item", NOTHING_SAID)])
    faults: list[FieldError] = []
    drafts: list[Draft] = []
    async with transaction(identity) as tx:
        changing = await _changing(tx)
        for each in sorted(said, key=lambda line: line.reference):
            before = await _own(tx, each.reference)
            try:
                if each.said is Said.CHANGED:
                    drafts.append(await _begin(tx, before, each))
                elif each.said is Said.ENDED:
                    await _end(tx, before, each.on or date.max, each.words, each.seen)
                else:
                    _refuse_changing({each.reference}, changing, "said")
                    await _confirm(tx, before)
            except Invalid as invalid:
                faults += [FieldError(f"{fault.name}_{each.reference}", fault.message) for fault in invalid.fields]
        if faults:
            raise Invalid(fields=faults)
    return drafts


async def _begin(tx: Transaction, found: Declaration, said: LineAnswer) -> Draft:
    case = await open_case(tx, found)
    if not is_amendable(case):
        return await _anew(tx, case)
    if not said.words:
        raise Invalid(fields=[FieldError("words", msg("Say why you change the declaration."))])
    return await amendment_of(tx, case, said.words)


async def _anew(tx: Transaction, case: Case) -> Draft:
    """A draft of a new declaration with what was filed, or the one that was begun so."""
    found = case.declaration
    for draft in await drafts_in(tx):
        if draft.changes == found.reference:
            return draft
    answers = form_of(found.kind).answers_of(found, case.content)
    answers = msgspec.structs.replace(answers, declarant=None, changing=found.reference)
    return await begin_draft(tx, answers, kind=found.kind)


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
