"""Filing and amending: one transaction each, with the judgement of the rules, the event and the notice inside it."""

from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.decisions import Authority, ReviewClass, Status
from declarations.codes.vocabulary import Kind
from declarations.filing import store
from declarations.filing.asked import refuse_implausible
from declarations.filing.model import BEFORE_DECISION, Action, Content, Declaration, Details, NilDetails, Party, Route
from declarations.filing.parties_to import DECIDING_IN_REGISTER
from declarations.filing.purposes import PURPOSES
from declarations.filing.service import notices
from declarations.filing.service.carrying import carrier
from declarations.filing.service.changed import refuse_the_same
from declarations.filing.service.columns import columns_of
from declarations.filing.service.evaluating import Giver, Judged, judge
from declarations.filing.service.kinds_kept import refuse_other_kind
from declarations.filing.service.moves import append_event, apply_move, lawful_move, parties_in
from declarations.filing.service.nothing import refuse_what_is_held
from declarations.filing.service.permits import continued, open_permit, refuse_no_longer, renewed
from declarations.filing.service.reading import Case, open_case
from declarations.filing.service.settings import filing_settings
from declarations.filing.service.spoken import refuse_unspoken
from declarations.filing.service.stale import refuse_stale
from declarations.filing.workflow import closes_on_filing
from declarations.parties.countries import countries
from register import vault
from register.access.policy import permits
from register.kernel.canonical import canonical_json
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, IdempotencyMismatch, Invalid, NotFound, Stale
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id, new_reference
from register.people import store as people


class FilingCommand(msgspec.Struct, frozen=True, kw_only=True):
    """What a person files. `facts` is a facts file without what the register fills in itself."""

    kind: str = "gift"
    facts: dict[str, Any]
    details: Details
    declarant: UUID | None = None
    """None: the acting person; otherwise somebody whose assistant they are."""
    capacity: str | None = None
    party: UUID | None = None
    """The giver, where the directory knows them."""
    giver_country: str | None = None
    """The country of a giver that the directory does not know (ISO 3166-1)."""
    language: str = "en"
    """The language of the declarant's own words."""
    items: int = 1
    attested: bool = False
    """That it is true and complete (ISO Code of Ethics 2)."""
    idempotency_key: str | None = None
    renews: str | None = None
    """The reference of the declaration whose authorization is asked for again."""
    meeting: UUID | None = None
    agenda_item: UUID | None = None
    """For which meeting, and on which item of it, a participant declares from a personal link."""

    @property
    def giver(self) -> Giver:
        """From whom."""
        return Giver(self.party, self.details.named_party)

    def digest(self) -> bytes:
        """Tells whether two requests with one key are the same request."""
        return sha256(canonical_json(msgspec.to_builtins(self))).digest()


class CheckedDraft(msgspec.Struct, frozen=True):
    """The draft that a declaration grew from, in the version that the person checked."""

    id: UUID
    version: int


DRAFT_CHANGED = msg("The draft was changed after you checked it. Check the answers again, then submit it.")


async def preview(identity: Identity, command: FilingCommand, *, but: UUID | None = None) -> Judged:
    """What the rules say of it now; nothing is kept. `but` is the declaration that it would amend."""
    async with transaction(identity) as tx:
        person = await _declarant(tx, command)
        return await _judged(tx, command, person, but)


async def filed_with(identity: Identity, key: str) -> Declaration | None:
    """The declaration that this person made with an idempotency key, while the key is remembered."""
    async with transaction(identity) as tx:
        made = await tx.fetchval("select made from idempotency where key_hash = $1", _key_hash(identity, key))
        return None if made is None else await store.by_id(tx, made)


def _key_hash(identity: Identity, key: str) -> bytes:
    """Keys of different persons never meet."""
    return sha256(f"{identity.person}\n{key}".encode()).digest()


@retry_serialization
async def file_declaration(
    identity: Identity, command: FilingCommand, *, draft: CheckedDraft | None = None
) -> Declaration:
    """File a declaration; the draft it grew from goes in the same transaction.

    The same person with the same idempotency key gets the declaration that the first request made. Raises Invalid by
    field, NotFound for a person whom one may not file for, IdempotencyMismatch, Stale when the draft changed meanwhile.
    """
    async with transaction(identity) as tx:
        return await _file(tx, command, draft)


