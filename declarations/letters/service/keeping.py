"""Standing words: listed, written, edited, retired and activated by the ethics office; every version stays."""

from collections.abc import Mapping

import msgspec

from declarations.letters import store
from declarations.letters.store import KIND, Kept, digest
from declarations.letters.words import StandingWords, Text, Use, shipped
from register.access.policy import permits
from register.kernel.canonical import canonical_json
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Invalid, NotFound, Stale, TransitionRefused
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.ledger.model import Head
from register.ledger.service import append

_MOST = 300


class WordsView(msgspec.Struct, frozen=True):
    """Standing words with what they have been, newest first, and whether the reader may change them."""

    words: StandingWords
    versions: tuple[Kept, ...]
    may_keep: bool


def _allow(identity: Identity, action: str) -> None:
    if identity.person is None or not permits(identity, action):
        raise NotFound


async def list_words(identity: Identity) -> list[StandingWords]:
    """All of them, by use; those that came with the register as the office has changed them."""
    _allow(identity, "words.read")
    async with transaction(identity) as tx:
        return await words_in(tx)


async def words_in(tx: Transaction) -> list[StandingWords]:
    """The same in an open transaction."""
    found = dict(shipped()) | {words.key: words for words in await store.all_words(tx, _MOST)}
    order = list(Use)
    return sorted(found.values(), key=lambda words: (order.index(words.use), words.version > 0, words.key))


async def read_words(identity: Identity, key: str) -> WordsView:
    """One of them with its versions. Raises NotFound."""
    _allow(identity, "words.read")
    async with transaction(identity) as tx:
        found = await _found(tx, key)
        versions = await store.versions(tx, found.id) if found.id else []
        return WordsView(found, tuple(reversed(versions)), permits(identity, "words.keep"))


async def _found(tx: Transaction, key: str) -> StandingWords:
    if not (key.isascii() and key.isprintable()):  # no key that was ever given, and the database would not take it
        raise NotFound
    found = await store.by_key(tx, key) or shipped().get(key)
    if found is None:
        raise NotFound
    return found


@retry_serialization
async def write_words(identity: Identity, use: Use, texts: Mapping[str, Text]) -> StandingWords:
    """Keep new words. Raises TransitionRefused when there are as many as a person can choose among."""
    _allow(identity, "words.keep")
    async with transaction(identity) as tx:
        if len(await store.all_words(tx, _MOST)) >= _MOST:
            raise TransitionRefused(msg("There are %(most)s standing words already. Edit some of them.", most=_MOST))
        made = new_id()
        return await _keep(tx, StandingWords(str(made), use, texts, id=made), None)


@retry_serialization
async def edit_words(identity: Identity, key: str, texts: Mapping[str, Text], seen: int) -> StandingWords:
    """A new version of words. Raises Stale when they are not as they were seen, Invalid when nothing differs."""
    _allow(identity, "words.keep")
    async with transaction(identity) as tx:
        before = await _seen(tx, key, seen)
        if dict(before.texts) == dict(texts):
            raise Invalid(msg("Nothing differs from the words as they stand."))
        return await _keep(tx, msgspec.structs.replace(before, texts=texts), before)


@retry_serialization
async def set_active(identity: Identity, key: str, seen: int, *, active: bool) -> StandingWords:
    """Retire words, so that they are offered no longer, or take them up again. Raises Stale, TransitionRefused."""
    _allow(identity, "words.keep")
    async with transaction(identity) as tx:
        before = await _seen(tx, key, seen)
        if before.active is active:
            raise TransitionRefused(msg("These words already stand as you want them."))
        return await _keep(tx, msgspec.structs.replace(before, active=active), before)


async def _seen(tx: Transaction, key: str, seen: int) -> StandingWords:
    found = await _found(tx, key)
    if found.head_seq != seen:
        raise Stale
    return found


async def _keep(tx: Transaction, words: StandingWords, before: StandingWords | None) -> StandingWords:
    """The next state with its entry in the ledger; words that came with the register get their row now."""
    assert tx.identity.person is not None  # noqa: S101 - `_allow` has refused whoever is nobody
    is_new = before is None or before.id is None
    after = msgspec.structs.replace(
        words,
        id=words.id or new_id(),
        version=words.version + 1,
        writer_name=tx.identity.name,
        written_at=tx.now,
    )
    assert after.id is not None  # noqa: S101 - given two lines above
    said = {"words": msgspec.to_builtins(dict(after.texts)), "active": after.active, "version": after.version}
    head = await append(
        tx,
        kind=KIND,
        stream=after.id,
        head=None if is_new or before is None else Head(before.head_seq, before.head_hash),
        name=_event(after, before),
        payload=canonical_json(said | {"writer_name": after.writer_name}),
        state=digest(after, tx.identity.person),
    )
    after = msgspec.structs.replace(after, head_seq=head.seq, head_hash=head.hash)
    if is_new or before is None:
        await store.insert(tx, after)
    else:
        await store.update(tx, after, seen=before.head_seq)
    return after


def _event(after: StandingWords, before: StandingWords | None) -> str:
    if before is None:
        return "standing_words:written"
    if before.active != after.active:
        return "standing_words:activated" if after.active else "standing_words:retired"
    return "standing_words:edited"
