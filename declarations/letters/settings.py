"""What the composition root tells this room."""

from declarations.letters.model import Office

_NAMES = {"en": "Organization", "fr": "Organisation", "es": "Organización", "ar": "المنظمة"}
_held: list[Office] = [Office(_NAMES)]


def configure(office: Office) -> None:
    """Say once, at start, whose letters are written."""
    _held[:] = [office]


def office() -> Office:
    """The office of this process."""
    return _held[0]
