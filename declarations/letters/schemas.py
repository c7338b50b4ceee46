"""What programs get of letters and standing words, and send."""

from datetime import datetime

import msgspec

from declarations.letters.model import GiverPurpose, Letter
from declarations.letters.service.giver import GiverDesk
from declarations.letters.service.keeping import WordsView
from declarations.letters.words import StandingWords, Use
from register.kernel.errors import FieldError, Invalid
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, msg


class PassageOut(msgspec.Struct, frozen=True):
    """A paragraph; `language` is given for words that a person wrote."""

    text: str
    language: str | None


class SectionOut(msgspec.Struct, frozen=True):
    """A part of a letter."""

    heading: str
    passages: list[PassageOut]
    facts: dict[str, str] = {}


class LetterOut(msgspec.Struct, frozen=True):
    """A letter in one language, part by part. Values in its sentences stand in Unicode isolates."""

    language: str
    organization: str
    office: str
    title: str
    day: str
    reference: str
    addressee: list[str]
    opening: list[str]
    facts: dict[str, str]
    sections: list[SectionOut]
    signature: list[str]
    foot: list[str]

    @classmethod
    def of(cls, letter: Letter) -> "LetterOut":
        """The letter for programs."""
        return cls(
            language=letter.language,
            organization=letter.organization,
            office=letter.office,
            title=letter.title,
            day=letter.day,
            reference=letter.reference,
            addressee=list(letter.addressee),
            opening=[said.text for said in letter.opening],
            facts={row.key: row.value for row in letter.rows},
            sections=[
                SectionOut(
                    section.heading,
                    [PassageOut(said.text, said.lang or None) for said in section.passages],
                    {row.key: row.value for row in section.rows},
                )
                for section in letter.sections
            ],
            signature=list(letter.signature),
            foot=list(letter.foot),
        )


class TextOut(msgspec.Struct, frozen=True):
    """One language of standing words."""

    title: str
    text: str


class WordsOut(msgspec.Struct, frozen=True):
    """Standing words as they are now; version 0 came with the register."""

    key: str
    use: str
    texts: dict[str, TextOut]
    missing: list[str]
    active: bool
    version: int
    written_by: str
    written_at: datetime | None

    @classmethod
    def of(cls, words: StandingWords) -> "WordsOut":
        """The words for programs."""
        return cls(
            key=words.key,
            use=str(words.use),
            texts={tag: TextOut(text.title, text.text) for tag, text in words.texts.items()},
            missing=words.missing,
            active=words.active,
            version=words.version,
            written_by=words.writer_name,
            written_at=words.written_at,
        )


class WordsVersionOut(msgspec.Struct, frozen=True):
    """What standing words were from a moment on."""

    version: int
    texts: dict[str, TextOut]
    active: bool
    written_by: str
    written_at: datetime


class WordsViewOut(msgspec.Struct, frozen=True):
    """Standing words with their versions, newest first."""

    words: WordsOut
    versions: list[WordsVersionOut]

    @classmethod
    def of(cls, view: WordsView) -> "WordsViewOut":
        """The view for programs."""
        return cls(
            WordsOut.of(view.words),
            [
                WordsVersionOut(
                    kept.version,
                    {tag: TextOut(text.title, text.text) for tag, text in kept.words.items()},
                    kept.active,
                    kept.writer_name,
                    kept.at,
                )
                for kept in view.versions
            ],
        )


class TextIn(msgspec.Struct, forbid_unknown_fields=True):
    """One language: a title by which the words are chosen, and the words."""

    title: str
    text: str


class TextsIn(msgspec.Struct, forbid_unknown_fields=True):
    """The words by language (`ar`, `en`, `fr`, `es`); at least one."""

    texts: dict[str, TextIn]

    def form(self) -> Form:
        """The same as a page sends it. Raises Invalid for another language."""
        unknown = set(self.texts) - set(LOCALES)
        if unknown:
            raise Invalid(fields=[FieldError("texts", msg("Choose among the languages ar, en, fr and es."))])
        fields = {f"title_{tag}": [text.title] for tag, text in self.texts.items()}
        return Form(fields | {f"text_{tag}": [text.text] for tag, text in self.texts.items()})


class WordsIn(TextsIn, forbid_unknown_fields=True):
    """New words: where they are used, and the words."""

    use: Use


class GiverLetterIn(msgspec.Struct, forbid_unknown_fields=True):
    """A letter to a giver. Without `text` the standing words of the office are taken."""

    purpose: GiverPurpose
    language: str
    addressee: str
    gift: str
    text: str = ""
    signatory: str = ""

    def form(self) -> Form:
        """The same as a page sends it."""
        return Form({name: [str(value)] for name, value in msgspec.structs.asdict(self).items()})


class GiverLetterOut(msgspec.Struct, frozen=True):
    """A letter that was drawn up: the number of its entry in the case, why, by whom, when."""

    number: int
    purpose: str
    language: str
    drawn_up_by: str
    drawn_up_at: datetime


class GiverLettersOut(msgspec.Struct, frozen=True):
    """The letters to the giver, newest first, and those that may be drawn up now, the fitting ones first."""

    letters: list[GiverLetterOut]
    purposes: list[str]

    @classmethod
    def of(cls, desk: GiverDesk) -> "GiverLettersOut":
        """The letters of a case for programs."""
        return cls(
            [
                GiverLetterOut(step.seq, step.said["purpose"], step.said["language"], step.said["actor_name"], step.at)
                for step in desk.drawn_up
            ],
            [str(purpose) for purpose in desk.purposes],
        )


class PickIn(msgspec.Struct, forbid_unknown_fields=True):
    """Which standing words; in the declarant's language unless another is named; for which decision."""

    key: str
    language: str = ""
    decision: str = ""


class PickedOut(msgspec.Struct, frozen=True):
    """The words as they are filled for the case, and the language in which they came."""

    text: str
    language: str
