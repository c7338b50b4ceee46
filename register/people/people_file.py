"""Rows of a people file, each value checked; what needs the database is checked by `loading`.

All columns are there, in any order; an empty cell says that there is none. `languages` and `roles` hold several
values, separated by `;`, `|` or spaces. A role is a role in a body (chair, convenor …) or a stored role that may be
granted by a file.
"""

import re
from collections.abc import Callable, Collection
from pathlib import Path

from register.kernel.errors import FieldError, Invalid
from register.kernel.locales import LOCALES
from register.kernel.message import Message, msg
from register.kernel.text import NotTextError, TextError, read_line
from register.people.model import BodyRole, Capacity, PersonRow
from register.people.sheet import SheetRow, read_sheet
from register.people.store import fold_email

COLUMNS = ("email", "family_name", "first_name", "unit", "supervisor_email", "capacity", "languages", "roles")
MOST_FAULTS = 200
EMAIL = re.compile(r"[^\s@,;<>\"()]{1,64}@[^\s@,;<>\"()]{1,189}")
_SEPARATOR = re.compile(r"[;|,\s]+")


class RowFaults:
    """Every fault of a file, by row and column, in reading order."""

    def __init__(self) -> None:
        self._found: list[tuple[int, FieldError]] = []

    def add(self, line: int, column: str, message: Message) -> None:
        """Note what is wrong in one cell."""
        told = msg("Row %(row)s, %(column)s: %(reason)s", row=str(line), column=column, reason=message)
        self._found.append((line, FieldError(f"{line}.{column}", told)))

    def check(self) -> None:
        """Raise Invalid when anything was noted: all of the file or nothing of it is loaded."""
        if self._found:
            in_order = sorted(self._found, key=lambda fault: fault[0])
            raise Invalid(
                msg("The file has faults. Nothing was loaded."), [fault for _, fault in in_order[:MOST_FAULTS]]
            )


def read_people_file(path: Path, grantable: Collection[str]) -> list[PersonRow]:
    """The persons of a CSV or XLSX file. Raises Invalid with every fault by row and column."""
    faults = RowFaults()
    rows = [_row(row, grantable, faults) for row in read_sheet(path, COLUMNS)]
    seen: dict[str, int] = {}
    for row in rows:
        if row.email and row.email in seen:
            faults.add(row.line, "email", msg("This address is already in row %(row)s.", row=str(seen[row.email])))
        seen.setdefault(row.email, row.line)
    faults.check()
    return rows


def _row(row: SheetRow, grantable: Collection[str], faults: RowFaults) -> PersonRow:
    def noted(column: str) -> Callable[[Message], None]:
        return lambda message: faults.add(row.line, column, message)

    def line(column: str, missing: Message | None = None) -> str:
        return _line(row.cells.get(column, ""), missing, noted(column))

    def several(column: str, among: Collection[str]) -> tuple[str, ...]:
        return _several(row.cells.get(column, ""), among, noted(column))

    kept = {
        "email": _email(line("email", msg("Write an address, such as name@example.org.")), noted("email")),
        "family_name": line("family_name", msg("Write the family name.")),
        "first_name": line("first_name"),
        "unit": line("unit"),
        "supervisor_email": _email(line("supervisor_email"), noted("supervisor_email")),
        "capacity": next(iter(_several(row.cells.get("capacity", ""), set(Capacity), noted("capacity"), most=1)), ""),
    }
    languages, roles = several("languages", LOCALES.keys()), several("roles", {*BodyRole, *grantable})
    return PersonRow(
        line=row.line,
        languages=languages,
        body_roles=tuple(role for role in roles if role in set(BodyRole)),
        stored_roles=tuple(role for role in roles if role not in set(BodyRole)),
        **kept,
    )


def _line(text: str, missing: Message | None, fault: Callable[[Message], None]) -> str:
    try:
        found = read_line(text)
    except NotTextError:
        fault(msg("This text contains invisible characters. Type it again instead of pasting it."))
        return ""
    except TextError as error:
        fault(error.message)
        return ""
    if not found and missing is not None:
        fault(missing)
    return found


def _email(text: str, fault: Callable[[Message], None]) -> str:
    folded = fold_email(text)
    if folded and not EMAIL.fullmatch(folded):
        fault(msg("This is not an address. Write one such as name@example.org."))
        return ""
    return folded


def _several(text: str, among: Collection[str], fault: Callable[[Message], None], most: int = 10) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in _SEPARATOR.split(text.casefold()) if value))
    unknown = [value for value in values if value not in among]
    if unknown or len(values) > most:
        fault(msg("These values are not known: %(values)s", values=unknown or values))
    return tuple(value for value in values if value in among)