@retry_serialization
async def file_and_open(identity: Identity, command: FilingCommand) -> Case:
    """The same, and what was filed as its declarant or filer now sees it."""
    async with transaction(identity) as tx:
        return await open_case(tx, await _file(tx, command, None))


async def _file(tx: Transaction, command: FilingCommand, draft: CheckedDraft | None) -> Declaration:
    _refuse_unattested(command)
    refuse_other_kind(command.details.of_kind, command.kind)
    refuse_unspoken(command.kind, command.facts)
    made = new_id()
    earlier = await made_before(tx, command.idempotency_key, command.digest(), made)
    if earlier is not None:
        return await store.by_id(tx, earlier)
    person = await _declarant(tx, command)
    judged = await _judged(tx, command, person)
    key = vault.new_data_key()
    with_it = await carrier().told(tx, draft.id) if draft else {}
    declaration = await _new(tx, command, person, judged, made, key, with_it)
    declaration = await _submit(tx, declaration, key)
    await _use_up(tx, draft, declaration)
    await notices.tell_filed(tx, declaration)
    return declaration


@retry_serialization
async def amend(
    identity: Identity,
    reference: str,
    command: FilingCommand,
    reason: str,
    seen: int,
    *,
    draft: CheckedDraft | None = None,
) -> Declaration:
    """A new version with its reason; the old one stays readable, the rules judge anew, a recommendation falls.

    Of an activity that is authorized it reports a change of hours, employer or pay, which is then decided anew; the
    authorization meanwhile stays what it is, for what it was given. Raises OtherKind for anything but the kind that was
    filed: what asks for an authorization never becomes what is merely noted.
    """
    _refuse_unattested(command)
    if not reason.strip():
        raise Invalid(fields=[FieldError("reason", msg("Say why you change the declaration."))])
    async with transaction(identity) as tx:
        before = await store.by_reference(tx, reference, lock=True)
        if identity.person not in {before.declarant, before.filed_by}:
            raise NotFound  # the desk sees the row as well, and amends nothing
        refuse_other_kind(before.kind, command.kind, command.details.of_kind)
        refuse_unspoken(command.kind, command.facts)
        if await made_before(tx, command.idempotency_key, command.digest(), before.id) is not None:
            return before
        await refuse_stale(tx, before, seen)
        parties = await parties_in(tx, before)
        action = await _amending(tx, before)
        lawful_move(before, action, parties)
        person = await _person(tx, before.declarant)
        judged = await _judged(tx, command, person, but=before.id, continues=await continued(tx, before))
        key = vault.unwrap(before.key_id, before.wrapped_key)
        content = _content(tx, command, judged, person, reason.strip())
        with_it = await carrier().told(tx, draft.id) if draft else {}
        refuse_the_same(before, content, command.party, await _country(tx, command), command.items, with_it)
        changes = columns_of(command, judged) | {
            "version": before.version + 1,
            "details": vault.encrypt(key, canonical_json(content), before.id, "details"),
            "confirmed_at": tx.now if tx.identity.person == before.declarant else None,
            "recommendation": None,
            "recommended_by": None,
            "referred_at": None,
            "authority": _authority(judged, before.route),
            "due_on": min(before.due_on or _due(tx, judged), _due(tx, judged)),
            "question_due": None,
            "giver_country": await _country(tx, command),
        }
        said = {"content": content, **with_it}
        if action is Action.REPORT_CHANGE:
            changes |= {"outcome": None, "decided_by": None, "decided_at": None, "due_on": _due(tx, judged)}
        after = await apply_move(tx, before, action, parties=parties, said=said, changes=changes, key=key)
        await _use_up(tx, draft, after)
        await notices.tell_amended(tx, after)
        return after


async def _amending(tx: Transaction, before: Declaration) -> Action:
    """Which step a new version is: a change is reported where an authorization is open."""
    if before.status in BEFORE_DECISION or before.kind != "outside_activity":
        return Action.AMEND
    return Action.REPORT_CHANGE if await open_permit(tx, before.id) else Action.AMEND


async def _use_up(tx: Transaction, draft: CheckedDraft | None, declaration: Declaration) -> None:
    """Delete the draft, unless another window has saved more into it: that would be lost unread."""
    if draft is None:
        return
    await carrier().carry(tx, draft.id, declaration.id)
    tag = await tx.execute("delete from draft where id = $1 and version = $2", draft.id, draft.version)
    if tag != "DELETE 1":
        raise Stale(DRAFT_CHANGED)


