"""What the board shows: who has answered and who has not, in numbers. It never holds what anybody answered."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from declarations.meetings.model import Item, Meeting, Status, Vote


class Group(msgspec.Struct, frozen=True):
    """A delegation, or those who belong to none (`id` None), with how many take part."""

    id: UUID | None
    name: str
    participants: int


class Line(msgspec.Struct, frozen=True):
    """One item that was called, or the statement for the whole meeting (`item` None): answers by group, in order."""

    item: Item | None
    answered: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many have answered."""
        return sum(self.answered)


class Board(msgspec.Struct, frozen=True):
    """The board of one meeting at one moment."""

    meeting: Meeting
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    acknowledged: int
    at: datetime

    @property
    def participants(self) -> int:
        """How many take part."""
        return sum(group.participants for group in self.groups)

    @property
    def is_live(self) -> bool:
        """Whether anything may still change."""
        return self.meeting.status is not Status.CLOSED

    @property
    def running(self) -> tuple[Line, ...]:
        """The items that are before the meeting: called and not ended, in the order of the agenda."""
        return tuple(line for line in self.lines if line.item and line.item.called_at and not line.item.ended_at)

    def current(self, chosen: UUID | None = None) -> Line | None:
        """The item that the hall is shown: the chosen one while it is before the meeting, else the one called last."""
        wanted = next((line for line in self.running if line.item and line.item.id == chosen), None)
        return wanted or max(self.running, key=lambda line: (_called(line), line.total), default=None)

    def missing(self, line: Line) -> int:
        """How many have not answered yet."""
        return self.participants - line.total

    def filled(self, line: Line) -> tuple[int, int, int]:
        """How many delegations have all their answers, some of them, none; whoever belongs to none is left out."""
        pairs = [(n, group.participants) for n, group in zip(line.answered, self.groups, strict=True) if group.id]
        full = sum(n >= size > 0 for n, size in pairs)
        begun = sum(0 < n < size for n, size in pairs)
        return full, begun, len(pairs) - full - begun

    @property
    def frame(self) -> str:
        """What the numbers stand in. A page whose frame is another loads itself anew."""
        parts: list[object] = [self.meeting.status, self.meeting.version]
        parts += [(str(group.id), group.name, group.participants) for group in self.groups]
        parts += [(str(line.item.id), line.item.version) for line in self.lines if line.item]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16]

    def figures(self) -> dict[str, Any]:
        """What a stream of the board says: numbers by item and, within it, by delegation, in the order of the page."""
        lines = [
            {"item": line.item.id if line.item else None, "answered": line.total, "groups": line.answered}
            for line in self.lines
        ]
        return {
            "frame": self.frame,
            "participants": self.participants,
            "acknowledged": self.acknowledged,
            "lines": lines,
        }

    def shown_to_all(self, chosen: UUID | None = None) -> dict[str, Any]:
        """What a stream of the projector says: of one item alone, without any delegation by name."""
        line = self.current(chosen)
        found = {
            "frame": self.frame,
            "participants": self.participants,
            "item": None,
            "answered": 0,
            "filled": (0, 0, 0),
        }
        if line is not None and line.item is not None:
            found |= {"item": line.item.id, "answered": line.total, "filled": self.filled(line)}
        return found


def _called(line: Line) -> datetime:
    item = line.item
    if item is None or item.called_at is None:
        raise ValueError("an item that was called")
    return item.called_at


def is_open_ballot(item: Item) -> bool:
    """Whether who votes how is seen by everyone. Nothing is ever entered or compared for a secret one."""
    return item.vote in {Vote.SHOW, Vote.CORRESPONDENCE}


def put_together(
    items: Sequence[Item], groups: Sequence[Group], counts: dict[tuple[UUID | None, UUID | None], int]
) -> tuple[Line, ...]:
    """The lines of a board: those called, in the order of the agenda, then the statement for the whole meeting."""
    wanted: list[Item | None] = [item for item in items if item.called_at and not item.withdrawn_at]
    wanted.append(None)
    return tuple(
        Line(item, tuple(counts.get((item.id if item else None, group.id), 0) for group in groups)) for item in wanted
    )
