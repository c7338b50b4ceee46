"""A list of participants as it was sent, read row by row: what is understood, and every fault with the row's words."""

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import msgspec

from declarations.legacy.headings import plain
from declarations.legacy.layout import table_of
from declarations.legacy.model import Line, Sheet, Workbook
from declarations.meetings.naming import Name, read_name, without_address
from declarations.meetings.people_forms import NO_EMAIL, NO_NAME
from declarations.parties.countries import country_list
from register.kernel.errors import Invalid
from register.kernel.i18n import Message, msg
from register.kernel.text import NotTextError, TextError, read_line
from register.people.people_file import EMAIL
from register.people.store import fold_email

_LOOKED_AT = 40
_FEWEST = 2
_LONGEST = {"name": 200, "honorific": 60, "email": 254, "delegation": 200}
_INVISIBLE = msg("This text contains invisible characters. Type it again instead of pasting it.")
_NO_HEADINGS = msg(
    "No row of headings was found. The list needs a column for the name, such as “Name” or “Family name”."
)
_NOT_KNOWN = msg("This word is not known here, so the usual value was taken.")
_NO_DELEGATION = msg("A representative belongs to a delegation. None is named in this row.")


class Column(StrEnum):
    """What a column of such a list may hold."""

    DELEGATION = "delegation"
    COUNTRY = "country"
    STANDING = "standing"
    CREDENTIALS = "credentials"
    VOTES = "votes"
    TYPE = "type"
    FUNCTION = "function"
    HONORIFIC = "honorific"
    FIRST_NAME = "first_name"
    FAMILY_NAME = "family_name"
    NAME = "name"
    EMAIL = "email"
    LANGUAGE = "language"
    BODY_ROLE = "body_role"


class Fault(msgspec.Struct, frozen=True):
    """Something of one row that is not understood; a refused row is left out, otherwise the row is taken."""

    row: int
    heading: str
    typed: str
    message: Message
    refused: bool = True
    words: str = ""
    """The whole row as it was written."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row understood; an empty value was not said."""

    row: int
    delegation: str = ""
    country: str = ""
    standing: str = ""
    credentials: str = ""
    votes: str = ""
    type: str = ""
    function: str = ""
    honorific: str = ""
    first_name: str = ""
    family_name: str
    email: str = ""
    language: str = ""
    body_role: str = ""


class Reading(msgspec.Struct, frozen=True):
    """What came out of a list."""

    headings: dict[Column, str]
    entries: list[Entry]
    faults: list[Fault]
    rows: int


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, str]]:
    """For headings and for each column with stored values: the value behind a word."""
    listed: dict[str, dict[str, list[str]]] = tomllib.loads(
        Path(__file__).with_name("people_words.toml").read_text(encoding="utf-8")
    )
    return {
        part: {plain(word): value for value, words in table.items() for word in words} for part, table in listed.items()
    }


@lru_cache(maxsize=1)
def _country_names() -> Mapping[str, str]:
    """Codes and names of countries in four languages, plain."""
    found = {}
    for code, country in country_list().items():
        for name in (code, country.alpha3, *country.names.values()):
            found[plain(name)] = code
    return found


def column_of(heading: str) -> Column | None:
    """What a heading says; one in several languages side by side says it in any of them."""
    known = _words()["headings"]
    for said in (heading, *heading.replace("|", "/").split("/")):
        value = known.get(plain(said))
        if value:
            return Column(value)
    return None


def read_list(book: Workbook) -> Reading:
    """The rows of the first sheet that has headings for people. Raises Invalid where there is none."""
    for sheet in book.sheets:
        row = None if sheet.hidden else _header_row(sheet)
        if row is not None:
            return _Rows(sheet, row).read()
    raise Invalid(_NO_HEADINGS)


def _header_row(sheet: Sheet) -> int | None:
    """Where the headings stand, counted from one: the row that has the most of them, a name among them."""
    best, where = _FEWEST - 1, None
    for number, row in enumerate(sheet.rows[:_LOOKED_AT], start=1):
        found = {column for cell in row if len(cell) <= 100 and (column := column_of(cell))}
        if len(found) > best and not found.isdisjoint({Column.NAME, Column.FAMILY_NAME}):
            best, where = len(found), number
    return where


