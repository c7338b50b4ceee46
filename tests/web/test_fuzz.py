"""Whatever is sent, by a stranger or by a program with a key, is answered as it is documented, never by 500.

The default is a seeded share of a quarter of a minute; PROOF=full sends more than ten times as much.
"""

import os
import re
from functools import cache
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from litestar.routes import HTTPRoute

from declarations.filing.model import Declaration
from register.access.policy import permits
from register.kernel.identity import ANONYMOUS
from register.web.headers import HEADERS
from tests.applications import whole
from tests.factories import World, gift_facts
from tests.reviewing import Office, staffed
from tests.web.served import key_of, served_app
from tests.web.visitors import ORIGIN

pytestmark = pytest.mark.proof
FULL = os.environ.get("PROOF") == "full"
MARK = "<x-fuzz"
FUZZ = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if FULL else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
STRANGER = settings(FUZZ, max_examples=8000 if FULL else 700)
PROGRAM = settings(FUZZ, max_examples=8000 if FULL else 700)
NOT_PROBED = re.compile(r"/schema(?!/openapi\.json)|/api/v1/exports|/api/v1/verification")
"""Downloads and long checks have tests of their own."""

# -- a stranger

FIELDS = ["csrf", "email", "password", "repeated", "next", "token", "direction", "capacity", "value", "value_currency"]
FIELDS += ["then", "vendor", "lang", "at", "usual_courtesy"]
HOSTILE = ["\0", "\ud800", "\u202e", "%", "'", '"', "\r\n", "=1+1", "٣", "ß" * 300, "x" * 20_000, f'"{MARK} onload=1>']
HOSTILE += [
    "0001-01-01",
    "9999-12-31",
    "1e400",
    "NaN",
    "-0",
    "//evil.example",
    "/٣",
    "javascript:1",
    "${7*7}",
    "{{7*7}}",
]

typed = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)
names = st.one_of(st.sampled_from(FIELDS), st.text(max_size=20)).map(lambda text: text.encode("utf-8", "surrogatepass"))
pairs = st.lists(st.tuples(names, typed), max_size=8)
header_text = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60)).map(
    lambda text: re.sub(rb"[\x00\r\n]", b"", text.encode("utf-8", "replace"))[:7000].strip()
)
COOKIES = ["__Host-register", "__Host-register-form", "__Host-register-device", "language"]
cookie = st.tuples(st.sampled_from(COOKIES), header_text).map(lambda pair: pair[0].encode() + b"=" + pair[1])
TOLD = ["authorization", "accept", "accept-language", "origin", "referer", "sec-fetch-site", "host", "if-match"]
TOLD += ["x-forwarded-for", "x-http-method-override", "idempotency-key", "x-csrf-token", "user-agent"]
headers = st.dictionaries(st.sampled_from(TOLD), header_text, max_size=4)
KINDS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json", "text/plain", ""]
KINDS += ["application/x-www-form-urlencoded; charset=utf-16", "multipart/form-data", 'multipart/form-data; boundary="']


@st.composite
def parts(draw: st.DrawFn) -> bytes:
    """A body in parts, as a browser sends it or nearly so."""
    dressed = [
        b'--b\r\nContent-Disposition: form-data; name="' + name + b'"' + more + b"\r\n\r\n" + value + b"\r\n"
        for name, value in draw(pairs)
        for more in [draw(st.sampled_from([b"", b'; filename="a"', b"\r\nContent-Type: text/plain; charset=bogus"]))]
    ]
    return b"".join(dressed) + draw(st.sampled_from([b"--b--\r\n", b"--b", b""]))


form = pairs.map(lambda found: urlencode(found).encode())
bodies = st.one_of(
    st.tuples(form, st.just(KINDS[0])),
    st.tuples(parts(), st.just(KINDS[1])),
    st.tuples(st.one_of(form, parts(), st.binary(max_size=200)), st.sampled_from(KINDS)),
)


@cache
def open_addresses() -> list[str]:
    """Every address that a stranger gets past the guard of."""
    found = {"/", "/nothing/here", "/static/..%2f", "/api/v1/declarations", "/desk/D-7K3M-Q2PX"}
    found |= {f"/{page}/{'A' * 43}" for page in ("link", "opinion")}
    for route in whole().routes:
        assert isinstance(route, HTTPRoute)
        for handler, _ in route.route_handler_map.values():
            if permits(ANONYMOUS, str(handler.opt.get("action")), anonymous_pre_check=True):
                found.add(re.sub(r"\{[^}]+\}", "x", route.path_format))
    return sorted(address for address in found if not NOT_PROBED.match(address))


def faults(answer: httpx.Response) -> list[str]:
    """What is wrong with the form that every answer has, whatever was asked."""
    found = []
    if answer.status_code >= 500:
        found.append(f"{answer.status_code} for {answer.request.method} {answer.request.url}: {answer.text[:500]}")
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value and "/static/" not in str(answer.request.url):
            found.append(f"header {name}")
    kind = answer.headers.get("content-type", "")
    if answer.status_code >= 400 and not kind.startswith(("text/html", "application/problem+json")):
        found.append(f"kind {kind}")
    place = answer.headers.get("location", "/")
    if not place.startswith("/") or place.startswith(("//", "/\\")):
        found.append(f"place {place}")
    if MARK in answer.text:
        found.append("markup that was typed is written as markup")
    return found


