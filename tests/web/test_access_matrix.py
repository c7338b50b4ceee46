"""Every route × every stored role, + nobody, + signed out, + disabled: generated from the routes and from the policy.

Refusals are asked of the application as it is served. Where the policy opens a route, a second guard stops the request
behind the first, so that nothing is done by asking.
"""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any, NamedTuple
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute

from declarations.meetings.secrets import link_token, room_code
from declarations.meetings.service.arriving import enter
from register import app as root
from register.access import configure, guards, middleware
from register.access.csrf import csrf_field
from register.access.guards import SAFE_METHODS, access_guard
from register.access.middleware import MEETING_COOKIE, SESSION_COOKIE, IdentityMiddleware
from register.access.policy import POLICY, Role, permits
from register.access.scopes import SCOPES
from register.access.service.resolving import identity_of_session
from register.access.tokens import digest, new_token
from register.kernel.identity import ANONYMOUS, Identity
from register.kernel.ids import new_id, new_reference
from register.settings import Settings
from register.web.language import Language
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import whole
from tests.factories import World
from tests.meetings import meeting, participant, sitting
from tests.web.visitors import ORIGIN, SETTINGS, visiting

NOBODY = ("nobody", "signed out", "disabled", "inactive", "ended epoch")
WITHOUT_ROUTE = {
    "key.rotate",
    "party.load",
    "party.total",
    "party.promote",
    "party.suggest",
    "people.load",
    "declaration.readings",
    "export.desk",
    "export.governing_body",
    "demo.mail",
}
"""Actions of the command line, and those whose pages belong to later parts or to the demonstration only."""


BY_LINK = (
    ("", frozenset({"participant"})),
    ("presiding_officer", frozenset({"participant", "presiding_officer"})),
    ("secretary", frozenset({"participant", "meeting_secretary"})),
)
"""The functions of a meeting that a participant may hold, and the roles they come with."""


class Door(NamedTuple):
    """One route with one method, and an address that leads there."""

    path: str
    method: str
    action: str | None


class PassedError(Exception):
    """The guard let a request through."""


async def stop_behind_the_guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    await access_guard(connection, handler)
    raise PassedError


def address(path: str) -> str:
    """The path with something in each place that looks as what belongs there."""

    def filled(place: re.Match[str]) -> str:
        if "number" in place[0]:
            return "7"
        return new_reference() if "reference" in place[0] else str(UUID(int=7))

    return re.sub(r"\{[^}]+\}", filled, path)


def doors(app: Litestar) -> Iterator[Door]:
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path} is guarded by nothing that this test knows"
        for method, (handler, _) in route.route_handler_map.items():
            yield Door(address(route.path_format), method, handler.opt.get("action"))


def is_program(door: Door) -> bool:
    return door.path.startswith(("/api/", "/schema"))


def wrapped(app: Any) -> Any:
    return IdentityMiddleware(Language(app))


@pytest.fixture(autouse=True)
def configured() -> None:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))


@pytest.fixture
def served() -> Litestar:
    """The application as it is served."""
    return whole()


@pytest.fixture(scope="module")
def stopped() -> Iterator[Litestar]:
    """The same with every request stopped behind the guard."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(root, "access_guard", stop_behind_the_guard)
        yield root.litestar_app(Settings())


async def cookie_of(world: World, *roles: str, fate: str = "") -> str:
    """A session of a person with exactly these roles and no capacity, after what befell it."""
    person = await world.person()
    execute = world.superuser.execute
    await execute("delete from person_capacity where person = $1", person.person)
    for role in roles:
        await execute("insert into role_grant (person, role) values ($1, $2)", person.person, role)
    token = new_token()
    await execute(
        "insert into session (person, token_hash, epoch, expires_at)"
        " select person, $2, epoch, now() + interval '1 hour' from account where person = $1",
        person.person,
        digest(token),
    )
    after = {
        "signed out": "update session set ended_at = now() where person = $1",
        "disabled": "update account set disabled_at = now() where person = $1",
        "inactive": "update person set active = false where id = $1",
        "ended epoch": "update account set epoch = epoch + 1 where person = $1",
    }.get(fate)
    if after:
        await execute(after, person.person)
    return token


async def meeting_cookie(world: World, function: str) -> str:
    """The session of a participant without an account, who holds a function of the meeting or none."""
    keeper = await world.person("meeting_secretary")
    made = await meeting(await world.person("ethics_officer"), keeper)
    hall, who = await sitting(keeper, made), await participant(keeper, made)
    if function:
        await world.superuser.execute(
            "insert into meeting_officer (id, meeting, function, participant, precedence, since)"
            " values ($1, $2, $3, $4, 0, now())",
            new_id(),
            made.id,
            function,
            who.id,
        )
    return await enter(link_token(who.id, who.link_turn), room_code(hall))


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who a session stands for is looked up at the first door: here it is asked which doors open, hundreds of them."""
    found: dict[str, Identity] = {}

    async def remembered(token: str, *, api: bool = False) -> Identity:
        if token not in found:
            found[token] = await identity_of_session(token, api=api)
        return found[token]

    monkeypatch.setattr(middleware, "identity_of_session", remembered)


