"""What the demonstration opens with: something to review for everybody who reviews, in every language."""

from collections import Counter
from collections.abc import Iterable

import pytest

from declarations.codes import adopted
from declarations.filing.service.ceilings import counters
from declarations.filing.service.own import list_own
from declarations.meetings.service.preparing import list_meetings
from declarations.review.model import Filters
from declarations.review.service.queue import queue
from register import demonstration
from register.access import AccessSettings, configure
from register.access.service.demonstration import identity_of
from register.demonstration import past
from register.demonstration.cases import demonstration_cases
from register.kernel.i18n import LOCALES
from tests.factories import World

OFFICER, HEAD, DESIGNATE, DECLARANT, STAFF = (
    f"{name}@demo.example"
    for name in ("ethics_officer", "executive_head", "governing_body_designate", "declarant", "staff.wei")
)


@pytest.fixture
async def filled(world: World) -> World:
    configure(AccessSettings(secret=b"d" * 32))
    await demonstration.fill()
    await demonstration.declare()
    return world


async def _waiting(email: str) -> Iterable[tuple[str, bool]]:
    """Status of what is in the queue of a person, and whether somebody has it in charge."""
    found = await queue(await identity_of(email), Filters())
    return [(str(row.status), row.reviewer is not None) for row in found.page.items]


async def test_everybody_who_reviews_finds_something_to_review(filled: World) -> None:
    assert Counter(await _waiting(OFFICER)) >= Counter({("submitted", False): 3, ("under_review", True): 1})
    assert len(list(await _waiting(HEAD))) == 1
    assert len(list(await _waiting(DESIGNATE))) == 1
    own = await list_own(await identity_of(DECLARANT))
    assert [str(row.status) for row in own.items] == ["information_requested"]


async def test_the_cases_speak_all_four_languages_and_one_giver_adds_up(filled: World) -> None:
    assert {case.language for case in demonstration_cases()} == set(LOCALES)
    statuses = await filled.superuser.fetch("select status, alerts, effect from declaration")
    assert {row["status"] for row in statuses} >= {"submitted", "information_requested", "decided", "closed"}
    alerts = {alert for row in statuses for alert in row["alerts"]}
    assert alerts >= {"cumulative", "late"}


async def test_a_first_start_that_was_interrupted_files_nothing_twice(filled: World) -> None:
    before = await filled.superuser.fetch("select reference, status, head_seq from declaration order by reference")
    await demonstration.declare()
    after = await filled.superuser.fetch("select reference, status, head_seq from declaration order by reference")
    assert (after, len(after)) == (before, len(demonstration_cases()))
    assert await filled.superuser.fetchval("select count(*) from meeting") == 1


async def test_a_meeting_is_in_session_with_people_of_four_languages_and_two_items_called(filled: World) -> None:
    languages = await filled.superuser.fetch("select distinct language from participant where link_hash is not null")
    assert {row["language"] for row in languages} == set(LOCALES)
    assert await filled.superuser.fetchval("select count(*) from agenda_item where called_at is not null") == 2
    chair = await identity_of("presiding_officer@demo.example")
    held = (await list_meetings(chair, None)).items
    assert [str(each.status) for each in held] == ["open"]
    for words in (held[0].bodies, held[0].titles, held[0].places):
        assert set(words.by_language) == set(LOCALES), "each of its people reads what it is called"


async def test_the_second_officer_and_the_former_staff_member_sign_in_too(filled: World) -> None:
    assert {"second.officer@demo.example", "former.staff@demo.example", OFFICER} <= set(demonstration.SIGN_INS)
    former = await identity_of("former.staff@demo.example")
    assert former.capacity == "former_staff"
    assert "ethics_officer" in (await identity_of("second.officer@demo.example")).roles
    known = {row["email"] for row in await filled.superuser.fetch("select email from person")}
    assert set(demonstration.SIGN_INS) <= known


async def test_the_yearly_ceiling_of_hours_stands_without_the_history_too(filled: World) -> None:
    declarant = await identity_of(DECLARANT)
    assert await counters(declarant) == ()
    for _ in range(2):  # a first start that was interrupted adopts nothing twice
        await past.set_ceiling(identity_of)
    [hours] = await counters(declarant)
    assert (hours.name, str(hours.ceiling), str(hours.used)) == ("hours", "1040", "0")
    adopted.forget()
