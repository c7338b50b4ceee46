"""The end of service: recorded by the office or by the people data, gone through by both, told in a letter."""

from datetime import date
from uuid import UUID

from declarations.letters.model import Letter
from declarations.letters.service.contesting import as_of
from declarations.letters.service.keeping import words_in
from declarations.letters.service.reading import language_of
from declarations.letters.settings import office
from declarations.standing import store
from declarations.standing.model import SeparationRecord
from declarations.standing.separating import Checklist, Task, Written, separation_letter
from declarations.standing.service import notices
from declarations.standing.service.profile import case_at_desk, profile_of, role_in
from declarations.standing.settings import standing_settings
from register.access.policy import permits
from register.kernel.dates import local
from register.kernel.db import Transaction, transaction
from register.kernel.errors import FieldError, Invalid, NotFound, TransitionRefused
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.paging import PAGE_ROWS, Cursor, Page
from register.ledger.readings import record_readings
from register.people import store as people
from register.people.model import Capacity

LINK = "/desk/separations"
_YEARS_BACK, _YEARS_AHEAD = 10, 2
_DAY_STAYS = msg("The letter is issued already; the last day stays as it is.")
_ISSUED = msg("The letter is issued already.")


async def own_checklist(identity: Identity) -> Checklist:
    """What is left to do before one leaves, and what goes on afterwards."""
    async with transaction(identity) as tx:
        return await _own(tx)


async def say_returned(identity: Identity) -> Checklist:
    """Say that documents and property of the organization are returned; it is kept once."""
    if not permits(identity, "separation.return"):
        raise NotFound
    async with transaction(identity) as tx:
        found = await _own(tx)
        if found.record is None:
            raise NotFound
        await store.say_returned(tx, found.record.id)
        return await _own(tx)


async def own_letter(identity: Identity, language: str | None) -> Letter:
    """The letter to oneself. NotFound until the office has issued it."""
    async with transaction(identity) as tx:
        found = await _own(tx)
        if found.record is None or found.record.letter_at is None:
            raise NotFound
        return await _letter(tx, found, language)


async def _own(tx: Transaction) -> Checklist:
    identity = tx.identity
    if identity.person is None or not permits(identity, "separation.read"):
        raise NotFound
    record = await store.separation_of(tx, identity.person)
    profile = await profile_of(tx, identity.person, identity.name)
    return Checklist(record, profile, identity.capacity == Capacity.FORMER_STAFF)


async def record_leaving(identity: Identity, reference: str, last_day: date) -> SeparationRecord:
    """Record that the declarant of a case leaves; they are told and find a checklist. Raises NotFound, Invalid."""
    if not permits(identity, "leaver.keep"):
        raise NotFound
    async with transaction(identity) as tx:
        declaration = await case_at_desk(tx, reference)
        known = await people.person(tx, declaration.declarant)
        _check_day(tx, last_day, has_left=known is not None and known.capacity == Capacity.FORMER_STAFF)
        before = await store.separation_of(tx, declaration.declarant, lock=True)
        if before is not None and before.letter_at is not None:
            raise TransitionRefused(_DAY_STAYS)
        if await store.record_separation(tx, declaration.declarant, last_day):
            await notices.tell_of_separation(tx, declaration.declarant)
        kept = await store.separation_of(tx, declaration.declarant)
        if kept is None:
            raise NotFound
        return kept


async def say_last_day(identity: Identity, wanted: UUID, last_day: date) -> None:
    """Say or correct the last day of service, until the letter is issued. Raises NotFound, Invalid."""
    async with transaction(identity) as tx:
        found = await _leaver(tx, wanted, "leaver.keep", lock=True)
        record = found.record
        if record is None or record.letter_at is not None:
            raise TransitionRefused(_DAY_STAYS)
        _check_day(tx, last_day, has_left=found.has_left)
        if record.is_day_assumed or record.last_day != last_day:
            await store.record_separation(tx, record.person, last_day)


def _check_day(tx: Transaction, last_day: date, *, has_left: bool) -> None:
    """No service ended later than the people data tell of its end, and none ends in a year that was mistyped."""
    years = (last_day - local(tx.now).date()).days / 365.25
    if not -_YEARS_BACK <= years <= _YEARS_AHEAD:
        raise Invalid(fields=[FieldError("last_day", msg("Check the year of this date."))])
    if has_left and years > 0:
        raise Invalid(fields=[FieldError("last_day", msg("This day has not come yet."))])


