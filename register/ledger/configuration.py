"""What the composition root tells the ledger: whose streams there are, which keys sealed them, and words for codes."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from register.kernel.message import Message
from register.ledger.chains import ClaimSource
from register.ledger.seal_log import SealLog
from register.ledger.signing import PublicKeys


def _no_keys() -> PublicKeys:
    return PublicKeys({})


def _untold(_: str) -> None:
    return None


class LedgerSettings(msgspec.Struct, frozen=True):
    """What an auditor's pages need besides the tables of the ledger."""

    sources: Sequence[ClaimSource] = ()
    """The rooms that keep streams."""
    keys: Callable[[], PublicKeys] = _no_keys
    """Read anew each time: the key may have been changed while the register runs."""
    log: SealLog = SealLog(Path("seals.log"))
    kinds: Mapping[str, Message] = {}
    """Words for the kinds of what is read."""
    purposes: Mapping[str, Message] = {}
    """Words for purposes, by stored code or by its beginning up to a colon; those without a colon can be chosen."""
    details: Callable[[str], Sequence[Message] | None] = _untold
    """The rest of a purpose in words; None where it says nothing that is known."""


_held: list[LedgerSettings] = [LedgerSettings()]


def configure(settings: LedgerSettings) -> None:
    """Say once, when the process starts."""
    _held[:] = [settings]


def current() -> LedgerSettings:
    """The settings of this process."""
    return _held[0]
