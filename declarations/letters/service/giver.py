"""Letters to givers: drawn up from the office's words, kept encrypted in the case, read again as they were."""

from typing import Any

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.filing import store as filing
from declarations.filing.model import Action, Declaration, Party, Step
from declarations.filing.service.moves import apply_move, possible_actions
from declarations.filing.service.reading import Case
from declarations.filing.service.stale import refuse_stale
from declarations.letters.giving import fitting_purposes, giver_letter, is_payment, letter_of
from declarations.letters.model import GiverPurpose, Letter
from declarations.letters.service.keeping import words_in
from declarations.letters.service.reading import open_for_letters
from declarations.letters.settings import office
from declarations.letters.words import OF_PAYMENT, OF_PURPOSE, filled, open_places
from register.access.policy import permits
from register.kernel.dates import format_day, local
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import locale_of, msg
from register.kernel.identity import Identity

EVENT = "declaration:giver_letter"


class GiverCommand(msgspec.Struct, frozen=True):
    """A letter to a giver: why, in which language, to whom, about what. An empty text takes the office's words."""

    purpose: GiverPurpose
    language: str
    addressee: str
    gift: str
    text: str = ""
    signatory: str = ""
    """Who signs, where the officer adds a name; the letter names nobody else."""


class GiverDesk(msgspec.Struct, frozen=True):
    """What a reader of the case may do about letters to its giver."""

    declaration: Declaration
    purposes: tuple[GiverPurpose, ...]
    """Those that may be drawn up now, the fitting ones first; none: reading only."""
    drawn_up: tuple[Step, ...]
    """Newest first."""


async def giver_letters(identity: Identity, reference: str, *, at_desk: bool) -> GiverDesk:
    """The letters of a case and what may be added. NotFound for whoever may not read the case on this side."""
    async with transaction(identity) as tx:
        case = await _open(tx, reference, at_desk=at_desk)
        found = [step for step in reversed(case.steps) if step.name == EVENT]
        return GiverDesk(case.declaration, _purposes(case, identity, at_desk=at_desk), tuple(found))


async def preview_giver_letter(
    identity: Identity, reference: str, command: GiverCommand, *, at_desk: bool
) -> tuple[str, Letter]:
    """The text that the letter would have, the office's words filled in where none is given, and the whole letter.

    Nothing is kept. Raises Invalid, NotFound.
    """
    async with transaction(identity) as tx:
        case = await _open(tx, reference, at_desk=at_desk)
        _refuse_purpose(command, _purposes(case, identity, at_desk=at_desk))
        said = await _said(tx, command, case.declaration)
        return said["text"], letter_of(said, tx.now, office())


@retry_serialization
async def draw_up_giver_letter(
    identity: Identity, reference: str, command: GiverCommand, seen: int, *, at_desk: bool
) -> tuple[Declaration, int]:
    """Keep a letter to the giver in the case; the row after it, and the number of its entry.

    Raises Invalid, Stale, NotFound. Sending it is the office's own affair; the register keeps that it was drawn up.
    """
    async with transaction(identity) as tx:
        locked = await filing.by_reference(tx, reference, lock=True)
        case = await _open(tx, reference, at_desk=at_desk)
        await refuse_stale(tx, locked, seen)
        _refuse_purpose(command, _purposes(case, identity, at_desk=at_desk))
        said = await _said(tx, command, case.declaration)
        after = await apply_move(tx, locked, Action.WRITE_TO_GIVER, parties=case.parties, said=said)
        return after, after.head_seq


async def read_giver_letter(identity: Identity, reference: str, number: int, *, at_desk: bool) -> Letter:
    """A letter as it was drawn up. Raises NotFound."""
    async with transaction(identity) as tx:
        case = await _open(tx, reference, at_desk=at_desk)
        for step in case.steps:
            if step.name == EVENT and step.seq == number:
                return giver_letter(step, office())
        raise NotFound


async def _said(tx: Transaction, command: GiverCommand, declaration: Declaration) -> dict[str, Any]:
    return {
        "purpose": command.purpose,
        "language": command.language,
        "addressee": command.addressee,
        "text": command.text or await _office_words(tx, command, declaration),
        "signatory": command.signatory,
        "payment": is_payment(declaration),
    }


async def _open(tx: Transaction, reference: str, *, at_desk: bool) -> Case:
    if not permits(tx.identity, "case.giver_letter" if at_desk else "declaration.giver_letter"):
        raise NotFound
    case = await open_for_letters(tx, reference, at_desk=at_desk)
    if not _has_giver(case) and not any(step.name == EVENT for step in case.steps):
        raise NotFound
    return case


def _has_giver(case: Case) -> bool:
    """Whether anybody gave anything: a supplementary payment is a gift of a category of its own."""
    return case.declaration.kind == Kind.GIFT


def _purposes(case: Case, identity: Identity, *, at_desk: bool) -> tuple[GiverPurpose, ...]:
    """What may be drawn up: at the desk anything, by the person what the decision makes theirs to send."""
    action = "case.write_to_giver" if at_desk else "declaration.write_to_giver"
    may_write = Action.WRITE_TO_GIVER in possible_actions(case.declaration, case.parties)
    if not permits(identity, action) or not may_write or not _has_giver(case):
        return ()
    fitting = fitting_purposes(case.declaration)
    if is_payment(case.declaration):
        return fitting
    if Party.DECLARANT in case.parties:
        return tuple(purpose for purpose in fitting if purpose is not GiverPurpose.THANKS)
    return fitting + tuple(purpose for purpose in GiverPurpose if purpose not in fitting)


def _refuse_purpose(command: GiverCommand, purposes: tuple[GiverPurpose, ...]) -> None:
    if not purposes:
        raise NotFound
    if command.purpose not in purposes:
        raise Invalid(fields=[FieldError("purpose", msg("Choose one of the letters that the decision allows."))])


async def _office_words(tx: Transaction, command: GiverCommand, declaration: Declaration) -> str:
    """The office’s words for this purpose, those written last; of a supplementary payment its own while they are kept.

    Raises Invalid where there are none.
    """
    use = OF_PURPOSE[command.purpose]
    found = [words for words in await words_in(tx) if words.use is use and words.active]
    of_payment = [words for words in found if words.key == OF_PAYMENT]
    others = [words for words in found if words.key != OF_PAYMENT]
    found = (of_payment or others) if is_payment(declaration) else others
    if not found:
        raise Invalid(fields=[FieldError("text", msg("The office keeps no words for this letter. Write them here."))])
    values = {
        "organization": office().name(command.language),
        "date": format_day(local(tx.now).date(), locale_of(command.language)),
        "contact": office().contact,
        "gift": command.gift,
    }
    text = found[-1].text(command.language).text
    assert open_places(text) <= set(values)  # noqa: S101 - checked when the words were kept
    return filled(text, values)
