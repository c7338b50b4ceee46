"""How well names of one organization are recognised: precision and recall on pairs that were written down by hand.

`part` says what the figures of the matcher were found on: `tuned` pairs, pairs `held` back until they stood, and pairs
written `later`, before the words of four languages were gathered.
"""

import csv
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from declarations.parties.matching import Match, match

PAIRS = Path(__file__).with_name("party_pairs.csv")
Matcher = Callable[[str, str], Match | None]


@dataclass(frozen=True)
class Pair:
    """Two names, and whether they are names of one organization."""

    kind: str
    same: bool
    part: str
    one: str
    other: str


@dataclass
class Rates:
    """Of those recognised how many are right, of those to recognise how many are found."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """1 where nothing was recognised: then nothing was recognised wrongly."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """1 where nothing was to be recognised."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def pairs() -> list[Pair]:
    """Every pair of the list."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Pair(row["class"], row["same"] == "yes", row["part"], row["one"], row["other"]) for row in rows]


def rates(matcher: Matcher, among: Iterable[Pair]) -> dict[str, Rates]:
    """The rates overall, by class and by part."""
    found: dict[str, Rates] = {"all": Rates()}
    for pair in among:
        is_found = matcher(pair.one, pair.other) is not None
        for name in ("all", pair.kind, pair.part):
            each = found.setdefault(name, Rates())
            each.right += is_found and pair.same
            each.wrong += is_found and not pair.same
            each.missed += pair.same and not is_found
    return found


def main() -> int:
    """Print the rates, what was taken wrongly and what was missed, and what one pair costs."""
    known = pairs()
    for name, each in rates(match, known).items():
        print(f"{name:<14} precision {each.precision:.3f}  recall {each.recall:.3f}  of {each.right + each.missed}")
    for pair in known:
        found = match(pair.one, pair.other)
        if (found is not None) != pair.same:
            print("missed" if pair.same else f"wrong ({found.reason if found else ''})", pair.one, "|", pair.other)
    started = time.perf_counter()
    for first in known:
        match(first.one, known[0].other)
    print(f"{(time.perf_counter() - started) / len(known) * 1e6:.0f} µs for a pair, of {len(known)} pairs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
