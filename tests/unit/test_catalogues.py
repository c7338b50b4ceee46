"""The extractor finds every sentence, and the check finds every way in which a catalogue can be wrong."""

from collections.abc import Callable
from pathlib import Path

import catalogues
import polib
import pytest
from extraction import extract
from typography import ending, faults

ROOT = Path(__file__).resolve().parents[2]

PYTHON = """
from register.kernel.i18n import msg, nmsg, pmsg
LABEL = pmsg("gift.category", "Honour")
LATER = msg("On %(day)s, later.")
def said(day, n):
    return msg("Sent on " "%(day)s.", day=day), nmsg("%(n)s day left.", "%(n)s days left.", n)
"""
TEMPLATE = """{{ _("Hello %(name)s", name=name) }} {{ pgettext("answer", "Yes") }}
{{ ngettext("%(n)s file", "%(n)s files", n) }} {% trans who=x %}Dear {{ who }}{% endtrans %}"""
TOML = """title = "Code of Conduct"
name = "code"
[notice]
protection = \"\"\"You are
protected.\"\"\"
[[rule]]
id = "X-1"
message = "More than %(nominal)s."
text = "Quoted."
[[rule.example]]
title = "Said with the rule."
facts = { title = "Not spoken." }
[[rule]]
clause = "Larger items"
[[rule]]
clause = "c9"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with a sentence of each kind, its catalogues fresh and filled in."""
    for name, text in {
        "register/room.py": PYTHON,
        "register/templates/room/x.html": TEMPLATE,
        "declarations/codes/code.toml": TOML,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    catalogues.update(extract(tmp_path), tmp_path / "locales")
    for tag in ("ar", "fr", "es"):
        change(tmp_path, tag, _fill)
    return tmp_path


def _fill(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, entry.msgid_plural)
    else:
        entry.msgstr = entry.msgid


def change(project: Path, tag: str, edit: Callable[[polib.POEntry], None]) -> None:
    path = project / "locales" / tag / "LC_MESSAGES" / "messages.po"
    catalogue = polib.pofile(str(path), wrapwidth=catalogues.WIDTH)
    for entry in catalogue:
        edit(entry)
    path.write_text(str(catalogue), encoding="utf-8")


def only(sentence: str, edit: Callable[[polib.POEntry], None]) -> Callable[[polib.POEntry], None]:
    return lambda entry: edit(entry) if entry.msgid == sentence else None


def said(text: str) -> Callable[[polib.POEntry], None]:
    def edit(entry: polib.POEntry) -> None:
        entry.msgstr = text

    return edit


def test_sentences_are_found_in_python_templates_and_codes(project: Path) -> None:
    found = extract(project)
    assert found.faults == []
    assert set(found.sentences) == {
        ("gift.category", "Honour"),
        (None, "On %(day)s, later."),
        (None, "Sent on %(day)s."),
        (None, "%(n)s day left."),
        (None, "Hello %(name)s"),
        ("answer", "Yes"),
        (None, "%(n)s file"),
        (None, "Dear %(who)s"),
        (None, "Code of Conduct"),
        (None, "You are protected."),
        (None, "More than %(nominal)s."),
        (None, "Quoted."),
        (None, "Said with the rule."),
        (None, "Larger items"),
    }


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("def f(x): return msg(x)", "not a literal"),
        ("def f(x): return msg(f'{x}')", "not a literal"),
        ("def f(x): return msg('On %(day)s.')", "differ: day"),
        ("def f(x): return msg('On %(day)s.', date=x)", "differ: date, day"),
        ("def f(x): return msg('100% sure')", "stray per cent"),
        ("def f(x): return nmsg('one day', x, 2)", "not a literal"),
    ],
)
def test_a_call_that_cannot_be_right_is_a_fault(tmp_path: Path, call: str, fault: str) -> None:
    (tmp_path / "register").mkdir()
    (tmp_path / "register" / "room.py").write_text(call, encoding="utf-8")
    assert [fault in each for each in extract(tmp_path).faults] == [True]


def test_catalogues_that_are_complete_have_no_faults(project: Path) -> None:
    assert list(catalogues.check(project)) == []


def test_files_are_the_same_when_nothing_changed(project: Path) -> None:
    before = {path: path.read_bytes() for path in (project / "locales").rglob("*.po*")}
    catalogues.update(extract(project), project / "locales")
    assert {path: path.read_bytes() for path in (project / "locales").rglob("*.po*")} == before


def test_a_changed_sentence_is_translated_anew_and_never_guessed(project: Path) -> None:
    room = project / "register" / "room.py"
    room.write_text(PYTHON.replace("later.", "much later."), encoding="utf-8")
    assert any("stale" in fault for fault in catalogues.check(project))
    catalogues.update(extract(project), project / "locales")
    assert sorted(catalogues.check(project)) == [
        f"locales/{tag}: not translated: 'On %(day)s, much later.'" for tag in ("ar", "es", "fr")
    ]


