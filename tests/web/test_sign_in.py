"""Coming in and going out: what a session is, and what a stranger cannot do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest

from register.access.middleware import DEVICE_COOKIE, SESSION_COOKIE
from register.access.scopes import SCOPES
from register.kernel import clock
from tests.factories import World
from tests.page_client import PageClient
from tests.web.visitors import (
    ORIGIN,
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
WRONG = "not the password at all"


@pytest.fixture
def app(world: World) -> Any:
    return access_app()


async def is_in(client: PageClient) -> bool:
    return (await client.http.get("/probe")).status_code == 200


async def test_who_signs_in_is_led_back_to_the_page_they_asked_for(app: Any, world: World) -> None:
    person = await world.person()
    email = await give_password(world, person)
    async with visiting(app) as client:
        asked = await client.http.get("/people?at=x")
        assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=/people%3Fat%3Dx")
        page = await client.get(asked.headers["location"])
        fields = {**page.hidden(), "email": email.upper(), "password": PASSWORD}
        answer = await send(client, "/sign-in", fields)
        assert (answer.status_code, answer.headers["location"]) == (303, "/people?at=x")
        found = (await client.http.get("/probe")).json()
        assert found["person"] == str(person.person)
        assert found["roles"] == ["declarant"]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
async def test_nobody_is_led_elsewhere_by_signing_in(app: Any, world: World, elsewhere: str) -> None:
    email = await give_password(world, await world.person())
    async with visiting(app) as client:
        page = await client.get(f"/sign-in?next={quote(elsewhere)}")
        fields = {**page.hidden(), "next": elsewhere, "email": email, "password": PASSWORD}
        assert (await send(client, "/sign-in", fields)).headers["location"] == "/"


async def test_the_cookie_is_for_this_host_https_and_no_script(app: Any, world: World) -> None:
    email = await give_password(world, await world.person())
    async with visiting(app) as client:
        answer = await sign_in(client, email)
        cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{SESSION_COOKIE}="))
        parts = {part.strip().casefold() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
        assert not any(part.startswith("domain") for part in parts)


async def test_a_session_that_an_attacker_chose_is_never_taken_up(
    app: Any, world: World, superuser: asyncpg.Connection
) -> None:
    email = await give_password(world, await world.person())
    planted = "A" * 43
    async with visiting(app) as client:
        client.http.cookies.set(SESSION_COOKIE, planted, domain="register.example", path="/")
        answer = await sign_in(client, email)
        assert answer.status_code == 303
        cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{SESSION_COOKIE}="))
        assert planted not in cookie
    async with visiting(app) as attacker:
        attacker.http.cookies.set(SESSION_COOKIE, planted, domain="register.example", path="/")
        assert not await is_in(attacker)


async def test_signing_in_again_ends_the_session_before(app: Any, world: World) -> None:
    person = await world.person()
    async with signed_in(app, world, person) as client:
        before = client.http.cookies[SESSION_COOKIE]
        account = await client.get("/account")
        await send(client, "/sign-out", {"csrf": account.hidden()["csrf"]})
        await sign_in(client, await email_of(world, person.person))
        assert client.http.cookies[SESSION_COOKIE] != before
        async with visiting(app) as thief:
            thief.http.cookies.set(SESSION_COOKIE, before, domain="register.example", path="/")
            assert not await is_in(thief)


async def test_only_hashes_of_what_lets_people_in_are_stored(
    app: Any, world: World, superuser: asyncpg.Connection
) -> None:
    async with signed_in(app, world, await world.person()) as client:
        made = await press(client, "/account", "/account/tokens", name="Ledger export", scopes=sorted(SCOPES))
        assert made.status_code == 201
        rows = await superuser.fetch(
            "select row_to_json(s)::text as text from session s union all select row_to_json(t)::text from api_token t"
        )
        stored = " ".join(row["text"] for row in rows)
        secret = made.text.split("dreg_")[1][:43]
        assert len(rows) == 2
        assert client.http.cookies[SESSION_COOKIE] not in stored
        assert secret not in stored


async def test_signing_out_ends_the_session_itself_not_only_the_cookie(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        token = client.http.cookies[SESSION_COOKIE]
        account = await client.get("/account")
        answer = await send(client, "/sign-out", {"csrf": account.hidden()["csrf"]})
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        assert not await is_in(client)
        client.http.cookies.set(SESSION_COOKIE, token, domain="register.example", path="/")
        assert not await is_in(client)


async def test_a_session_ends_after_an_hour_without_use(app: Any, world: World) -> None:
    with clock.fixed(NOON):
        async with signed_in(app, world, await world.person()) as client:
            for minutes in (58, 116):
                with clock.fixed(NOON + timedelta(minutes=minutes)):
                    assert await is_in(client)
            with clock.fixed(NOON + timedelta(minutes=116 + 60)):
                assert not await is_in(client)


async def test_a_session_ends_after_twelve_hours_however_busy(app: Any, world: World) -> None:
    with clock.fixed(NOON):
        async with signed_in(app, world, await world.person()) as client:
            for minutes in range(50, 12 * 60, 50):
                with clock.fixed(NOON + timedelta(minutes=minutes)):
                    assert await is_in(client)
            with clock.fixed(NOON + timedelta(hours=12)):
                assert not await is_in(client)


async def test_that_a_session_was_seen_is_written_at_most_once_a_minute(
    app: Any, world: World, superuser: asyncpg.Connection
) -> None:
    seen = "select last_seen_at from session"
    with clock.fixed(NOON):
        async with signed_in(app, world, await world.person()) as client:
            with clock.fixed(NOON + timedelta(seconds=59)):
                assert await is_in(client)
                assert await superuser.fetchval(seen) == NOON
            with clock.fixed(NOON + timedelta(seconds=60)):
                assert await is_in(client)
                assert await superuser.fetchval(seen) == NOON + timedelta(seconds=60)


async def test_a_person_lists_and_ends_their_own_sessions_only(app: Any, world: World) -> None:
    person, other = await world.person(), await world.person()
    async with (
        signed_in(app, world, person) as desk,
        signed_in(app, world, person) as phone,
        signed_in(app, world, other) as stranger,
    ):
        sessions = (await desk.http.get("/api/v1/sessions")).json()
        assert len(sessions) == 2
        phones = next(each["id"] for each in sessions if not each["is_current"])
        refused = await press(stranger, "/account", f"/account/sessions/{phones}/end")
        assert refused.status_code == 404
        assert await is_in(phone)
        assert (await press(desk, "/account", f"/account/sessions/{phones}/end")).status_code == 303
        assert not await is_in(phone)
        assert await is_in(desk)
        assert await is_in(stranger)


async def test_over_plain_http_elsewhere_sign_in_refuses_in_one_line(app: Any, world: World) -> None:
    async with visiting(app) as client:
        page = await client.get("http://register.example/sign-in", status=403)
        assert "https" in page.text
        assert page.all("input", name="password") == []
        forced = await client.http.post("http://register.example/sign-in", data={"email": "a@b.c", "password": "x"})
        assert forced.status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
async def test_on_the_same_machine_plain_http_is_enough(app: Any, world: World, host: str) -> None:
    async with visiting(app) as client:
        page = await client.get(f"http://{host}/sign-in")
        assert page.all("input", name="password")


async def test_the_answer_is_the_same_for_known_and_unknown_people(app: Any, world: World) -> None:
    known = await give_password(world, await world.person())
    disabled = await world.person()
    closed = await give_password(world, disabled)
    await world.superuser.execute("update account set disabled_at = now() where person = $1", disabled.person)
    never = await email_of(world, (await world.person()).person)
    answers = set()
    for email in (known, closed, never, "nobody@example.org"):
        async with visiting(app) as client:
            answer = await sign_in(client, email, WRONG if email == known else PASSWORD)
            text = answer.text.replace(email, "")
            for field in (await client.get("/sign-in")).hidden().values():
                text = text.replace(field, "")
            answers.add((answer.status_code, "not right" in text, len(answer.text) - len(email)))
    assert answers == {(422, True, next(iter(answers))[2])}


async def test_an_unknown_address_takes_the_same_steps_as_a_known_one(
    app: Any, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal work rather than equal milliseconds, which no test can promise: one comparison, the same statements."""
    from register.access import passwords
    from register.kernel.db import Transaction

    known = await give_password(world, await world.person())
    steps: list[str] = []
    verify, fetchrow = passwords._verify, Transaction.fetchrow

    def noted(password: str, stored: str | None) -> bool:
        steps.append("compared")
        return verify(password, stored)

    async def asked(self: Transaction, query: str, *args: object) -> asyncpg.Record | None:
        steps.append(query)
        return await fetchrow(self, query, *args)

    monkeypatch.setattr(passwords, "_verify", noted)
    monkeypatch.setattr(Transaction, "fetchrow", asked)
    taken: list[list[str]] = []
    for email in (known, "nobody@example.org"):
        async with visiting(app) as client:
            steps.clear()
            assert (await sign_in(client, email, WRONG)).status_code == 422
            taken.append(list(steps))
    assert taken[0] == taken[1]
    assert taken[0].count("compared") == 1


