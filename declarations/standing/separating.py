"""The end of service: what is still to do, and the letter that recalls what goes on afterwards. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from declarations.filing.headline import headline
from declarations.filing.in_force import Group
from declarations.filing.model import Declaration
from declarations.letters.composing import OFFICE
from declarations.letters.model import Letter, Office, Passage, Section
from declarations.letters.words import StandingWords, Use, filled, open_places
from declarations.standing.model import Profile, SeparationRecord
from register.kernel.dates import format_day, local
from register.kernel.i18n import locale_of, msg, say
from register.kernel.text import visible

_FIRST = "separation-general"


class Task(StrEnum):
    """What is gone through before somebody leaves; the values are those of the API."""

    INTERESTS = "interests"
    """No interest is open any more, or each was confirmed."""
    ACTIVITIES = "activities"
    GIFTS = "gifts"
    MEASURES = "measures"
    """No measure waits to be carried out or confirmed."""
    RETURNED = "returned"
    """Documents and property are returned."""
    LETTER = "letter"
    """The letter at the end of service is issued."""


class Checklist(msgspec.Struct, frozen=True):
    """How far the end of service has come, with what is in force."""

    record: SeparationRecord | None
    profile: Profile
    has_left: bool

    @property
    def done(self) -> Mapping[Task, bool]:
        """Each task and whether it is done."""
        groups, record = self.profile.groups, self.record
        return {
            Task.INTERESTS: not groups[Group.INTEREST],
            Task.ACTIVITIES: not groups[Group.ACTIVITY],
            Task.GIFTS: not groups[Group.GIFT],
            Task.MEASURES: not self.profile.open_measures,
            Task.RETURNED: bool(record and record.returned_at),
            Task.LETTER: bool(record and record.letter_at),
        }

    @property
    def left(self) -> list[Task]:
        """What is still to do beside the letter: whoever issues it or closes the checklist is warned of it."""
        return [task for task, done in self.done.items() if not done and task is not Task.LETTER]


class Written(msgspec.Struct, frozen=True):
    """In which language, for whom and when a letter is written."""

    office: Office
    language: str
    months: int
    """Of the cooling-off period; 0 where there is none."""
    at: datetime
    """Now, for a letter that is not issued yet."""
    listed: Sequence[Declaration] = ()
    """What is named as still in force."""


def separation_letter(record: SeparationRecord, name: str, words: Sequence[StandingWords], written: Written) -> Letter:
    """The letter in a language: the office's words, then what is in force by reference and heading, no story.

    Without a cooling-off period, words that name its length are left out.
    """
    language, office = written.language, written.office
    locale, issued = locale_of(language), record.letter_at or written.at
    values = {
        "addressee": name,
        "organization": office.name(language),
        "contact": office.contact or say(OFFICE, language),
        "date": format_day(local(issued).date(), locale),
        "last_day": format_day(record.last_day, locale),
        "months": str(written.months),
    }
    texts = [each.text(language).text for each in _in_order(words)]
    texts = [text for text in texts if written.months or "months" not in open_places(text)]
    passages = [Passage(part) for text in texts for part in filled(text, values).split("\n\n") if part.strip()]
    return Letter(
        language=language,
        organization=office.name(language),
        office=say(OFFICE, language),
        title=say(msg("At the end of your service"), language),
        day=format_day(local(issued).date(), locale),
        dated=issued,
        addressee=(visible(name),),
        opening=tuple(passages),
        sections=tuple(_sections(written)),
        signature=(say(OFFICE, language), office.name(language)),
        name=f"separation-{language}",
    )


def _in_order(words: Sequence[StandingWords]) -> list[StandingWords]:
    found = [each for each in words if each.use is Use.SEPARATION and each.active]
    return sorted(found, key=lambda each: (each.key != _FIRST, each.key))


def _sections(written: Written) -> list[Section]:
    if not written.listed:
        return []
    sentences = [
        msg("%(reference)s: %(what)s", reference=each.reference, what=headline(each)) for each in written.listed
    ]
    passage = Passage("\n".join(say(sentence, written.language) for sentence in sentences))
    return [Section(say(msg("Still in force in the register"), written.language), (passage,))]
