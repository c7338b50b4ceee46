"""What programs send and get to find cases: searches, and filters under a name."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.codes.decisions import Effect, Status
from declarations.codes.vocabulary import GiftCategory, Kind
from declarations.review.model import Asked, Filters, SavedFilter, Show


class NarrowingIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What leaves cases out of a list. The days of a period are both included."""

    status: Status | None = None
    effect: Effect | None = None
    kind: Kind | None = None
    category: GiftCategory | None = None
    band: Annotated[str, Meta(max_length=20)] | None = None
    """A value band: its upper bound, `above` or `not_valued`."""
    event_from: date | None = None
    event_to: date | None = None
    filed_from: date | None = None
    filed_to: date | None = None
    elsewhere: Literal["found", "new"] | None = None
    """Cases whose party stands elsewhere in the register; `new`: found since you last opened the case."""

    def filters(self, words: str, show: Show = Show.OPEN) -> Filters:
        """The same as the service takes it, with the words as they were read."""
        given = {name: getattr(self, name) for name in NarrowingIn.__struct_fields__}
        codes = {name: str(given[name]) if given[name] else None for name in ("effect", "kind", "category")}
        return Filters(show=show, words=words, **given | codes)


class SearchIn(NarrowingIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search in references and in the names of declarants, units and givers, in any script."""

    words: Annotated[str, Meta(max_length=200)]
    at: Annotated[str, Meta(max_length=1500)] | None = None
    """A cursor of an earlier answer to the same words."""

    def asked(self, words: str) -> Asked:
        """The same with the words as they were read."""
        return Asked.exactly(self.filters(words))


class FilterIn(NarrowingIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Filters to be kept under a name; one's own of the same name are replaced."""

    name: Annotated[str, Meta(max_length=60)]
    show: Show = Show.OPEN
    words: Annotated[str, Meta(max_length=200)] = ""
    by_default: bool = False
    """The desk opens with it."""
    shared: bool = False
    """The ethics office sees it too."""

    def asked(self, words: str) -> Asked:
        """The filters with the words as they were read."""
        return Asked.exactly(self.filters(words, self.show))


class FilterOut(msgspec.Struct, frozen=True):
    """A filter under a name; its `id` is the parameter `filter` of the list of cases."""

    id: UUID
    name: str
    show: str
    status: str | None
    effect: str | None
    kind: str | None
    words: str
    category: str | None
    band: str | None
    event_from: date | None
    event_to: date | None
    filed_from: date | None
    filed_to: date | None
    elsewhere: str | None
    by_default: bool
    shared: bool
    is_own: bool

    @classmethod
    def of(cls, saved: SavedFilter) -> "FilterOut":
        """A filter as it is kept."""
        return cls(
            id=saved.id,
            name=saved.name,
            **msgspec.to_builtins(saved.filters, builtin_types=(date,)),
            by_default=saved.is_default,
            shared=saved.is_shared,
            is_own=saved.is_own,
        )
