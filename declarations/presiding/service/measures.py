"""What follows a review (INTERPOL 23): the four measures in any combination, and informing all participants."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from declarations.meetings.model import Function, Meeting, Officer
from declarations.meetings.records import MEETINGS
from declarations.meetings.store import change, keep
from declarations.meetings.store import one as meeting_row
from declarations.presiding import store
from declarations.presiding.model import FIRST, Act, Finding, Informed, Informing, Matter, Measure, Words
from declarations.presiding.records import PRESIDING
from declarations.presiding.sealing import Said, read, sealed
from declarations.presiding.service.matters import before_officer
from declarations.presiding.service.notices import find_officer, tell_everyone, tell_officer
from declarations.presiding.service.opinions import NOBODY, refuse_wordless
from declarations.votes.service.attending import attended
from register import vault
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id

LONGEST_TOLD = 1000
"""Letters of what all participants are told: only what is necessary."""
LONGEST_REASON = 300


class MeasureCommand(msgspec.Struct, frozen=True, kw_only=True):
    """One or several of the four measures, whom they were addressed to, and a note."""

    kinds: tuple[Act, ...]
    about: str
    note: str = ""
    language: str


class InformCommand(msgspec.Struct, frozen=True, kw_only=True):
    """Why milder measures did not suffice, and what the participants are told, by language."""

    why: str
    texts: Mapping[str, str]


@retry_serialization
async def take(identity: Identity, meeting: UUID, matter: UUID, command: MeasureCommand) -> None:
    """Record measures, each as an act of its own. Raises NotFound, Invalid by field, Conflict before the review."""
    if not command.kinds or not set(command.kinds) <= set(FIRST):
        raise Invalid(fields=[FieldError("kinds", msg("Choose at least one measure."))])
    refuse_wordless("about", command.about, command.language)
    async with transaction(identity) as tx:
        _, row = await before_officer(tx, "presiding.review", meeting, matter)
        _refuse_too_early(row)
        said = Words(command.note.strip(), command.language, command.about.strip())
        for kind in FIRST:
            if kind in command.kinds:
                await _keep(tx, row, kind, said)


@retry_serialization
async def inform(identity: Identity, meeting: UUID, matter: UUID, command: InformCommand) -> None:
    """Inform all participants, in every language of the meeting; once, and after one of the four measures.

    Raises NotFound, Invalid by field, Conflict.
    """
    async with transaction(identity) as tx:
        kept, row = await before_officer(tx, "presiding.review", meeting, matter)
        _refuse_too_early(row)
        done = {each.kind for each in await store.measures(tx, matter)}
        if done.isdisjoint(FIRST):
            raise Conflict(msg("All participants are informed only after at least one other measure."))
        if Act.INFORM in done:
            raise Conflict(msg("All participants were informed already."))
        texts = _told(kept, command)
        await _keep(tx, row, Act.INFORM, Informing(command.why.strip(), texts))
        made, key = new_id(), vault.new_data_key()
        told = Informed(
            id=made,
            meeting=meeting,
            informed_at=tx.now,
            key_id=key.key_id,
            wrapped_key=key.wrapped,
            content=sealed(key, made, texts),
        )
        await keep(tx, PRESIDING[Informed], told, "told")
        await tell_everyone(tx, await store.told(tx, meeting))


def _told(meeting: Meeting, command: InformCommand) -> dict[str, str]:
    """What is told in each language of the meeting, and in no other. Raises Invalid by field."""
    faults = [] if command.why.strip() else [FieldError("why", msg("Say why the other measures did not suffice."))]
    texts = {tag: command.texts.get(tag, "").strip() for tag in meeting.languages}
    for tag, text in texts.items():
        if not text:
            faults.append(FieldError(f"text_{tag}", msg("Write the text in each language of the meeting.")))
        elif len(text) > LONGEST_TOLD:
            faults.append(FieldError(f"text_{tag}", msg("Write at most %(n)s characters.", n=LONGEST_TOLD)))
    if faults:
        raise Invalid(fields=faults)
    return texts


@retry_serialization
async def hand_over(identity: Identity, meeting: UUID, matter: UUID, reason: str, language: str) -> None:
    """Hand a matter that concerns oneself to the next officer. Raises NotFound, Invalid, Conflict."""
    refuse_wordless("reason", reason, language)
    async with transaction(identity) as tx:
        _, row = await before_officer(tx, "presiding.review", meeting, matter)
        if row.reviewed_at is not None:
            raise Conflict(msg("This report is reviewed already."))
        me = _acting(identity)
        office = await store.competent(tx, meeting, [*row.named, row.reporter, me], matter)
        if office is None:
            raise Conflict(NOBODY)
        await _keep(tx, row, Act.HANDED_OVER, Words(reason.strip(), language))
        await tell_officer(tx, await find_officer(tx, meeting, office), f"/meetings/{meeting}/matters")


@retry_serialization
async def take_chair(identity: Identity, meeting: UUID, matter: UUID, reason: str) -> None:
    """Take the chair from an officer whom the case concerns; the meeting reads the reason (INTERPOL 6).

    Raises NotFound, Invalid, Conflict where the case concerns nobody who presides.
    """
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise Invalid(fields=[FieldError("chair_reason", msg("Write a reason of one sentence."))])
    async with transaction(identity) as tx:
        await before_officer(tx, "presiding.review", meeting, matter)
        chairs = [await meeting_row(tx, Officer, each) for each in await store.chairs_to_replace(tx)]
        chairs = [each for each in chairs if each.meeting == meeting]
        if not chairs:
            raise Conflict(msg("This case concerns nobody who presides now."))
        row = Officer(
            id=new_id(),
            meeting=meeting,
            function=Function.PRESIDING_OFFICER,
            person=identity.person,
            participant=None if identity.person else identity.participant,
            sitting=chairs[0].sitting,
            since=tx.now,
            reason=reason.strip(),
            recorded_by=identity.person,
        )
        await keep(tx, MEETINGS[Officer], row, "took_the_chair")
        for each in chairs:
            await change(tx, MEETINGS[Officer], each, "replaced", until=tx.now, reason=reason.strip())


async def list_informed(identity: Identity) -> list[tuple[Informed, dict[str, str]]]:
    """What the presiding officer told all participants of the meeting that the acting one attends."""
    async with transaction(identity) as tx:
        _, meeting = await attended(tx)
        return [(row, read(row, dict[str, str])) for row in await store.informed(tx, meeting.id)]


async def _keep(tx: Transaction, matter: Matter, kind: Act, said: Said) -> None:
    made, key = new_id(), vault.new_data_key()
    row = Measure(
        id=made,
        meeting=matter.meeting,
        matter=matter.id,
        kind=kind,
        taken_at=tx.now,
        taken_by=_acting(tx.identity),
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        content=sealed(key, made, said),
    )
    await keep(tx, PRESIDING[Measure], row, kind.value)


def _refuse_too_early(row: Matter) -> None:
    if row.reviewed_at is None:
        raise Conflict(msg("Record the review first."))
    if row.finding is Finding.COMPLIANT:
        raise Conflict(msg("The review found no breach, so there is nothing to follow."))
    if row.reviewed_with is not None:
        raise Conflict(msg("This report was reviewed with another; measures are taken there."))


def _acting(identity: Identity) -> UUID:
    if identity.acting is None:
        raise NotFound
    return identity.acting
