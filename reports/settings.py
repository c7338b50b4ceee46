"""What the composition root tells the reports."""

from reports.model import Organisation

_NAMES = {"en": "Organization", "fr": "Organisation", "es": "Organización", "ar": "المنظمة"}
_held: list[Organisation] = [Organisation(_NAMES)]
_public: list[bool] = [False]


def configure(organisation: Organisation, *, public_reports: bool = False) -> None:
    """Say once, at start, whose register is reported on, and whether reports for the public are open to everybody."""
    _held[:] = [organisation]
    _public[:] = [public_reports]


def organisation() -> Organisation:
    """The organisation of this process."""
    return _held[0]


def shows_public_reports() -> bool:
    """Whether released reports for the public are open without an account."""
    return _public[0]
