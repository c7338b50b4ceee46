"""What programs send and get of entries of the directory."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

import msgspec

from declarations.parties.forms import read_alias, read_reason
from declarations.parties.model import Party
from declarations.parties.records import Alias, GiverTotal, PartyEntry, Script, TypedGiver
from register.kernel.errors import FieldError, Invalid
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.kernel.paging import Page


class PartyOut(msgspec.Struct):
    """An entry as lists show it."""

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

    @classmethod
    def of(cls, found: Party) -> Self:
        """From an entry."""
        return cls(**msgspec.structs.asdict(found))

    @classmethod
    def page(cls, found: Page[Party]) -> "Page[PartyOut]":
        """From a page of entries."""
        return Page([PartyOut.of(party) for party in found.items], found.newer, found.older)


class AliasOut(msgspec.Struct):
    """Another name, with where it is from."""

    id: UUID
    name: str
    language: str
    script: Script
    source: str
    added_at: datetime


class MoneyOut(msgspec.Struct):
    """An amount."""

    amount: str
    currency: str


class TotalOut(msgspec.Struct):
    """Gifts counted and added up; amounts of different currencies are never added."""

    received: int
    not_valued: int
    sums: list[MoneyOut]
    declarant: str = ""
    year: int | None = None

    @classmethod
    def of(cls, found: GiverTotal, year: int | None = None) -> Self:
        """From a total."""
        sums = [MoneyOut(format(sum_.amount, "f"), sum_.currency) for sum_ in found.sums]
        return cls(found.received, found.not_valued, sums, found.declarant, year)


class TotalsOut(msgspec.Struct):
    """What the giver gave, over the declarations that are open to the reader."""

    rolling_since: date
    rolling: TotalOut
    calendar: list[TotalOut]
    persons: list[TotalOut]


class StepOut(msgspec.Struct):
    """One step of the story."""

    at: datetime
    act: str
    who: str
    name: str
    source: str
    words: str


class EntryOut(msgspec.Struct):
    """One entry with everything."""

    party: PartyOut
    aliases: list[AliasOut]
    merged_into: UUID | None
    merged: list[PartyOut]
    candidates: list[PartyOut]
    story: list[StepOut]
    totals: TotalsOut | None
    declarations: int | None
    """How many that are open to the reader and not withdrawn count as the entry's."""

    @classmethod
    def of(cls, found: PartyEntry) -> Self:
        """From an entry."""
        totals = found.totals
        return cls(
            party=PartyOut.of(found.party),
            aliases=[
                AliasOut(one.id, one.name, one.language, one.script, one.source, one.added_at) for one in found.aliases
            ],
            merged_into=found.record.merged_into,
            merged=[PartyOut.of(other) for other in found.merged],
            candidates=[PartyOut.of(other) for other in found.candidates],
            story=[StepOut(one.at, one.act, one.who, one.name, one.source, one.words) for one in found.story],
            declarations=found.declarations,
            totals=None
            if totals is None
            else TotalsOut(
                totals.rolling_since,
                TotalOut.of(totals.rolling),
                [TotalOut.of(total, year) for year, total in totals.calendar],
                [TotalOut.of(total) for total in totals.persons],
            ),
        )


class StateOut(msgspec.Struct):
    """Where an entry stands after a change; its ETag is in the header."""

    id: UUID
    merged_into: UUID | None


class TypedOut(msgspec.Struct):
    """An organisation as it stands in declarations; `reference` is the newest of them."""

    name: str
    giver_type: str
    reference: str
    declarations: int
    kind: str
    """Of that declaration."""

    @classmethod
    def page(cls, found: Page[TypedGiver]) -> "Page[TypedOut]":
        """From a page of them."""
        rows = [TypedOut(one.name, one.giver_type, one.reference, one.declarations, one.kind) for one in found.items]
        return Page(rows, found.newer, found.older)


class AliasIn(msgspec.Struct, forbid_unknown_fields=True):
    """Another name and where it is from; `language` is a tag, `other`, or empty."""

    name: str
    source: str
    language: str = ""

    def alias(self) -> Alias:
        """The same, checked as the page checks it. Raises Invalid."""
        return read_alias(_form(name=self.name, source=self.source, language=self.language))


class ReasonIn(msgspec.Struct, forbid_unknown_fields=True):
    """Why."""

    reason: str

    def said(self) -> str:
        """The reason, checked. Raises Invalid."""
        return read_reason(_form(reason=self.reason))


class MergeIn(ReasonIn, forbid_unknown_fields=True):
    """The entry that stands for this one from now on, and why; `confirmed` once a person has seen both."""

    into: UUID
    confirmed: bool = False
    despite: bool = False
    """That they are the same although their giver types or relations differ."""

    def said(self) -> str:
        """The reason, checked, of what was confirmed. Raises Invalid."""
        if not self.confirmed:
            raise Invalid(fields=[FieldError("confirmed", msg("Compare the two entries, then confirm."))])
        return super().said()


def _form(**typed: str) -> Form:
    form = Form()
    for name, value in typed.items():
        form.put(name, value)
    return form
