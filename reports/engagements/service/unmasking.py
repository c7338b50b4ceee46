"""Unmasking one case takes two people: the auditor who asks, and a reviewer with no part in the case who agrees."""

from hashlib import sha256
from uuid import UUID

import msgspec

from declarations.filing.service.filing import made_before
from register import vault
from register.access.policy import Role, permits
from register.access.service.confirming import require_confirmed
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import Message, msg, nmsg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.ledger.readings import record_reading
from reports.engagements import notices, store
from reports.engagements.model import Answer, Engagement, Unmasking
from reports.engagements.pseudonyms import CASE, pseudonymiser, read_case
from reports.engagements.service.extracting import EXTRACTOR, not_in_force
from reports.engagements.service.recording import check_reason, opened_secret, permitted
from reports.engagements.store import Unmasked

_REASON, _ANSWER = "reason", "answer"


def named_besides(others: int) -> Message:
    """What else an auditor learns with whose one case is: the rows of a person carry one pseudonym."""
    if not others:
        return msg("No other row of the period carries the same pseudonym of a person.")
    return nmsg(
        "%(n)s other row of the period carries the same pseudonym of a person. Whoever learns whose this case is,"
        " learns it of that row, too.",
        "%(n)s other rows of the period carry the same pseudonym of a person. Whoever learns whose this case is,"
        " learns it of those rows, too.",
        others,
    )


def reason_of(under: Engagement, asked: Unmasking) -> str:
    """Why the auditor asks."""
    return _opened(under, asked.reason, asked.id, _REASON)


def answer_of(under: Engagement, asked: Unmasking) -> str:
    """Why the reviewer agreed or refused; empty before."""
    return _opened(under, asked.answer, asked.id, _ANSWER) if asked.answer is not None else ""


def _opened(under: Engagement, content: bytes, owner: UUID, label: str) -> str:
    return vault.decrypt(vault.unwrap(under.key_id, under.wrapped_key), content, owner, label).decode()


def _sealed(under: Engagement, words: str, owner: UUID, label: str) -> bytes:
    return vault.encrypt(vault.unwrap(under.key_id, under.wrapped_key), words.strip().encode(), owner, label)


@retry_serialization
async def ask_unmasking(
    identity: Identity,
    wanted: UUID,
    typed: str,
    reason: str,
    *,
    names_others: bool = False,
    idempotency_key: str | None = None,
) -> UUID:
    """Ask to learn whose one case is; the id of the request, the same again for the same idempotency key.

    `names_others` says that the auditor knows that the answer tells it of the person's other rows, too. Raises
    NotFound, Invalid by field, IdempotencyMismatch, Conflict where the engagement is not in force.
    """
    me = permitted(identity, "engagement.unmask")
    check_reason("reason", reason)
    pseudonym = read_case(typed)
    if pseudonym is None:
        raise Invalid(fields=[FieldError("pseudonym", msg("Write the pseudonym of a case, such as C-7K3MQ2PX9ABC."))])
    made = new_id()
    # The person, and the service that alone can tell which case it is.
    acting = Identity(person=me, roles=identity.roles, service=EXTRACTOR.service, name=identity.name)
    async with transaction(acting) as tx:
        digest = sha256(f"{wanted}\n{pseudonym}\n{reason}\n{names_others}".encode()).digest()
        earlier = await made_before(tx, idempotency_key, digest, made)
        if earlier is not None:
            return earlier
        under = await store.engagement(tx, wanted)
        if me not in under.auditors:
            raise NotFound
        if not under.is_in_force(tx.now.date()):
            raise not_in_force()
        if await store.is_asked(tx, wanted, pseudonym, me):
            raise Conflict(msg("You asked for this case already."))
        declaration = await _resolved(tx, under, pseudonym)
        others = await store.others_of(tx, under.since, under.until, declaration)
        if others and not names_others:
            raise Invalid(fields=[FieldError("names_others", named_besides(others))])
        asked = Unmasking(
            id=made,
            engagement=wanted,
            pseudonym=pseudonym,
            asked_by=me,
            asked_at=tx.now,
            reason=_sealed(under, reason, made, _REASON),
            state=Answer.ASKED,
            others=others,
        )
        await store.keep_unmasking(tx, asked, declaration)
        await notices.tell_asked(tx, asked)
    return made


async def _resolved(tx: Transaction, under: Engagement, pseudonym: str) -> UUID:
    """Which case it is: pseudonyms are kept nowhere, so those of the period are made again."""
    of = pseudonymiser(opened_secret(under), CASE)
    found = [each async for each in store.case_ids(tx, under.since, under.until) if of(each) == pseudonym]
    if len(found) != 1:
        raise Invalid(fields=[FieldError("pseudonym", msg("There is no such case in this engagement."))])
    return found[0]


async def answer_unmasking(
    identity: Identity, wanted: UUID, of: UUID, version: int, *, agrees: bool, reason: str
) -> None:
    """Agree or refuse with a reason, as somebody with no part in the case who did not ask.

    Whoever signed in a while ago has confirmed by the password that it is still them. Raises NotFound, Invalid, Stale,
    Conflict where it was answered or the engagement is not in force.
    """
    me = permitted(identity, "engagement.answer")
    check_reason("reason", reason)
    await require_confirmed(identity)
    async with transaction(identity) as tx:
        under, asked = await _of(tx, wanted, of)
        if me == under.recorded_by or me in under.auditors:  # one of the audit is no second person
            raise NotFound
        if asked.state != Answer.ASKED:
            raise Conflict(msg("This request was answered already."))
        if not under.is_in_force(tx.now.date()):
            raise not_in_force()
        state = Answer.AGREED if agrees else Answer.REFUSED
        sealed = _sealed(under, reason, asked.id, _ANSWER)
        await store.answer_unmasking(
            tx,
            msgspec.structs.replace(asked, version=version),
            state,
            state=state,
            answered_by=me,
            answered_at=tx.now,
            answer=sealed,
        )
        await notices.tell_answered(tx, asked)


async def _of(tx: Transaction, wanted: UUID, of: UUID) -> tuple[Engagement, Unmasking]:
    under, asked = await store.engagement(tx, wanted), await store.unmasking(tx, of)
    if asked.engagement != under.id:
        raise NotFound
    return under, asked


async def read_unmasking(identity: Identity, wanted: UUID, of: UUID) -> tuple[Engagement, Unmasking]:
    """A request as its asker or a reviewer sees it. Raises NotFound."""
    permitted(identity, "engagement.read")
    async with transaction(identity) as tx:
        return await _of(tx, wanted, of)


async def requests_before(identity: Identity) -> list[Unmasking]:
    """Requests that wait for an answer which the reader may give, the oldest first; none for whoever answers none."""
    if identity.person is None or not permits(identity, "engagement.answer"):
        return []
    async with transaction(identity) as tx:
        return await store.unmaskings_before(tx, identity.person)


async def read_unmasked(identity: Identity, wanted: UUID, of: UUID) -> tuple[Engagement, Unmasking, Unmasked]:
    """Whose the case is, with an entry in the reading log under the mandate.

    Raises NotFound unless another person agreed, for the one who asked, while the engagement is in force.
    """
    permitted(identity, "engagement.unmasked")
    async with transaction(identity) as tx:
        under, asked = await _of(tx, wanted, of)
        found = await store.unmasked(tx, of)
        await record_reading(
            tx, kind="declaration", subject=found.declaration, role=Role.AUDITOR, purpose=f"mandate:{under.id}"
        )
        return under, asked, found