async def answers(
    app: Any, cookie: str | None, wanted: list[Door], name: str = SESSION_COOKIE
) -> AsyncIterator[tuple[Door, httpx.Response]]:
    async with visiting(wrapped(app)) as client:
        if cookie is not None:
            client.http.cookies.set(name, cookie, domain="register.example", path="/")
        for door in wanted:
            headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
            yield door, await client.http.request(door.method, door.path, headers=headers)


def opened(identity: Identity, door: Door) -> bool:
    return door.action is not None and permits(identity, door.action)


def passed(door: Door, answer: httpx.Response) -> bool:
    """Whether the policy let it through: what would change something is then stopped for want of a token."""
    if answer.status_code == 403:
        return door.method not in SAFE_METHODS
    return answer.status_code == 500


def holding(role: str) -> Identity:
    return Identity(person=UUID(int=1), roles=frozenset({role}))


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("role", list(Role))
async def test_a_role_is_refused_wherever_the_policy_does_not_open(world: World, served: Litestar, role: str) -> None:
    closed = [door for door in doors(served) if not opened(holding(role), door)]
    assert closed
    wrong = [
        (door, answer.status_code)
        async for door, answer in answers(served, await cookie_of(world, role), closed)
        if answer.status_code != 404
    ]
    assert wrong == []


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("role", list(Role))
async def test_a_role_passes_wherever_the_policy_opens(world: World, stopped: Litestar, role: str) -> None:
    wanted = [door for door in doors(stopped) if opened(holding(role), door)]
    assert wanted
    wrong = [
        (door, answer.status_code)
        async for door, answer in answers(stopped, await cookie_of(world, role), wanted)
        if not passed(door, answer)
    ]
    assert wrong == []


@pytest.mark.parametrize(("function", "roles"), BY_LINK)
async def test_whoever_came_by_a_link_passes_and_is_refused_as_the_policy_says(
    world: World, stopped: Litestar, function: str, roles: frozenset[str]
) -> None:
    """Every route, with the cookie of a meeting and without an account; no one closed answers but with 404."""
    holder = Identity(participant=UUID(int=1), meeting=UUID(int=2), roles=roles)
    cookie, opens = await meeting_cookie(world, function), 0
    async for door, answer in answers(stopped, cookie, list(doors(stopped)), MEETING_COOKIE):
        if opened(holder, door):
            opens += 1
            assert passed(door, answer), (door, answer.status_code)
        else:
            assert answer.status_code == 404, (door, answer.status_code)
    assert opens


async def test_the_cookie_of_a_meeting_opens_nothing_of_an_account(world: World, stopped: Litestar) -> None:
    """What opens to whoever is signed in, and to a participant, are told apart by the table and by nothing else."""
    holder = Identity(participant=UUID(int=1), meeting=UUID(int=2), roles=BY_LINK[2][1])
    touching = ("declaration.", "draft.", "desk.", "case.", "advice.", "asset", "people.", "audit.", "party.", "key.")
    opens = {door.action for door in doors(stopped) if door.action and opened(holder, door)}
    assert [action for action in sorted(opens) if action.startswith(touching)] == []


