"""Digits and marks as people type them: Arabic-Indic and Persian digits, invisible marks, the many spaces."""

_DIGITS = {ord(typed): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, typed in enumerate(digits)}
_INVISIBLE = dict.fromkeys((0x200E, 0x200F, 0x061C, 0x2066, 0x2067, 0x2068, 0x2069))
SPACES = "\u0020\u00a0\u2007\u2009\u202f"


def western(text: str) -> str:
    """The text with Arabic-Indic and Persian digits as 0-9, without direction marks, trimmed."""
    return text.translate(_DIGITS | _INVISIBLE).strip().strip(SPACES)


def is_mixed(text: str) -> bool:
    """Whether digits of more than one script stand side by side, which no hand writes on purpose."""
    scripts = {0x06F0: False, 0x0660: False, 0x0030: False}
    for letter in text:
        for first in scripts:
            scripts[first] |= first <= ord(letter) <= first + 9
    return sum(scripts.values()) > 1
