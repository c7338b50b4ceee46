"""Rows of a parties file, each value checked: all of the file or nothing of it.

All columns are there, in any order; an empty cell says that there is none. `aliases` holds several names, separated by
`;` or `|`. A party has a name in at least one language and is never a natural person.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from declarations.codes.vocabulary import GiverRelation, GiverType
from declarations.parties.countries import countries
from declarations.parties.model import PARTY_RELATIONS, PARTY_TYPES, TAGS, PartyRow
from declarations.parties.names import search_form
from register.kernel.message import Message, msg
from register.kernel.text import NotTextError, TextError, read_line
from register.people.people_file import RowFaults
from register.people.sheet import SheetRow, read_sheet

COLUMNS = ("name_en", "name_fr", "name_es", "name_ar", "aliases", "giver_type", "country", "relation")
LONGEST_NAME = 300
MOST_ALIASES = 20
_SEPARATOR = re.compile(r"[;|]")
_INVISIBLE = msg("This text contains invisible characters. Type it again instead of pasting it.")

Value = TypeVar("Value", GiverType, GiverRelation)
Fault = Callable[[str, Message], None]


def read_party_file(path: Path) -> list[PartyRow]:
    """The parties of a CSV or XLSX file. Raises Invalid with every fault by row and column."""
    return check_rows(read_sheet(path, COLUMNS))


def table_of(rows: Sequence[PartyRow]) -> str:
    """The same rows as the text of a CSV file."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        cells = {name: getattr(row, name) or "" for name in COLUMNS}
        table.writerow([str(cell) for cell in (cells | {"aliases": "|".join(row.aliases)}).values()])
    return written.getvalue()


def check_rows(rows: list[SheetRow]) -> list[PartyRow]:
    """The same for rows that are already read."""
    faults = RowFaults()
    read = [found for row in rows if (found := _row(row, faults)) is not None]
    seen: dict[str, int] = {}
    for party in read:
        if party.key in seen:
            told = msg("This party is already in row %(row)s.", row=str(seen[party.key]))
            faults.add(party.line, "name_en", told)
        seen.setdefault(party.key, party.line)
    faults.check()
    return read


def _row(row: SheetRow, faults: RowFaults) -> PartyRow | None:
    def fault(column: str, message: Message) -> None:
        faults.add(row.line, column, message)

    names = {f"name_{tag}": _name(row.cells.get(f"name_{tag}", ""), f"name_{tag}", fault) for tag in TAGS}
    aliases = _aliases(row.cells.get("aliases", ""), fault)
    giver_type = _value(row.cells.get("giver_type", ""), "giver_type", GiverType, PARTY_TYPES, fault)
    relation = _value(row.cells.get("relation", "") or "none", "relation", GiverRelation, PARTY_RELATIONS, fault)
    country = _country(row.cells.get("country", ""), fault)
    if not any(row.cells.get(column) for column in names):
        fault("name_en", msg("Write the name in at least one language."))
    if not any(names.values()):
        return None
    if giver_type is None or relation is None:
        return None
    return PartyRow(line=row.line, **names, aliases=aliases, giver_type=giver_type, country=country, relation=relation)


def _name(text: str, column: str, fault: Fault) -> str:
    try:
        found = read_line(text, LONGEST_NAME)
    except NotTextError:
        fault(column, _INVISIBLE)
        return ""
    except TextError as error:
        fault(column, error.message)
        return ""
    if found and not search_form(found):
        fault(column, msg("A name has letters or digits."))
        return ""
    return found


def _aliases(text: str, fault: Fault) -> tuple[str, ...]:
    found = tuple(name for part in _SEPARATOR.split(text) if (name := _name(part, "aliases", fault)))
    if len(found) > MOST_ALIASES:
        fault("aliases", msg("A party has at most %(most)s other names.", most=MOST_ALIASES))
    return tuple(dict.fromkeys(found))


def _value(text: str, column: str, kind: type[Value], among: Collection[str], fault: Fault) -> Value | None:
    folded = text.strip().casefold()
    if folded == GiverType.INDIVIDUAL:
        fault(column, msg("Natural persons never enter the directory."))
        return None
    if folded not in among:
        fault(column, msg("Write one of these values: %(values)s", values=sorted(str(value) for value in among)))
        return None
    return kind(folded)


def _country(text: str, fault: Fault) -> str | None:
    code = text.strip().upper()
    if not code:
        return None
    if code not in countries():
        fault("country", msg("Write the two letters of the country (ISO 3166), for example %(example)s.", example="KE"))
        return None
    return code
