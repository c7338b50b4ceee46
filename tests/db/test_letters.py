"""A decision as a letter: who may read it, what stands in it, and the same as a PDF in four languages."""

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from declarations.filing.model import Declaration
from declarations.letters.errors import LetterNotSet
from declarations.letters.model import GiverPurpose, Letter
from declarations.letters.service import giver, keeping
from declarations.letters.service.giver import GiverCommand
from declarations.letters.service.reading import read_decision_letter
from declarations.letters.store import StandingWordsClaims
from declarations.letters.typeset import pdf_of
from declarations.letters.words import Text, Use
from declarations.review.model import DecisionCommand
from declarations.review.service import deciding
from declarations.review.service.case import open_desk_case
from register.kernel.db import transaction
from register.kernel.errors import Invalid, NotFound, Stale
from register.kernel.i18n import say
from register.kernel.identity import service
from register.ledger.service import events
from tests.factories import World
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def text_of(letter: Letter, folder: Path) -> str:
    """The words of the PDF, as another program reads them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
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


CANARIES = ("Kestrel", "Osprey", "Plover", "4321")


async def returned(office: Office) -> Declaration:
    """A case full of what no giver may read, decided: the item goes back."""
    kept = await office.under_review(
        description="A Kestrel in a cage",
        giver_name="Osprey Holdings",
        value={"amount": "4321.00", "currency": "USD"},
    )
    kept = await deciding.recommend(
        office.officer, kept.reference, DecisionCommand("return_to_giver", "Plover is a bidder."), kept.head_seq
    )
    return await deciding.decide(
        office.head, kept.reference, DecisionCommand("return_to_giver", "Plover is a bidder."), kept.head_seq
    )


def to_giver(purpose: GiverPurpose = GiverPurpose.RETURN, language: str = "en", text: str = "") -> GiverCommand:
    return GiverCommand(purpose, language, "Delta Pumps Company\nPort Said", "a carved box", text)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
async def test_the_giver_reads_nothing_of_the_case(office: Office, language: str, tmp_path: Path) -> None:
    kept = await returned(office)
    _, number = await giver.draw_up_giver_letter(
        office.officer, kept.reference, to_giver(language=language), kept.head_seq, at_desk=True
    )
    letter = await giver.read_giver_letter(office.officer, kept.reference, number, at_desk=True)
    text = await text_of(letter, tmp_path)
    assert "Delta Pumps Company" in text
    assert "a carved box" in text
    hidden = (*CANARIES, kept.reference, "Haddad", "Moreau", "Dubois", "return_to_giver")
    assert [word for word in hidden if word in text] == []
    decision = await text_of(await read_decision_letter(office.declarant, kept.reference), tmp_path)
    assert [word for word in (*CANARIES[1:], kept.reference, "Haddad") if word not in decision.replace(",", "")] == []


async def test_a_letter_to_the_giver_stays_in_the_case_and_in_its_history(office: Office) -> None:
    kept = await returned(office)
    after, number = await giver.draw_up_giver_letter(
        office.officer, kept.reference, to_giver(text="We return it."), kept.head_seq, at_desk=True
    )
    assert (after.status, after.head_seq) == (kept.status, number)
    told = (await open_desk_case(office.officer, kept.reference)).story[0]
    assert say(told.sentence, "en").endswith("you drew up a letter to the giver.")
    with pytest.raises(Stale):
        await giver.draw_up_giver_letter(office.officer, kept.reference, to_giver(), kept.head_seq, at_desk=True)
    first, again = [
        await giver.read_giver_letter(office.declarant, kept.reference, number, at_desk=False) for _ in range(2)
    ]
    assert await pdf_of(first) == await pdf_of(again)
    for seq in (number - 1, number + 1):
        with pytest.raises(NotFound):
            await giver.read_giver_letter(office.officer, kept.reference, seq, at_desk=True)


async def test_the_declarant_returns_what_was_decided_to_be_returned_and_nothing_else(office: Office) -> None:
    kept = await returned(office)
    desk = await giver.giver_letters(office.declarant, kept.reference, at_desk=False)
    assert desk.purposes == (GiverPurpose.RETURN,)
    with pytest.raises(Invalid):
        await giver.draw_up_giver_letter(
            office.declarant, kept.reference, to_giver(GiverPurpose.THANKS), kept.head_seq, at_desk=False
        )
    await giver.draw_up_giver_letter(office.declarant, kept.reference, to_giver(), kept.head_seq, at_desk=False)
    granted = await office.decided()
    assert (await giver.giver_letters(office.declarant, granted.reference, at_desk=False)).purposes == ()
    with pytest.raises(NotFound):
        await giver.draw_up_giver_letter(
            office.declarant, granted.reference, to_giver(GiverPurpose.THANKS), granted.head_seq, at_desk=False
        )
    for stranger in (office.stranger, office.official):
        with pytest.raises(NotFound):
            await giver.giver_letters(stranger, kept.reference, at_desk=True)


HOSTILE = '#read("/etc/passwd") #import "@preview/cetz:0.2.0" $x$ ] } #panic() \\ *b* _i_ `c` <l> @ref // end \u202e 中'


async def test_words_are_never_read_as_markup(office: Office, tmp_path: Path) -> None:
    kept = await office.recommended()
    kept = await deciding.decide(
        office.head, kept.reference, DecisionCommand("authorize", HOSTILE + "\n= no heading"), kept.head_seq
    )
    text = await text_of(await read_decision_letter(office.declarant, kept.reference), tmp_path)
    said = " ".join(text.split())
    for word in ('#read("/etc/passwd")', "$x$ ] }", "#panic()", "*b* _i_ `c` <l> @ref", "= no heading", "U+202E"):
        assert word in said
    assert "root:" not in said


async def test_a_letter_that_takes_too_long_is_given_up(office: Office) -> None:
    kept = await office.decided()
    letter = await read_decision_letter(office.declarant, kept.reference)
    with pytest.raises(LetterNotSet):
        await pdf_of(letter, seconds=0.001)


async def test_words_kept_later_do_not_change_a_letter_of_before(office: Office) -> None:
    kept = await office.decided()
    before = await pdf_of(await read_decision_letter(office.declarant, kept.reference))
    words = await keeping.read_words(office.officer, "contest-general")
    changed = {"en": Text("Elsewhere", "Write to the Appeals Board of {organization} within {date}.")}
    await keeping.edit_words(office.officer, "contest-general", changed, words.words.head_seq)
    assert await pdf_of(await read_decision_letter(office.declarant, kept.reference)) == before
    later = await read_decision_letter(office.declarant, (await office.decided()).reference)
    assert any("Appeals Board" in said.text for section in later.sections for said in section.passages)


async def test_only_the_office_changes_its_words_and_an_edit_behind_its_back_is_found(
    office: Office, world: World
) -> None:
    texts = {"en": Text("Modest", "It is of modest value.")}
    for who in (office.head, office.declarant, office.stranger):
        with pytest.raises(NotFound):
            await keeping.write_words(who, Use.REASONS, texts)
    made = await keeping.write_words(office.officer, Use.REASONS, texts)
    assert made.missing == ["ar", "fr", "es"]
    assert made.spoken("fr") == "en"

    async def sound() -> bool:
        async with transaction(service("verifier")) as tx:
            heads = {claim.stream: claim.state async for claim in StandingWordsClaims().claims(tx)}
            return [event.state for event in await events(tx, made.id)][-1] == heads[made.id] if made.id else False

    assert await sound()
    await world.superuser.execute("update standing_words set content = replace(content, 'modest', 'no')")
    assert not await sound()
