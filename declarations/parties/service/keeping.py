"""Keeping the directory by hand: reading an entry, its other names, merging duplicates, recognising typed names."""

from uuid import UUID

import msgspec

from declarations.codes.vocabulary import GiverRelation, GiverType
from declarations.parties import store, store_records, store_sounds, store_totals
from declarations.parties.alike import most_alike, words_of
from declarations.parties.hearing import keys_of
from declarations.parties.model import PARTY_RELATIONS, PROMOTED, Party, PartyRow
from declarations.parties.names import search_form
from declarations.parties.records import (
    KIND,
    Act,
    Alias,
    Beside,
    Merging,
    PartyEntry,
    Record,
    Told,
    TypedGiver,
    digest,
    said,
)
from register.access.policy import permits
from register.kernel.canonical import canonical_json
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound, Stale, TransitionRefused
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.locales import current_locale
from register.kernel.paging import PAGE_ROWS, Cursor, Page, decode_cursor, page_of
from register.ledger.model import Event, Head
from register.ledger.service import append, events

_NOT_THERE = msg("Choose an entry of the directory.")
_TWO_TYPES = msg("Say that they are the same although their giver types differ.")
_DIFFERENT = msg("Say that they are the same although they differ in this.")
_MOST_ALIASES = 40
_MOST_SOUNDING = 100


def _allow(identity: Identity, action: str) -> None:
    if identity.person is None or not permits(identity, action):
        raise NotFound


async def list_parties(identity: Identity, typed: str = "", cursor: str | None = None) -> Page[Party]:
    """Entries by name, a page at a time; with `typed` those with a name, in any script, that begins so."""
    _allow(identity, "party.read")
    form = search_form(typed)
    async with transaction(identity) as tx:
        return await store_records.page_of_parties(tx, form, decode_cursor(cursor))


async def read_party(identity: Identity, wanted: UUID) -> PartyEntry:
    """All that the directory holds of an entry. Raises NotFound."""
    _allow(identity, "party.read")
    async with transaction(identity) as tx:
        party = await _party(tx, wanted)
        record = await store_records.record(tx, wanted)
        aliases = await store_records.aliases(tx, wanted)
        may_total = permits(identity, "party.total")
        return PartyEntry(
            party=party,
            record=record,
            aliases=tuple(aliases),
            merged=tuple(await store_records.merged(tx, wanted)),
            target=await store.party(tx, record.merged_into) if record.merged_into else None,
            candidates=await _candidates(tx, party, [alias.name for alias in aliases]),
            story=tuple(reversed([_told(event) for event in await events(tx, wanted)])),
            totals=await store_totals.totals(tx, wanted) if may_total else None,
            declarations=await store_totals.naming(tx, wanted) if may_total else None,
        )


@retry_serialization
async def add_alias(identity: Identity, wanted: UUID, seen: int, alias: Alias) -> Record:
    """Write another name of an entry down, with its source. Raises Invalid, Stale."""
    _allow(identity, "party.name")
    async with transaction(identity) as tx:
        party, record = await _to_change(tx, wanted, seen)
        known = await store_records.aliases(tx, wanted)
        form = search_form(alias.name)
        if form in {search_form(name) for name in (*party.names, *(one.name for one in known))}:
            raise Invalid(fields=[FieldError("name", msg("The entry has this name already."))])
        if len(known) >= _MOST_ALIASES:
            told = msg("A party has at most %(most)s other names.", most=_MOST_ALIASES)
            raise Invalid(fields=[FieldError("name", told)])
        kept = msgspec.structs.replace(alias, id=new_id(), added_at=tx.now)
        await store_records.add_alias(tx, wanted, kept)
        return await _write(tx, record, Act.ALIAS_ADDED, name=alias.name, source=alias.source)


@retry_serialization
async def remove_alias(identity: Identity, wanted: UUID, seen: int, alias: UUID) -> Record:
    """Take a name back that was written down by hand. Raises NotFound, Stale."""
    _allow(identity, "party.name")
    async with transaction(identity) as tx:
        party, record = await _to_change(tx, wanted, seen)
        known = await store_records.aliases(tx, wanted)
        found = next((one for one in known if one.id == alias), None)
        if found is None:
            raise NotFound
        await store_records.remove_alias(tx, party, found, [one for one in known if one.id != alias])
        return await _write(tx, record, Act.ALIAS_REMOVED, name=found.name)


