"""A decision as a letter: who may read it, what stands in it, and the same as a PDF in four languages."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest

from declarations.letters.model import Letter
from declarations.letters.service.reading import read_decision_letter
from declarations.letters.typeset import pdf_of
from register.kernel.errors import NotFound
from tests.factories import World
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def text_of(letter: Letter, folder: Path) -> str:
    """The words of the PDF, as another program reads them."""
    path = folder / "letter.pdf"
    path.write_bytes(await pdf_of(letter))
    found = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return found.stdout.decode()


async def test_the_declarant_reads_the_decision_as_a_letter(office: Office, tmp_path: Path) -> None:
    kept = await office.decided()
    letter = await read_decision_letter(office.declarant, kept.reference)
    assert (letter.language, letter.addressee[0]) == ("en", "Amina Haddad")
    text = await text_of(letter, tmp_path)
    for said in (kept.reference, "Amina Haddad", "Authorization granted", "It is of modest value and given in public."):
        assert said in text
    for said in ("Helena Moreau", "Executive head", "para. 50", "USD 45.00", "appeal"):
        assert said in text


@pytest.mark.parametrize(("language", "word"), [("fr", "recours"), ("es", "apelación"), ("ar", "طعن")])
async def test_the_letter_speaks_four_languages_and_carries_its_fonts(
    office: Office, language: str, word: str, tmp_path: Path
) -> None:
    kept = await office.decided()
    letter = await read_decision_letter(office.officer, kept.reference, language, at_desk=True)
    assert any(word in said.text for section in letter.sections for said in section.passages)
    made = await pdf_of(letter)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked
        assert kept.reference in str(pdf.docinfo["/Title"])
    (tmp_path / "x.pdf").write_bytes(made)
    fonts = subprocess.run(["pdffonts", str(tmp_path / "x.pdf")], check=True, capture_output=True).stdout.decode()
    embedded = [line.split()[-5] for line in fonts.splitlines()[2:]]
    assert embedded
    assert set(embedded) == {"yes"}
    assert ("NotoNaskhArabic" in fonts) == (language == "ar")


async def test_the_same_letter_has_the_same_bytes(office: Office) -> None:
    kept = await office.decided()
    first = await pdf_of(await read_decision_letter(office.declarant, kept.reference))
    again = await pdf_of(await read_decision_letter(office.officer, kept.reference, "en", at_desk=True))
    other = await pdf_of(await read_decision_letter(office.declarant, kept.reference, "fr"))
    assert first == again
    assert first != other


async def test_nobody_else_reads_it_and_nothing_is_there_before_the_decision(office: Office) -> None:
    kept = await office.decided()
    for who, at_desk in ((office.stranger, False), (office.stranger, True), (office.official, True)):
        with pytest.raises(NotFound):
            await read_decision_letter(who, kept.reference, at_desk=at_desk)
    with pytest.raises(NotFound):
        await read_decision_letter(office.declarant, kept.reference, at_desk=True)
    with pytest.raises(NotFound):
        await read_decision_letter(office.declarant, kept.reference, "de")
    early = await office.recommended()
    with pytest.raises(NotFound):
        await read_decision_letter(office.declarant, early.reference)


async def test_reading_it_at_the_desk_is_recorded(office: Office, world: World) -> None:
    kept = await office.decided()
    await read_decision_letter(office.officer, kept.reference, at_desk=True)
    found = await world.superuser.fetch("select person, role from reading where purpose = 'letter'")
    assert [(row["person"], row["role"]) for row in found] == [(office.officer.person, "ethics_officer")]
