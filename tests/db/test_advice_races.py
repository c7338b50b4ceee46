"""The asker takes a consent back at the moment in which the office writes or publishes: the asker's word stands."""

import asyncio
from collections.abc import Awaitable

import pytest

from declarations.advice.service import asking, publishing
from register.kernel.errors import Conflict, NotFound, RegisterError, Stale
from tests.db.test_advice import GENERAL, answered
from tests.factories import World
from tests.reviewing import Office, staffed

_TRIES = 6


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def together(*acts: Awaitable[object]) -> list[RegisterError | None]:
    """What refused each of several acts at the same moment; faults of ours are raised."""
    found = await asyncio.gather(*acts, return_exceptions=True)
    for each in found:
        if isinstance(each, BaseException) and not isinstance(each, RegisterError):
            raise each
    return [each if isinstance(each, RegisterError) else None for each in found]


async def test_nothing_is_proposed_on_a_consent_that_is_taken_back_at_the_same_moment(office: Office) -> None:
    for _ in range(_TRIES):
        asked = await answered(office)
        await asking.consent(office.declarant, asked, agrees=True)
        proposed, taken_back = await together(
            publishing.propose(office.officer, asked, GENERAL, 0), asking.consent(office.declarant, asked, agrees=False)
        )
        assert taken_back is None
        assert proposed is None or isinstance(proposed, Conflict)
        thread = await asking.read_own(office.declarant, asked)
        assert (thread.agrees, thread.guidance) == (False, None)


async def test_a_publication_and_a_consent_that_is_taken_back_exclude_each_other(office: Office) -> None:
    for _ in range(_TRIES):
        asked = await answered(office)
        await asking.consent(office.declarant, asked, agrees=True)
        proposed = await publishing.propose(office.officer, asked, GENERAL, 0)
        published, taken_back = await together(
            publishing.publish(office.second_officer, asked, proposed.version),
            asking.consent(office.declarant, asked, agrees=False),
        )
        assert (published is None) != (taken_back is None)
        assert isinstance(published or taken_back, Conflict | NotFound)
        thread = await asking.read_own(office.declarant, asked)
        assert thread.agrees == (thread.guidance is not None)


async def test_of_two_proposals_at_once_one_is_kept_and_the_other_told(office: Office) -> None:
    asked = await answered(office)
    await asking.consent(office.declarant, asked, agrees=True)
    officers = (office.officer, office.second_officer)
    refused = await together(*(publishing.propose(who, asked, GENERAL, 0) for who in officers))
    assert [type(each) for each in refused if each] == [Stale]


async def test_what_is_said_last_counts_though_it_began_to_be_said_before(office: Office) -> None:
    asked = await answered(office)
    await asking.consent(office.declarant, asked, agrees=True)
    await office.world.superuser.execute("update advice_consent set at = at + interval '2 seconds'")
    await asking.consent(office.declarant, asked, agrees=False)
    assert not (await asking.read_own(office.declarant, asked)).agrees
