"""Proofs of RFC 6962: made by the definition of the text, checked by its algorithm; nothing else passes."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from register.ledger.merkle import Peaks, leaf_hash, node_hash
from register.ledger.proofs import (
    Tree,
    consistency_parts,
    inclusion_parts,
    proves_consistency,
    proves_inclusion,
    roots_of,
)

LEAVES = [leaf_hash(bytes([n])) for n in range(40)]
OTHER = hashlib.sha256(b"another").digest()


def root(leaves: list[bytes]) -> bytes:
    peaks = Peaks()
    for leaf in leaves:
        peaks.add_hash(leaf)
    return peaks.root()


def textbook_path(position: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = 1 << ((len(leaves) - 1).bit_length() - 1)
    if position < k:
        return [*textbook_path(position, leaves[:k]), root(leaves[k:])]
    return [*textbook_path(position - k, leaves[k:]), root(leaves[:k])]


def textbook_proof(first: int, leaves: list[bytes], *, known: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2, word for word."""
    if first == len(leaves):
        return [] if known else [root(leaves)]
    k = 1 << ((len(leaves) - 1).bit_length() - 1)
    if first <= k:
        return [*textbook_proof(first, leaves[:k], known=known), root(leaves[k:])]
    return [*textbook_proof(first - k, leaves[k:], known=False), root(leaves[:k])]


sizes = st.integers(1, len(LEAVES))


@given(sizes, st.data())
def test_an_entry_of_the_tree_is_proven_to_be_in_it(size: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, size - 1))
    path = roots_of(inclusion_parts(position, size), LEAVES[:size])
    assert path == textbook_path(position, LEAVES[:size])
    top = root(LEAVES[:size])
    assert proves_inclusion(LEAVES[position], position, size, path, top)
    assert not proves_inclusion(OTHER, position, size, path, top)
    assert not proves_inclusion(LEAVES[position], position, size, path, OTHER)
    elsewhere = data.draw(st.integers(0, size + 3).filter(lambda n: n != position))
    assert not proves_inclusion(LEAVES[position], elsewhere, size, path, top)
    assert not proves_inclusion(LEAVES[position], position, size, [*path, OTHER], top)
    assert not path or not proves_inclusion(LEAVES[position], position, size, path[:-1], top)


@given(sizes, sizes, st.data())
def test_a_later_tree_is_proven_to_begin_with_the_earlier_one(one: int, other: int, data: st.DataObject) -> None:
    first, second = sorted((one, other))
    path = roots_of(consistency_parts(first, second), LEAVES[:second])
    assert path == textbook_proof(first, LEAVES[:second])
    earlier, later = Tree(first, root(LEAVES[:first])), Tree(second, root(LEAVES[:second]))
    assert proves_consistency(earlier, later, path)
    assert not proves_consistency(Tree(first, OTHER), later, path)
    assert not proves_consistency(earlier, Tree(second, OTHER), path)
    assert not proves_consistency(earlier, later, [*path, OTHER])
    assert not path or not proves_consistency(earlier, later, path[:-1])
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        assert not proves_consistency(earlier, later, [*path[:place], OTHER, *path[place + 1 :]])


@given(st.integers(1, 39), st.data())
def test_no_proof_covers_a_history_that_was_rewritten(first: int, data: st.DataObject) -> None:
    """Whoever changes one early entry has no path: the one of the new tree does not fit the old root."""
    second = data.draw(st.integers(first, len(LEAVES)))
    changed = data.draw(st.integers(0, first - 1))
    forged = [*LEAVES[:changed], node_hash(OTHER, OTHER), *LEAVES[changed + 1 : second]]
    path = roots_of(consistency_parts(first, second), forged)
    assert not proves_consistency(Tree(first, root(LEAVES[:first])), Tree(second, root(forged)), path)
