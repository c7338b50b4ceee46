"""Letters about other declarations than gifts, and to whoever offered a supplementary payment (ICSC 51)."""

import re
from datetime import timedelta
from typing import Any

import pytest

from declarations.codes.decisions import Decision
from declarations.letters.model import GiverPurpose
from declarations.letters.service import giver
from declarations.letters.service.giver import GiverCommand
from declarations.letters.service.picking import pick_words
from declarations.letters.service.reading import read_decision_letter
from declarations.letters.typeset import pdf_of
from declarations.review.service import acts
from declarations.review.service.case import open_desk_case
from register.kernel import clock
from register.kernel.errors import Invalid
from tests.factories import World, gift_command
from tests.kinds import decided, filed
from tests.reviewing import Office, staffed

DECISIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "outside_activity": ("authorize", {"valid_until": clock.today() + timedelta(days=200)}),
    "conflict": ("no_measure_needed", {}),
    "approval_request": ("authorize", {}),
}
NAMED = {
    "outside_activity": ("Teaching", "Lecturer", "University of the Delta"),
    "conflict": ("Procurement", "Delta Pumps Company", "RFP 2026/14"),
    "approval_request": ("Media statement", "Radio Delta", "World Water Day"),
}
WORDS = {"outside_activity": "conditions-hours", "conflict": "conditions-recusal", "approval_request": "reasons-duty"}


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.mark.parametrize("kind", DECISIONS)
async def test_a_decision_on_every_kind_is_a_letter_that_names_it_and_no_gift(office: Office, kind: str) -> None:
    case = await filed(office.declarant, kind)
    decision, said = DECISIONS[kind]
    await decided(office, case, decision, **said)
    letter = await read_decision_letter(office.declarant, case.reference)
    values = [row.value for row in letter.rows]
    assert set(NAMED[kind]) <= set(values)
    told = " ".join(
        [*values, *(said.text for section in letter.sections for said in section.passages if not said.is_words)]
    )
    assert re.findall(r"\b(gift|giver|item)s?\b", told, re.IGNORECASE) == []
    for language in ("ar", "fr", "es"):
        assert (await pdf_of(await read_decision_letter(office.declarant, case.reference, language))).startswith(
            b"%PDF"
        )


@pytest.mark.parametrize("kind", DECISIONS)
async def test_the_words_that_are_offered_fit_the_kind(office: Office, kind: str) -> None:
    case = await filed(office.declarant, kind)
    await acts.take(office.officer, case.reference, case.head_seq)
    offered = {words.key for words in (await open_desk_case(office.officer, case.reference)).standing_words}
    assert offered & set(WORDS.values()) == {WORDS[kind]}
    assert "reasons-modest" not in offered
    assert "reasons-no-room" in offered
    picked = await pick_words(office.officer, case.reference, WORDS[kind], "fr")
    assert picked.language == "fr"
    with pytest.raises(Invalid):
        await pick_words(office.officer, case.reference, "reasons-modest", "fr")


@pytest.mark.parametrize("direction", ["received", "offered_to_me"])
async def test_a_supplementary_payment_is_not_authorized_and_its_body_is_told_so(
    office: Office, direction: str
) -> None:
    """ICSC 51: no authorization outcome; refused, or paid back; the letter to the offering body drafted."""
    payment = gift_command(
        direction=direction,
        category="supplementary_payment",
        giver_type="government",
        related_to_assignment=True,
        payment_timing="during",
    )
    case = await office.world.declaration(office.declarant, payment)
    assert case.effect == "not_acceptable"
    seen = await acts.take(office.officer, case.reference, case.head_seq)
    open_to_all = set((await open_desk_case(office.officer, seen.reference)).decisions)
    assert open_to_all.isdisjoint({Decision.AUTHORIZE, Decision.AUTHORIZE_WITH_CONDITIONS})
    plain = await office.world.declaration(office.declarant)
    other = await acts.take(office.officer, plain.reference, plain.head_seq)
    assert Decision.AUTHORIZE in (await open_desk_case(office.officer, other.reference)).decisions, "control"


@pytest.mark.parametrize(
    ("language", "word"), [("en", "repaid"), ("fr", "remboursée"), ("es", "reembolsa"), ("ar", "يُرد")]
)
async def test_the_letter_to_the_body_that_offered_a_payment_is_drafted(
    office: Office, language: str, word: str
) -> None:
    payment = gift_command(
        category="supplementary_payment", giver_type="government", related_to_assignment=True, payment_timing="during"
    )
    case = await decided(office, await office.world.declaration(office.declarant, payment), "return_to_giver")
    desk = await giver.giver_letters(office.declarant, case.reference, at_desk=False)
    assert desk.purposes == (GiverPurpose.DECLINE,)
    assert (await giver.giver_letters(office.officer, case.reference, at_desk=True)).purposes == desk.purposes
    command = GiverCommand(GiverPurpose.DECLINE, language, "Ministry of Water", "a monthly allowance")
    text, _letter = await giver.preview_giver_letter(office.officer, case.reference, command, at_desk=True)
    assert word in text
    assert "a monthly allowance" in text
    _, number = await giver.draw_up_giver_letter(office.officer, case.reference, command, case.head_seq, at_desk=True)
    letter = await giver.read_giver_letter(office.officer, case.reference, number, at_desk=True)
    assert "gift" not in letter.title
    of_gift = await office.decided()
    plain, _letter = await giver.preview_giver_letter(office.officer, of_gift.reference, command, at_desk=True)
    assert word not in plain, "control: a gift is declined in other words"
