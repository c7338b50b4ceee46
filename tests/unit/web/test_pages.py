"""What holds for every page: its frame, its headers, its languages, its errors. Controls show that the checks bite."""

import json
import logging
import re
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import LOCALES, msg
from register.kernel.identity import ANONYMOUS, Identity
from register.web.errors import as_problem, fault_of
from tests.page_client import Page, PageClient, faults, parsed, untranslated
from tests.web.style_page import FAULTS, PERSON, application

TAGS = list(LOCALES)
TYPED = {
    "title": "",
    "story": "<script>alert(1)</script> & “x”",
    "value": "1,234",
    "value_currency": "EUR",
    "received_day": "31",
    "received_month": "2",
    "received_year": "2026",
    "direction": "declined",
    "giver": "commercial",
    "recipients": ["commercial"],
    "true": "yes",
}


@pytest_asyncio.fixture
async def client() -> AsyncIterator[PageClient]:
    made = PageClient(application())
    yield made
    await made.close()


@pytest.mark.parametrize("tag", TAGS)
async def test_a_page_with_every_macro_is_sound_in_every_language(client: PageClient, tag: str) -> None:
    page = await client.get(f"/style?lang={tag}")
    assert page.document.get("lang") == tag
    assert page.document.get("dir") == LOCALES[tag].direction
    assert page.one("a", aria_current="true", lang=tag).text == LOCALES[tag].name


@pytest.mark.parametrize("tag", TAGS)
async def test_a_form_with_faults_comes_back_with_what_was_typed_and_a_summary_that_links_to_fields(
    client: PageClient, tag: str
) -> None:
    page = await client.post(f"/style?lang={tag}", TYPED, status=422)
    assert page.errors()[0] == "title"
    assert set(page.errors()) >= {"title", "received", "bidder"}
    assert page.value("story") == TYPED["story"]
    assert page.value("value") == "1,234"
    assert page.value("value_currency") == "EUR"
    assert [page.value(f"received_{part}") for part in ("day", "month", "year")] == ["31", "2", "2026"]
    assert page.value("direction") == "declined"
    assert page.value("giver") == "commercial"
    assert page.one("input", id="true").get("checked") is not None
    for name in page.errors():
        assert "".join(page.one("p", id=f"{name}-error", class_="error").itertext()).strip()


async def test_a_fault_stands_between_the_hint_and_the_field(client: PageClient) -> None:
    page = await client.post("/style", TYPED, status=422)
    html = page.response.text
    assert html.index('id="title-hint"') < html.index('id="title-error"') < html.index('id="title"')
    assert page.one("input", id="title").get("aria-describedby") == "title-hint title-error"
    assert page.title.startswith("Error:")


async def test_no_word_of_a_page_is_out_of_reach_of_the_translators(client: PageClient) -> None:
    assert await client.untranslated("/style") == []
    assert await client.untranslated("/faults/409") == []


async def test_words_of_people_do_not_disturb_the_sentence_around_them(client: PageClient) -> None:
    page = await client.get("/style?lang=en")
    assert page.isolates("ساعة مكتب من الفضة")
    assert page.isolates("هل تعرفون القيمة؟")
    assert page.isolates("Amina Haddad")
    assert page.isolates(PERSON.name)


# -- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("status", [400, 404, 409, 422, 429, 500, 503])
async def test_every_error_is_a_calm_page_in_every_language(client: PageClient, status: int, tag: str) -> None:
    page = await client.get(f"/faults/{status}?lang={tag}", status=status)
    assert page.document.get("lang") == tag
    assert "Traceback" not in page.text
    assert "gold watch" not in page.text