async def test_ten_failures_make_one_wait_fifteen_minutes(app: Any, world: World) -> None:
    email = await give_password(world, await world.person())
    with clock.fixed(NOON):
        async with visiting(app) as client:
            for _ in range(10):
                assert (await sign_in(client, email, WRONG)).status_code == 422
            blocked = await sign_in(client, email)
            assert blocked.status_code == 429
            assert 890 <= int(blocked.headers["retry-after"]) <= 901
            with clock.fixed(NOON + timedelta(minutes=14)):
                assert (await sign_in(client, email)).status_code == 429
            with clock.fixed(NOON + timedelta(minutes=16)):
                assert (await sign_in(client, email)).status_code == 303


async def test_a_hundred_tries_at_once_do_not_outrun_the_count(app: Any, world: World) -> None:
    import asyncio

    email = await give_password(world, await world.person())

    async def guess() -> int:
        async with visiting(app) as client:
            return (await sign_in(client, email, WRONG)).status_code

    answers = await asyncio.gather(*(guess() for _ in range(40)))
    assert (answers.count(422), answers.count(429)) == (10, 30)


def from_address(app: Any, address: str) -> Any:
    """The same application, met from another place in the world."""

    async def moved(scope: Any, receive: Any, send_: Any) -> None:
        await app({**scope, "client": (address, 1234)} if scope["type"] == "http" else scope, receive, send_)

    return moved


