"""What the person of a case declared beside it: of later days too, whenever it was declared."""

import msgspec

from declarations.codes.labels import label
from declarations.review.model import EarlierRow
from register.kernel.i18n import Message, msg


class Others(msgspec.Struct, frozen=True):
    """Other declarations of the same person that this reader may see: the newest of later days, and all by kind."""

    later: tuple[EarlierRow, ...] = ()
    by_kind: tuple[tuple[str, int], ...] = ()

    def counted(self, earlier: int) -> tuple[Message, ...]:
        """How many there are of each kind, where more are there than these and so many earlier ones that are listed."""
        if sum(number for _, number in self.by_kind) <= len(self.later) + earlier:
            return ()
        return tuple(msg("%(kind)s: %(n)s", kind=label("kind", kind), n=number) for kind, number in self.by_kind)
