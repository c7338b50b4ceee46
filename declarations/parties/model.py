"""Parties: member States, bodies, vendors and partners that may give something. Natural persons never enter."""

from typing import Literal
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import CounterpartKind, GiverRelation, GiverType, Kind
from declarations.parties.names import search_form

PARTY_TYPES = frozenset(GiverType) - {GiverType.INDIVIDUAL, GiverType.UNKNOWN}
PARTY_RELATIONS = frozenset(
    {
        GiverRelation.NONE,
        GiverRelation.VENDOR,
        GiverRelation.BIDDER,
        GiverRelation.IMPLEMENTING_PARTNER,
        GiverRelation.UNKNOWN,
        GiverRelation.OTHER,
    }
)
"""What an organisation can be to ours; the rest of the vocabulary is said of natural persons."""

EMPLOYING = frozenset({Kind.OUTSIDE_ACTIVITY, Kind.APPROVAL_REQUEST})
"""Kinds of declarations whose other party is asked for as a body; whoever takes it over says what it is."""
COUNTERPARTS = frozenset(CounterpartKind) - {CounterpartKind.INDIVIDUAL}


def may_be_organization(
    kind: str, giver_type: str | None, counterpart_kind: str | None, *, imported: bool = False
) -> bool:
    """Whether the other party of a declaration may enter the directory: never a natural person or one unknown.

    An older register did not ask what a giver is; whoever takes one over says it.
    """
    if kind == Kind.CONFLICT:
        return counterpart_kind in COUNTERPARTS
    if kind != Kind.GIFT:
        return kind in EMPLOYING
    return imported if giver_type is None else giver_type in PARTY_TYPES


PROMOTED = "promoted"
"""The source list of what officers took over from declarations."""

TAGS = ("en", "fr", "es", "ar")


class PartyRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a file, a demonstration or an officer says of one party; every value checked."""

    line: int = 0
    name_en: str = ""
    name_fr: str = ""
    name_es: str = ""
    name_ar: str = ""
    aliases: tuple[str, ...] = ()
    giver_type: GiverType
    country: str | None = None
    relation: GiverRelation = GiverRelation.NONE

    @property
    def names(self) -> tuple[str, ...]:
        """The names it has, English first."""
        return tuple(name for name in (self.name_en, self.name_fr, self.name_es, self.name_ar) if name)

    @property
    def key(self) -> str:
        """Tells parties apart: the first name without accents and case, and the country."""
        return f"{search_form(self.names[0])}|{self.country or ''}" if self.names else ""


class Party(msgspec.Struct, frozen=True):
    """An entry of the directory."""

    id: UUID
    name_en: str
    name_fr: str
    name_es: str
    name_ar: str
    aliases: tuple[str, ...]
    giver_type: str
    country: str | None
    relation: str
    source_list: str
    active: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that its list gives it."""
        listed = (self.name_en, self.name_fr, self.name_es, self.name_ar, *self.aliases)
        return tuple(name for name in listed if name)

    def name(self, tag: str) -> str:
        """The name in a language, else in the first language that has one."""
        wanted: str = getattr(self, f"name_{tag}")
        return wanted or next(name for name in (self.name_en, self.name_fr, self.name_es, self.name_ar) if name)


class PartySuggestion(msgspec.Struct, frozen=True):
    """A party that may be meant: from the directory (with its id), or typed by the person before."""

    name: str
    source: Literal["directory", "own"]
    party: UUID | None = None
    giver_type: str | None = None
    relation: str | None = None
    country: str | None = None


class LoadReport(msgspec.Struct, frozen=True):
    """What a load changed."""

    added: int
    changed: int
    unchanged: int
    retired: int = 0