async def test_a_stranger_elsewhere_locks_nobody_out(app: Any, world: World) -> None:
    email = await give_password(world, await world.person())
    async with visiting(from_address(app, "203.0.113.5")) as stranger:
        for _ in range(12):
            await sign_in(stranger, email, WRONG)
        assert (await sign_in(stranger, email)).status_code == 429
    async with visiting(from_address(app, "192.0.2.10")) as owner:
        assert (await sign_in(owner, email)).status_code == 303


async def test_a_colleague_behind_the_same_address_locks_nobody_out_of_their_own_browser(
    app: Any, world: World
) -> None:
    person = await world.person()
    async with signed_in(app, world, person) as own:
        email = await email_of(world, person.person)
        account = await own.get("/account")
        await send(own, "/sign-out", {"csrf": account.hidden()["csrf"]})
        async with visiting(app) as colleague:
            for _ in range(12):
                await sign_in(colleague, email, WRONG)
            assert (await sign_in(colleague, email)).status_code == 429
            # Carrying off the mark of somebody else's browser helps for nobody's account but theirs.
            colleague.http.cookies.set(DEVICE_COOKIE, "A" * 43 + ".forged", domain="register.example", path="/")
            assert (await sign_in(colleague, email)).status_code == 429
        assert (await sign_in(own, email)).status_code == 303


async def test_a_browser_that_signed_in_before_has_a_count_of_its_own(app: Any, world: World) -> None:
    person = await world.person()
    async with signed_in(app, world, person) as own:
        email = await email_of(world, person.person)
        await send(own, "/sign-out", {"csrf": (await own.get("/account")).hidden()["csrf"]})
        for _ in range(10):
            assert (await sign_in(own, email, WRONG)).status_code == 422
        assert (await sign_in(own, email)).status_code == 429


async def test_sixty_failures_from_one_address_make_it_wait(app: Any, world: World) -> None:
    async with visiting(app) as client:
        form = (await client.get("/sign-in")).hidden()
        answers = [
            (await send(client, "/sign-in", {**form, "email": f"p{number}@example.org", "password": WRONG})).status_code
            for number in range(61)
        ]
    assert answers == [422] * 60 + [429]