@pytest.mark.parametrize("status", sorted(FAULTS))
async def test_every_error_is_a_problem_with_a_stable_code_for_programs(client: PageClient, status: int) -> None:
    response = await client.http.get(f"/api/v1/faults/{status}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["code"] == getattr(FAULTS[status], "code", "internal_error")
    assert problem["detail"]


async def test_a_program_is_known_by_what_it_accepts(client: PageClient) -> None:
    json_please = await client.http.get("/faults/404", headers={"accept": "application/json"})
    assert json_please.headers["content-type"] == "application/problem+json"
    anything = await client.http.get("/faults/404", headers={"accept": "*/*"})
    assert anything.headers["content-type"].startswith("text/html")


async def test_an_unknown_address_and_a_wrong_method_have_their_pages(client: PageClient) -> None:
    missing = await client.get("/no/such/page", status=404)
    assert missing.heading == "Page not found"
    api = await client.http.get("/api/v1/no-such-thing")
    assert api.json()["code"] == "not_found"
    refused = await client.http.put("/style")
    assert refused.status_code == 405
    assert "GET" in refused.headers["allow"]
    assert not list(faults(refused, 405))


async def test_waiting_times_are_told_to_programs(client: PageClient) -> None:
    assert (await client.http.get("/faults/429")).headers["retry-after"] == "30"
    assert int((await client.http.get("/api/v1/faults/503")).headers["retry-after"]) > 0


async def test_an_unforeseen_error_is_logged_by_its_place_and_never_by_its_words(
    client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "register.web"):
        page = await client.get("/faults/500", status=500)
    number = re.search(r"incident (\d{8})", caplog.text)
    assert number is not None
    assert number[1] in page.text
    assert "style_page.py" in caplog.text
    assert "RuntimeError" in caplog.text
    assert "gold watch" not in caplog.text


async def test_a_body_above_the_limit_is_413_for_people_and_programs(client: PageClient) -> None:
    page = await client.post("/style", {"story": "x" * 1_000_001}, status=413)
    assert page.heading == "This is too large"
    api = await client.http.post("/api/v1/echo", content=b'{"x": 1' + b" " * 1_000_001 + b"}")
    assert (api.status_code, api.json()["code"]) == (413, "too_large")


async def test_a_body_that_cannot_be_read_is_400_and_says_where(client: PageClient) -> None:
    headers = {"content-type": "application/json"}
    wrong = await client.http.post("/api/v1/echo", content=b'{"x": "one"}', headers=headers)
    assert (wrong.status_code, wrong.json()["code"]) == (400, "bad_request")
    assert "int" in wrong.json()["reason"]
    broken = await client.http.post("/api/v1/echo", content=b'{"x', headers=headers)
    assert broken.status_code == 400


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"title=%00"),
        ("application/x-www-form-urlencoded; charset=bogus", b"title=x"),
        ("application/x-www-form-urlencoded", b"title=%ED%A0%80"),
        ("multipart/form-data; boundary=x", b"rubbish"),
        ("multipart/form-data", b""),
        ("application/json", b"{}"),
    ],
)
async def test_a_form_that_no_browser_sends_is_400_never_500(client: PageClient, kind: str, body: bytes) -> None:
    response = await client.http.post("/style", content=body, headers={"content-type": kind})
    assert not list(faults(response, 400))


# -- languages -------------------------------------------------------------------------------------------------------


async def test_the_switch_leads_to_the_same_page_with_its_filters(client: PageClient) -> None:
    page = await client.get("/style?status=open&at=abc&lang=en")
    assert page.one("a", lang="fr").get("href") == "/style?status=open&at=abc&lang=fr"


async def test_a_language_that_was_chosen_is_remembered(client: PageClient) -> None:
    await client.get("/style?lang=es")
    assert (await client.get("/style")).document.get("lang") == "es"


async def test_a_choice_does_not_pass_to_the_next_person_at_the_same_screen() -> None:
    first = PageClient(application(Identity(person=UUID(int=1), locale="en")))
    await first.get("/style?lang=es")
    second = PageClient(application(Identity(person=UUID(int=2), locale="fr")))
    second.http.cookies = first.http.cookies
    assert (await second.get("/style")).document.get("lang") == "fr"


async def test_a_link_from_elsewhere_does_not_overrule_the_language_of_a_person() -> None:
    client = PageClient(application(Identity(person=UUID(int=1), locale="ar")))
    page = await client.get("/style?lang=fr", headers={"sec-fetch-site": "cross-site"})
    assert page.document.get("lang") == "ar"
    assert not client.http.cookies
    stranger = PageClient(application(ANONYMOUS))
    assert (await stranger.get("/style?lang=fr", headers={"sec-fetch-site": "cross-site"})).document.get("lang") == "fr"


async def test_a_stranger_is_met_in_the_language_of_the_browser() -> None:
    client = PageClient(application(ANONYMOUS), accept_language="de, es-MX;q=0.8")
    page = await client.get("/style")
    assert page.document.get("lang") == "es"
    assert not page.all("form", action="/sign-out")


