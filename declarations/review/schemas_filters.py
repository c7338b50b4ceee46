"""What programs send and get to find cases: searches, and filters under a name."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from declarations.codes.decisions import Effect, Status
from declarations.review.model import Asked, Filters, SavedFilter, Show


class SearchIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A search in references and in the names of declarants, units and givers, in any script."""

    words: Annotated[str, Meta(max_length=200)]
    status: Status | None = None
    effect: Effect | None = None
    at: Annotated[str, Meta(max_length=1500)] | None = None
    """A cursor of an earlier answer to the same words."""

    def asked(self, words: str) -> Asked:
        """The same with the words as they were read."""
        return Asked.exactly(Filters(status=self.status, effect=str(self.effect) if self.effect else None, words=words))


class FilterIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Filters to be kept under a name; one's own of the same name are replaced."""

    name: Annotated[str, Meta(max_length=60)]
    show: Show = Show.OPEN
    status: Status | None = None
    effect: Effect | None = None
    words: Annotated[str, Meta(max_length=200)] = ""
    by_default: bool = False
    """The desk opens with it."""
    shared: bool = False
    """The ethics office sees it too."""

    def asked(self, words: str) -> Asked:
        """The filters with the words as they were read."""
        return Asked.exactly(Filters(self.show, self.status, str(self.effect) if self.effect else None, words))


class FilterOut(msgspec.Struct, frozen=True):
    """A filter under a name; its `id` is the parameter `filter` of the list of cases."""

    id: UUID
    name: str
    show: str
    status: str | None
    effect: str | None
    words: str
    by_default: bool
    shared: bool
    is_own: bool

    @classmethod
    def of(cls, saved: SavedFilter) -> "FilterOut":
        """A filter as it is kept."""
        filters = saved.filters
        return cls(
            id=saved.id,
            name=saved.name,
            show=str(filters.show),
            status=str(filters.status) if filters.status else None,
            effect=filters.effect,
            words=filters.words,
            by_default=saved.is_default,
            shared=saved.is_shared,
            is_own=saved.is_own,
        )