@pytest.mark.parametrize("fate", NOBODY)
async def test_whoever_has_no_session_is_told_or_led_to_sign_in(world: World, served: Litestar, fate: str) -> None:
    every_role = [role.value for role in Role if role not in {Role.ADMINISTRATOR, Role.POLICY_OWNER}]
    cookie = None if fate == "nobody" else await cookie_of(world, *every_role, fate=fate)
    closed = [door for door in doors(served) if not opened(ANONYMOUS, door)]
    async for door, answer in answers(served, cookie, closed):
        expected = 404 if door.action is None else 401 if is_program(door) else 303
        assert answer.status_code == expected, (door, answer.status_code)
        if expected == 303:
            led_to = "/join" if door.path.startswith("/attend") else "/sign-in"
            assert answer.headers["location"].startswith(led_to)


async def test_the_same_session_passes_as_long_as_nothing_befell_it(world: World, stopped: Litestar) -> None:
    """The control of the test above."""
    cookie = await cookie_of(world, "declarant")
    wanted = [door for door in doors(stopped) if door.action == "declaration.list"]
    assert wanted
    async for door, answer in answers(stopped, cookie, wanted):
        assert passed(door, answer), door


async def test_a_key_opens_what_its_person_may_and_no_more(world: World, stopped: Litestar) -> None:
    person = await world.person("custodian")
    key = "dreg_" + new_token()
    await world.superuser.execute(
        "insert into api_token (person, name, scopes, token_hash, expires_at)"
        " values ($1, 'x', $2, $3, now() + interval '1 day')",
        person.person,
        list(SCOPES),
        digest(key),
    )
    holder = Identity(person=person.person, roles=frozenset({"custodian", "declarant"}), scopes=frozenset(SCOPES))
    async with visiting(wrapped(stopped), authorization=f"Bearer {key}") as program:
        for door in doors(stopped):
            answer = await program.http.request(door.method, door.path)
            assert answer.status_code == (500 if opened(holder, door) else 404), door


def test_every_route_says_which_action_it_is_and_the_policy_knows_it(served: Litestar) -> None:
    unsaid = [door for door in doors(served) if door.action is None and door.method != "OPTIONS"]
    assert unsaid == [], "a route without an action is closed to everyone"
    assert {door.action for door in doors(served) if door.action} <= POLICY.keys()


def test_no_action_of_the_policy_is_forgotten(served: Litestar) -> None:
    assert POLICY.keys() >= WITHOUT_ROUTE
    assert POLICY.keys() - {door.action for door in doors(served)} <= WITHOUT_ROUTE


def test_the_guard_stands_before_every_route(served: Litestar) -> None:
    for route in served.routes:
        assert isinstance(route, HTTPRoute)
        for handler, _ in route.route_handler_map.values():
            assert access_guard in handler.resolve_guards(), route.path


async def test_asking_for_the_head_or_the_options_of_a_page_opens_nothing(world: World, served: Litestar) -> None:
    cookie = await cookie_of(world, "custodian")
    paths = sorted({door.path for door in doors(served) if not opened(holding("custodian"), door)})
    wanted = [Door(path, method, None) for path in paths for method in ("HEAD", "OPTIONS")]
    async for door, answer in answers(served, cookie, wanted):
        assert answer.status_code in {404, 405}, door
        assert answer.headers.get("allow") is None or answer.status_code == 405


async def test_a_path_beside_a_page_that_is_open_is_not_open(world: World, served: Litestar) -> None:
    """No prefix opens anything: what begins like the sign-in page is another address."""
    beside = [
        "/sign-inn",
        "/sign-in-as/administrator",
        "/static",
        "/healthz/../people",
        "/static/../people",
        "//people",
    ]
    async for door, answer in answers(served, None, [Door(path, "GET", None) for path in beside]):
        assert answer.status_code in {303, 404}, door


async def test_without_the_session_layer_nothing_is_open(served: Litestar) -> None:
    """An application that was put together wrongly is closed, not open."""
    bare: Any = served
    transport = httpx.ASGITransport(app=bare, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        for door in doors(served):
            assert (await client.request(door.method, door.path)).status_code == 404, door


async def test_a_guard_that_let_everyone_in_would_be_noticed(
    world: World, stopped: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the refusals: with the policy switched off, the doors that are closed stand open."""
    monkeypatch.setattr(guards, "permits", lambda *_args, **_more: True)
    closed = [door for door in doors(stopped) if door.action and not opened(holding("custodian"), door)]
    found = [
        passed(door, answer) async for door, answer in answers(stopped, await cookie_of(world, "custodian"), closed)
    ]
    assert all(found)
