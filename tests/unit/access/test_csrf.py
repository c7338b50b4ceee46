"""A token holds for the session it was given to, and no text whatever makes the check fail otherwise than by "no"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.access.csrf import bind_session, bind_visitor, csrf_field, is_own_origin
from register.access.tokens import new_token


def test_a_token_holds_for_its_own_session_only() -> None:
    mine, yours = bind_session("mine"), bind_session("yours")
    assert mine.holds(mine.token())
    assert not yours.holds(mine.token())


def test_a_visitors_token_is_bound_to_the_form_cookie() -> None:
    cookie = new_token()
    token = bind_visitor(cookie).token()
    assert bind_visitor(cookie).holds(token)
    assert not bind_visitor(new_token()).holds(token)


def test_a_session_and_a_form_cookie_of_the_same_text_are_not_confused() -> None:
    cookie = new_token()
    assert not bind_session(cookie).holds(bind_visitor(cookie).token())


def test_a_cookie_that_we_did_not_make_is_replaced() -> None:
    assert bind_visitor("chosen-by-an-attacker").cookie != "chosen-by-an-attacker"


def test_two_tokens_of_one_session_differ() -> None:
    binding = bind_session("mine")
    assert binding.token() != binding.token()


def test_the_field_is_escaped_and_marks_the_cookie_as_needed() -> None:
    binding = bind_visitor(None)
    assert not binding.shown
    assert csrf_field().startswith('<input type="hidden" name="csrf" value="')
    assert binding.shown


@given(st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1")), st.from_regex(r"[A-Za-z0-9_-]{64}=?")))
def test_no_text_is_taken_for_a_token(text: str) -> None:
    assert not bind_session("mine").holds(text)


@given(st.integers(0, 63), st.integers(1, 255))
def test_one_changed_character_spoils_a_token(place: int, shift: int) -> None:
    binding = bind_session("mine")
    token = binding.token()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = alphabet[(alphabet.index(token[place]) + 1 + shift % 63) % 64]
    if other != token[place]:
        assert not binding.holds(token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),  # an old browser or a program: the token decides
        ({"origin": "https://register.example"}, True),
        ({"origin": "https://REGISTER.example"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://register.example.evil.example"}, False),
        ({"origin": "https://register.example:444"}, False),
        ({"origin": "null"}, False),  # a sandboxed frame
        ({"origin": "null", "sec-fetch-site": "same-origin"}, True),  # our own page under a strict referrer policy
        ({"origin": "https://[bad"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),  # typed or reloaded by the person
        ({"sec-fetch-site": "same-site"}, False),  # a neighbour under the same domain is not us
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://register.example"}, False),
    ],
)
def test_the_browser_says_where_a_form_came_from(headers: dict[str, str], own: bool) -> None:
    assert is_own_origin(headers, "register.example") is own
