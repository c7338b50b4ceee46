"""Messages, catalogues and the choice of a language."""

import gettext
import logging
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.kernel import catalogue
from register.kernel.i18n import (
    LOCALES,
    Message,
    current_locale,
    msg,
    negotiate,
    nmsg,
    ours,
    pmsg,
    say,
    say_list,
    speaking,
)
from register.kernel.message import OfWords
from register.kernel.money import Money
from register.web.speech import say_html

FORTY_FIVE = Money(Decimal(45), "USD")
DAY = date(2026, 5, 1)
MOMENT = datetime(2026, 5, 4, 14, 30, tzinfo=UTC)

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: {}\\n"\n\n'
ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"


@pytest.fixture
def told() -> Iterator[set[tuple[str, str]]]:
    """What was told to the log, forgotten before and after."""
    catalogue._told.clear()
    yield catalogue._told
    catalogue._told.clear()


TWO = "nplurals=2; plural=(n != 1);"


def written(folder: Path, tag: str, entries: str, plurals: str = TWO) -> gettext.NullTranslations:
    po = folder / tag / "LC_MESSAGES" / "messages.po"
    po.parent.mkdir(parents=True)
    po.write_text(HEADER.format(plurals) + entries, encoding="utf-8")
    return catalogue.read(tag, folder)


class Colour(StrEnum):
    RED = "red"


MESSAGES = (
    msg("Plain."),
    msg("%(amount)s on %(day)s", amount=FORTY_FIVE, day=DAY),
    pmsg("gift.category", "Honour"),
    nmsg("%(n)s day", "%(n)s days", 3),
    msg(
        "%(a)s %(b)s %(c)s", a=msg("inner %(x)s", x="y"), b=Decimal("1.50"), c=datetime(2026, 5, 4, 14, 30, tzinfo=UTC)
    ),
    msg("%(names)s", names=["Ana", pmsg("x", "Inés"), FORTY_FIVE]),
    msg("%(title)s", title=OfWords({"en": "Session", "ar": "دورة"}, "en")),
)


@pytest.mark.parametrize("message", MESSAGES, ids=str)
def test_a_message_waits_in_the_database_and_comes_back_the_same(message: Message) -> None:
    back = msgspec.json.decode(msgspec.json.encode(message), type=Message)
    assert back == message
    assert all(say(back, tag) == say(message, tag) for tag in LOCALES)


SPOKEN = st.text() | st.integers(-(2**53), 2**53) | st.dates() | st.decimals(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(st.sampled_from("abc"), SPOKEN))
def test_any_typed_value_comes_back_from_json(values: dict[str, object]) -> None:
    message = msg("x", **values)
    assert msgspec.json.decode(msgspec.json.encode(message), type=Message) == message


@pytest.mark.parametrize("value", [True, 1.5, None, Colour.RED, b"bytes", datetime(2026, 5, 4, 14, 30), object()])  # noqa: DTZ001 - naive on purpose
def test_what_has_no_way_of_being_said_cannot_enter_a_sentence(value: object) -> None:
    with pytest.raises(TypeError):
        msg("%(value)s", value=value)


