"""What the body asks of whoever has an interest: its own matrix, cell by cell with the citation, or nothing at all."""

from uuid import UUID

import msgspec

from declarations.meetings import store
from declarations.meetings.model import AsideRule, BodyRole, Level, Measure
from declarations.meetings.records import MEETINGS
from declarations.meetings.rights import Kept
from declarations.meetings.service.secretariat import held, led
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id


class MatrixView(msgspec.Struct, frozen=True):
    """The matrix as it is in force."""

    kept: Kept
    rules: list[AsideRule]

    def cell(self, level: str, role: str) -> AsideRule | None:
        """What it says of a level and a role; None where it is the person's own choice."""
        return next((each for each in self.rules if (each.level, each.role) == (level, role)), None)


class RuleCommand(msgspec.Struct, frozen=True):
    """One cell: without a measure it is the person's own choice."""

    level: Level
    role: BodyRole
    measure: Measure | None
    citation: str = ""


async def read_matrix(identity: Identity, meeting: UUID) -> MatrixView:
    """The matrix. NotFound for whoever neither keeps nor presides."""
    async with transaction(identity) as tx:
        return await matrix_of(tx, meeting)


async def matrix_of(tx: Transaction, meeting: UUID) -> MatrixView:
    """The same in a transaction that reads more."""
    return MatrixView(await led(tx, meeting), await store.aside_rules(tx, meeting))


@retry_serialization
async def set_rule(identity: Identity, meeting: UUID, command: RuleCommand) -> None:
    """Write one cell, or empty it. A measure rests on a rule of the body: Invalid without its citation.

    Invalid also for withheld papers where this meeting withholds none.
    """
    if command.measure is not None and not command.citation:
        raise Invalid(fields=[FieldError("citation", msg("Name the rule of the body that asks for it."))])
    async with transaction(identity) as tx:
        row_of_meeting = await held(tx, meeting)
        if command.measure is Measure.PAPERS_WITHHELD and not row_of_meeting.papers_withheld:
            raise Invalid(fields=[FieldError("measure", msg("Choose one of the answers."))])
        cells = await store.every_aside_rule(tx, meeting)
        row = next((each for each in cells if (each.level, each.role) == (command.level, command.role)), None)
        if command.measure is None:
            if row is None or row.withdrawn_at is not None:
                raise NotFound
            await store.change(tx, MEETINGS[AsideRule], row, "withdrawn", withdrawn_at=tx.now)
        elif row is None:
            cell = AsideRule(
                id=new_id(),
                meeting=meeting,
                level=command.level,
                role=command.role,
                measure=command.measure,
                citation=command.citation,
            )
            await store.keep(tx, MEETINGS[AsideRule], cell, "adopted")
        else:
            said = {"measure": command.measure, "citation": command.citation, "withdrawn_at": None}
            await store.change(tx, MEETINGS[AsideRule], row, "adopted", **said)
