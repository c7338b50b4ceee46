"""What an officer keeps of a party by hand: aliases, merges, recognised names, and the story of each."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec

from declarations.parties.model import Party
from register.kernel.currency import Money
from register.kernel.message import Message, msg, pmsg
from register.ledger.hashing import state_digest

KIND = "party"
"""The kind of the streams of parties in the ledger."""


class Script(StrEnum):
    """The script of a name, as far as the directory tells scripts apart."""

    LATIN = "latin"
    ARABIC = "arabic"
    CYRILLIC = "cyrillic"
    HAN = "han"
    GREEK = "greek"
    OTHER = "other"


SCRIPTS: Mapping[Script, Message] = MappingProxyType(
    {
        Script.LATIN: pmsg("script", "Latin"),
        Script.ARABIC: pmsg("script", "Arabic"),
        Script.CYRILLIC: pmsg("script", "Cyrillic"),
        Script.HAN: pmsg("script", "Han (Chinese)"),
        Script.GREEK: pmsg("script", "Greek"),
        Script.OTHER: pmsg("script", "Other script"),
    }
)
_UNICODE = {"CJK": Script.HAN, **{name.upper(): name for name in Script if name is not Script.HAN}}


def script_of(name: str) -> Script:
    """The script of the first letter."""
    for letter in name:
        if letter.isalpha():
            return _UNICODE.get(unicodedata.name(letter, "").split(" ")[0], Script.OTHER)
    return Script.OTHER


class Alias(msgspec.Struct, frozen=True):
    """Another name of a party, with the language it is in (a tag, or empty) and the source it was taken from."""

    id: UUID
    name: str
    language: str
    source: str
    added_at: datetime

    @property
    def script(self) -> Script:
        """The script it is written in."""
        return script_of(self.name)


class Record(msgspec.Struct, frozen=True):
    """What was done to a party by hand, and the head of its stream; `seq` 0 where nothing was."""

    id: UUID
    merged_into: UUID | None = None
    seq: int = 0
    hash: bytes = b""

    @property
    def version(self) -> int:
        """The number in the entity tag."""
        return self.seq + 1


def digest(record: Record) -> bytes:
    """The digest of what the record says, kept in its events."""
    return state_digest({"id": record.id, "merged_into": record.merged_into})


class Act(StrEnum):
    """What is done to a party by hand."""

    ALIAS_ADDED = "alias_added"
    ALIAS_REMOVED = "alias_removed"
    MERGED = "merged"
    SEPARATED = "separated"
    ABSORBED = "absorbed"
    RELEASED = "released"
    PROMOTED = "promoted"


_SENTENCES: Mapping[Act, Message] = MappingProxyType(
    {
        Act.ALIAS_ADDED: msg("%(who)s added the name %(name)s, from %(source)s."),
        Act.ALIAS_REMOVED: msg("%(who)s removed the name %(name)s."),
        Act.MERGED: msg("%(who)s merged this entry into %(name)s."),
        Act.SEPARATED: msg("%(who)s separated this entry from %(name)s again."),
        Act.ABSORBED: msg("%(who)s merged %(name)s into this entry."),
        Act.RELEASED: msg("%(who)s separated %(name)s from this entry again."),
        Act.PROMOTED: msg("%(who)s took the name %(name)s over from a declaration."),
    }
)


class Told(msgspec.Struct, frozen=True):
    """One step of the story of a party."""

    at: datetime
    act: Act
    who: str
    name: str
    source: str = ""
    words: str = ""

    @property
    def sentence(self) -> Message:
        """The step in one sentence."""
        told = _SENTENCES[self.act]
        values = {"who": self.who, "name": self.name}
        return msgspec.structs.replace(
            told, values={**values, "source": self.source} if self.act is Act.ALIAS_ADDED else values
        )


class GiverTotal(msgspec.Struct, frozen=True):
    """What one declarant (or everybody) received from a giver in a period."""

    received: int
    not_valued: int
    sums: tuple[Money, ...]
    declarant: str = ""


class GiverTotals(msgspec.Struct, frozen=True):
    """Gifts of one giver that the reader may see, by period, and by person in the rolling year."""

    rolling_since: date
    rolling: GiverTotal
    calendar: tuple[tuple[int, GiverTotal], ...]
    """By calendar year, newest first."""
    persons: tuple[GiverTotal, ...]
    """Of the rolling year, the most frequent first; at most twenty."""


class PartyEntry(msgspec.Struct, frozen=True):
    """All that the directory holds of a party."""

    party: Party
    record: Record
    aliases: tuple[Alias, ...]
    merged: tuple[Party, ...]
    """The entries that were merged into it."""
    target: Party | None
    """The entry that this one was merged into, if it was."""
    candidates: tuple[Party, ...]
    """Entries that may be the same party, by their names."""
    story: tuple[Told, ...]
    totals: GiverTotals | None
    """None for whoever reads no declarations."""
    declarations: int | None = None
    """How many of every kind count as it; None likewise."""


class Beside(msgspec.Struct, frozen=True):
    """An entry beside another that may be the same, and how many declarations count as it."""

    party: Party
    names: tuple[str, ...]
    declarations: int | None
    """Those open to the reader and not withdrawn; None for whoever reads no declarations."""


class Merging(msgspec.Struct, frozen=True):
    """Two entries side by side, before one of them stands for both."""

    record: Record
    """Of the one that is merged."""
    merged: Beside
    kept: Beside

    @property
    def is_of_two_types(self) -> bool:
        """Whether they are said to be of different giver types, as a firm and an intergovernmental organization are."""
        return self.merged.party.giver_type != self.kept.party.giver_type

    @property
    def is_of_two_relations(self) -> bool:
        """Whether one is a vendor, say, and the other stands in no relation to the Organization."""
        return self.merged.party.relation != self.kept.party.relation


class TypedGiver(msgspec.Struct, frozen=True):
    """An organisation as it stands in declarations, not yet in the directory; `reference` is the newest of them."""

    form: str
    name: str
    giver_type: str
    """`other` where it gave nothing."""
    kind: str
    """Of the newest declaration."""
    reference: str
    declarations: int


def said(payload: Any) -> dict[str, str]:
    """The payload of an event of a party."""
    return {str(name): str(value) for name, value in msgspec.json.decode(payload).items()}