def _refuse_unattested(command: FilingCommand) -> None:
    if not command.attested:
        raise Invalid(fields=[FieldError("attested", msg("Confirm that the declaration is true and complete."))])


async def made_before(tx: Transaction, idempotency_key: str | None, request: bytes, made: UUID) -> UUID | None:
    """Claim an idempotency key; the id that an earlier request made under it, once that one has committed.

    `request` is a digest of what is asked for. Raises IdempotencyMismatch where the key was used for something else.
    """
    if idempotency_key is None:
        return None
    key = _key_hash(tx.identity, idempotency_key)
    claimed = await tx.execute(
        "insert into idempotency (id, person, key_hash, request_hash, made, at) values ($1, $2, $3, $4, $5, $6)"
        " on conflict (key_hash) do nothing",
        new_id(),
        tx.identity.person,
        key,
        request,
        made,
        tx.now,
    )
    if claimed == "INSERT 0 1":
        return None
    row = await tx.fetchrow("select request_hash, made from idempotency where key_hash = $1", key)
    if row is None or row["request_hash"] != request:
        raise IdempotencyMismatch
    found: UUID = row["made"]
    return found


class _Declarant(msgspec.Struct, frozen=True):
    """The person whose declaration it is, as far as filing needs them."""

    id: UUID
    name: str
    capacity: str


async def _declarant(tx: Transaction, command: FilingCommand) -> _Declarant:
    """For whom it is: oneself, or somebody whose assistant one is; NotFound for anybody else."""
    if not permits(tx.identity, "declaration.file"):
        raise NotFound
    wanted = command.declarant or tx.identity.person
    if wanted is None:
        raise NotFound
    if wanted != tx.identity.person and wanted not in await store.principals_of_me(tx):
        raise NotFound
    return await _person(tx, wanted)


async def _person(tx: Transaction, wanted: UUID) -> _Declarant:
    if wanted == tx.identity.person:  # the identity was read from the same rows a moment ago
        return _Declarant(wanted, tx.identity.name, tx.identity.capacity)
    person = await people.person(tx, wanted)
    if person is None:
        raise NotFound
    return _Declarant(person.id, person.name, person.capacity)


def _capacity(command: FilingCommand, person: _Declarant) -> str:
    """The capacity in force; another one, which other rules would judge, is refused."""
    if command.capacity not in {None, person.capacity}:
        sentence = msg("This person does not hold this capacity now.")
        raise Invalid(fields=[FieldError("capacity", sentence)])
    return person.capacity


async def _judged(
    tx: Transaction, command: FilingCommand, person: _Declarant, but: UUID | None = None, continues: UUID | None = None
) -> Judged:
    facts = {**command.facts, "kind": command.kind}
    capacity = _capacity(command, person)
    if isinstance(command.details, NilDetails):
        await refuse_what_is_held(tx, person.id, command.details, but)
    before = await renewed(tx, command.renews, person.id, but)
    refuse_other_kind(before.kind if before else command.kind, command.kind)
    continues = before.id if before else continues or but
    filed = await _first_filed(tx, command, but) if but else None
    judged = await judge(
        tx,
        facts,
        declarant=person.id,
        capacity=capacity,
        giver=command.giver,
        but=but,
        continues=continues,
        filed=filed,
    )
    refuse_implausible(judged.facts, tx.now.date())
    await refuse_no_longer(tx, before, judged.facts.get("end_date"))
    return judged


async def _first_filed(tx: Transaction, command: FilingCommand, amended: UUID) -> date | None:
    """The day by which an amendment is early or late; an activity is asked for anew whenever its terms change."""
    if command.kind == Kind.OUTSIDE_ACTIVITY:
        return None
    return (await store.by_id(tx, amended)).filed_at.date()


def _content(tx: Transaction, command: FilingCommand, judged: Judged, person: _Declarant, reason: str = "") -> Content:
    return Content(
        details=command.details,
        facts=judged.facts.to_object(),
        evaluation=msgspec.Raw(judged.evaluation.to_json()),
        language=command.language,
        declarant_name=person.name,
        filer_name="" if tx.identity.person == person.id else tx.identity.name,
        reason=reason,
    )


