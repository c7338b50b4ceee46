"""Reading a file for an import: what it holds, what is wrong with it, what would become of it."""

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.legacy import store
from declarations.legacy.files import read_file
from declarations.legacy.interpret import interpret
from declarations.legacy.mapping import LONGEST_NAME, ColumnMapping, check_mapping
from declarations.legacy.model import Problem, Reading, Severity, Table, Workbook
from declarations.legacy.preview import Preview, previews
from declarations.legacy.service.four_eyes import rows_by_person
from declarations.legacy.service.planning import Plan, plan
from declarations.legacy.suggesting import suggest_mapping
from declarations.legacy.understood import Understood, understood
from register import vault
from register.kernel.canonical import canonical_json
from register.kernel.clock import today
from register.kernel.db import Transaction
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Message, msg

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
    prepared_by: list[UUID] = []
    """Whoever chose the file or said how it is read."""
    rows_by_person: dict[UUID, int] = {}
    """How many rows write something of each person whom the register knows."""
    imported_by: str = ""
    """Who had it imported, by the name of that day; empty in imports that are older than the field."""
    undone_by: str = ""


class Looked(msgspec.Struct, frozen=True):
    """A file after it was looked at."""

    found: Found
    plan: Plan | None
    """None while the mapping does not fit the file."""
    registers: list[str] = []
    """The registers of this kind that are here."""


async def workbook_of(data: bytes) -> Workbook:
    """The sheets of a file; read in a process of its own, waited for in a thread. Raises Invalid."""
    return await asyncio.to_thread(_read, data)


def _read(data: bytes) -> Workbook:
    with tempfile.NamedTemporaryFile(prefix="import") as kept:
        kept.write(data)
        kept.flush()
        return read_file(Path(kept.name))


async def look(tx: Transaction, book: Workbook, name: str, mapping: ColumnMapping, file_hash: bytes) -> Looked:
    """What a file holds under a mapping; what it said as it was imported before is corrected.

    Raises Invalid where the mapping does not fit, or would bring the same sheet in a second time under another name.
    """
    table = check_mapping(mapping, book)
    reading, known = await asyncio.to_thread(_read_rows, table, mapping)
    before = await _before(tx, mapping, file_hash)
    earlier = await asyncio.to_thread(_read_rows, check_mapping(before, book), before) if before else None
    found = await plan(tx, reading, mapping, earlier[0] if earlier else None)
    rows = await rows_by_person(tx, found)
    said = msgspec.structs.replace(_found(book, name, mapping, table, found, known), rows_by_person=rows)
    return Looked(said, found, await store.registers(tx, mapping.kind))


async def _before(tx: Transaction, mapping: ColumnMapping, file_hash: bytes) -> ColumnMapping | None:
    standing = [found for found in await mappings_of(tx, file_hash, mapping.kind) if found.sheet == mapping.sheet]
    before = next((found for found in standing if found.register == mapping.register), None)
    if standing and before is None:
        said = msg(
            "This file is here already as “%(register)s”. Keep that name, so that nothing is here twice.",
            register=standing[0].register,
        )
        raise Invalid(said, fields=[FieldError("register", said)])
    return before


async def mappings_of(tx: Transaction, file_hash: bytes, kind: str) -> list[ColumnMapping]:
    """How the same file is read in the imports of it that still stand."""
    return [opened(run).mapping for run in await store.standing(tx, file_hash, kind)]


def _read_rows(table: Table, mapping: ColumnMapping) -> tuple[Reading, Understood]:
    return interpret(table, mapping, today()), understood(table, mapping)


def suggested(book: Workbook, name: str, kind: str = Kind.GIFT) -> ColumnMapping:
    """The mapping that a file suggests; its register is named after the file. Raises Invalid."""
    named = "".join(letter for letter in Path(name).stem if letter.isprintable()).strip()[:LONGEST_NAME]
    return suggest_mapping(book, named or "register", kind)


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
