"""The staff of the history: put together from lists of names by chance, in units, with one language each."""

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from register.people.model import PersonRow

FILE = Path(__file__).with_name("names.toml")


class Unit(msgspec.Struct, frozen=True):
    """A unit and the address of whoever heads it."""

    name: str
    head: str


class Names(msgspec.Struct, frozen=True):
    """First and family names that go together."""

    language: str
    first: tuple[str, ...]
    family: tuple[str, ...]


class Giver(msgspec.Struct, frozen=True):
    """Somebody who gives; without a type an entry of the directory."""

    name: str
    share: float
    type: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether the directory does not know them."""
        return bool(self.type)


class Others(msgspec.Struct, frozen=True):
    """People who are not of the staff."""

    capacity: str
    many: int
    declaring: int = 0
    """How many of them state each January that there is nothing to declare."""

    @property
    def have_unit(self) -> bool:
        """Whether they work in a unit: those who left the Organization or govern it do not."""
        return self.capacity in {"contractor", "intern"}


class Organization(msgspec.Struct, frozen=True):
    """The file: who there is, who gives, and how much is declared in each month of a year."""

    months: tuple[float, ...]
    growth: float
    """By how much more is declared from year to year."""
    staff: int
    quiet: int
    """How many of the staff only ever state that there is nothing to declare."""
    units: tuple[Unit, ...] = msgspec.field(name="unit")
    names: tuple[Names, ...] = msgspec.field(name="of")
    givers: tuple[Giver, ...] = msgspec.field(name="giver")
    others: tuple[Others, ...] = msgspec.field(name="other")


def organization() -> Organization:
    """What the file says."""
    return msgspec.convert(tomllib.loads(FILE.read_text("utf-8")), Organization)


def staff(chance: random.Random, said: Organization) -> list[PersonRow]:
    """As many persons as the file says, no two of one name; the same for the same chance."""
    return [
        _row(number, chance.choice(said.units), *chosen)
        for number, chosen in enumerate(chance.sample(_pairs(said), said.staff), start=1)
    ]


def others(chance: random.Random, said: Organization, known: Sequence[PersonRow]) -> list[tuple[PersonRow, bool]]:
    """Who is not of the staff, none called like one of `known`; whether they state that there is nothing to declare."""
    called = {(each.first_name, each.family_name) for each in known}
    free = [pair for pair in _pairs(said) if pair[1:] not in called]
    wanted = [(each, place < each.declaring) for each in said.others for place in range(each.many)]
    chosen = chance.sample(free, len(wanted))
    return [
        (_other(number, each, chance.choice(said.units), *pair), declares)
        for number, ((each, declares), pair) in enumerate(zip(wanted, chosen, strict=True), start=1)
    ]


def _other(number: int, of: Others, unit: Unit, language: str, first: str, family: str) -> PersonRow:
    row = _row(number, unit, language, first, family)
    place = {} if of.have_unit else {"unit": "", "supervisor_email": ""}
    return msgspec.structs.replace(row, email=f"other{number:03}@demo.example", capacity=of.capacity, **place)


def _pairs(said: Organization) -> list[tuple[str, str, str]]:
    return [(names.language, first, family) for names in said.names for first in names.first for family in names.family]


def _row(number: int, unit: Unit, language: str, first: str, family: str) -> PersonRow:
    return PersonRow(
        line=number,
        email=f"staff{number:03}@demo.example",
        family_name=family,
        first_name=first,
        unit=unit.name,
        supervisor_email=unit.head,
        capacity="staff",
        languages=(language,) if language == "en" else (language, "en"),
        body_roles=(),
        stored_roles=(),
    )
