"""What is asked of the register, and what comes out, as values."""

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from declarations.codes.decisions import Effect
from declarations.codes.sandbox import Sandbox

FEW = 5
NEWEST = 200
"""Changed declarations that are named one by one, the newest; the counts know all."""


class By(StrEnum):
    """By which day a declaration belongs to a period."""

    EVENT = "event"
    FILED = "filed"


class Asked(msgspec.Struct, frozen=True):
    """One question: which sandbox, over which period. Either end may be open."""

    sandbox: Sandbox
    by: By = By.EVENT
    since: date | None = None
    until: date | None = None


class Cell(msgspec.Struct):
    """Declarations of one kind from one unit: how many were judged, and how many of them otherwise."""

    kind: str
    unit: str
    judged: int = 0
    changed: int = 0
    reclassed: int = 0
    """Those that would be reviewed with another care."""


class Move(msgspec.Struct):
    """How many declarations of a kind go from one effect, or one class of review, to another."""

    kind: str
    before: str
    after: str
    many: int = 0


class Figure(msgspec.Struct):
    """How many declarations of a kind from a unit have an effect today, and how many would have it in the trial."""

    kind: str
    unit: str
    effect: str
    today: int = 0
    tried: int = 0


class Named(msgspec.Struct, frozen=True):
    """One declaration that would have had another effect."""

    id: UUID
    before: str
    after: str


class Tally(msgspec.Struct):
    """What came out so far."""

    cells: list[Cell] = []
    moves: list[Move] = []
    newest: list[Named] = []
    unreadable: int = 0
    """Declarations whose facts can no longer be read or judged: their key was destroyed, or no rule speaks on them."""
    classes: list[Move] = []
    """The same between classes of review."""
    recorded_otherwise: int = 0
    """Declarations on which the rules of their day, applied again, no longer give the effect that is recorded."""
    figures: list[Figure] = []
    """Effects today beside those of the trial; none in what was asked before they were counted."""

    @property
    def judged(self) -> int:
        """All that were judged."""
        return sum(cell.judged for cell in self.cells)

    @property
    def changed(self) -> int:
        """All of them that would have had another effect."""
        return sum(cell.changed for cell in self.cells)

    @property
    def reclassed(self) -> int:
        """All of them that would be reviewed with another care."""
        return sum(cell.reclassed for cell in self.cells)

    @property
    def looked_at(self) -> int:
        """All that were met."""
        return self.judged + self.unreadable


class Told(msgspec.Struct, frozen=True):
    """A count as it may be told: exactly, or rounded down to fives, and then None stands for fewer than five."""

    kind: str
    unit: str
    judged: int | None
    changed: int | None
    reclassed: int | None


class ToldMove(msgspec.Struct, frozen=True):
    """The same of a move."""

    kind: str
    before: str
    after: str
    many: int | None


class ToldFigure(msgspec.Struct, frozen=True):
    """An effect today beside the trial, in one unit or, where it is None, in all of them together."""

    kind: str
    unit: str | None
    effect: str
    today: int | None
    tried: int | None
    difference: int
    """Between the two as they are told: where both are rounded, it tells no more than they do."""


class Answer(msgspec.Struct, frozen=True):
    """A tally as its reader may see it."""

    judged: int | None
    changed: int | None
    unreadable: int | None
    recorded_otherwise: int | None
    cells: tuple[Told, ...]
    moves: tuple[ToldMove, ...]
    is_rounded: bool
    reclassed: int | None = 0
    classes: tuple[ToldMove, ...] = ()
    figures: tuple[ToldFigure, ...] = ()


def rounded(many: int) -> int | None:
    """Down to a multiple of five, so that no difference between two counts points at a person.

    None for fewer than five and for none at all: of a single declaration, none or a few that change would tell whether
    its amount lies below the figure that was tried.
    """
    return None if many < FEW else many - many % FEW


def answer_of(tally: Tally, *, is_rounded: bool) -> Answer:
    """The counts, in the order of kinds and units; rounded, without the rows that count fewer than five."""
    tell = rounded if is_rounded else int
    least = FEW if is_rounded else 0
    rest = (lambda many: rounded(many) if many or tally.judged < FEW else 0) if is_rounded else int
    return Answer(
        judged=tell(tally.judged),
        changed=tell(tally.changed),
        unreadable=rest(tally.unreadable),
        recorded_otherwise=rest(tally.recorded_otherwise),
        cells=tuple(_told_cell(cell, tell) for cell in _sorted_cells(tally.cells) if cell.judged >= least),
        moves=_told_moves(tally.moves, tell, least),
        is_rounded=is_rounded,
        reclassed=tell(tally.reclassed),
        classes=_told_moves(tally.classes, tell, least),
        figures=_told_figures(tally, tell, least),
    )


_Tell = Callable[[int], int | None]


def _told_cell(cell: Cell, tell: _Tell) -> Told:
    return Told(cell.kind, cell.unit, tell(cell.judged), tell(cell.changed), tell(cell.reclassed))


def _told_moves(moves: Iterable[Move], tell: _Tell, least: int) -> tuple[ToldMove, ...]:
    kept = (move for move in _sorted(moves) if move.many >= least)
    return tuple(ToldMove(move.kind, move.before, move.after, tell(move.many)) for move in kept)


def _told_figures(tally: Tally, tell: _Tell, least: int) -> tuple[ToldFigure, ...]:
    """First of all units together, then unit by unit; nothing where only a part of the register was counted so."""
    if sum(each.today for each in tally.figures) != tally.judged:
        return ()
    found: dict[tuple[str, str | None, str], list[int]] = {}
    for each in tally.figures:
        for unit in (None, each.unit):
            counts = found.setdefault((each.kind, unit, each.effect), [0, 0])
            counts[0] += each.today
            counts[1] += each.tried
    kept = sorted(((key, both) for key, both in found.items() if max(both) >= least), key=lambda row: _place(row[0]))
    return tuple(_told_figure(key, tell(today), tell(tried)) for key, (today, tried) in kept)


def _told_figure(key: tuple[str, str | None, str], today: int | None, tried: int | None) -> ToldFigure:
    return ToldFigure(*key, today, tried, (tried or 0) - (today or 0))


def _place(key: tuple[str, str | None, str]) -> tuple[bool, str, str, int]:
    kind, unit, effect = key
    return unit is not None, kind, unit or "", Effect(effect).rank


def _sorted_cells(cells: Iterable[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: (cell.kind, cell.unit))


def _sorted(moves: Iterable[Move]) -> list[Move]:
    return sorted(moves, key=lambda move: (move.kind, -move.many, move.before, move.after))