async def entry_named(identity: Identity, name: str) -> UUID:
    """The one entry with exactly this name. Raises Invalid where there is none or more than one."""
    _allow(identity, "party.merge")
    async with transaction(identity) as tx:
        found = await store_records.named(tx, search_form(name))
    if len(found) != 1:
        told = msg("No entry has exactly this name.") if not found else msg("More than one entry has this name.")
        raise Invalid(fields=[FieldError("other_name", told)])
    return found[0]


async def compare(identity: Identity, wanted: UUID, seen: int, into: UUID) -> Merging:
    """Two entries side by side before they are merged. Raises as `merge` does, but for their types."""
    _allow(identity, "party.merge")
    async with transaction(identity) as tx:
        party, record = await _to_change(tx, wanted, seen)
        other, _ = await _standing_for(tx, wanted, into)
        return Merging(record, await _beside(tx, party), await _beside(tx, other))


@retry_serialization
async def merge(
    identity: Identity, wanted: UUID, seen: int, into: UUID, reason: str, *, despite: bool = False
) -> Record:
    """Let another entry stand for this one. Nothing is deleted; declarations keep what they say, totals go together.

    Raises Stale, Invalid, also where they are of two giver types or relations and not `despite`, TransitionRefused
    where either of them is merged already.
    """
    _allow(identity, "party.merge")
    async with transaction(identity) as tx:
        await store.lock(tx)
        party, record = await _to_change(tx, wanted, seen)
        other, others = await _standing_for(tx, wanted, into)
        if not despite:
            _refuse_differing(party, other)
        tag = current_locale().tag
        await _write(tx, others, Act.ABSORBED, name=party.name(tag), words=reason)
        merged = msgspec.structs.replace(record, merged_into=into)
        return await _write(tx, merged, Act.MERGED, name=other.name(tag), words=reason)


def _refuse_differing(party: Party, other: Party) -> None:
    """From a merge on the type and the relation of the other count for both: whoever merges says that they know."""
    if party.relation != other.relation:
        raise Invalid(fields=[FieldError("despite", _DIFFERENT)])
    if party.giver_type != other.giver_type:
        raise Invalid(fields=[FieldError("despite", _TWO_TYPES)])


@retry_serialization
async def separate(identity: Identity, wanted: UUID, seen: int, reason: str) -> Record:
    """Undo a merge: the entry stands for itself again. Raises Stale, TransitionRefused where it was not merged."""
    _allow(identity, "party.merge")
    async with transaction(identity) as tx:
        await store.lock(tx)
        party = await _party(tx, wanted)
        record = await _seen(tx, wanted, seen)
        if record.merged_into is None:
            raise TransitionRefused(msg("This entry is not merged into another."))
        other = await _party(tx, record.merged_into)
        tag = current_locale().tag
        released = await store_records.record(tx, other.id, lock=True)
        await _write(tx, released, Act.RELEASED, name=party.name(tag), words=reason)
        alone = msgspec.structs.replace(record, merged_into=None)
        return await _write(tx, alone, Act.SEPARATED, name=other.name(tag), words=reason)


async def list_typed(identity: Identity, cursor: str | None = None) -> Page[TypedGiver]:
    """Organisations that stand in declarations as they were typed, for an officer to take over."""
    _allow(identity, "party.promote")
    at = decode_cursor(cursor)
    async with transaction(identity) as tx:
        found = await store_records.typed_givers(tx, at.key if at else "", PAGE_ROWS + 1)
    page = page_of(found, at, PAGE_ROWS, lambda row: Cursor(row.form, UUID(int=0)))
    return msgspec.structs.replace(page, newer=None)


async def typed_in(identity: Identity, reference: str) -> PartyRow:
    """The giver of a declaration as an entry could hold it. Raises NotFound: of natural persons there is none."""
    _allow(identity, "party.promote")
    async with transaction(identity) as tx:
        return _row(await _organisation(tx, reference))


async def typed_as(identity: Identity, reference: str, party: UUID) -> PartyRow:
    """The same, said to be an entry that is there: what the entry holds in place of what was typed. Raises NotFound."""
    _allow(identity, "party.promote")
    async with transaction(identity) as tx:
        await _organisation(tx, reference)
        found = await _party(tx, await store_records.root(tx, party))
    return PartyRow(
        name_en=found.name_en,
        name_fr=found.name_fr,
        name_es=found.name_es,
        name_ar=found.name_ar,
        aliases=found.aliases,
        giver_type=GiverType(found.giver_type),
        country=found.country,
        relation=GiverRelation(found.relation),
    )


