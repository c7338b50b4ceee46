"""An authorization of an outside activity has conditions, an end and renewal (ICSC 45–47)."""

import msgspec
import pytest

from declarations.authorizations import store
from declarations.authorizations.model import Authorization, Validity
from declarations.filing.model import Declaration
from declarations.review.model import DecisionCommand
from declarations.review.service import deciding
from declarations.review.service.case import open_desk_case
from declarations.review.service.signing import Chosen, sign
from register.kernel.db import transaction
from register.kernel.errors import Invalid
from register.kernel.identity import Identity
from tests.activities import PASSED, authorized, in_days, recommended, refusal, under_review, until
from tests.factories import World
from tests.reviewing import Office, authorize, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def seen_by(who: Identity, kept: Declaration) -> Authorization | None:
    async with transaction(who) as tx:
        return await store.of_declaration(tx, kept.id)


async def test_what_is_authorized_is_authorized_until_a_day(office: Office) -> None:
    kept = await authorized(office, 200)
    found = await seen_by(office.declarant, kept)
    assert found is not None
    assert (found.starts_on, found.ends_on, found.validity) == (in_days(30), in_days(200), Validity.IN_FORCE)
    assert await seen_by(office.official, kept) == await seen_by(office.officer, kept) == found
    assert await seen_by(office.stranger, kept) is None
    desk = await open_desk_case(office.officer, kept.reference)
    assert desk.case.permit == found.permit
    assert desk.case.steps[-1].said["valid_until"] == in_days(200).isoformat()


@pytest.mark.parametrize("days", [-1, 366, None])
async def test_no_day_a_past_day_and_a_day_too_far_are_refused_at_the_field(office: Office, days: int | None) -> None:
    kept = await under_review(office)
    end = None if days is None else in_days(days)
    command = DecisionCommand("authorize", "It harms nobody.", valid_until=end, tests=PASSED)
    with pytest.raises(Invalid) as refused:
        await deciding.recommend(office.officer, kept.reference, command, kept.head_seq)
    assert [fault.name for fault in refused.value.fields] == ["valid_until"]
    await deciding.recommend(office.officer, kept.reference, until(365), kept.head_seq)


async def test_a_refusal_and_a_gift_have_no_last_day(office: Office) -> None:
    kept, gift = await under_review(office), await office.under_review()
    for case, right in ((kept, refusal()), (gift, DecisionCommand("authorize", "Because."))):
        wrong = msgspec.structs.replace(right, valid_until=in_days(9))
        with pytest.raises(Invalid) as refused:
            await deciding.recommend(office.officer, case.reference, wrong, case.head_seq)
        assert [fault.name for fault in refused.value.fields] == ["valid_until"]
        await deciding.recommend(office.officer, case.reference, right, case.head_seq)


async def test_the_reviewer_answers_the_three_tests_again_and_the_authority_reads_both(office: Office) -> None:
    kept, gift = await under_review(office), await office.under_review()
    for tests, lacking in ((None, 3), ({"interferes_with_duties": False}, 2)):
        with pytest.raises(Invalid) as refused:
            command = msgspec.structs.replace(until(90), tests=tests)
            await deciding.recommend(office.officer, kept.reference, command, kept.head_seq)
        assert len([fault for fault in refused.value.fields if fault.name.startswith("tests.")]) == lacking
    kept = await deciding.recommend(office.officer, kept.reference, until(90), kept.head_seq)
    before = await open_desk_case(office.official, kept.reference)
    assert before.recommendation is not None
    assert (before.recommendation.tests, before.recommendation.doubt) == (PASSED, None)
    without = msgspec.structs.replace(until(90), tests=None)  # the office has answered them already
    await deciding.decide(office.official, kept.reference, without, kept.head_seq)
    with pytest.raises(Invalid):
        asked_too_much = msgspec.structs.replace(authorize(), tests=PASSED)
        await deciding.recommend(office.officer, gift.reference, asked_too_much, gift.head_seq)


async def test_the_signing_list_gives_the_last_day_that_was_recommended(office: Office) -> None:
    kept = await recommended(office, 100)
    await sign(office.official, [Chosen(kept.reference, kept.head_seq)], "As advised.")
    found = await seen_by(office.declarant, kept)
    assert found is not None
    assert found.ends_on == in_days(100)
