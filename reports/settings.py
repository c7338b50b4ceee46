"""What the composition root tells the reports."""

from reports.model import Organisation

_NAMES = {"en": "Organization", "fr": "Organisation", "es": "Organización", "ar": "المنظمة"}
_held: list[Organisation] = [Organisation(_NAMES)]


def configure(organisation: Organisation) -> None:
    """Say once, at start, whose register is reported on."""
    _held[:] = [organisation]


def organisation() -> Organisation:
    """The organisation of this process."""
    return _held[0]
