"""One-time links: nobody learns who is known, looking consumes nothing, one post of many sets the password."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from register.access.service.links import make_first_administrator_link, send_requested_links
from register.access.tokens import digest, new_token
from register.kernel import clock
from register.kernel.errors import Conflict, NotFound
from register.kernel.identity import Identity
from register.notices.service import opened
from tests.factories import World
from tests.page_client import PageClient, checked
from tests.web.visitors import (
    PASSWORD,
    access_app,
    email_of,
    give_password,
    press,
    send,
    sign_in,
    signed_in,
    visiting,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NEW = "another lantern under nine hills"


@pytest.fixture
def app(world: World) -> Any:
    return access_app()


async def link_for(world: World, person: Identity, life: timedelta = timedelta(minutes=60)) -> str:
    """A link as the worker makes it; its token."""
    token = new_token()
    await world.superuser.execute(
        "insert into one_time_link (person, purpose, token_hash, created_at, expires_at)"
        " values ($1, 'reset', $2, $3, $4)",
        person.person,
        digest(token),
        clock.now(),
        clock.now() + life,
    )
    return token


async def follow(client: PageClient, token: str, password: str = NEW, status: int = 303) -> Any:
    page = await client.get(f"/link/{token}")
    answer = await send(client, "/link", {**page.hidden(), "password": password})
    assert answer.status_code == status, answer.text
    return answer


async def links(world: World) -> list[str]:
    """The addresses that waiting mails lead to."""
    rows = await world.superuser.fetch("select id, key_id, wrapped_key, content from outbox order by id")
    return [opened(*row).link for row in rows]


async def test_asking_for_a_link_gives_one_answer_and_one_row_for_every_address(app: Any, world: World) -> None:
    known = await email_of(world, (await world.person()).person)
    seen = set()
    for email in (known, "nobody@example.org"):
        async with visiting(app) as client:
            answer = await press(client, "/sign-in/link", "/sign-in/link", email=email)
            seen.add((answer.status_code, answer.headers["location"], answer.text))
            await client.get(answer.headers["location"])
    assert len(seen) == 1
    assert await world.superuser.fetchval("select count(*) from link_request") == 2


async def test_the_worker_mails_a_link_to_those_who_are_known(app: Any, world: World) -> None:
    person = await world.person()
    disabled = await world.person()
    await world.superuser.execute("update account set disabled_at = now() where person = $1", disabled.person)
    for email in (await email_of(world, person.person), await email_of(world, disabled.person), "nobody@example.org"):
        async with visiting(app) as client:
            await press(client, "/sign-in/link", "/sign-in/link", email=email)
    assert await send_requested_links() == 3
    assert await world.superuser.fetchval("select count(*) from link_request") == 0
    [link] = await links(world)
    async with visiting(app) as client:
        page = await client.get(link)
        assert person.name in page.text


async def test_a_stranger_cannot_fill_a_mailbox(app: Any, world: World) -> None:
    email = await email_of(world, (await world.person()).person)
    async with visiting(app) as client:
        for _ in range(6):
            await press(client, "/sign-in/link", "/sign-in/link", email=email)
    await send_requested_links()
    assert len(await links(world)) == 3


async def test_one_address_asks_for_twenty_links_an_hour_at_most(app: Any, world: World) -> None:
    async with visiting(app) as client:
        form = (await client.get("/sign-in/link")).hidden()
        answers = [
            (await send(client, "/sign-in/link", {**form, "email": f"p{number}@example.org"})).status_code
            for number in range(21)
        ]
    assert answers == [303] * 20 + [429]


async def test_a_link_sets_a_password_and_signs_in(app: Any, world: World) -> None:
    person = await world.person()
    async with visiting(app) as client:
        answer = await follow(client, await link_for(world, person))
        assert answer.headers["location"] == "/"
        assert (await client.http.get("/probe")).json()["person"] == str(person.person)
    async with visiting(app) as client:
        assert (await sign_in(client, await email_of(world, person.person), NEW)).status_code == 303


async def test_opening_a_link_consumes_nothing(app: Any, world: World) -> None:
    """Mail scanners open every link before its reader does."""
    token = await link_for(world, await world.person())
    async with visiting(app) as scanner:
        for _ in range(5):
            await scanner.get(f"/link/{token}")
            assert (await scanner.http.head(f"/link/{token}")).status_code in {200, 405}
    async with visiting(app) as client:
        await follow(client, token)


async def test_a_refused_password_does_not_use_the_link_up(app: Any, world: World) -> None:
    token = await link_for(world, await world.person())
    async with visiting(app) as client:
        refused = await follow(client, token, "password1234", 422)
        assert checked(refused, 422).errors() == ["password"]
        assert (await follow(client, token)).headers["location"] == "/"


async def test_of_twenty_posts_at_once_one_sets_the_password(
    app: Any, world: World, superuser: asyncpg.Connection
) -> None:
    person = await world.person()
    token = await link_for(world, person)

    async def post(number: int) -> int:
        async with visiting(app) as client:
            page = await client.get(f"/link/{token}")
            return (await send(client, "/link", {**page.hidden(), "password": f"{NEW} {number}"})).status_code

    answers = await asyncio.gather(*(post(number) for number in range(20)), return_exceptions=True)
    assert sorted(answer for answer in answers if isinstance(answer, int)).count(303) == 1
    assert answers.count(404) == 19
    assert await superuser.fetchval("select count(*) from session where ended_at is null") == 1


async def test_a_used_link_is_spent_with_every_other_of_that_person(app: Any, world: World) -> None:
    person = await world.person()
    first, second = await link_for(world, person), await link_for(world, person)
    others = await link_for(world, await world.person())
    async with visiting(app) as client:
        await follow(client, first)
    async with visiting(app) as client:
        assert (await client.get(f"/link/{first}", status=404)).heading == "This link no longer works."
        await client.get(f"/link/{second}", status=404)
        await client.get(f"/link/{others}")


async def test_a_link_works_until_its_time_is_over(app: Any, world: World) -> None:
    with clock.fixed(NOON):
        token = await link_for(world, await world.person())
        async with visiting(app) as client:
            with clock.fixed(NOON + timedelta(minutes=59, seconds=59)):
                assert (await client.get(f"/link/{token}")).all("input", name="password")
            with clock.fixed(NOON + timedelta(minutes=60)):
                over = await client.get(f"/link/{token}", status=404)
    assert over.heading == "This link no longer works."
    assert not over.all("input", name="password")


async def test_a_first_link_lives_seven_days_and_a_reset_an_hour(app: Any, world: World) -> None:
    new, returning = await world.person(), await world.person()
    await give_password(world, returning)
    with clock.fixed(NOON):
        for person in (new, returning):
            async with visiting(app) as client:
                email = await email_of(world, person.person)
                await press(client, "/sign-in/link", "/sign-in/link", email=email)
        await send_requested_links()
        rows = await world.superuser.fetch("select person, purpose, expires_at - created_at as life from one_time_link")
    assert {(row["person"], row["purpose"], row["life"]) for row in rows} == {
        (new.person, "first", timedelta(days=7)),
        (returning.person, "reset", timedelta(minutes=60)),
    }


@pytest.mark.parametrize("token", ["x", "A" * 43, "..%2f..", "%00", "A" * 5000, "٣" * 43])
async def test_a_link_that_never_was_is_spent_too(app: Any, world: World, token: str) -> None:
    async with visiting(app) as client:
        never_was = await client.get(f"/link/{token}", status=404)
    assert never_was.heading == "This link no longer works."
    assert not never_was.all("input", name="password")


async def test_the_token_reaches_no_layer_that_could_log_it(app: Any, world: World) -> None:
    token = await link_for(world, await world.person())
    seen: list[str] = []

    async def logging_server(scope: Any, receive: Any, send_: Any) -> None:
        await app(scope, receive, send_)
        seen.append(f"{scope['path']} {scope.get('raw_path')} {scope.get('query_string')}")

    async with visiting(logging_server) as client:
        await client.get(f"/link/{token}")
    assert seen == ["/link b'/link' b''"]


async def test_a_reset_ends_every_session(app: Any, world: World) -> None:
    person = await world.person()
    async with signed_in(app, world, person) as thief, visiting(app) as owner:
        await follow(owner, await link_for(world, person))
        assert (await thief.http.get("/probe")).status_code == 303
        assert (await owner.http.get("/probe")).status_code == 200


async def test_an_administrator_has_a_link_mailed_and_never_sees_it(app: Any, world: World) -> None:
    person, administrator = await world.person(), await world.person("administrator")
    async with signed_in(app, world, administrator) as keeper:
        here = f"/people/{person.person}"
        answer = await press(keeper, here, f"{here}/link")
        assert answer.status_code == 200
        await send_requested_links()
        [link] = await links(world)
        assert link.removeprefix("/link/") not in answer.text
        own = await press(keeper, here, f"/people/{administrator.person}/link")
        assert own.status_code == 404, "nobody issues links to themselves"


async def test_an_administrator_cannot_read_links_requests_or_passwords(app: Any, world: World) -> None:
    from register.kernel.db import transaction

    person, administrator = await world.person(), await world.person("administrator")
    await give_password(world, person)
    await link_for(world, person)
    async with transaction(administrator) as tx:
        for table in ("credential", "one_time_link", "link_request", "session", "rate_count", "api_token"):
            assert await tx.fetchval(f"select count(*) from {table}") == 0, table


async def test_the_command_line_prints_a_link_only_for_a_new_administrator(app: Any, world: World) -> None:
    administrator, officer = await world.person("administrator"), await world.person("ethics_officer")
    email = await email_of(world, administrator.person)
    link = await make_first_administrator_link(email)
    async with visiting(app) as client:
        await follow(client, link.removeprefix("/link/"))
    with pytest.raises(Conflict):
        await make_first_administrator_link(email)
    with pytest.raises(Conflict):
        await make_first_administrator_link(await email_of(world, officer.person))
    with pytest.raises(NotFound):
        await make_first_administrator_link("nobody@example.org")


async def test_a_person_who_never_signed_in_has_no_password_to_guess(app: Any, world: World) -> None:
    email = await email_of(world, (await world.person()).person)
    async with visiting(app) as client:
        for guess in ("", PASSWORD, "the password of nobody"):
            assert (await sign_in(client, email, guess)).status_code == 422