@pytest.fixture
def app(world: World) -> Any:
    return served_app(anonymous_pre_check=True)


@seed(20261121)
@STRANGER
@given(data=st.data())
async def test_a_stranger_is_always_answered(app: Any, data: st.DataObject) -> None:
    method = data.draw(st.sampled_from(["GET", "POST", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE"]))
    address = data.draw(st.sampled_from(open_addresses()))
    query = urlencode(data.draw(pairs))[:60_000] if data.draw(st.booleans()) else ""  # no client sends longer ones
    sent = {name.encode(): value for name, value in data.draw(headers).items()}
    body, kind = data.draw(bodies) if method != "GET" else (b"", "")
    sent[b"content-type"] = kind.encode()
    client_address = f"10.{data.draw(st.integers(0, 255))}.{data.draw(st.integers(0, 255))}.1"
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(client_address, 1))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        if data.draw(st.integers(0, 3)):  # past the check of the origin, as a form of ours would be
            sent = await with_token(client, sent)
        else:
            sent[b"cookie"] = b"; ".join(data.draw(st.lists(cookie, max_size=3)))
        assert faults(await client.request(method, f"{address}?{query}", content=body, headers=sent)) == []


async def with_token(client: httpx.AsyncClient, sent: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """The same request with the token of a form that was opened."""
    page = await client.get("/sign-in")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token is not None
    kept = {name: value for name, value in sent.items() if name not in {b"origin", b"sec-fetch-site", b"host"}}
    return {**kept, b"x-csrf-token": token[1].encode(), b"sec-fetch-site": b"same-origin"}


# -- a program

Operation = Any


@cache
def operations() -> list[Operation]:
    import schemathesis  # here alone: it takes as long as all the other libraries of the tests
    from schemathesis.core.result import Ok

    described = whole().openapi_schema.to_schema()
    schema = schemathesis.openapi.from_dict(described)
    found = list(schema.get_all_operations())
    known = [result.ok() for result in found if isinstance(result, Ok)]
    assert len(known) == len(found), "the description itself is sound"
    return [operation for operation in known if not NOT_PROBED.match(operation.path)]


words = typed.map(lambda found: found.decode("utf-8", "replace"))
FACTS = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.one_of(st.just(value), words) for name, value in gift_facts().items()},
        "kind": st.just("gift"),
        "capacity": st.sampled_from(["staff", "expert", "x"]),
    },
)


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.fixture
async def case(office: Office) -> Declaration:
    return await office.under_review()


@pytest.fixture
async def bearers(app: Any, office: Office, world: World) -> dict[str, str]:
    keeper = await world.person("administrator")
    assert app  # the session layer is set up by then
    known = {"staff": office.declarant, "officer": office.officer, "head": office.head, "keeper": keeper}
    known["auditor"] = await world.person("auditor")
    return {name: await key_of(person) for name, person in known.items()}


@seed(20261121)
@PROGRAM
@given(data=st.data())
async def test_every_operation_keeps_to_its_description(
    app: Any, case: Declaration, bearers: dict[str, str], data: st.DataObject
) -> None:
    operation = data.draw(st.sampled_from(operations()))
    asked = data.draw(operation.as_strategy())
    body = asked.body if asked.body.__class__.__name__ != "NotSet" else None
    if isinstance(body, dict) and "facts" in body and data.draw(st.booleans()):
        body = {**body, "facts": data.draw(FACTS)}
    place = str(asked.formatted_path)
    if "{reference}" in operation.path and data.draw(st.booleans()):
        place = operation.path.replace("{reference}", case.reference)
    sent = {name.lower(): str(value).encode("utf-8", "replace") for name, value in dict(asked.headers or {}).items()}
    if "if-match" in sent and data.draw(st.booleans()):
        sent["if-match"] = b'"2"'
    sent["authorization"] = f"Bearer {bearers[data.draw(st.sampled_from(sorted(bearers)))]}".encode()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        answer = await client.request(
            operation.method.upper(), place, params=dict(asked.query or {}), json=body, headers=sent
        )
    assert faults(answer) == []
    documented = set(operation.definition.raw["responses"])
    assert str(answer.status_code) in documented, (operation.label, answer.status_code, answer.text[:300])
    if answer.status_code >= 400:
        problem = answer.json()
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert {"type", "title", "status", "code", "detail"} <= problem.keys()
        assert problem["status"] == answer.status_code


# -- the control


@pytest.mark.parametrize(
    ("answer", "noticed"),
    [
        (httpx.Response(500, headers={**HEADERS, "content-type": "text/html"}), "500 for"),
        (httpx.Response(200, headers={"content-type": "text/html"}), "header"),
        (httpx.Response(303, headers={**HEADERS, "location": "//evil.example"}), "place"),
        (httpx.Response(303, headers={**HEADERS, "location": "https://evil.example"}), "place"),
        (httpx.Response(404, headers={**HEADERS, "content-type": "text/plain"}), "kind"),
        (httpx.Response(200, headers=HEADERS, text=f"<p>{MARK} onload=1></p>"), "markup"),
    ],
)
def test_an_answer_of_another_form_would_be_noticed(answer: httpx.Response, noticed: str) -> None:
    answer.request = httpx.Request("GET", ORIGIN)
    found = faults(answer)
    assert found
    assert all(fault.startswith(noticed) for fault in found)