@pytest.mark.parametrize(
    ("tag", "sentence", "edit", "fault"),
    [
        ("fr", "Sent on %(day)s.", said(""), "not translated"),
        ("fr", "Sent on %(day)s.", said("Envoyé."), "other placeholders"),
        ("fr", "Sent on %(day)s.", said("Envoyé le %(jour)s."), "other placeholders"),
        ("fr", "Sent on %(day)s.", said("Envoyé le %(day)s à 100 %."), "a stray per cent"),
        ("fr", "Sent on %(day)s.", said("Envoyé le %(day)s"), "another ending"),
        ("fr", "Sent on %(day)s.", said("<b>Envoyé</b> le %(day)s."), "a tag"),
        ("fr", "Sent on %(day)s.", said("Envoyé l'autre %(day)s."), "straight"),
        ("fr", "Sent on %(day)s.", lambda entry: entry.flags.append("fuzzy"), "fuzzy"),
        ("ar", "%(n)s day left.", lambda entry: entry.msgstr_plural.update({4: ""}), "plural form 4 not translated"),
        ("ar", "%(n)s day left.", lambda entry: entry.msgstr_plural.update({3: "أيام."}), "other placeholders"),
        ("es", "%(n)s day left.", lambda entry: entry.msgstr_plural.pop(2), "2 plural forms instead of 3"),
    ],
)
def test_every_fault_of_a_translation_is_named(
    project: Path, tag: str, sentence: str, edit: Callable[[polib.POEntry], None], fault: str
) -> None:
    change(project, tag, only(sentence, edit))
    found = list(catalogues.check(project))
    assert found
    assert all(each.startswith(f"locales/{tag}: {fault}") for each in found)


def test_one_and_two_may_do_without_the_digit_in_arabic(project: Path) -> None:
    def edit(entry: polib.POEntry) -> None:
        entry.msgstr_plural |= {0: "لا أيام.", 1: "يوم واحد.", 2: "يومان."}

    change(project, "ar", only("%(n)s day left.", edit))
    assert list(catalogues.check(project)) == []


NB, NNB = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Write “yes” or “no”; the Organization authorizes it."),
        ("fr", f"Indiquez la valeur{NB}: «{NB}12{NNB}345,50 USD{NB}», soit 12{NB}%% à 14:30{NNB}?"),
        ("fr", "L’adresse https://example.org"),
        ("es", "¿Quién entregó el obsequio? Indique “sí”: es obligatorio; 12 %%."),
        ("ar", "يُرجى كتابة المبلغ، مثل 12,345.50 USD؛ هل هو «معروف»؟"),
        ("ar", "الرقم: %(reference)s."),
    ],
)
def test_a_sentence_set_as_its_language_wants_has_no_fault(tag: str, text: str) -> None:
    assert list(faults(tag, text)) == []


@pytest.mark.parametrize(
    ("tag", "text", "fault"),
    [
        ("en", 'Write "yes".', "straight"),
        ("en", "You can't.", "contraction"),
        ("en", "It's late.", "contraction"),
        ("en", "Well done!", "exclamation"),
        ("en", "The organisation.", "United Nations"),
        ("en", "See &nbsp;this.", "entity"),
        ("en", "Hidden\u200b.", "invisible"),
        ("en", "Two  spaces.", "space too many"),
        ("fr", "Valeur: 5", "before :"),
        ("fr", "Valeur : 5", "before :"),
        ("fr", "Vraiment ?", "before ;"),
        ("fr", f"Vraiment{NB}?", "before ;"),
        ("fr", "« oui »", "after «"),
        ("fr", "12 %%", "before %"),
        ("fr", "Attendez...", "three points"),
        ("es", "Quién lo dio?", "pairs"),
        ("es", "«sí»", "« »"),
        ("es", "Valor : 5", "a space before"),
        ("ar", "هدية, أخرى", "Latin"),
        ("ar", "هل هي هدية?", "Latin"),
        ("ar", "هدية ، أخرى", "a space before"),
        ("ar", "هديـــة", "tatweel"),
        ("ar", "٤ أيام", "digits"),
        ("ar", "“هدية”", "quotation"),
    ],
)
def test_control_a_sentence_set_wrongly_is_found(tag: str, text: str, fault: str) -> None:
    assert any(fault in each for each in faults(tag, text))


def test_endings_are_compared_across_scripts() -> None:
    assert ending("هل هي هدية؟") == ending("Is it a gift?") == ending(f"Est-ce un cadeau{NNB}?") == "?"
    assert ending("«نعم».") == "."
    assert ending("Status") == ""


def test_an_unknown_command_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert catalogues.main(["translate"]) == 2
    assert "extract" in capsys.readouterr().err
