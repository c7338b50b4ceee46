"""Browser forms: read from bytes strictly, then field by field with every fault gathered."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.kernel.errors import BadRequest, FieldError, Invalid, TooLarge
from register.kernel.form import Form
from register.kernel.formdata import MOST_FIELDS, parse_form
from register.kernel.i18n import msg, speaking
from register.kernel.money import Money

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xyz"


def part(name: str, value: bytes, extra: str = "") -> bytes:
    return f'--xyz\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'.encode() + value + b"\r\n"


def test_both_encodings_give_the_same_fields() -> None:
    expected = {"title": ["ساعة"], "who": ["a", "b"], "empty": [""]}
    assert parse_form(URLENCODED, b"title=%D8%B3%D8%A7%D8%B9%D8%A9&who=a&who=b&empty=") == expected
    body = part("title", "ساعة".encode()) + part("who", b"a") + part("who", b"b") + part("empty", b"") + b"--xyz--\r\n"
    assert parse_form(MULTIPART, body) == expected


def test_typed_text_is_composed_and_its_line_ends_are_one_kind() -> None:
    assert parse_form(URLENCODED, b"x=Jose%CC%81%0D%0Ay") == {"x": ["José\ny"]}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (URLENCODED, b"x=%00"),
        (URLENCODED, b"x=%ED%A0%80"),
        (URLENCODED, b"x=%FF"),
        (URLENCODED, b"x=\xff"),
        (URLENCODED, b"%00=x"),
        (f"{URLENCODED}; charset=utf-7", b"x=1"),
        (f"{URLENCODED}; charset=no-such-charset", b"x=1"),
        ("text/plain", b"x=1"),
        ("", b"x=1"),
        ("multipart/form-data", part("x", b"1")),
        (MULTIPART, part("x", b"\xff") + b"--xyz--\r\n"),
        (MULTIPART, part("x", b"\x00") + b"--xyz--\r\n"),
        (MULTIPART, part("x", b"1")),
        (MULTIPART, b"rubbish"),
        (MULTIPART, part("x", b"1", '; filename="a.txt"') + b"--xyz--\r\n"),
        (MULTIPART, part("x", b"1", "\r\nContent-Type: text/plain; charset=utf-16") + b"--xyz--\r\n"),
        (MULTIPART, part("x", b"1", "\r\nContent-Type: text/plain; charset=bogus") + b"--xyz--\r\n"),
        (MULTIPART, b"--xyz\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xyz--\r\n"),
        (URLENCODED, b"x" * 101 + b"=1"),
    ],
)
def test_what_no_browser_sends_is_a_bad_request(kind: str, body: bytes) -> None:
    with pytest.raises(BadRequest):
        parse_form(kind, body)


def test_more_fields_than_any_form_of_ours_are_too_much() -> None:
    with pytest.raises(TooLarge):
        parse_form(URLENCODED, b"&".join(b"x=1" for _ in range(MOST_FIELDS + 1)))


KINDS = [URLENCODED, MULTIPART, f"{URLENCODED}; charset=x", "multipart/form-data; boundary=", "x"]


@given(st.binary(max_size=300), st.sampled_from(KINDS))
def test_no_bytes_make_anything_but_fields_or_a_refusal(body: bytes, kind: str) -> None:
    try:
        fields = parse_form(kind, body)
    except (BadRequest, TooLarge):
        return
    assert all("\x00" not in value for values in fields.values() for value in values)


MISSING = msg("Write it.")


def filled(**fields: str | list[str]) -> Form:
    return Form({name: [value] if isinstance(value, str) else value for name, value in fields.items()})


def test_every_fault_is_gathered_and_the_typed_text_kept() -> None:
    form = filled(title=" ", value="1,234", value_currency="USD", when_day="31", when_month="2", when_year="2026")
    with speaking("fr"):
        form.line("title", missing=MISSING)
        form.money("value", missing=MISSING)
        form.day("when", missing=MISSING)
        form.yes_no("bidder")
    with pytest.raises(Invalid) as refused:
        form.check()
    assert [fault.name for fault in refused.value.fields] == ["title", "value", "when", "bidder"]
    assert form.typed("value") == "1,234"


def test_a_form_without_faults_gives_its_values() -> None:
    form = filled(
        title="  A   clock ",
        story="one\r\ntwo",
        value="1.234,50",
        value_currency="EUR",
        when_day="٤",
        when_month="mayo",
        when_year="2026",
        bidder="unknown",
        kind="gift",
        to=["b", "a"],
        true="yes",
    )
    with speaking("es"):
        assert form.line("title") == "A clock"
        assert form.text("story") == "one\ntwo"
        assert form.money("value") == Money(Decimal("1234.50"), "EUR")
        assert form.day("when") == date(2026, 5, 4)
        assert form.yes_no("bidder") is None
        assert form.choice("kind", ("gift", "conflict")) == "gift"
        assert form.choices("to", ("a", "b", "c")) == ("a", "b")
        assert form.ticked("true", missing=MISSING)
    form.check()


@pytest.mark.parametrize("read", ["choice", "choices"])
def test_a_value_that_was_not_offered_is_a_fault(read: str) -> None:
    form = filled(kind="bribe")
    getattr(form, read)("kind", ("gift",))
    assert "kind" in form.errors


def test_what_may_be_left_empty_may_be_left_empty() -> None:
    form = Form()
    assert (form.line("a"), form.money("b"), form.day("c"), form.ticked("d")) == ("", None, None, False)
    assert form.choice("e", ("x",), missing=None) is None
    form.check()


def test_an_answer_that_was_never_given_is_not_taken_for_one_that_is_not_known() -> None:
    form = Form()
    assert form.yes_no("bidder") is None
    assert "bidder" in form.errors


def test_faults_of_a_service_are_shown_with_the_form() -> None:
    form = filled(title="x").take([FieldError("title", msg("Too short.")), FieldError("title", msg("Later."))])
    assert form.errors == {"title": msg("Too short.")}


def test_a_draft_fills_the_form_in_the_language_of_its_reader() -> None:
    form = Form()
    with speaking("fr"):
        form.put_money("value", Money(Decimal("1234.5"), "USD"))
        form.put_day("when", date(2026, 5, 4))
        assert form.money("value") == Money(Decimal("1234.50"), "USD")
        assert form.day("when") == date(2026, 5, 4)
    assert form.typed("value") == "1\u202f234,50"
