"""The tree is that of RFC 6962: any two ways to build it give the same root, and no other list does."""

import hashlib
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.ledger.merkle import EMPTY_ROOT, Peaks, leaf_data
from register.ledger.model import Leaf

LEAVES = [Leaf(UUID(int=n), n, hashlib.sha256(bytes([n])).digest()) for n in range(70)]


def textbook_root(entries: list[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word for word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + textbook_root(entries[:k]) + textbook_root(entries[k:])).digest()


def grown(leaves: list[Leaf], start: Peaks | None = None) -> Peaks:
    peaks = start or Peaks()
    for leaf in leaves:
        peaks.add(leaf)
    return peaks


@pytest.mark.parametrize("size", range(70))
def test_the_root_is_that_of_the_rfc(size: int) -> None:
    assert grown(LEAVES[:size]).root() == textbook_root([leaf_data(leaf) for leaf in LEAVES[:size]])


def test_an_empty_log_has_the_empty_root() -> None:
    assert Peaks().root() == EMPTY_ROOT


@given(st.integers(0, 69), st.integers(0, 69))
def test_a_tree_goes_on_from_its_stored_peaks(first: int, second: int) -> None:
    cut, end = sorted((first, second))
    stored = grown(LEAVES[:cut])
    resumed = Peaks.parse(cut, stored.to_bytes())
    assert grown(LEAVES[cut:end], resumed).root() == grown(LEAVES[:end]).root()


@given(st.permutations(LEAVES[:9]))
def test_another_order_has_another_root(order: list[Leaf]) -> None:
    assert (grown(order).root() == grown(LEAVES[:9]).root()) == (list(order) == LEAVES[:9])


@pytest.mark.parametrize("raw", [b"", b"x" * 31, b"x" * 64])
def test_peaks_of_another_size_are_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"peaks|subtrees"):
        Peaks.parse(4, raw)
