"""Decisions by what they are called in any of the languages, so that nobody has to type their stored values."""

from collections.abc import Mapping
from functools import lru_cache

from declarations.codes.decisions import Decision
from declarations.codes.labels import label
from declarations.legacy.headings import plain
from register.kernel.i18n import LOCALES, say


def decision_named(text: str) -> Decision | None:
    """The decision with this stored value or name; None where there is none."""
    said = text.strip()
    return Decision(said) if said in set(Decision) else _named().get(plain(said))


@lru_cache(maxsize=1)
def _named() -> Mapping[str, Decision]:
    return {plain(say(label("decision", each), tag)): each for tag in LOCALES for each in Decision}
