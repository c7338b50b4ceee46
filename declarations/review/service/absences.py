"""Being away from the desk: for which days, and who acts meanwhile. What a delegate may do ends with the period."""

from uuid import UUID

from declarations.review import store_absences as store
from declarations.review.absence import LONGEST, Absence, AbsenceCommand, Board, StepForAnother
from declarations.review.lawful import DESIGNATE, OFFICE
from register.access.policy import permits
from register.access.store import add_delegation, end_delegation
from register.kernel.dates import is_possible
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page
from register.notices.service import post
from register.people import store as people
from register.people.model import Person

HEAD = "executive_head"
_SHARED = (OFFICE, "authorizing_official", DESIGNATE)
"""Roles that several persons hold: one stands in for another only who holds it too."""
_NEVER = ("administrator", "policy_owner")
LINK = "/delegations"


async def board(identity: Identity) -> Board:
    """One's own absences, for whom one stands in, and who is away today. NotFound for whoever has no desk."""
    if not permits(identity, "absence.list") or identity.person is None:
        raise NotFound
    async with transaction(identity) as tx:
        day = store.day_of(tx)
        held = await store.stood_in_for(tx, identity.person, day)
        own = await store.of_person(tx, identity.person)
        away = await store.away_on(tx, day)
        shown = {person for each in (*own, *held, *away) for person in (each.person, each.delegate) if person}
        names = {person: found.name for person, found in (await people.persons(tx, list(shown))).items()}
        return Board(
            own=tuple(own),
            standing_in=tuple(held),
            cases=tuple(await store.cases_of(tx, [each.person for each in held], PAGE_ROWS)),
            away=tuple(away),
            names=names,
            today=day,
            is_head=identity.has(HEAD),
            may_record=permits(identity, "absence.record"),
        )


@retry_serialization
async def record_absence(identity: Identity, command: AbsenceCommand) -> Absence:
    """Record that one is away, and who stands in. Raises NotFound, and Invalid with every fault.

    Whoever stands in holds the same office; for the executive head it is a delegation of authority with its document,
    and it gives the right to decide for these days only. Nobody passes on what they hold for another.
    """
    if not permits(identity, "absence.record") or identity.person is None:
        raise NotFound
    async with transaction(identity) as tx:
        await store.lock(tx, identity.person)
        delegate = await people.person_by_email(tx, command.delegate) if command.delegate else None
        faults = [*_faults_of_period(tx, command), *await _faults_of_overlap(tx, identity.person, command)]
        if command.delegate:
            faults += await _faults_of_delegate(tx, delegate, command)
        if faults:
            raise Invalid(fields=faults)
        made = Absence(
            id=new_id(),
            person=identity.person,
            since=command.since,
            until=command.until,
            delegate=delegate.id if delegate else None,
            delegation=await _delegated(tx, delegate, command),
            recorded_at=tx.now,
        )
        await store.add(tx, made)
        await _tell(tx, made)
        return made


def _faults_of_period(tx: Transaction, command: AbsenceCommand) -> list[FieldError]:
    if not is_possible(command.since) or not is_possible(command.until):
        return [FieldError("until", msg("Check the year of this date."))]
    if command.until < command.since:
        return [FieldError("until", msg("The last day cannot be before the first day."))]
    if command.until < store.day_of(tx):
        return [FieldError("until", msg("These days are over. An absence is recorded for today or later."))]
    if command.until - command.since > LONGEST:
        return [FieldError("until", msg("An absence is recorded for at most one year."))]
    return []


async def _faults_of_overlap(tx: Transaction, person: UUID, command: AbsenceCommand) -> list[FieldError]:
    for other in await store.between(tx, person, command.since, command.until):
        told = msg(
            "You have recorded an absence from %(since)s to %(until)s already. End that one, or choose other days.",
            since=other.since,
            until=other.until,
        )
        return [FieldError("since", told)]
    return []


async def _faults_of_delegate(tx: Transaction, delegate: Person | None, command: AbsenceCommand) -> list[FieldError]:
    if delegate is None:
        return [FieldError("delegate", msg("Nobody in the register has this address."))]
    if delegate.id == tx.identity.person:
        return [FieldError("delegate", msg("Somebody else stands in for you. Write the address of that person."))]
    if not await _is_cleared(tx, delegate.id):
        return [FieldError("delegate", msg("This person does not hold the office that acting in your place needs."))]
    if await store.between(tx, delegate.id, command.since, command.until):
        return [FieldError("delegate", msg("This person is away on some of these days. Name somebody else."))]
    if tx.identity.has(HEAD) and not command.instrument.strip():
        return [FieldError("instrument", msg("Name the document that records the delegation."))]
    return []


async def _is_cleared(tx: Transaction, delegate: UUID) -> bool:
    """Whether the person may act in the place of the one who records."""
    held = await store.holding(tx, delegate, ("declarant", *_SHARED, *_NEVER))
    needed = {role for role in _SHARED if tx.identity.has(role)}
    if not _is_head(tx):
        return needed <= held
    return needed | {"declarant"} <= held and held.isdisjoint(_NEVER)


def _is_head(tx: Transaction) -> bool:
    return tx.identity.has(HEAD)


async def _delegated(tx: Transaction, delegate: Person | None, command: AbsenceCommand) -> UUID | None:
    """The executive head's authority itself, for these days."""
    if delegate is None or not _is_head(tx):
        return None
    return await add_delegation(tx, delegate.id, command.since, command.until, command.instrument.strip())


async def steps_for_another(identity: Identity, cursor: Cursor | None = None) -> Page[StepForAnother]:
    """Who took which step in whose place, for the auditor: newest first, and nothing of what the cases say."""
    if not permits(identity, "reading_log.read"):
        raise NotFound
    async with transaction(identity) as tx:
        return await store.steps_for_another(tx, cursor)


@retry_serialization
async def end_absence(identity: Identity, absence: UUID) -> None:
    """Be back before the last day: whoever stands in does so no longer. Raises NotFound."""
    if not permits(identity, "absence.end"):
        raise NotFound
    async with transaction(identity) as tx:
        ended = await store.end(tx, absence)
        if ended is None:
            raise NotFound
        if ended.delegate is not None and ended.delegation is not None:
            await end_delegation(tx, ended.delegate, ended.delegation)
        if ended.delegate is not None:
            await post(
                tx,
                recipient=ended.delegate,
                subject=msg("You no longer stand in for %(person)s", person=identity.name),
                body=[msg("The absence was ended before its last day.")],
                link=LINK,
            )


async def _tell(tx: Transaction, absence: Absence) -> None:
    """To whoever stands in; and to those for whom the absent person stands in, who are then without anybody."""
    if absence.delegate is not None:
        await post(
            tx,
            recipient=absence.delegate,
            subject=msg("You stand in for %(person)s", person=tx.identity.name),
            body=[
                msg(
                    "From %(since)s to %(until)s you act in the place of %(person)s at the desk.",
                    since=absence.since,
                    until=absence.until,
                    person=tx.identity.name,
                ),
                msg("Every step that you take then says in whose place it was taken."),
            ],
            link=LINK,
        )
    for other in await store.standing_in_between(tx, absence.person, absence.since, absence.until):
        await post(
            tx,
            recipient=other.person,
            subject=msg("Whoever stands in for you will be away"),
            body=[msg("Name somebody else for those days, or your cases wait.")],
            link=LINK,
        )