def _authority(judged: Judged, route: Route) -> str | None:
    if route is Route.DESIGNATE:
        return str(Authority.GOVERNING_BODY_DESIGNATE)
    decides = filing_settings().authority_for(judged.evaluation.authority)
    named = str(decides) if decides else None
    needs_two = judged.evaluation.review_class is ReviewClass.HEIGHTENED and named not in DECIDING_IN_REGISTER
    return filing_settings().heightened_authority or named if needs_two else named


def _due(tx: Transaction, judged: Judged) -> date:
    """By when it should be decided; procurement and instructions from outside have targets of their own."""
    return tx.now.date() + timedelta(days=filing_settings().review_target(judged.evaluation.review_class))


async def _route(tx: Transaction, person: _Declarant, capacity: str) -> Route:
    """The executive head's own go straight to the governing body's designate."""
    if person.id == tx.identity.person:
        is_head = tx.identity.has("executive_head")
    else:
        is_head = await tx.fetchval("select $1::uuid in (select role_holders('executive_head'))", person.id)
    return Route.DESIGNATE if is_head or capacity == "executive_head" else Route.OFFICE


async def _new(
    tx: Transaction,
    command: FilingCommand,
    person: _Declarant,
    judged: Judged,
    made: UUID,
    key: vault.DataKey,
    with_it: Mapping[str, Any],
) -> Declaration:
    capacity = _capacity(command, person)
    route = await _route(tx, person, capacity)
    content = _content(tx, command, judged, person)
    before = await renewed(tx, command.renews, person.id)
    declaration = msgspec.convert(
        EMPTY_ROW
        | columns_of(command, judged)
        | {
            "id": made,
            "reference": new_reference(),
            "kind": command.kind,
            "declarant": person.id,
            "capacity": capacity,
            "filed_by": tx.identity.person,
            "confirmed_at": tx.now if tx.identity.person == person.id else None,
            "filed_at": tx.now,
            "status": Status.SUBMITTED,
            "route": route,
            "authority": _authority(judged, route),
            "due_on": _due(tx, judged),
            "key_id": key.key_id,
            "wrapped_key": key.wrapped,
            "details": vault.encrypt(key, canonical_json(content), made, "details"),
            "giver_country": await _country(tx, command),
            "renews": before.id if before else None,
            "meeting": command.meeting,
            "agenda_item": command.agenda_item,
        },
        Declaration,
    )
    said = {"content": content, **with_it} | ({"renews": command.renews} if before else {})
    head = await append_event(tx, declaration, "declaration:submitted", None, said, key)
    return msgspec.structs.replace(declaration, head_seq=head.seq, head_hash=head.hash)


EMPTY_ROW: dict[str, Any] = {
    **dict.fromkeys(Declaration.__struct_fields__),
    "version": 1,
    "purposes": PURPOSES,
    "legal_hold": False,
    "under_appeal": False,
    "head_seq": 0,
    "head_hash": b"",
}


async def _country(tx: Transaction, command: FilingCommand) -> str | None:
    """The country that the directory records for a giver, else the one that was said."""
    if command.giver_country is not None and command.giver_country not in countries():
        raise Invalid(fields=[FieldError("giver_country", msg("Give a country of ISO 3166-1, such as CH."))])
    if command.party is None:
        return command.giver_country
    row = await tx.fetchrow("select country from party where id = $1", command.party)
    if row is None:
        raise Invalid(fields=[FieldError("party", msg("This giver is no longer in the directory; choose again."))])
    return row["country"] or command.giver_country


async def _submit(tx: Transaction, declaration: Declaration, key: vault.DataKey) -> Declaration:
    """Keep it; `none` and `noted` without an alert close at once, by the rule and with a receipt."""
    confirmed = declaration.confirmed_at is not None
    if confirmed and closes_on_filing(declaration.effect, declaration.alerts):
        declaration = await close_by_rule(tx, declaration, key, is_new=True)
    else:
        store.insert(tx, declaration)
    return declaration


async def close_by_rule(
    tx: Transaction, declaration: Declaration, key: vault.DataKey, *, is_new: bool = False
) -> Declaration:
    """The rule notes and closes it: no person decided (`decided_by` stays empty, the event says by rule)."""
    return await apply_move(
        tx,
        declaration,
        Action.DECIDE,
        parties=frozenset({Party.RULE}),
        changes={"outcome": "note", "decided_at": tx.now, "due_on": None},
        said={"decision": "note"},
        key=key,
        by_rule=True,
        is_new=is_new,
    )