@pytest.mark.parametrize(
    ("tag", "said", "tongue"), [("ar", "دورة", "ar"), ("en", "Session", "en"), ("fr", "Session", "en")]
)
def test_what_was_written_in_several_languages_is_said_in_the_readers_else_in_the_first(
    tag: str, said: str, tongue: str
) -> None:
    title = OfWords({"ar": "دورة", "en": "Session"}, "en")
    assert title.in_language(tag) == (said, tongue)
    with catalogue.replaced(gettext.NullTranslations()):
        assert say(msg("Now: %(title)s", title=title), tag) == f"Now: {said}"
        assert say_html(msg("Now: %(title)s", title=title), tag) == f'Now: <bdi lang="{tongue}">{said}</bdi>'
    assert not OfWords({}, "en")
    assert OfWords({}, "en").in_language("fr") == ("", "")
    assert OfWords({"ar": "دورة"}, "en").in_language("fr") == ("دورة", "ar"), "better in some language than not at all"


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", "USD 45.00 on 1 May 2026, 1,000 times"),
        ("fr", "45,00\u00a0USD on 1er\u00a0mai 2026, 1\u202f000 times"),
        ("es", "45,00\u00a0USD on 1 de mayo de 2026, 1.000 times"),
        ("ar", "USD\u00a045.00 on 1 أيار/مايو 2026, 1,000 times"),
    ],
)
def test_values_are_written_in_the_language_of_the_reader(tag: str, said: str) -> None:
    with catalogue.replaced(gettext.NullTranslations()):
        assert say(msg("%(amount)s on %(day)s, %(n)s times", amount=FORTY_FIVE, day=DAY, n=1000), tag) == said


def test_values_are_isolated_in_text_whose_direction_nobody_else_keeps() -> None:
    said = say(msg("To %(name)s.", name="Amina"), "en", isolate=True)
    assert said == "To \u2068Amina\u2069."


@pytest.mark.parametrize(
    ("tag", "joined"),
    [("en", "Ana, Hugo and Inés"), ("fr", "Ana, Hugo et Inés"), ("es", "Ana, Hugo e Inés"), ("ar", "Ana وHugo وInés")],
)
def test_lists_are_joined_as_the_language_joins_them(tag: str, joined: str) -> None:
    assert say_list(["Ana", "Hugo", "Inés"], tag) == joined


def test_spanish_keeps_y_before_a_diphthong() -> None:
    assert say_list(["agua", "hielo"], "es") == "agua y hielo"
    assert say_list(["padre", "hijo"], "es") == "padre e hijo"


def test_arabic_has_six_plural_forms(tmp_path: Path) -> None:
    forms = ["لا إقرارات", "إقرار واحد", "إقراران", "%(n)s إقرارات", "%(n)s إقراراً", "%(n)s إقرار"]
    entry = 'msgid "%(n)s declaration"\nmsgid_plural "%(n)s declarations"\n'
    entry += "".join(f'msgstr[{at}] "{form}"\n' for at, form in enumerate(forms))
    with catalogue.replaced(written(tmp_path, "ar", entry, ARABIC)):
        counts = (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)
        said = [say(nmsg("%(n)s declaration", "%(n)s declarations", n), "ar") for n in counts]
    assert said == [
        "لا إقرارات",
        "إقرار واحد",
        "إقراران",
        "3 إقرارات",
        "10 إقرارات",
        "11 إقراراً",
        "99 إقراراً",
        "100 إقرار",
        "102 إقرار",
        "103 إقرارات",
    ]


def test_a_word_is_translated_by_its_context(tmp_path: Path) -> None:
    entry = 'msgctxt "gift.category"\nmsgid "Honour"\nmsgstr "Honneur"\n'
    with catalogue.replaced(written(tmp_path, "fr", entry)):
        assert say(pmsg("gift.category", "Honour"), "fr") == "Honneur"
        assert say(pmsg("virtue", "Honour"), "fr") == "Honour"


@pytest.mark.parametrize("broken", ["Envoyé le %(jour)s.", "Envoyé le %(day)d.", "100 % envoyé", "%", "%(day"])
def test_a_broken_translation_is_said_in_english_and_told_to_the_log(
    tmp_path: Path, broken: str, told: set[tuple[str, str]]
) -> None:
    entry = f'msgid "Sent on %(day)s."\nmsgstr "{broken}"\n'
    with catalogue.replaced(written(tmp_path, "fr", entry)):
        assert say(msg("Sent on %(day)s.", day=DAY), "fr") == "Sent on 1er\u00a0mai 2026."
    assert ("fr", "Sent on %(day)s.") in told


