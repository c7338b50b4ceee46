"""Row security at the desk with every service check out of the way: who sees, and who changes, which row."""

import asyncpg
import pytest

from declarations.filing.model import Declaration
from register.kernel.db import transaction
from register.kernel.identity import ANONYMOUS, Identity, service
from tests.factories import World
from tests.reviewing import Office, staffed

Cases = dict[str, Declaration]

# Which of the cases each of them sees, own ones included; the supervisor of the declarant is an ethics officer too.
SEEN = {
    "officer": {"new", "recommended", "of_officer", "of_second_officer"},
    "second_officer": {"new", "recommended", "of_officer", "of_second_officer"},
    "supervisor": {"new", "recommended", "of_officer", "of_second_officer"},
    "below_the_declarant": {"of_officer", "of_second_officer"},
    "head": {"recommended", "of_head"},
    "delegate": {"recommended"},
    "designate": {"of_head"},
    "official": set(),
    "stranger": set(),
    "declarant": {"new", "recommended"},
}


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def cases_of(office: Office) -> Cases:
    return {
        "new": await office.world.declaration(office.declarant),
        "recommended": await office.recommended(),
        "of_head": await office.world.declaration(office.head),
        "of_officer": await office.world.declaration(office.officer),
        "of_second_officer": await office.world.declaration(office.second_officer),
    }


async def people_of(office: Office) -> dict[str, Identity]:
    below = await office.world.person("ethics_officer", supervisor=office.declarant)
    return {name: below if name == "below_the_declarant" else getattr(office, name) for name in SEEN}


async def seen_by(who: Identity, cases: Cases, column: str = "id", table: str = "declaration") -> set[str]:
    """The cases of which bare SQL shows a row to this identity."""
    async with transaction(who) as tx:
        found = {row[0] for row in await tx.fetch(f"select {column} from {table}")}
    return {name for name, kept in cases.items() if kept.id in found}


async def test_row_security_alone_shows_each_person_just_their_cases(office: Office) -> None:
    cases, people = await cases_of(office), await people_of(office)
    for name, who in people.items():
        assert await seen_by(who, cases) == SEEN[name], name
        assert await seen_by(who, cases, "stream", "event") == SEEN[name], name
    assert await seen_by(ANONYMOUS, cases) == set()
    assert await seen_by(service("mailer"), cases) == set()


async def test_without_row_security_the_same_question_would_leak(office: Office, superuser: asyncpg.Connection) -> None:
    cases = await cases_of(office)
    await superuser.execute("alter table declaration disable row level security")
    try:
        assert await seen_by(office.stranger, cases) == set(cases)
    finally:
        await superuser.execute("alter table declaration enable row level security")
    assert await seen_by(office.stranger, cases) == set()


async def test_row_security_alone_lets_nobody_change_a_case_that_is_not_theirs(office: Office) -> None:
    cases = await cases_of(office)
    for who, allowed in (
        (office.head, {"recommended", "of_head"}),
        (office.designate, {"of_head"}),
        (office.official, set()),
        (office.stranger, set()),
        (await office.world.person("ethics_officer", supervisor=office.declarant), {"of_officer", "of_second_officer"}),
    ):
        for name, kept in cases.items():
            async with transaction(who) as tx:
                tag = await tx.execute("update declaration set purposes = purposes where id = $1", kept.id)
            assert (tag == "UPDATE 1") is (name in allowed), (name, who.roles)


async def test_an_authority_cannot_take_a_case_into_its_own_hands(office: Office) -> None:
    kept = await office.under_review()
    async with transaction(office.head) as tx:
        statement = "update declaration set referred_at = now(), authority = 'executive_head' where id = $1"
        assert await tx.execute(statement, kept.id) == "UPDATE 0"