@pytest.mark.parametrize(
    "path", ["/%2f%2fevil.example", "//evil.example/x", "/%0d%0aset-cookie:x=1", "/style%22%3E%3Cb%3E"]
)
async def test_the_switch_never_leads_elsewhere(client: PageClient, path: str) -> None:
    response = await client.http.get(f"https://register.example{path}")
    page = parsed(response.text)
    hrefs = [each.get("href", "") for each in page.iter("a") if each.get("hreflang")]
    assert len(hrefs) == 4
    assert all(re.match(r"/(?!/)[\x21-\x7e]*$", href) for href in hrefs)


# -- files and health ------------------------------------------------------------------------------------------------


async def test_the_stylesheet_is_kept_for_a_year_under_the_hash_of_its_content(
    client: PageClient,
) -> None:
    page = await client.get("/style")
    sheet = page.one("link", rel="stylesheet").get("href", "")
    response = await client.http.get(sheet)
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert "--paper: #fbfaf7" in response.text
    assert (await client.http.get(re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", sheet))).status_code == 404
    plain = await client.http.get(sheet, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == response.text


async def test_strict_transport_is_asked_for_on_https_only(client: PageClient) -> None:
    assert "strict-transport-security" in (await client.http.get("/style")).headers
    assert "strict-transport-security" not in (await client.http.get("http://register.example/style")).headers


async def test_health_is_plain(client: PageClient) -> None:
    assert (await client.http.get("/healthz")).text == "ok\n"
    assert (await client.http.get("/readyz")).text == "ready\n"


# -- controls: the checks find what they are for ---------------------------------------------------------------------


def _page(page: Page, old: str, new: str) -> httpx.Response:
    assert old in page.response.text
    return httpx.Response(
        200,
        headers={**page.response.headers, "content-encoding": "identity"},
        text=page.response.text.replace(old, new, 1),
        request=page.response.request,
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('lang="en" dir="ltr"', 'lang="en" dir="rtl"', "lang"),
        ("<h1>", "<h1>Twice</h1><h1>", "headings"),
        ('id="title"', 'id="story"', "twice"),
        ('for="title"', 'for="nothing"', "no label"),
        ('action="/style"', "", "action"),
        ('action="/style"', 'action="https://evil.example"', "action"),
        ("<main", "<main style='color:red'", "inline style"),
        ("<main", "<main onclick='x()'", "inline onclick"),
        ("</main>", "<script>x()</script></main>", "inline script"),
        ("</main>", "<p>%(name)s</p></main>", "leaks"),
        ("</main>", "<p>None</p></main>", "leaks"),
        ("</main>", "</b></main>", "not valid"),
        ("</main>", "<img src='https://evil.example/x' alt=''></main>", "from elsewhere"),
        ("</main>", "<a href='#nowhere'>x</a></main>", "not there"),
        ("</main>", "x" * 100_001 + "</main>", "bytes"),
        ("</main>", "<button type='submit'></button></main>", "without words"),
        ("<legend>", "<p>", "not valid"),
    ],
)
async def test_control_a_page_that_is_not_sound_is_found(client: PageClient, old: str, new: str, fault: str) -> None:
    page = await client.get("/style")
    assert any(fault in said for said in faults(_page(page, old, new)))


@pytest.mark.parametrize(
    "header", ["content-security-policy", "x-content-type-options", "cache-control", "referrer-policy"]
)
async def test_control_a_missing_header_is_found(client: PageClient, header: str) -> None:
    page = await client.get("/style")
    del page.response.headers[header]
    assert any(header in said for said in faults(page.response))


def test_control_words_out_of_reach_of_the_translators_are_found() -> None:
    body = "<p>⟦On <b>x</b> it⟧ was late</p><i title='Late'></i>"
    html = f"<!doctype html><html lang=en><head><title>⟦A⟧</title></head><body>{body}</body></html>"
    assert list(untranslated(parsed(html))) == ["was late", "title='Late'"]


async def test_control_words_that_are_not_isolated_are_found(client: PageClient) -> None:
    page = await client.get("/style")
    loose = _page(page, "<bdi>Amina Haddad</bdi>", "Amina Haddad")
    assert not Page(loose, parsed(loose.text)).isolates("Amina Haddad")
    assert not page.isolates("words that are not on the page")


def test_the_problem_of_a_fault_by_field_names_the_field() -> None:
    problem = json.loads(as_problem(fault_of(Invalid(fields=[FieldError("title", msg("Write a title."))]))).content)
    assert problem["fields"] == [{"name": "title", "message": "Write a title."}]
