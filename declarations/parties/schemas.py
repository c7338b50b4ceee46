"""What programs send and receive of the directory."""

import msgspec

from declarations.parties.model import PartyRow
from declarations.parties.party_file import COLUMNS, check_rows
from register.people.sheet import SheetRow


class TypedIn(msgspec.Struct, forbid_unknown_fields=True):
    """The beginning of a name; posted, so that no name stands in an address."""

    typed: str


class PartyIn(msgspec.Struct, forbid_unknown_fields=True):
    """One party, as a row of a parties file."""

    name_en: str = ""
    name_fr: str = ""
    name_es: str = ""
    name_ar: str = ""
    aliases: list[str] = []
    giver_type: str = ""
    country: str = ""
    relation: str = ""

    def row(self, line: int) -> SheetRow:
        """The same as a row of a file, so that both are judged by the same rules."""
        cells = {name: getattr(self, name) for name in COLUMNS if name != "aliases"}
        return SheetRow(line, cells | {"aliases": ";".join(self.aliases)})


class LoadIn(msgspec.Struct, forbid_unknown_fields=True):
    """Parties of one list; with `replace`, all that the list holds."""

    list_name: str
    parties: list[PartyIn]
    replace: bool = False


def checked_rows(parties: list[PartyIn]) -> list[PartyRow]:
    """The rows, each value checked. Raises Invalid with every fault; the first party is row 1."""
    return check_rows([party.row(number) for number, party in enumerate(parties, 1)])
