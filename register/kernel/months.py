"""Names of the months: as the register writes them, and as people type them in four languages."""

from collections.abc import Mapping


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


WRITTEN: Mapping[str, tuple[str, ...]] = {
    "en": _words("January February March April May June July August September October November December"),
    "fr": _words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "es": _words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    # Both names with the spelling of United Nations documents.
    "ar": (
        "كانون الثاني/يناير",
        "شباط/فبراير",
        "آذار/مارس",
        "نيسان/أبريل",
        "أيار/مايو",
        "حزيران/يونيه",
        "تموز/يوليه",
        "آب/أغسطس",
        "أيلول/سبتمبر",
        "تشرين الأول/أكتوبر",
        "تشرين الثاني/نوفمبر",
        "كانون الأول/ديسمبر",
    ),
}

# Shorter forms, and the names of the Maghreb, beside the two that are written.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "en": ("jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sep sept", "oct", "nov", "dec"),
    "fr": ("janv", "févr fév", "", "avr", "", "", "juil", "", "sept", "oct", "nov", "déc"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep sept set setiembre", "oct", "nov", "dic"),
    "ar": (
        "جانفي",
        "فيفري",
        "",
        "أفريل",
        "ماي",
        "يونيو جوان",
        "يوليو جويلية يوليوز",
        "أوت غشت",
        "شتنبر",
        "",
        "نونبر",
        "دجنبر",
    ),
}
_FOLD = str.maketrans("éûáíóúأإآةى", "euaiouااا" + "هي")


def _folded(name: str) -> str:
    """Case, accents and hamza do not tell months apart."""
    return " ".join(name.casefold().translate(_FOLD).split()).rstrip(".")


def _names() -> dict[str, int]:
    found: dict[str, int] = {}
    for tag, written in WRITTEN.items():
        for number, (full, also) in enumerate(zip(written, _ALSO[tag], strict=True), start=1):
            for name in (full, *full.split("/"), *also.split()):
                found[_folded(name)] = number
    return found


_NUMBERS = _names()


def month_number(name: str) -> int | None:
    """1 to 12 for a month's name in any of the four languages, both Arabic names together included; else None."""
    folded = _folded(name)
    if folded in _NUMBERS:
        return _NUMBERS[folded]
    parts = {_NUMBERS.get(_folded(part)) for part in folded.split("/")}
    return parts.pop() if len(parts) == 1 else None
