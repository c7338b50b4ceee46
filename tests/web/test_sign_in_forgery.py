"""Forged forms: a post counts only when it came from our own page, and no bytes make the check fail otherwise."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from register.access.scopes import SCOPES
from tests.factories import World
from tests.page_client import PageClient
from tests.web.visitors import ORIGIN, access_app, press, send, sign_in, signed_in, visiting

PARTS = "multipart/form-data; boundary=b"
FORM = "application/x-www-form-urlencoded"
_fuzzing = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def app(world: World) -> Any:
    return access_app()


@pytest.fixture
async def client(app: Any, world: World) -> AsyncIterator[PageClient]:
    """A browser in which somebody is signed in."""
    async with signed_in(app, world, await world.person()) as found:
        yield found


async def token_of(client: PageClient) -> str:
    return (await client.get("/account")).hidden()["csrf"]


async def raw(client: PageClient, content: bytes, content_type: str, **headers: str) -> httpx.Response:
    return await client.http.post("/probe", content=content, headers={"content-type": content_type, **headers})


async def test_a_form_of_ours_is_accepted(client: PageClient) -> None:
    """The control of everything below."""
    assert (await send(client, "/probe", {"csrf": await token_of(client)})).status_code == 201


async def test_a_form_without_a_token_is_refused(client: PageClient) -> None:
    answer = await send(client, "/probe", {"title": "x"})
    assert answer.status_code == 403
    assert "no longer valid" in answer.text


async def test_a_token_of_another_person_is_refused(app: Any, world: World, client: PageClient) -> None:
    async with signed_in(app, world, await world.person()) as other:
        assert (await send(client, "/probe", {"csrf": await token_of(other)})).status_code == 403


async def test_a_token_of_an_ended_session_is_refused(app: Any, world: World) -> None:
    person = await world.person()
    async with signed_in(app, world, person) as client:
        old = await token_of(client)
        await send(client, "/sign-out", {"csrf": old})
        email = await world.superuser.fetchval("select email from person where id = $1", person.person)
        await sign_in(client, email)
        assert (await send(client, "/probe", {"csrf": old})).status_code == 403


async def test_a_token_from_before_sign_in_is_refused_after_it(app: Any, world: World) -> None:
    async with visiting(app) as visitor:
        before = (await visitor.get("/sign-in")).hidden()["csrf"]
        async with signed_in(app, world, await world.person()) as client:
            assert (await send(client, "/probe", {"csrf": before})).status_code == 403


async def test_signing_in_is_protected_too(app: Any, world: World) -> None:
    """Or a stranger could sign a visitor in as themselves and read what the visitor then declares."""
    async with visiting(app) as mine, visiting(app) as attackers:
        theirs = (await attackers.get("/sign-in")).hidden()
        await mine.get("/sign-in")
        fields = {**theirs, "email": "a@example.org", "password": "x"}
        assert (await send(mine, "/sign-in", fields)).status_code == 403


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "null", "http://register.example.evil"])
async def test_a_good_token_from_a_foreign_page_is_refused(client: PageClient, elsewhere: str) -> None:
    answer = await client.http.post("/probe", data={"csrf": await token_of(client)}, headers={"origin": elsewhere})
    assert answer.status_code == 403


async def test_the_interface_takes_the_token_as_a_header_and_no_other_way(client: PageClient) -> None:
    token = await token_of(client)
    body = {"language": "fr"}
    headers = {"origin": ORIGIN}
    assert (await client.http.patch("/api/v1/account", json=body, headers=headers)).status_code == 403
    answer = await client.http.patch("/api/v1/account", json=body, headers={**headers, "x-csrf-token": token})
    assert (answer.status_code, answer.json()["person"]["language"]) == (200, "fr")


async def test_a_program_with_a_key_needs_no_token(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person("administrator")) as desk:
        made = await press(desk, "/account", "/account/tokens", name="Script", scopes=sorted(SCOPES))
    key = "dreg_" + made.text.split("dreg_")[1][:43]
    async with visiting(app) as program:
        headers = {"authorization": f"Bearer {key}"}
        answer = await program.http.post("/api/v1/people/searches", json={"search": "a"}, headers=headers)
        assert answer.status_code == 200


async def test_a_browser_that_sends_a_worthless_key_beside_its_cookie_is_refused(client: PageClient) -> None:
    """A key excuses from the token, so a key that is none must not fall back to the cookie."""
    headers = {"authorization": "Bearer dreg_" + "A" * 43, "origin": "https://evil.example"}
    assert (await client.http.patch("/api/v1/account", json={"language": "es"}, headers=headers)).status_code == 401


def part(name: str, value: bytes, *, more: str = "", charset: str = "") -> bytes:
    kind = f"Content-Type: text/plain; charset={charset}\r\n" if charset else ""
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{more}\r\n{kind}\r\n'
    return head.encode() + value + b"\r\n"


async def test_a_form_in_parts_is_read_as_well(client: PageClient) -> None:
    body = part("csrf", (await token_of(client)).encode()) + b"--b--\r\n"
    assert (await raw(client, body, "multipart/form-data; boundary=b")).status_code == 201


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (part("csrf", b"x", charset="bogus") + b"--b--\r\n", "multipart/form-data; boundary=b"),
        (part("csrf", b"x", charset="utf-16") + b"--b--\r\n", "multipart/form-data; boundary=b"),
        (part("csrf", b"\xff\xfe") + b"--b--\r\n", "multipart/form-data; boundary=b"),
        (part("csrf", b"x", more='; filename="token.txt"') + b"--b--\r\n", "multipart/form-data; boundary=b"),
        (part("csrf", "رمز".encode()) + b"--b--\r\n", "multipart/form-data; boundary=b"),
        (part("csrf", b"x"), "multipart/form-data; boundary=b"),  # never closed
        (b"csrf=x", "multipart/form-data"),  # no boundary
        (b"csrf=x", "multipart/form-data; boundary="),
        (b"csrf=%FF%FE", FORM),
        (b"csrf=%00", FORM),
        (b"csrf=%ED%A0%80", FORM),  # a lone surrogate
        ("csrf=رمز".encode(), FORM),
        (b"&".join(b"f%d=x" % number for number in range(2000)), FORM),
        (b"csrf=x", FORM + "; charset=bogus"),
        (b'{"csrf": "x"}', "application/json"),
        (b"csrf=x", ""),
        (b"csrf=x", "text/plain"),
    ],
)
async def test_what_no_browser_sends_is_refused_calmly(client: PageClient, body: bytes, content_type: str) -> None:
    assert (await raw(client, body, content_type)).status_code in {400, 403, 413}


@_fuzzing
@given(
    body=st.binary(max_size=300), kind=st.sampled_from([FORM, "multipart/form-data; boundary=b", "text/plain", "x/y"])
)
async def test_no_body_makes_the_check_fail_otherwise(client: PageClient, body: bytes, kind: str) -> None:
    assert (await raw(client, body, kind)).status_code in {400, 403, 413}


@_fuzzing
@given(
    value=st.text(max_size=80),
    charset=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=12),
)
async def test_no_part_makes_the_check_fail_otherwise(client: PageClient, value: str, charset: str) -> None:
    body = part("csrf", value.encode("utf-8", "surrogatepass"), charset=charset) + b"--b--\r\n"
    assert (await raw(client, body, "multipart/form-data; boundary=b")).status_code in {400, 403, 413}


@_fuzzing
@given(token=st.text(max_size=120))
async def test_no_text_in_place_of_the_token_makes_the_check_fail_otherwise(client: PageClient, token: str) -> None:
    body = urlencode({"csrf": token}, errors="surrogatepass").encode()
    assert (await raw(client, body, FORM)).status_code in {400, 403}


@_fuzzing
@given(cookie=st.text(alphabet=st.characters(min_codepoint=1, max_codepoint=255), max_size=80))
async def test_no_cookie_makes_the_reading_of_a_request_fail(app: Any, cookie: str) -> None:
    headers = [(b"host", b"register.example"), (b"cookie", b"__Host-register=" + cookie.encode("latin-1"))]
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def answer(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "path": "/probe",
        "raw_path": b"/probe",
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("192.0.2.1", 1),
        "server": ("register.example", 443),
        "asgi": {"version": "3.0"},
    }
    await app(scope, receive, answer)
    assert statuses == [303]
