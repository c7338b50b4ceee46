"""Addresses, ways back, browsers: what a stranger sends is read narrowly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.access.browser import short_name
from register.access.forms import canonical_id
from register.access.guards import local_path
from register.access.limits import address_of, network_of
from register.access.middleware import _cookies
from register.access.proxies import origin_of, scheme_of
from register.kernel.errors import NotFound

PROXIES = ("10.0.0.0/8", "192.0.2.7")


@pytest.mark.parametrize(
    ("client", "address", "network"),
    [
        ("192.0.2.77", "192.0.2.77/32", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.77/32", "192.0.2.0/24"),  # the same line, written as IPv6
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),  # a line has a /64 to choose from
        ("fe80::1%eth0", "fe80::/64", "fe80::/48"),
        ("", "unknown", "unknown"),
        ("a socket", "unknown", "unknown"),
    ],
)
def test_an_address_is_a_line_and_its_neighbourhood(client: str, address: str, network: str) -> None:
    assert (address_of(client), network_of(client)) == (address, network)


@pytest.mark.parametrize("path", ["/", "/desk", "/desk?status=submitted&at=abc", "/declarations/D-7K3M-Q2PX"])
def test_the_way_back_leads_to_a_page_of_ours(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/a\\b",
        "evil",
        "",
        "/a b",
        "/a\r\nset-cookie: x=y",
        "/\t/evil.example",
        "/sign-in?next=/sign-in",
        "/" + "a" * 600,
    ],
)
def test_any_other_way_back_is_the_start_page(path: str) -> None:
    assert local_path(path) == "/"


@given(st.text())
def test_no_way_back_leaves_the_site(path: str) -> None:
    found = local_path(path)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "text",
    [
        "018f2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5B",
        "{018f2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b}",
        "018f2b3c4d5e7f608a9b0c1d2e3f4a5b",
        "٣",
        "1",
        "",
        "x" * 400,
    ],
)
def test_a_row_has_one_address(text: str) -> None:
    with pytest.raises(NotFound):
        canonical_id(text)


@pytest.mark.parametrize(
    ("client", "forwarded", "found"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger's own word counts for nothing
        ("192.0.2.7", "198.51.100.1", "198.51.100.1"),
        (
            "192.0.2.7",
            "1.1.1.1, 198.51.100.1, 10.1.2.3",
            "198.51.100.1",
        ),  # what the visitor wrote first is not believed
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "nonsense", "nonsense"),
    ],
)
def test_only_named_proxies_are_believed_about_addresses(client: str, forwarded: str, found: str) -> None:
    assert origin_of(client, forwarded, PROXIES) == found


def test_only_named_proxies_are_believed_about_https() -> None:
    assert scheme_of("10.0.0.1", "http", "https", PROXIES) == "https"
    assert scheme_of("203.0.113.9", "http", "https", PROXIES) == "http"
    assert scheme_of("10.0.0.1", "http", "gopher", PROXIES) == "http"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_session_shows_program_and_system_only(agent: str, name: str) -> None:
    assert short_name(agent) == name


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=300))
def test_no_cookie_header_breaks_the_reading(header: str) -> None:
    assert all(isinstance(value, str) for value in _cookies([header]).values())


def test_the_first_of_two_cookies_of_one_name_counts() -> None:
    assert _cookies(["__Host-register=a; broken{}=; __Host-register=b"])["__Host-register"] == "a"