async def list_leavers(identity: Identity, cursor: Cursor | None) -> tuple[Page[SeparationRecord], dict[UUID, str]]:
    """Everyone who leaves or has left, the latest recorded first, with their names."""
    if not permits(identity, "leaver.list"):
        raise NotFound
    async with transaction(identity) as tx:
        page = await store.separations(tx, cursor, PAGE_ROWS)
        known = await people.persons(tx, [each.person for each in page.items])
        return page, {person: found.name for person, found in known.items()}


async def read_leaver(identity: Identity, wanted: UUID) -> Checklist:
    """How far somebody's end of service has come; that one looked is recorded with each case that is shown."""
    async with transaction(identity) as tx:
        found = await _leaver(tx, wanted)
        items = found.profile.items
        if items:
            role = role_in(items[0].declaration)
            shown = [item.declaration.id for item in items]
            await record_readings(tx, kind="declaration", subjects=shown, role=role, purpose="separation")
        return found


async def _leaver(tx: Transaction, wanted: UUID, action: str = "leaver.read", *, lock: bool = False) -> Checklist:
    if not permits(tx.identity, action):
        raise NotFound
    record = await store.separation_by_id(tx, wanted, lock=lock)
    if record is None or record.person == tx.identity.person:
        raise NotFound
    known = await people.person(tx, record.person)
    if known is None:
        raise NotFound
    profile = await profile_of(tx, record.person, known.name)
    return Checklist(record, profile, known.capacity == Capacity.FORMER_STAFF)


async def leaver_letter(identity: Identity, wanted: UUID, language: str | None) -> Letter:
    """The letter as it will be issued, or as it was; in the person's language unless another is asked for."""
    async with transaction(identity) as tx:
        return await _letter(tx, await _leaver(tx, wanted), language)


async def issue_letter(identity: Identity, wanted: UUID) -> None:
    """Issue the letter: the person is told and reads it in the register. It is issued once."""
    async with transaction(identity) as tx:
        found = await _leaver(tx, wanted, "leaver.keep", lock=True)
        if found.record is None or found.record.letter_at is not None:
            raise TransitionRefused(_ISSUED)
        if found.record.is_day_assumed:
            raise Invalid(
                fields=[FieldError("last_day", msg("Say the last day of service first; the letter names it."))]
            )
        listed = [item.declaration.id for item in found.profile.items]
        if not await store.issue(tx, wanted, listed, standing_settings().cooling_off_months):
            raise TransitionRefused(_ISSUED)
        await notices.tell_of_letter(tx, found.record.person)


async def complete(identity: Identity, wanted: UUID, *, despite: bool = False) -> None:
    """Close the checklist; what is still in force stays so.

    Raises Invalid while the letter is not issued, and where something else is left and not `despite`.
    """
    async with transaction(identity) as tx:
        found = await _leaver(tx, wanted, "leaver.keep", lock=True)
        if not found.done[Task.LETTER]:
            raise Invalid(fields=[FieldError("letter", msg("Issue the letter first."))])
        if found.left and not despite:
            raise Invalid(fields=[FieldError("despite", msg("Say that you close it although this is still to do."))])
        await store.complete(tx, wanted)


async def _letter(tx: Transaction, found: Checklist, language: str | None) -> Letter:
    """As it will be issued, or as it was: with the words, the list and the period of that day."""
    record = found.record
    if record is None:
        raise NotFound
    known = await people.person(tx, found.profile.person)
    wanted = language_of(language) or language_of(known.language if known else None) or "en"
    words, months = await words_in(tx), standing_settings().cooling_off_months
    listed = [item.declaration for item in found.profile.items]
    if record.letter_at is not None:
        issued = [await as_of(tx, each, record.letter_at) for each in words]
        words, months = [each for each in issued if each is not None], record.months or 0
        listed = await store.named(tx, record.listed or ())
    return separation_letter(record, found.profile.name, words, Written(office(), wanted, months, tx.now, listed))
