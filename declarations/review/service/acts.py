"""The office's own acts: take, assign, ask, note, close, assent."""

from datetime import timedelta
from uuid import UUID

from declarations.filing import store as filing
from declarations.filing.model import Action, Declaration
from declarations.filing.service.moves import apply_move
from declarations.filing.service.reading import open_content
from declarations.filing.service.settings import filing_settings
from declarations.filing.workflow import closes_undisclosed
from declarations.review import store
from declarations.review.fields import question_fields
from declarations.review.lawful import OFFICE
from declarations.review.service import notices
from declarations.review.service.holding import hold, required
from declarations.review.service.measures import require_answered, require_measure
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity
from register.people import store as people

_CHOOSE_ANOTHER = msg("Choose another ethics officer who may review this case.")


@retry_serialization
async def take(identity: Identity, reference: str, seen: int) -> Declaration:
    """Take charge of a case that nobody has taken up."""
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.TAKE, seen)
        changes = {"reviewer": identity.person}
        return await apply_move(
            tx, held.declaration, Action.TAKE, parties=held.parties, standing=held.standing, changes=changes
        )


@retry_serialization
async def assign(identity: Identity, reference: str, to: UUID | None, seen: int) -> Declaration:
    """Give a case to an ethics officer who may review it, oneself included. Raises Invalid for anybody else."""
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.ASSIGN, seen)
        free = await store.holders_free_of(tx, held.declaration, [OFFICE])
        officer = await people.person(tx, to) if to is not None and to in free else None
        if officer is None:
            raise Invalid(fields=[FieldError("to", msg("Choose an ethics officer who may review this case."))])
        after = await apply_move(
            tx,
            held.declaration,
            Action.ASSIGN,
            parties=held.parties,
            standing=held.standing,
            said={"to": officer.id, "to_name": officer.name},
            changes={"reviewer": officer.id},
        )
        await notices.tell_reviewer(tx, after)
        return after


@retry_serialization
async def hand_over(
    identity: Identity, reference: str, to: UUID | None, reason: str, seen: int, *, recusing: bool = False
) -> Declaration:
    """Give a case that an officer has in charge to another, who may review it, and say why; both are told.

    `recusing` says that the person who hands it over has an interest of their own in it: the case is closed to them
    from then on, and nobody can give it back. Whoever recuses from the case of a colleague need name nobody: it stays
    where it is. Raises Invalid for anybody else, for the officer who has it, for the person who recuses, and without a
    reason.
    """
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.HAND_OVER, seen)
        before = held.declaration
        free = await store.holders_free_of(tx, before, [OFFICE])
        stays = recusing and before.reviewer != identity.person
        to = to or (before.reviewer if stays else None)
        barred = {identity.person if recusing else None, None if stays else before.reviewer}
        officer = await people.person(tx, to) if to in free and to not in barred else None
        faults = [FieldError("to", _CHOOSE_ANOTHER)] if officer is None else []
        if not reason.strip():
            faults.append(FieldError("reason", msg("Write why the case is handed over.")))
        if officer is None or faults:
            raise Invalid(fields=faults)
        after = await apply_move(
            tx,
            before,
            Action.HAND_OVER,
            parties=held.parties,
            standing=held.standing,
            said={
                "to": officer.id,
                "to_name": officer.name,
                "reason": reason.strip(),
                "language": current_locale().tag,
            }
            | ({"recused": True} if recusing else {}),
            changes={"reviewer": officer.id},
        )
        await notices.tell_handed_over(tx, after, before.reviewer)
        if recusing:
            await filing.recuse(tx, after.id)
        return after


@retry_serialization
async def ask(
    identity: Identity, reference: str, field: str, question: str, seen: int, *, language: str = ""
) -> Declaration:
    """Ask one question about one field; the declarant answers it in place, within the days of the setting.

    `language` is that of the question where it is not the language of the page.
    """
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.ASK, seen)
        if field not in question_fields(open_content(held.declaration)):
            raise Invalid(fields=[FieldError("field", msg("Choose what the question is about."))])
        due = tx.now.date() + timedelta(days=filing_settings().question_days)
        said = {"field": field, "question": required("question", question, msg("Write the question."))}
        after = await apply_move(
            tx,
            held.declaration,
            Action.ASK,
            parties=held.parties,
            standing=held.standing,
            said=said | {"due": due, "language": language or current_locale().tag},
            changes={"question_due": due},
        )
        await notices.tell_asked(tx, after, due)
        return after


@retry_serialization
async def note(identity: Identity, reference: str, text: str, seen: int) -> Declaration:
    """Make an internal note; the declarant never sees it."""
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.NOTE, seen)
        said = {"note": required("note", text, msg("Write the note.")), "language": current_locale().tag}
        return await apply_move(
            tx, held.declaration, Action.NOTE, parties=held.parties, standing=held.standing, said=said
        )


@retry_serialization
async def close(identity: Identity, reference: str, seen: int, reason: str = "") -> Declaration:
    """Close a decided case; a conflict only once it is resolved, or when no measure is needed (ICSC 23).

    `reason` says why a conflict needed no disclosure to those concerned. Raises Invalid where it was neither disclosed
    nor is a reason given.
    """
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.CLOSE, seen)
        if held.declaration.kind == "conflict":
            await require_measure(tx, held.declaration)
            await require_answered(tx, held.declaration)
        said = {}
        if closes_undisclosed(held.declaration):
            why = required("reason", reason, msg("Say why, in a sentence or two."))
            said = {"reason": why, "language": current_locale().tag}
        return await apply_move(
            tx, held.declaration, Action.CLOSE, parties=held.parties, standing=held.standing, said=said
        )


@retry_serialization
async def assent(identity: Identity, reference: str, seen: int) -> Declaration:
    """Agree to the withdrawal of a received item or a conflict (ICSC 23)."""
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.ASSENT, seen)
        after = await apply_move(
            tx,
            held.declaration,
            Action.ASSENT,
            parties=held.parties,
            standing=held.standing,
            said={"assented": True},
            changes={"due_on": None, "question_due": None},
        )
        await notices.tell_withdrawn(tx, after)
        return after
