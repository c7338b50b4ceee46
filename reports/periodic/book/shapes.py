"""Number formats: separators of the language of the report, whatever the language of the program that shows it."""

from register.kernel.i18n import Locale

_REGION = {"ar": "409", "en": "409", "es": "C0A", "fr": "40C"}
"""Of the format; Arabic documents of the United Nations write digits and separators as English ones do."""


def counted(locale: Locale) -> str:
    """Whole numbers."""
    return f"[$-{_REGION[locale.tag]}]#,##0"


def changed(locale: Locale) -> str:
    """Changes: a sign before each that is not nought."""
    region = f"[$-{_REGION[locale.tag]}]"
    return f'{region}"+"#,##0;{region}"−"#,##0;{region}0'


def shared(locale: Locale) -> str:
    """Shares of a whole."""
    return f"[$-{_REGION[locale.tag]}]0.0%"


def changed_share(locale: Locale) -> str:
    """Changes of a share."""
    region = f"[$-{_REGION[locale.tag]}]"
    return f'{region}"+"0.0%;{region}"−"0.0%;{region}0.0%'
