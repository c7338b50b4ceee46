"""What programs send and receive of what-ifs."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from declarations.codes.sandbox import Sandbox
from declarations.codes.terms import Terms
from declarations.whatif.model import Asked, By, Told, ToldFigure, ToldMove
from declarations.whatif.service.asking import ChangedCase, WhatIfView
from declarations.whatif.store import Run


class WhatIfIn(msgspec.Struct, forbid_unknown_fields=True):
    """A sandbox, and the period over which it is tried; an end that is left out is open."""

    profile: str
    terms: Terms
    off: list[str] = []
    on: list[str] = []
    added: str = ""
    """Further rules as the text of a TOML file."""
    by: By = By.EVENT
    since: date | None = None
    until: date | None = None

    def asked(self) -> Asked:
        """The same as the page reads it."""
        sandbox = Sandbox(self.profile, self.terms, tuple(self.off), tuple(self.on), self.added)
        return Asked(sandbox, self.by, self.since, self.until)


class WhatIfOut(msgspec.Struct, frozen=True):
    """One what-if: its state, and how far it is."""

    id: UUID
    profile: str
    asked_at: datetime
    status: str
    progress: int
    total: int | None
    done_at: datetime | None

    @classmethod
    def of(cls, run: Run) -> "WhatIfOut":
        """The what-if for programs."""
        return cls(**{name: getattr(run, name) for name in cls.__struct_fields__})


class WhatIfDetailOut(msgspec.Struct, frozen=True):
    """A what-if with what came out so far. Rounded counts go down to fives; `null` stands for fewer than five."""

    what_if: WhatIfOut
    asked: Asked
    rounded: bool
    judged: int | None
    changed: int | None
    unreadable: int | None
    recorded_otherwise: int | None
    cells: tuple[Told, ...]
    moves: tuple[ToldMove, ...]
    cases: tuple[ChangedCase, ...]
    reclassed: int | None
    """Declarations that would be reviewed with another care: `light`, `ordinary`, `heightened` or `priority`."""
    classes: tuple[ToldMove, ...]
    """From which class of review to which."""
    figures: tuple[ToldFigure, ...]
    """Effects today beside the trial, by kind: first all units together (`unit` null), then unit by unit."""

    @classmethod
    def of(cls, view: WhatIfView) -> "WhatIfDetailOut":
        """The view for programs."""
        answer = view.answer
        return cls(
            what_if=WhatIfOut.of(view.run),
            asked=view.asked,
            rounded=answer.is_rounded,
            judged=answer.judged,
            changed=answer.changed,
            unreadable=answer.unreadable,
            recorded_otherwise=answer.recorded_otherwise,
            cells=answer.cells,
            moves=answer.moves,
            cases=view.cases,
            reclassed=answer.reclassed,
            classes=answer.classes,
            figures=answer.figures,
        )