class _Rows:
    """The rows of one list while they are read."""

    def __init__(self, sheet: Sheet, row: int) -> None:
        self._table = table_of(sheet, row)
        self._headings: dict[Column, str] = {}
        for heading in self._table.headings:
            column = column_of(heading)
            if column is not None:
                self._headings.setdefault(column, heading)
        self._faults: list[Fault] = []
        self._seen: dict[tuple[str, ...], int] = {}
        self._line = Line(0, {})
        self._refused = False

    def read(self) -> Reading:
        """Every row. Without a column for it, a row that holds a single text names the delegation of those below."""
        alone = {apart.number: apart.text for apart in self._table.apart if apart.code == "set_apart"}
        people = {number: text for number, text in alone.items() if without_address(text)[0]}
        lines = {line.number: line for line in self._table.lines} | {
            number: Line(number, {self._name_heading(): text}) for number, text in people.items()
        }
        titles = {number: text for number, text in alone.items() if number not in people}
        entries, above, empty = [], "", 0
        for number in sorted({*lines, *titles}):
            if number not in titles:
                empty = 0
                entry = self._entry(lines[number], above)
                entries += [entry] if entry is not None else []
                continue
            self._alone(empty, titles)
            above, empty = self._title(number, titles[number]), number
            if not self._is_below():
                self._alone(number, titles)
                empty = 0
        self._alone(empty, titles)
        rows = len(lines) + len({fault.row for fault in self._faults if fault.row in titles})
        return Reading(self._headings, entries, sorted(self._faults, key=lambda fault: fault.row), rows)

    def _title(self, number: int, text: str) -> str:
        """The delegation that a row of one text names; none, and a fault, where the text is none."""
        try:
            return read_line(text[: _LONGEST["delegation"]], _LONGEST["delegation"])
        except NotTextError:
            told = _INVISIBLE
        except TextError as error:
            told = error.message
        self._faults.append(Fault(number, "", text[:200], told, refused=True, words=text[:500]))
        return ""

    def _alone(self, number: int, titles: Mapping[int, str]) -> None:
        """A row of one text below which nobody stands may be a participant: it is left out, and said."""
        if number:
            text = titles[number]
            told = msg("Only one cell of this row is filled.")
            self._faults.append(Fault(number, "", text[:200], told, refused=True, words=text))

    def _name_heading(self) -> str:
        return self._headings.get(Column.NAME) or self._headings[Column.FAMILY_NAME]

    def _entry(self, line: Line, above: str) -> Entry | None:
        self._line, self._refused = line, False
        name = self._name()
        named = self._text(Column.DELEGATION, _LONGEST["delegation"])
        country = self._country()
        said = self._text(Column.COUNTRY) if Column.COUNTRY in self._headings and not named else ""
        delegation = named or said or (above if self._is_below() else "")
        email = self._email()
        values = {column.value: self._value(column) for column in _STORED}
        if not delegation and values["type"] not in {"observer", "invited_person"}:
            self._fault(Column.DELEGATION, _NO_DELEGATION)
        if not self._refused:
            self._check_twice(delegation, name, email)
        if self._refused:
            return None
        return Entry(
            row=line.number,
            delegation=delegation,
            country=country,
            honorific=name.honorific,
            first_name=name.first_name,
            family_name=name.family_name,
            email=email,
            **values,
        )

    def _is_below(self) -> bool:
        return Column.DELEGATION not in self._headings

    def _cell(self, column: Column) -> str:
        heading = self._headings.get(column)
        return self._line.cells.get(heading, "").strip() if heading else ""

    def _text(self, column: Column, longest: int = 200) -> str:
        try:
            return read_line(self._cell(column), longest)
        except NotTextError:
            self._fault(column, _INVISIBLE)
        except TextError as error:
            self._fault(column, error.message)
        return ""

    def _fault(self, column: Column, message: Message, *, refused: bool = True) -> None:
        words = " | ".join(cell for cell in self._line.cells.values() if cell)[:500]
        heading = self._headings.get(column, "")
        self._faults.append(Fault(self._line.number, heading, self._cell(column)[:200], message, refused, words))
        self._refused = self._refused or refused

    def _name(self) -> Name:
        """From a column of its own for each part, else from the one of the whole name."""
        family, first = self._text(Column.FAMILY_NAME), self._text(Column.FIRST_NAME)
        honorific = self._text(Column.HONORIFIC, _LONGEST["honorific"])
        if family:
            before, first = without_address(first) if first else ("", first)
            other, family = without_address(family)
            name = Name(honorific or before or other, first, family)
        else:
            whole = read_name(self._text(Column.NAME))
            name = Name(honorific or whole.honorific, whole.first_name, whole.family_name)
        if not name.family_name and not self._refused:
            self._fault(Column.FAMILY_NAME if Column.FAMILY_NAME in self._headings else Column.NAME, NO_NAME)
        return Name(name.honorific[: _LONGEST["honorific"]], name.first_name, name.family_name)

    def _country(self) -> str:
        said = self._cell(Column.COUNTRY) or self._cell(Column.DELEGATION)
        found = _country_names().get(plain(said), "") if said else ""
        if said and not found and self._cell(Column.COUNTRY):
            self._fault(Column.COUNTRY, _NOT_KNOWN, refused=False)
        return found

    def _email(self) -> str:
        email = fold_email(self._text(Column.EMAIL, _LONGEST["email"]))
        if email and not EMAIL.fullmatch(email):
            self._fault(Column.EMAIL, NO_EMAIL)
        return email

    def _value(self, column: Column) -> str:
        """The stored value behind a word; none, and a note, where the word is not known."""
        said = self._cell(column)
        found = _words()[column.value].get(plain(said), "") if said else ""
        if said and not found:
            self._fault(column, _NOT_KNOWN, refused=False)
        return found

    def _check_twice(self, delegation: str, name: Name, email: str) -> None:
        """One address, or one name in one delegation, stands in the list once."""
        keys = [(email,)] if email else [key_of(delegation, name.first_name, name.family_name)]
        for key in keys:
            if key in self._seen:
                told = msg("This participant is already in row %(row)s.", row=str(self._seen[key]))
                self._fault(Column.EMAIL if email else Column.NAME, told)
            self._seen.setdefault(key, self._line.number)


_STORED: Sequence[Column] = (
    Column.STANDING,
    Column.CREDENTIALS,
    Column.VOTES,
    Column.TYPE,
    Column.FUNCTION,
    Column.LANGUAGE,
    Column.BODY_ROLE,
)


def key_of(delegation: str, first_name: str, family_name: str) -> tuple[str, ...]:
    """By what somebody without an address is known: the delegation and the name, however they are spelled."""
    return (plain(delegation), plain(f"{first_name} {family_name}"))
