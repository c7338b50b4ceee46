"""What programs send and receive of imports."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.service.runs import RunView
from declarations.legacy.store import Run
from register.kernel.i18n import say


class RunOut(msgspec.Struct, frozen=True):
    """One import: its state and its counts."""

    id: UUID
    register: str
    kind: str
    status: str
    created_at: datetime
    done_at: datetime | None
    undone_at: datetime | None
    rows: int
    refused: int
    added: int
    changed: int
    withdrawn: int
    unchanged: int
    progress: int

    @classmethod
    def of(cls, run: Run) -> "RunOut":
        """The import for programs."""
        return cls(**{name: getattr(run, name) for name in cls.__struct_fields__})


class FaultOut(msgspec.Struct, frozen=True):
    """A problem of one row; `code` never changes, `message` is for people."""

    row: int
    code: str
    refused: bool
    message: str
    heading: str
    typed: str


class RunDetailOut(msgspec.Struct, frozen=True):
    """One import with its mapping and every problem."""

    run: RunOut
    mapping: dict[str, Any]
    headings: list[str]
    problems: list[FaultOut]
    may_commit: bool
    may_undo: bool

    @classmethod
    def of(cls, view: RunView) -> "RunDetailOut":
        """The import for programs."""
        return cls(
            run=RunOut.of(view.run),
            mapping=msgspec.to_builtins(view.found.mapping),
            headings=view.found.headings,
            problems=[
                FaultOut(each.row, each.code, each.refused, say(each.message), each.heading, each.typed)
                for each in view.found.faults
            ],
            may_commit=view.may_commit,
            may_undo=view.may_undo,
        )


class MappingIn(msgspec.Struct, forbid_unknown_fields=True):
    """How the register is read, as in a mapping file."""

    mapping: ColumnMapping