async def test_addresses_are_counted_under_a_keyed_hash_and_forgotten(
    app: Any, world: World, superuser: asyncpg.Connection
) -> None:
    from register.access.service.tidying import tidy

    with clock.fixed(NOON):
        async with visiting(from_address(app, "203.0.113.5")) as client:
            await sign_in(client, "nobody@example.org", WRONG)
        rows = await superuser.fetch("select key from rate_count")
        assert len(rows) == 2
        assert all(len(row["key"]) == 32 for row in rows)
        await tidy()
        assert await superuser.fetchval("select count(*) from rate_count") == 2
        with clock.fixed(NOON + timedelta(minutes=15)):
            await tidy()
        assert await superuser.fetchval("select count(*) from rate_count") == 0


async def test_a_disabled_account_loses_its_sessions_and_keys_at_once(app: Any, world: World) -> None:
    person, administrator = await world.person(), await world.person("administrator")
    async with signed_in(app, world, person) as client, signed_in(app, world, administrator) as keeper:
        made = await press(client, "/account", "/account/tokens", name="Script", scopes=sorted(SCOPES))
        bearer = {"authorization": "Bearer dreg_" + made.text.split("dreg_")[1][:43]}
        async with visiting(app) as program:
            assert (await program.http.get("/api/v1/account", headers=bearer)).status_code == 200
            here = f"/people/{person.person}"
            assert (await press(keeper, here, f"{here}/disable")).status_code == 303
            assert not await is_in(client)
            assert (await program.http.get("/api/v1/account", headers=bearer)).status_code == 401
            assert (await sign_in(client, await email_of(world, person.person))).status_code == 422
            assert (await press(keeper, here, f"{here}/enable")).status_code == 303
            assert not await is_in(client), "what ended stays ended"


async def test_a_change_of_roles_ends_every_session_of_that_person(app: Any, world: World) -> None:
    person, administrator = await world.person(), await world.person("administrator")
    here = f"/people/{person.person}"
    async with signed_in(app, world, administrator) as keeper:
        async with signed_in(app, world, person) as client:
            assert (await press(keeper, here, f"{here}/roles", role="custodian")).status_code == 303
            assert not await is_in(client)
        async with signed_in(app, world, person) as client:
            assert "custodian" in (await client.http.get("/probe")).json()["roles"]
            card = (await keeper.http.get(f"/api/v1{here}")).json()
            assert (await press(keeper, here, f"{here}/roles/{card['grants'][0]['id']}/end")).status_code == 303
            assert not await is_in(client)
        assert await is_in(keeper)


async def test_a_changed_password_ends_every_other_session(app: Any, world: World) -> None:
    person = await world.person()
    async with signed_in(app, world, person) as here, signed_in(app, world, person) as there:
        fields = {"old": PASSWORD, "password": "another lantern under nine hills"}
        assert (await press(here, "/account", "/account/password", **fields)).status_code == 303
        assert await is_in(here)
        assert not await is_in(there)


async def test_a_password_is_changed_only_with_the_present_one(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        fields = {"old": WRONG, "password": "another lantern under nine hills"}
        assert (await press(client, "/account", "/account/password", **fields)).status_code == 422
        weak = {"old": PASSWORD, "password": "password1234"}
        assert (await press(client, "/account", "/account/password", **weak)).status_code == 422


async def test_who_is_signed_in_is_led_on_from_the_form(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        assert (await client.http.get("/sign-in")).headers["location"] == "/"


async def test_no_form_cookie_is_set_where_no_form_is_shown(app: Any, world: World) -> None:
    async with visiting(app) as client:
        assert "set-cookie" not in (await client.http.get("/nowhere")).headers
        assert "__Host-register-form" in (await client.http.get("/sign-in")).headers["set-cookie"]


async def test_a_lost_database_is_503_for_those_who_are_signed_in(app: Any, world: World, database: Any) -> None:
    from register.kernel import db

    async with signed_in(app, world, await world.person()) as client:
        await db.close_pool()
        try:
            answer = await client.http.get("/probe", headers={"origin": ORIGIN})
        finally:
            await db.open_pool(database.app_url, size=12)
        assert answer.status_code == 503
        assert await is_in(client)
