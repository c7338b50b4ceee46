"""What the composition root tells the room of evidence."""

import msgspec

from declarations.evidence.limits import MOST_BYTES


class EvidenceSettings(msgspec.Struct, frozen=True):
    """Limits count what is kept, after cleaning; `scanner` is empty, `clamd:ADDRESS`, or a command."""

    file_bytes: int = 10_000_000
    files_per_declaration: int = 10
    bytes_per_person: int = 500_000_000
    scanner: str = ""
    scanner_seconds: float = 60.0

    @property
    def most_bytes(self) -> int:
        """Of one file, and never more than the register opens at all."""
        return min(self.file_bytes, MOST_BYTES)


_held: list[EvidenceSettings] = [EvidenceSettings()]


def configure(settings: EvidenceSettings) -> None:
    """Hold the settings in this process; called once by the composition root."""
    _held[:] = [settings]


def evidence_settings() -> EvidenceSettings:
    """The settings of this process."""
    return _held[0]
