"""An appeal or a legal hold keeps a case open, by an act with reasons, until it is taken away (ISO c10)."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from declarations.codes.decisions import Flag, Status
from declarations.filing.service.own import read_own
from declarations.review.service import acts
from declarations.review.service.closing import close_due_cases
from declarations.review.service.keeping_open import keep_open, let_close
from register.kernel import clock
from register.kernel.errors import Invalid, NotFound, Stale, TransitionRefused
from tests.factories import World
from tests.reviewing import Office, staffed

WHY = "The person has asked for a review of the decision."


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.mark.parametrize("flag", Flag)
async def test_what_is_marked_closes_neither_by_itself_nor_by_an_officer_until_the_mark_is_gone(
    office: Office, flag: Flag
) -> None:
    kept = await office.decided()
    kept = await keep_open(office.officer, kept.reference, flag, WHY, kept.head_seq)
    with clock.fixed(datetime.now(UTC) + timedelta(days=31)):
        assert await close_due_cases() == 0
        with pytest.raises(TransitionRefused):
            await acts.close(office.officer, kept.reference, kept.head_seq)
        kept = await let_close(office.officer, kept.reference, flag, "It was answered.", kept.head_seq)
        assert (kept.legal_hold, kept.under_appeal) == (False, False)
        assert await close_due_cases() == 1


async def test_each_mark_is_set_once_with_reasons_that_the_person_reads(office: Office) -> None:
    kept = await office.decided()
    with pytest.raises(Invalid):
        await keep_open(office.officer, kept.reference, Flag.UNDER_APPEAL, " ", kept.head_seq)
    with pytest.raises(TransitionRefused):
        await let_close(office.officer, kept.reference, Flag.UNDER_APPEAL, WHY, kept.head_seq)
    after = await keep_open(office.officer, kept.reference, Flag.UNDER_APPEAL, WHY, kept.head_seq)
    with pytest.raises(Stale):
        await keep_open(office.officer, kept.reference, Flag.LEGAL_HOLD, WHY, kept.head_seq)
    with pytest.raises(Invalid):
        await keep_open(office.officer, kept.reference, Flag.UNDER_APPEAL, WHY, after.head_seq)
    with pytest.raises(Invalid):
        await let_close(office.officer, kept.reference, Flag.LEGAL_HOLD, WHY, after.head_seq)
    step = (await read_own(office.declarant, kept.reference)).steps[-1]
    assert (step.name, step.said["flag"], step.said["reasons"]) == ("declaration:kept_open", "under_appeal", WHY)
    assert after.status is Status.DECIDED


async def test_an_appeal_is_from_a_decision_and_a_legal_hold_at_any_time(office: Office) -> None:
    kept = await office.under_review()
    with pytest.raises(Invalid):
        await keep_open(office.officer, kept.reference, Flag.UNDER_APPEAL, WHY, kept.head_seq)
    kept = await keep_open(office.officer, kept.reference, Flag.LEGAL_HOLD, WHY, kept.head_seq)
    assert (kept.legal_hold, kept.status) == (True, Status.UNDER_REVIEW)


async def test_nobody_but_the_office_marks_a_case_and_no_officer_their_own(
    office: Office, superuser: asyncpg.Connection
) -> None:
    kept = await office.decided()
    for who in (office.declarant, office.stranger, office.official):
        with pytest.raises((NotFound, TransitionRefused)):
            await keep_open(who, kept.reference, Flag.LEGAL_HOLD, WHY, kept.head_seq)
    assert not await superuser.fetchval("select bool_or(legal_hold) from declaration")
