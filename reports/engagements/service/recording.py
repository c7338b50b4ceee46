"""An engagement: recorded by the ethics office from a written mandate, read by those it names, never edited."""

from datetime import date
from hashlib import sha256
from os import urandom
from uuid import UUID

import msgspec

from declarations.filing.service.filing import made_before
from register import vault
from register.access.policy import permits
from register.kernel.canonical import canonical_json
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of
from reports.engagements import store
from reports.engagements.model import LONGEST_DAYS, MOST_AUDITORS, Engagement, Job, Unmasking
from reports.engagements.pseudonyms import SECRET_BYTES
from reports.engagements.store import Candidate

LONGEST_REASON = 600
SECRET = "pseudonyms"  # noqa: S105 - a label, not a secret


class Recorded(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an officer records of a mandate."""

    title: str
    body: str
    mandate: str
    signed_by: str
    signed_on: date
    since: date
    until: date
    in_force_from: date
    in_force_until: date
    auditors: tuple[UUID, ...]


class Opened(msgspec.Struct, frozen=True):
    """An engagement with what was done under it, as far as the reader may know of it."""

    engagement: Engagement
    jobs: list[Job]
    unmaskings: list[Unmasking]
    today: date
    overlapping: list[Engagement]
    """Other audits of some of the same days, for the office: whoever holds extracts of both can join their rows."""

    @property
    def is_in_force(self) -> bool:
        """Whether its auditors may act under it."""
        return self.engagement.is_in_force(self.today)


def permitted(identity: Identity, action: str) -> UUID:
    """Who acts. Raises NotFound for whoever may not."""
    if identity.person is None or not permits(identity, action):
        raise NotFound
    return identity.person


def opened_secret(engagement: Engagement) -> bytes:
    """What the pseudonyms of an engagement are made with."""
    key = vault.unwrap(engagement.key_id, engagement.wrapped_key)
    return vault.decrypt(key, engagement.secret, engagement.id, SECRET)


async def candidates(identity: Identity) -> list[Candidate]:
    """Who can be named as an auditor: everybody with that role but oneself."""
    me = permitted(identity, "engagement.record")
    async with transaction(identity) as tx:
        return [each for each in await store.candidates(tx) if each.id != me]


@retry_serialization
async def record_engagement(identity: Identity, command: Recorded, *, idempotency_key: str | None = None) -> UUID:
    """Record an engagement; its id, the same again for the same idempotency key.

    Raises NotFound, Invalid by field, IdempotencyMismatch.
    """
    me = permitted(identity, "engagement.record")
    made, key = new_id(), vault.new_data_key()
    async with transaction(identity) as tx:
        earlier = await made_before(tx, idempotency_key, sha256(canonical_json(command)).digest(), made)
        if earlier is not None:
            return earlier
        names = {each.id: each.name for each in await store.candidates(tx) if each.id != me}
        _check(command, set(names), tx.now.date())
        engagement = Engagement(
            id=made,
            **{name: getattr(command, name) for name in command.__struct_fields__ if name != "auditors"},
            auditors=list(command.auditors),
            auditor_names=[names[each] for each in command.auditors],
            recorded_by=me,
            recorded_at=tx.now,
            key_id=key.key_id,
            wrapped_key=key.wrapped,
            secret=vault.encrypt(key, urandom(SECRET_BYTES), made, SECRET),
        )
        await store.keep_engagement(tx, engagement)
    return made


def _check(command: Recorded, known: set[UUID], today: date) -> None:
    """Raise Invalid with every fault."""
    length = (command.in_force_until - command.in_force_from).days + 1
    faults = [
        ("title", not command.title, msg("Give the engagement a title.")),
        ("body", not command.body, msg("Name the auditing body.")),
        ("mandate", not command.mandate, msg("Give the reference of the written mandate.")),
        ("signed_by", not command.signed_by, msg("Say who signed the mandate.")),
        ("signed_on", command.signed_on > today, msg("Give a day that is not in the future.")),
        ("until", command.until < command.since, msg("The period ends before it begins.")),
        ("in_force_until", length < 1, msg("It ends before it begins.")),
        (
            "in_force_until",
            length > LONGEST_DAYS,
            msg(
                "An engagement is in force for at most %(days)s days. Record a new mandate after it.", days=LONGEST_DAYS
            ),
        ),
        ("in_force_until", command.in_force_until < today, msg("Give a day that is not in the past.")),
        ("auditors", not command.auditors, msg("Name at least one auditor.")),
        ("auditors", len(command.auditors) > MOST_AUDITORS, msg("Name at most %(most)s auditors.", most=MOST_AUDITORS)),
        (
            "auditors",
            not known.issuperset(command.auditors) or len(set(command.auditors)) < len(command.auditors),
            msg("Choose persons who hold the role of an auditor, other than yourself."),
        ),
    ]
    found = [FieldError(name, message) for name, is_fault, message in faults if is_fault]
    if found:
        raise Invalid(fields=found)


async def list_engagements(identity: Identity, cursor: Cursor | None) -> Page[Engagement]:
    """The engagements that are open to the reader, the newest first; an auditor's are those that name them."""
    permitted(identity, "engagement.list")
    async with transaction(identity) as tx:
        found = await store.engagements(tx, cursor)
    return page_of(found, cursor, PAGE_ROWS, lambda each: Cursor(each.recorded_at.isoformat(), each.id))


async def read_engagement(identity: Identity, wanted: UUID) -> Opened:
    """One of them with what was done under it. Raises NotFound."""
    permitted(identity, "engagement.read")
    async with transaction(identity) as tx:
        found = await store.engagement(tx, wanted)
        jobs, asked = await store.jobs_of(tx, wanted), await store.unmaskings_of(tx, wanted)
        beside = await store.overlapping(tx, found) if permits(identity, "engagement.record") else []
        return Opened(found, jobs, asked, tx.now.date(), beside)


def check_reason(name: str, reason: str) -> None:
    """Raise Invalid unless there is one, and a short one."""
    if not reason.strip():
        raise Invalid(fields=[FieldError(name, msg("Say why."))])
    if len(reason) > LONGEST_REASON:
        raise Invalid(fields=[FieldError(name, msg("At most %(most)s characters.", most=LONGEST_REASON))])
