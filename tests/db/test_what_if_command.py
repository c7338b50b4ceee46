"""`register what-if`: a profile file tried over the register, told in lines without a person in them."""

from datetime import date
from pathlib import Path

import pytest

from declarations.codes.library import FOLDER
from declarations.whatif.commands import lines, tried
from declarations.whatif.model import By, answer_of
from register.kernel.errors import Invalid
from register.kernel.i18n import say
from tests.factories import World

ALL = (By.EVENT, None, None)


def profile(folder: Path, *changed: tuple[str, str]) -> Path:
    """The profile of the United Nations with something else in it, as a file."""
    text = (FOLDER / "profiles" / "un-style.toml").read_text(encoding="utf-8")
    for before, after in changed:
        assert before in text
        text = text.replace(before, after, 1)
    path = folder / "sandbox.toml"
    path.write_text(text, encoding="utf-8")
    return path


async def test_a_profile_file_is_tried_over_the_register_and_told_in_fives(world: World, tmp_path: Path) -> None:
    declarant = await world.person()
    for amount in ("45.00",) * 6 + ("500.00",):
        await world.declaration(declarant, value={"amount": amount, "currency": "USD"})
    seen: list[tuple[int, int]] = []
    higher = profile(tmp_path, ('amount = "30"', 'amount = "100"'))
    tally = await tried(higher, ALL, lambda done, total: seen.append((done, total)))
    assert (tally.judged, tally.changed, seen) == (7, 6, [(7, 7)])
    told = [say(each) for each in lines(answer_of(tally, is_rounded=True))]
    assert told[:2] == [
        "Declarations judged: 5; with another effect: 5; no longer readable: 0.",
        "Gift, from “Authorization required” to “Noted”: 5",
    ]
    assert (await tried(higher, (By.EVENT, None, date(2001, 1, 1)), lambda *_: None)).judged == 0


async def test_control_the_shipped_file_changes_nothing(world: World, tmp_path: Path) -> None:
    await world.declaration(await world.person(), value={"amount": "45.00", "currency": "USD"})
    tally = await tried(profile(tmp_path), ALL, lambda *_: None)
    assert (tally.judged, tally.changed, tally.recorded_otherwise) == (1, 0, 0)


@pytest.mark.parametrize(
    "changed",
    [('name = "un-style"', 'name = "mine"'), ('comparator = "gt"', 'comparator = "more"'), ("PRE-cash", "PRE-none")],
)
@pytest.mark.usefixtures("world")
async def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, changed: tuple[str, str]) -> None:
    with pytest.raises(Invalid):
        await tried(profile(tmp_path, changed), ALL, lambda *_: None)
