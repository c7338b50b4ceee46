"""A letter is about the version on which it was decided: what is filed afterwards changes nothing in it."""

import msgspec
import pytest

from declarations.filing.model import Declaration
from declarations.filing.service.filing import FilingCommand, amend
from declarations.filing.service.own import read_own
from declarations.filing.showing import rows_of_content
from declarations.letters.model import Letter
from declarations.letters.service.reading import read_decision_letter
from declarations.letters.typeset import pdf_of
from declarations.review.service import acts, deciding
from tests.activities import activity_command, authorized, refusal, until
from tests.conflicts import conflict_command
from tests.conflicts import decided as decided_conflict
from tests.factories import World
from tests.reviewing import Office, staffed
from tests.standing import moved


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def letters(office: Office, kept: Declaration) -> list[Letter]:
    """As the declarant reads it, as the desk does, and in another language."""
    return [
        await read_decision_letter(office.declarant, kept.reference),
        await read_decision_letter(office.officer, kept.reference, at_desk=True),
        await read_decision_letter(office.declarant, kept.reference, "ar"),
    ]


async def changed(office: Office, kept: Declaration, command: FilingCommand) -> Declaration:
    return await amend(office.declarant, kept.reference, command, "It is so now.", kept.head_seq)


async def decided(office: Office, kept: Declaration, *, is_refused: bool) -> Declaration:
    command = refusal() if is_refused else until(200)
    kept = await acts.take(office.officer, kept.reference, kept.head_seq)
    kept = await deciding.recommend(office.officer, kept.reference, command, kept.head_seq)
    return await deciding.decide(office.official, kept.reference, command, kept.head_seq)


def rows(letter: Letter) -> list[str]:
    return [row.value for row in letter.rows]


def rules(letter: Letter) -> str:
    """What stands under “The rule”."""
    return " ".join(said.text for each in letter.sections if each.heading == "The rule" for said in each.passages)


FORBIDDEN = activity_command(hours_per_week=6, uses_resources=True)
"""Other hours, and what another rule speaks of."""


async def test_the_letter_of_an_authorization_tells_of_no_change_that_waits(office: Office) -> None:
    kept = await authorized(office, command=activity_command(hours_per_week=3))
    before = await letters(office, kept)
    made = await pdf_of(before[0])
    kept = await changed(office, kept, FORBIDDEN)
    after = await letters(office, kept)
    assert after == before
    assert await pdf_of(after[0]) == made
    assert "3" in rows(after[0])
    put = await decided(office, kept, is_refused=False)
    (own, *_) = await letters(office, put)
    assert "6" in rows(own), "control: once it is decided anew, the letter tells of what was decided then"
    assert rules(own) != rules(before[0]), "control: and quotes its rules"


async def test_the_letter_of_a_refused_change_quotes_no_rule_of_a_later_version(office: Office) -> None:
    kept = await authorized(office, command=activity_command(hours_per_week=3))
    kept = await decided(office, await changed(office, kept, activity_command(hours_per_week=5)), is_refused=True)
    before = await letters(office, kept)
    made = await pdf_of(before[0])
    kept = await changed(office, kept, FORBIDDEN)
    after = await letters(office, kept)
    assert [rules(each) for each in after] == [rules(each) for each in before]
    assert after == before
    assert await pdf_of(after[0]) == made


async def test_the_letter_on_a_conflict_tells_of_no_version_after_a_change_of_function(office: Office) -> None:
    kept = await decided_conflict(office)
    before = await letters(office, kept)
    await moved(office)
    kept = (await read_own(office.declarant, kept.reference)).declaration
    again = conflict_command()
    told = msgspec.structs.replace(again.details, matter="RFP 2031/99")
    kept = await changed(office, kept, msgspec.structs.replace(again, details=told))
    assert await letters(office, kept) == before
    now = [row.value for row in rows_of_content((await read_own(office.declarant, kept.reference)).content)]
    assert "RFP 2031/99" in now, "control"
