"""Catalogues of translations: `python scripts/catalogues.py extract|update|compile|check`.

extract   write locales/messages.pot from the source
update    bring the catalogues of ar, en, fr, es up to it: new sentences empty (English filled in), old ones dropped
compile   write messages.mo beside each messages.po
check     name every fault of source, template and catalogues, one a line; exit 1 when there is one
The files hold no dates and no line numbers, so that a change shows only what changed.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import polib
from extraction import Found, Key, Sentence, extract, placeholders
from typography import ending, faults

from register.kernel.catalogue import compiled

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 110
PLURALS: Mapping[str, tuple[int, str]] = {
    "ar": (6, "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"),
    "en": (2, "(n != 1)"),
    "fr": (3, "(n==0 || n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2)"),
    "es": (3, "(n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2)"),
}
"""Number of forms and which is taken; French and Spanish with the form for millions."""
_WITHOUT_DIGIT: Mapping[str, frozenset[int]] = {
    "ar": frozenset({0, 1, 2}),
    "en": frozenset({0}),
    "fr": frozenset({0}),
    "es": frozenset({0}),
}
"""Plural forms that may do without the number: one and two carry no digit in Arabic."""


def template_of(found: Found) -> polib.POFile:
    """The template: every sentence once, in the order of context and sentence."""
    pot = polib.POFile(wrapwidth=WIDTH)
    pot.metadata = _metadata("", None)
    for sentence in sorted(found.sentences.values(), key=lambda each: (each.context or "", each.id)):
        pot.append(_entry(sentence, 2))
    return pot


def _metadata(tag: str, plurals: tuple[int, str] | None) -> dict[str, str]:
    forms = "nplurals=INTEGER; plural=EXPRESSION" if plurals is None else f"nplurals={plurals[0]}; plural={plurals[1]}"
    return {
        "Project-Id-Version": "Register of declarations",
        "Language": tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"{forms};",
    }


def _entry(sentence: Sentence, forms: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=sentence.id,
        msgctxt=sentence.context,
        occurrences=[(file, "") for file in sorted(sentence.files)],
        flags=["python-format"] if "%" in sentence.id + (sentence.plural or "") else [],
    )
    if sentence.plural is not None:
        entry.msgid_plural = sentence.plural
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    return entry


def _path(folder: Path, tag: str) -> Path:
    return folder / tag / "LC_MESSAGES" / "messages.po"


def _by_key(catalogue: polib.POFile) -> dict[Key, polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}


def updated(found: Found, tag: str, old: polib.POFile | None) -> polib.POFile:
    """The catalogue of a language for the sentences found: translations kept where the sentence is unchanged."""
    known = {} if old is None else _by_key(old)
    made = polib.POFile(wrapwidth=WIDTH)
    made.metadata = _metadata(tag, PLURALS[tag])
    for blank in template_of(found):
        entry = _entry(found.sentences[blank.msgctxt, blank.msgid], PLURALS[tag][0])
        before = known.get((entry.msgctxt, entry.msgid))
        if before is not None and before.msgid_plural == entry.msgid_plural:
            _keep(entry, before)
        if tag == "en":
            _fill_english(entry)
        made.append(entry)
    return made


def _keep(entry: polib.POEntry, before: polib.POEntry) -> None:
    entry.msgstr = before.msgstr
    entry.tcomment = before.tcomment
    if entry.msgid_plural:
        entry.msgstr_plural = {form: before.msgstr_plural.get(form, "") for form in entry.msgstr_plural}
    if before.fuzzy:
        entry.flags.append("fuzzy")


def _fill_english(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgid


def check(root: Path = ROOT, folder: Path | None = None) -> Iterator[str]:
    """Every fault, one sentence each."""
    folder = folder or root / "locales"
    found = extract(root)
    yield from found.faults
    for sentence in found.sentences.values():
        for text in filter(None, (sentence.id, sentence.plural)):
            for fault in faults("en", text):
                yield f"{min(sentence.files)}: {fault}: {text!r}"
    pot = folder / "messages.pot"
    if not pot.exists() or str(template_of(found)) != str(polib.pofile(str(pot), wrapwidth=WIDTH)):
        yield "locales/messages.pot: stale; run extract"
    for tag in PLURALS:
        for fault in _check_language(found, tag, _path(folder, tag)):
            yield f"locales/{tag}: {fault}"


def _check_language(found: Found, tag: str, path: Path) -> Iterator[str]:
    if not path.exists():
        yield "no catalogue; run update"
        return
    catalogue = polib.pofile(str(path), wrapwidth=WIDTH)
    known = _by_key(catalogue)
    if catalogue.metadata.get("Plural-Forms") != _metadata(tag, PLURALS[tag])["Plural-Forms"]:
        yield "wrong plural forms in the header"
    yield from (f"stale: {key[1]!r}" for key in known.keys() - found.sentences.keys())
    for key, sentence in sorted(found.sentences.items(), key=lambda item: (item[0][0] or "", item[0][1])):
        if key not in known:
            yield f"missing; run update: {sentence.id!r}"
        else:
            yield from (f"{fault}: {sentence.id!r}" for fault in _check_entry(tag, sentence, known[key]))


def _check_entry(tag: str, sentence: Sentence, entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if (entry.msgid_plural or None) != sentence.plural:
        yield "another plural; run update"
        return
    forms = entry.msgstr_plural if sentence.plural is not None else {-1: entry.msgstr}
    if sentence.plural is not None and sorted(forms) != list(range(PLURALS[tag][0])):
        yield f"{len(forms)} plural forms instead of {PLURALS[tag][0]}"
    for form, text in forms.items():
        if not text:
            yield "not translated" if form < 0 else f"plural form {form} not translated"
            continue
        yield from _check_text(tag, sentence, form, text)


def _check_text(tag: str, sentence: Sentence, form: int, text: str) -> Iterator[str]:
    source = sentence.id if sentence.plural is None or form == 0 else sentence.plural
    try:
        have = placeholders(text)
    except ValueError:
        yield f"a stray per cent sign in {text!r}"
        return
    want = placeholders(sentence.id) | placeholders(sentence.plural or "")
    spare = {"n"} if form in _WITHOUT_DIGIT[tag] else set()
    if have - want or (want - have) - spare:
        yield f"other placeholders in {text!r}"
    if ending(text) != ending(source):
        yield f"another ending in {text!r}"
    if tag != "en":
        yield from (f"{fault} in {text!r}" for fault in faults(tag, text))


def _write(catalogue: polib.POFile, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"{catalogue}"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def update(found: Found, folder: Path) -> None:
    """Write the template and all catalogues."""
    _write(template_of(found), folder / "messages.pot")
    for tag in PLURALS:
        path = _path(folder, tag)
        old = polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else None
        _write(updated(found, tag, old), path)


def main(arguments: list[str]) -> int:
    """Run one command; 0, 1 when check found faults, 2 for anything else."""
    folder = ROOT / "locales"
    match arguments:
        case ["extract"]:
            _write(template_of(extract(ROOT)), folder / "messages.pot")
        case ["update"]:
            update(extract(ROOT), folder)
        case ["compile"]:
            for tag in PLURALS:
                _path(folder, tag).with_suffix(".mo").write_bytes(compiled(_path(folder, tag)))
        case ["check"]:
            said = list(check())
            print(*said, sep="\n", end="\n" if said else "")
            return 1 if said else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
