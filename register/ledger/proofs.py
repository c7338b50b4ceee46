"""Proofs of RFC 6962 about the tree: that an entry is in it, and that a later tree only added to an earlier one.

A proof is a list of subtree roots. Which subtrees those are follows from the sizes alone, so that a proof over any
number of entries is made in one pass with a few hundred bytes in memory.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from register.ledger.merkle import Peaks, node_hash


class Part(NamedTuple):
    """A subtree by the positions of its leaves: from `start` up to `end`, which is not part of it."""

    start: int
    end: int


def inclusion_parts(position: int, size: int) -> list[Part]:
    """The subtrees that prove the leaf at `position` in a tree of `size` (RFC 6962, 2.1.1). ValueError outside it."""
    if not 0 <= position < size:
        raise ValueError(f"a tree of {size} has no leaf {position}")
    parts, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if position < middle:
            parts.append(Part(middle, end))
            end = middle
        else:
            parts.append(Part(start, middle))
            start = middle
    return parts[::-1]


def consistency_parts(first: int, second: int) -> list[Part]:
    """The subtrees that prove that the tree of `second` begins with that of `first` (RFC 6962, 2.1.2).

    ValueError unless 1 <= first <= second.
    """
    if not 1 <= first <= second:
        raise ValueError(f"a tree of {second} does not begin with one of {first}")
    parts, start, end = [], 0, second
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            parts.append(Part(middle, end))
            end = middle
        else:
            parts.append(Part(start, middle))
            start = middle
    if start > 0:  # the verifier knows the first root itself; only a part of it must be told
        parts.append(Part(start, end))
    return parts[::-1]


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << ((width - 1).bit_length() - 1)


def roots_of(parts: Sequence[Part], leaves: Iterable[bytes]) -> list[bytes]:
    """The roots of these subtrees, which do not overlap, from the hashes of all leaves in order."""
    grower = PartRoots(parts)
    for leaf in leaves:
        grower.add(leaf)
    return grower.roots()


class PartRoots:
    """The roots of subtrees while the hashes of the leaves pass by."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = list(parts)
        self._order = sorted(range(len(parts)), key=lambda place: parts[place].start)
        self._peaks = [Peaks() for _ in parts]
        self._position = self._at = 0

    def add(self, leaf: bytes) -> None:
        """The next leaf."""
        while self._at < len(self._order) and self._parts[self._order[self._at]].end <= self._position:
            self._at += 1
        if self._at < len(self._order):
            place = self._order[self._at]
            if self._parts[place].start <= self._position:
                self._peaks[place].add_hash(leaf)
        self._position += 1

    def roots(self) -> list[bytes]:
        """In the order of the parts. ValueError where leaves were missing."""
        for part, peaks in zip(self._parts, self._peaks, strict=True):
            if peaks.size != part.end - part.start:
                raise ValueError(f"the leaves end before {part.end}")
        return [peaks.root() for peaks in self._peaks]


def proves_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves that the leaf with this hash stands at `position` in the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= position < size:
        return False
    place, last, found = position, size - 1, leaf
    for each in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(each, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, each)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


class Tree(NamedTuple):
    """A tree by its size and its root."""

    size: int
    root: bytes


def proves_consistency(earlier: Tree, later: Tree, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the later tree begins with everything in the earlier one (RFC 9162, 2.1.4.2)."""
    if not 1 <= earlier.size <= later.size:
        return False
    if earlier.size == later.size:
        return not path and earlier.root == later.root
    steps = [earlier.root, *path] if earlier.size.bit_count() == 1 else list(path)
    if not steps:
        return False
    place, last = earlier.size - 1, later.size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for each in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, each)
        place, last = place >> 1, last >> 1
    return last == 0 and (old, new) == (earlier.root, later.root)
