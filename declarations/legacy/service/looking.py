"""Reading a file for an import: what it holds, what is wrong with it, what would become of it."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.legacy import store
from declarations.legacy.files import read_file
from declarations.legacy.interpret import interpret
from declarations.legacy.mapping import ColumnMapping, check_mapping
from declarations.legacy.model import Problem, Reading, Severity, Table, Workbook
from declarations.legacy.preview import Preview, previews
from declarations.legacy.service.planning import Plan, plan
from declarations.legacy.suggesting import suggest_mapping
from declarations.legacy.understood import Understood, understood
from register import vault
from register.kernel.canonical import canonical_json
from register.kernel.clock import today
from register.kernel.db import Transaction
from register.kernel.i18n import Message

_MOST_NOTES = 20_000


class Fault(msgspec.Struct, frozen=True):
    """A problem as it is kept with its import: the sentence stays to be said in any language."""

    row: int
    code: str
    refused: bool
    sentence: str
    values: dict[str, Any]
    heading: str = ""
    typed: str = ""

    @property
    def message(self) -> Message:
        """The sentence."""
        return Message(self.sentence, self.values)


class RefusedRow(msgspec.Struct, frozen=True):
    """A row that is not imported, as it stands in the file."""

    row: int
    cells: list[str]


class Found(msgspec.Struct, frozen=True):
    """What an import holds beside its row: encrypted, because it is the register itself."""

    name: str
    mapping: ColumnMapping
    headings: list[str]
    sheets: list[str]
    examples: dict[str, list[str]]
    """Some values of each column."""
    faults: list[Fault] = []
    refused: list[RefusedRow] = []
    hidden: list[str] = []
    """Sheets that the file hides."""
    left_out: int = 0
    understood: Understood = Understood()
    first: list[Preview] = []
    """The first entries as they will be stored."""
    registers: list[str] = []
    """The names of the registers of this kind that are here."""


class Looked(msgspec.Struct, frozen=True):
    """A file after it was looked at."""

    found: Found
    plan: Plan | None
    """None while the mapping does not fit the file."""


async def workbook_of(data: bytes) -> Workbook:
    """The sheets of a file; read in a process of its own, waited for in a thread. Raises Invalid."""
    return await asyncio.to_thread(_read, data)


def _read(data: bytes) -> Workbook:
    with tempfile.NamedTemporaryFile(prefix="import") as kept:
        kept.write(data)
        kept.flush()
        return read_file(Path(kept.name))


async def look(tx: Transaction, book: Workbook, name: str, mapping: ColumnMapping) -> Looked:
    """What a file holds under a mapping. Raises Invalid where the mapping does not fit."""
    table = check_mapping(mapping, book)
    reading, known = await asyncio.to_thread(_read_rows, table, mapping)
    found = await plan(tx, reading, mapping)
    return Looked(_found(book, name, mapping, table, found, known), found)


def _read_rows(table: Table, mapping: ColumnMapping) -> tuple[Reading, Understood]:
    return interpret(table, mapping, today()), understood(table, mapping)


def suggested(book: Workbook, name: str, kind: str = Kind.GIFT) -> ColumnMapping:
    """The mapping that a file suggests; its register is named after the file. Raises Invalid."""
    return suggest_mapping(book, Path(name).stem[:120] or "register", kind)


def _found(book: Workbook, name: str, mapping: ColumnMapping, table: Table, planned: Plan, known: Understood) -> Found:
    refused = planned.refused
    lines = {line.number: line for line in table.lines if line.number in refused}
    return Found(
        name=name[:200],
        mapping=mapping,
        headings=table.headings,
        sheets=[sheet.name for sheet in book.sheets],
        examples=_examples(table),
        faults=[_fault(problem) for problem in sorted(planned.problems, key=_refused_first)[:_MOST_NOTES]],
        refused=[RefusedRow(row, [line.cells.get(each, "") for each in table.headings]) for row, line in lines.items()],
        hidden=[sheet.name for sheet in book.sheets if sheet.hidden],
        left_out=table.left_out,
        understood=known,
        first=previews(table, mapping, (item.record for item in planned.items)),
    )


def _refused_first(problem: Problem) -> tuple[bool, int]:
    return problem.severity is not Severity.REFUSED, problem.row


def _examples(table: Table) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {heading: [] for heading in table.headings}
    for line in table.lines[:200]:
        for heading, cell in line.cells.items():
            if cell and heading in found and len(found[heading]) < 3 and cell[:80] not in found[heading]:
                found[heading].append(cell[:80])
    return found


def _fault(problem: Problem) -> Fault:
    values: Mapping[str, Any] = problem.message.values
    return Fault(
        row=problem.row,
        code=problem.code,
        refused=problem.severity is not Severity.NOTE,
        sentence=problem.message.id,
        values=dict(values),
        heading=problem.heading,
        typed=problem.typed,
    )


def sealed(key: vault.DataKey, run: store.Run, found: Found) -> bytes:
    """What was found, encrypted for its import."""
    return vault.encrypt(key, canonical_json(msgspec.to_builtins(found)), run.id, "found")


def opened(run: store.Run) -> Found:
    """What was found in the file of an import."""
    key = vault.unwrap(run.key_id, run.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, run.content, run.id, "found"), type=Found)
