"""What programs send and receive of imports."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.preview import Preview
from declarations.legacy.service.looking import Fault
from declarations.legacy.service.runs import RunView
from declarations.legacy.store import Run
from declarations.legacy.understood import Understood
from declarations.legacy.views import ColumnRead, columns_read, problems_page
from register.kernel.i18n import say
from register.kernel.paging import Cursor, Page

ImportKind = Literal["gift", "outside_activity", "conflict", "approval_request"]
"""What a register may hold."""


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

    @classmethod
    def of(cls, fault: Fault) -> "FaultOut":
        """The problem for programs."""
        return cls(fault.row, fault.code, fault.refused, say(fault.message), fault.heading, fault.typed)


class RunDetailOut(msgspec.Struct, frozen=True):
    """One import with its mapping and a page of its problems."""

    run: RunOut
    mapping: dict[str, Any]
    headings: list[str]
    columns: list[ColumnRead]
    """Every column of the file; `read_as` is empty where it is not used."""
    understood: Understood
    """Values without a currency, and words for what became of a gift, as the mapping understands them."""
    first: list[Preview]
    """The first entries as they will be stored, with the cells that are read for them."""
    registers: list[str]
    """The registers of this kind that are here: the next edition of one carries its name."""
    problems: Page[FaultOut]
    """Refused rows first, then by row; its cursors are for the parameter `at` of `GET /imports/{wanted}`."""
    may_commit: bool
    may_undo: bool

    @classmethod
    def of(cls, view: RunView, cursor: Cursor | None = None) -> "RunDetailOut":
        """The import for programs. Raises BadRequest for a cursor of another list."""
        page = problems_page(view, cursor)
        return cls(
            run=RunOut.of(view.run),
            mapping=msgspec.to_builtins(view.found.mapping),
            headings=view.found.headings,
            columns=columns_read(view.found),
            understood=view.found.understood,
            first=view.found.first,
            registers=view.registers,
            problems=Page([FaultOut.of(each) for each in page.items], page.newer, page.older),
            may_commit=view.may_commit,
            may_undo=view.may_undo,
        )


class MappingIn(msgspec.Struct, forbid_unknown_fields=True):
    """How the register is read, as in a mapping file."""

    mapping: ColumnMapping
