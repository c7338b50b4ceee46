"""The minutes as programs get them."""

import msgspec

from declarations.minutes.model import Figures
from declarations.minutes.texts import Passage
from register.kernel.i18n import say


class PassageOut(msgspec.Struct, frozen=True):
    """One heading with its sentences."""

    heading: str
    title: str
    sentences: list[str]


class MinutesOut(msgspec.Struct, frozen=True):
    """What the minutes may say of disclosures, in one language."""

    language: str
    participants: int
    acknowledged: int
    passages: list[PassageOut]


def written(figures: Figures, passages: list[Passage], language: str) -> MinutesOut:
    """The passages in a language."""
    return MinutesOut(
        language,
        figures.participants,
        figures.acknowledged,
        [
            PassageOut(say(each.heading, language), each.words, [say(said, language) for said in each.sentences])
            for each in passages
        ],
    )