def test_a_missing_translation_is_said_in_english_and_told_to_the_log_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, told: set[tuple[str, str]]
) -> None:
    with catalogue.replaced(written(tmp_path, "fr", "")), caplog.at_level(logging.WARNING, "register.i18n"):
        assert [say(msg("Nobody translated this."), "fr") for _ in range(3)] == ["Nobody translated this."] * 3
    assert caplog.text.count("no translation") == 1


NO_PLURALS = b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n;\\n"\n'


@pytest.mark.parametrize("rubbish", [b"", b"\xff\xfe", b'msgid "x\n', NO_PLURALS])
def test_a_catalogue_that_cannot_be_read_leaves_english(tmp_path: Path, rubbish: bytes) -> None:
    po = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    po.parent.mkdir(parents=True)
    po.write_bytes(rubbish)
    with catalogue.replaced(catalogue.read("fr", tmp_path)):
        assert say(nmsg("%(n)s day", "%(n)s days", 2), "fr") == "2 days"


def test_a_fuzzy_translation_is_not_used(tmp_path: Path) -> None:
    with catalogue.replaced(written(tmp_path, "fr", '#, fuzzy\nmsgid "Sent"\nmsgstr "Perdu"\n')):
        assert say(msg("Sent"), "fr") == "Sent"


def test_a_compiled_catalogue_is_used_only_while_it_is_as_new_as_its_source(tmp_path: Path) -> None:
    written(tmp_path, "fr", 'msgid "Sent"\nmsgstr "Envoyé"\n')
    po = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    po.with_suffix(".mo").write_bytes(catalogue.compiled(po))
    assert catalogue.read("fr", tmp_path).gettext("Sent") == "Envoyé"
    po.write_text(po.read_text(encoding="utf-8").replace("Envoyé", "Transmis"), encoding="utf-8")
    later = po.with_suffix(".mo").stat().st_mtime + 5
    os.utime(po, (later, later))
    assert catalogue.read("fr", tmp_path).gettext("Sent") == "Transmis"
    assert gettext.GNUTranslations(BytesIO(po.with_suffix(".mo").read_bytes())).gettext("Sent") == "Envoyé"


def test_a_person_s_choice_comes_before_the_address_and_the_browser() -> None:
    assert negotiate("ar", "fr", "es").tag == "ar"
    assert negotiate(None, "fr", "es").tag == "fr"
    assert negotiate(None, None, "es").tag == "es"
    assert negotiate().tag == "en"


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("fr-CH, en;q=0.8", "fr"),
        ("de, es;q=0.5, fr;q=0.9", "fr"),
        ("AR-EG", "ar"),
        ("fr;q=0, es", "es"),
        ("*", "en"),
        ("zh-Hans", "en"),
        ("../../etc/passwd, fr", "fr"),
        ("fr;q=9, es;q=0.1", "es"),
        ("en" * 10_000, "en"),
        ("\x00fr", "en"),
        (";;;,,,", "en"),
    ],
)
def test_accept_language_is_read_by_us_and_never_fails(header: str, tag: str) -> None:
    assert negotiate(None, None, header).tag == tag


@given(st.text(max_size=200), st.text(max_size=60))
def test_no_header_and_no_address_make_an_error(header: str, query: str) -> None:
    assert negotiate(query, query, header).tag in LOCALES


def test_a_language_is_spoken_inside_a_block_only() -> None:
    with speaking("ar"):
        assert current_locale().direction == "rtl"
    assert current_locale().tag == "en"


def test_each_language_is_named_in_itself() -> None:
    assert [locale.name for locale in LOCALES.values()] == ["العربية", "English", "Français", "Español"]


def test_a_clause_of_ours_is_spoken_in_every_language_and_what_a_person_wrote_stays() -> None:
    assert say(ours("Local law"), "fr") == "Droit local"
    assert say(ours("Typed by somebody"), "fr") == "Typed by somebody"
    assert ours("Typed by somebody") == "Typed by somebody"