@retry_serialization
async def promote_typed(identity: Identity, reference: str, row: PartyRow) -> UUID:
    """Take the other party of a declaration over; declarations that name it so count as the entry's from now on.

    Raises NotFound for a natural person, whatever `row` says: what was declared of the giver or counterpart decides.
    """
    _allow(identity, "party.promote")
    async with transaction(identity) as tx:
        found = await _organisation(tx, reference)
        known = (await store.locked_parties(tx)).get(row.key)
        party = known.id if known else (await store.add(tx, [row], PROMOTED))[0]
        party = await store_records.root(tx, party)
        await store_records.recognise(tx, found["form"], party)
        await _write(tx, await store_records.record(tx, party, lock=True), Act.PROMOTED, name=found["name"])
        return party


async def _candidates(tx: Transaction, party: Party, by_hand: list[str]) -> tuple[Party, ...]:
    forms = [search_form(name) for name in (*party.names, *by_hand)]
    sharing = await store_records.alike(tx, party.id, sorted(words_of(forms)))
    heard = await store_sounds.parties_sounding(tx, {key for form in forms for key in keys_of(form)}, _MOST_SOUNDING)
    known = {found.id: found for found in await store_records.others(tx, party.id, [found for _, found in heard])}
    by_name = [(found, name) for found in sharing for name in found.names]
    return most_alike(forms, [*by_name, *((known[found], form) for form, found in heard if found in known)])


async def _organisation(tx: Transaction, reference: str) -> dict[str, str]:
    found = await store_records.typed_in(tx, reference)
    if found is None:
        raise NotFound
    return dict(found)


def _row(found: dict[str, str]) -> PartyRow:
    relation = found["giver_relation"]
    return PartyRow(
        name_en=found["name"],
        giver_type=GiverType(found["giver_type"]),
        country=found["country"],
        relation=GiverRelation(relation) if relation in PARTY_RELATIONS else GiverRelation.NONE,
    )


async def _party(tx: Transaction, wanted: UUID) -> Party:
    found = await store.party(tx, wanted)
    if found is None:
        raise NotFound
    return found


async def _seen(tx: Transaction, wanted: UUID, seen: int) -> Record:
    record = await store_records.record(tx, wanted, lock=True)
    if record.version != seen:
        raise Stale
    return record


async def _to_change(tx: Transaction, wanted: UUID, seen: int) -> tuple[Party, Record]:
    party, record = await _party(tx, wanted), await _seen(tx, wanted, seen)
    if record.merged_into is not None:
        raise TransitionRefused(msg("This entry was merged into another. Change that one, or separate them first."))
    return party, record


async def _standing_for(tx: Transaction, wanted: UUID, into: UUID) -> tuple[Party, Record]:
    """The entry that is to stand for another, locked. Raises Invalid, TransitionRefused."""
    other = await store.party(tx, into)
    if other is None or into == wanted:
        raise Invalid(fields=[FieldError("into", _NOT_THERE)])
    record = await store_records.record(tx, into, lock=True)
    if record.merged_into is not None:
        raise TransitionRefused(msg("The other entry was itself merged. Choose the entry that stands for it."))
    return other, record


async def _beside(tx: Transaction, party: Party) -> Beside:
    by_hand = [alias.name for alias in await store_records.aliases(tx, party.id)]
    may_count = permits(tx.identity, "party.total")
    found = await store_totals.naming(tx, party.id) if may_count else None
    return Beside(party, tuple(dict.fromkeys((*party.names, *by_hand))), found)


async def _write(tx: Transaction, record: Record, act: Act, **words: str) -> Record:
    """Append the event and keep the record with its new head."""
    head = await append(
        tx,
        kind=KIND,
        stream=record.id,
        head=Head(record.seq, record.hash) if record.seq else None,
        name=f"{KIND}:{act}",
        payload=canonical_json({"who": tx.identity.name, **{name: word for name, word in words.items() if word}}),
        state=digest(record),
    )
    kept = msgspec.structs.replace(record, seq=head.seq, hash=head.hash)
    await store_records.keep(tx, kept)
    return kept


def _told(event: Event) -> Told:
    words = said(event.payload)
    return Told(
        at=event.at,
        act=Act(event.name.partition(":")[2]),
        who=words.get("who", ""),
        name=words.get("name", ""),
        source=words.get("source", ""),
        words=words.get("words", ""),
    )
