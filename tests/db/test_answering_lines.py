"""The yearly look at what is in force: one act confirms, ends, and begins anew with what was declared."""

import msgspec
import pytest

from declarations.filing.kinds.registry import form_of
from declarations.filing.service.drafts import discard_draft, list_drafts
from declarations.filing.service.own import read_own
from declarations.standing.model import LineAnswer, Profile, Said
from declarations.standing.service.keeping import answer_lines, still_correct
from declarations.standing.service.profile import own_profile
from register.kernel import clock
from register.kernel.errors import Conflict, Invalid, NotFound
from tests.conflicts import decided
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def test_what_is_correct_is_confirmed_what_is_over_ends_and_what_has_changed_begins_anew(office: Office) -> None:
    who = office.declarant
    changed, same = await decided(office), await filed(who, "conflict")
    over = await office.world.declaration(who)
    (draft,) = await answer_lines(
        who,
        [
            LineAnswer(changed.reference, Said.CHANGED),
            LineAnswer(same.reference, Said.STILL),
            LineAnswer(over.reference, Said.ENDED, over.head_seq, clock.today(), "I gave it to the library."),
        ],
    )
    before = (await read_own(who, changed.reference)).content
    filled = form_of("conflict").answers_of(changed, before)
    assert msgspec.structs.replace(draft.answers, capacity="") == msgspec.structs.replace(
        filled, declarant=None, capacity="", changing=changed.reference
    ), "the declaration of this year starts from the one that stands"
    assert (draft.amends, draft.answers.amending) == (None, None), "decided: a new declaration, no new version"
    assert await answer_lines(who, [LineAnswer(changed.reference, Said.CHANGED)]) == [draft], "said twice, begun once"
    profile = await own_profile(who)
    said = {item.declaration.reference: item.declaration.still_correct_at is not None for item in profile.items}
    assert said == {changed.reference: False, same.reference: True}
    assert [each.reference for each in profile.ended] == [over.reference]


async def test_while_nothing_is_decided_what_has_changed_becomes_a_new_version_with_its_reason(office: Office) -> None:
    who, kept = office.declarant, await filed(office.declarant, "conflict")
    with pytest.raises(Invalid) as refused:
        await answer_lines(who, [LineAnswer(kept.reference, Said.CHANGED)])
    assert [fault.name for fault in refused.value.fields] == [f"words_{kept.reference}"]
    said = [LineAnswer(kept.reference, Said.CHANGED, words="She works elsewhere now.")]
    (draft,) = await answer_lines(who, said)
    assert (draft.amends, draft.answers.amending.reason) == (kept.id, "She works elsewhere now.")
    assert await answer_lines(who, said) == [draft], "said twice, it begins once"


async def test_while_a_draft_says_what_has_changed_nobody_says_that_it_is_still_correct(office: Office) -> None:
    who = office.declarant
    for kept in (await decided(office), await filed(who, "conflict")):
        (draft,) = await answer_lines(who, [LineAnswer(kept.reference, Said.CHANGED, words="She works elsewhere.")])
        assert draft.changes == kept.reference
        with pytest.raises(Invalid) as refused:
            await answer_lines(who, [LineAnswer(kept.reference, Said.STILL)])
        assert [fault.name for fault in refused.value.fields] == [f"said_{kept.reference}"]
        with pytest.raises(Invalid):
            await still_correct(who, [kept.reference])
        await discard_draft(who, draft.id)
        assert await answer_lines(who, [LineAnswer(kept.reference, Said.STILL)]) == [], "the control"


async def test_it_is_kept_as_a_whole_or_not_at_all(office: Office) -> None:
    who = office.declarant
    one, two = await filed(who, "conflict"), await office.world.declaration(who)
    foreign = await filed(office.stranger, "conflict")
    right = [
        LineAnswer(one.reference, Said.CHANGED, words="She works elsewhere."),
        LineAnswer(two.reference, Said.STILL),
    ]
    stale = LineAnswer(two.reference, Said.ENDED, two.head_seq + 1, clock.today(), "It is gone.")
    for wrong, error in (
        ([*right, LineAnswer(foreign.reference, Said.STILL)], NotFound),
        ([right[0], stale], Conflict),
        ([right[0], LineAnswer(two.reference, Said.ENDED, two.head_seq, None, "It is gone.")], Invalid),
        ([], Invalid),
    ):
        with pytest.raises(error):
            await answer_lines(who, wrong)
    assert await list_drafts(who) == []
    assert (await own_profile(who)).confirmed_at is None
    assert len(await answer_lines(who, right)) == 1, "the control"


async def test_of_very_many_lines_those_are_asked_about_that_were_confirmed_longest_ago(office: Office) -> None:
    await office.world.declaration(office.declarant)
    (item,) = (await own_profile(office.declarant)).items
    confirmed = msgspec.structs.replace(
        item, declaration=msgspec.structs.replace(item.declaration, still_correct_at=clock.now())
    )
    many = Profile(item.declaration.declarant, "", (*[confirmed] * 60, *[item] * 70))
    assert many.confirmable == (*[item] * 70, *[confirmed] * 30)
