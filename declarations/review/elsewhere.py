"""What the register holds elsewhere of the other party of a case: shown with the reason, never decided by itself."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

import msgspec

from declarations.codes.labels import label
from declarations.parties.matching import Match, Reason, surest_first
from declarations.review.matches import Kept
from declarations.review.model import EarlierRow, Total
from register.kernel.currency import Money
from register.kernel.i18n import Message, msg, nmsg

REASONS: Mapping[Reason, Message] = MappingProxyType(
    {
        Reason.SAME_NAME: msg("The same name"),
        Reason.OTHER_NAME: msg("Another name of the same entry of the directory"),
        Reason.LEGAL_FORM: msg("The same name but for the legal form"),
        Reason.WORD_ORDER: msg("The same words in another order"),
        Reason.ACRONYM: msg("One name is short for the other"),
        Reason.OTHER_SCRIPT: msg("The same name in another script"),
        Reason.TRANSLATED: msg("The same words in another language"),
        Reason.SPELLING: msg("Nearly the same spelling"),
    }
)
SURE = frozenset({Reason.SAME_NAME, Reason.OTHER_NAME})
"""Reasons that the directory or the person gave themselves, and that were not found by likeness."""


class Same(msgspec.Struct, frozen=True):
    """Entries of the directory and typed names, each with why it may be the party that is looked for."""

    parties: Mapping[UUID, Match]
    keys: Mapping[str, Match]

    def names(self, party: UUID | None, key: str) -> bool:
        """Whether a row names one of them."""
        return party in self.parties if party is not None else key in self.keys

    def match_of(self, party: UUID | None, key: str) -> Match:
        """Why a row that names one of them was found."""
        if party is not None and party in self.parties:
            return self.parties[party]
        return self.keys[key]


class ElsewhereRow(msgspec.Struct, frozen=True):
    """A declaration of somebody that names what may be the same party, and why it may."""

    row: EarlierRow
    reason: Reason
    score: float
    is_reviewed_by_declarant: bool = False
    """The person whose case is open reviews this one: their interest and their office meet in one party."""
    kept: Kept | None = None
    """When the register found it; none where it was found only now, as the case was opened."""


class OwnRow(msgspec.Struct, frozen=True):
    """What somebody of the desk has declared themselves that names the party."""

    reference: str
    kind: str
    reason: Reason

    @property
    def kind_said(self) -> Message:
        """What was declared."""
        return label("kind", self.kind)


class PerhapsSame(msgspec.Struct, frozen=True):
    """An entry of the directory that a typed name may mean."""

    party: UUID
    name: str
    reason: Reason
    score: float
    kept: Kept | None = None


class Split(msgspec.Struct, frozen=True):
    """Gifts that are each just below the nominal value and together above it, if all are of one giver."""

    items: int
    since: date
    limit: Money
    together: Money


class Elsewhere(msgspec.Struct, frozen=True):
    """Everything of it that is open to the reader."""

    of_person: tuple[ElsewhereRow, ...] = ()
    """Of the declarant, of any kind."""
    of_others: tuple[ElsewhereRow, ...] = ()
    own: tuple[OwnRow, ...] = ()
    """What the reader has declared themselves: nobody else sees it here."""
    of_reviewer: tuple[ElsewhereRow, ...] = ()
    """What the officer in charge has declared, as far as it is open to the reader."""
    perhaps: tuple[PerhapsSame, ...] = ()
    may_recognise: bool = False
    """Whether the typed name can be counted as an entry: it is that of a giver who is no natural person."""
    together: Total | None = None
    """What the declarant received in the twelve months before, this gift included, if all these are one giver."""
    split: Split | None = None
    """The same of gifts just below the nominal value, where the rules did not find them."""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return any((self.of_person, self.of_others, self.own, self.of_reviewer, self.perhaps))

    @property
    def persons(self) -> set[UUID]:
        """Whose declarations are listed."""
        return {each.row.declarant for each in (*self.of_person, *self.of_others, *self.of_reviewer)}

    def said(self, reason: Reason) -> Message:
        """A reason in words."""
        return REASONS[reason]

    @property
    def together_said(self) -> list[Message]:
        """The total if all of them are one giver, in sentences."""
        if self.together is None:
            return []
        found = [
            nmsg(
                "If these are one giver, the person received %(n)s item from it in the twelve months before and now.",
                "If these are one giver, the person received %(n)s items from it in the twelve months before and now.",
                self.together.received,
            )
        ]
        found += [msg("Total value: %(value)s", value=value) for value in self.together.sums]
        if self.split is not None:
            found.append(
                nmsg(
                    "If these are one giver, %(n)s gift since %(day)s is just below %(limit)s, in all %(sum)s.",
                    "If these are one giver, %(n)s gifts since %(day)s are just below %(limit)s, in all %(sum)s.",
                    self.split.items,
                    day=self.split.since,
                    limit=self.split.limit,
                    sum=self.split.together,
                )
            )
        return found


def by_sureness(found: PerhapsSame) -> tuple[int, float, str]:
    """The order in which entries are offered."""
    return *surest_first(Match(found.reason, found.score)), found.name
