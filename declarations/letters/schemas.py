"""What programs get of letters and standing words, and send."""

import msgspec

from declarations.letters.model import Letter


class PassageOut(msgspec.Struct, frozen=True):
    """A paragraph; `language` is given for words that a person wrote."""

    text: str
    language: str | None


class SectionOut(msgspec.Struct, frozen=True):
    """A part of a letter."""

    heading: str
    passages: list[PassageOut]


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
                )
                for section in letter.sections
            ],
            signature=list(letter.signature),
            foot=list(letter.foot),
        )
