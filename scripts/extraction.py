"""Finds every translatable sentence: in Python (msg, pmsg, nmsg), in templates (_, pgettext, trans), in codes.

Each call is also checked where it stands: the sentence is a literal, and its placeholders are exactly the values given.
"""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, nodes

PYTHON_CALLS = {"msg": (None, 0, None), "pmsg": (0, 1, None), "nmsg": (None, 0, 1)}
TEMPLATE_CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "pgettext": (0, 1, None),
    "ngettext": (None, 0, 1),
    "npgettext": (0, 1, 2),
}
"""Where context, sentence and plural stand among the arguments."""

LANGUAGES = frozenset({"ar", "en", "fr", "es"})
TOML_SENTENCES = frozenset({"title", "message", "text", "label", "instrument", "clause", "approved_by"})
TOML_SILENT = frozenset({"facts", "ordinary", "when", "unless"})
TOML_NUMBERED = re.compile(r"c?\d+$")
"""A clause that is only numbered is cited as it stands, in every language."""
TOML_ALL_SPOKEN = frozenset({"notice"})
PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\)s|(?P<other>%|.|$))")

Key = tuple[str | None, str]


@dataclass
class Sentence:
    """A sentence and the files that say it."""

    context: str | None
    id: str
    plural: str | None = None
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """What tells sentences apart."""
        return (self.context, self.id)


@dataclass
class Found:
    """Everything that was found, and every call that cannot be right."""

    sentences: dict[Key, Sentence] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, file: str, context: str | None, sentence: str, plural: str | None = None) -> None:
        """Note a sentence of a file."""
        kept = self.sentences.setdefault((context, sentence), Sentence(context, sentence, plural))
        if plural is not None and kept.plural not in (None, plural):
            self.faults.append(f"{file}: {sentence!r} has two different plurals")
        kept.plural = kept.plural or plural
        kept.files.add(file)


def placeholders(sentence: str) -> set[str]:
    """Names of the values in a sentence. ValueError for a stray per cent sign."""
    names = set()
    for found in PLACEHOLDER.finditer(sentence):
        if found["name"]:
            names.add(found["name"])
        elif found["other"] != "%":
            raise ValueError(sentence)
    return names


def extract(root: Path, folders: tuple[str, ...] = ("register", "declarations", "reports")) -> Found:
    """All sentences of the application under `root`."""
    found = Found()
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            reader = {".py": _python, ".html": _template, ".txt": _template, ".toml": _toml}.get(path.suffix)
            spoken = path.suffix in {".py", ".toml"} or "templates" in path.parts
            if reader is _toml and path.stem in LANGUAGES:
                continue  # the texts of one language, with a file beside it for each of the others
            if reader is not None and spoken and "piccolo_migrations" not in path.parts:
                reader(found, path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
    return found


def _python(found: Found, file: str, source: str) -> None:
    for node, is_table in _calls(ast.parse(source), is_table=True):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in PYTHON_CALLS:
            if any(isinstance(arg, ast.Attribute) and arg.attr == "id" for arg in node.args):
                continue  # a sentence that was found where it was written, given its values
            words = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            names = {word.arg for word in node.keywords}
            given = None if None in names or (is_table and not names) else {str(name) for name in names}
            _call(found, f"{file}:{node.lineno}", PYTHON_CALLS[name], words, given)


def _calls(node: ast.AST, *, is_table: bool) -> Iterator[tuple[ast.Call, bool]]:
    """Every call, and whether it stands in a table of the module, where sentences wait for their values."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.Call):
            yield inner, is_table
        yield from _calls(inner, is_table=is_table and not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef))


def _template(found: Found, file: str, source: str) -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # set by the extension
    for node in environment.parse(source).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name in TEMPLATE_CALLS:
            words = [arg.value if isinstance(arg, nodes.Const) else None for arg in node.args]
            given = None if node.dyn_kwargs else {word.key for word in node.kwargs}
            _call(found, f"{file}:{node.lineno}", TEMPLATE_CALLS[node.node.name], words, given)


def _call(
    found: Found, where: str, places: tuple[int | None, int, int | None], words: list[Any], given: set[str] | None
) -> None:
    spoken = [None if at is None or at >= len(words) else words[at] for at in places]
    if any(at is not None and not isinstance(word, str) for at, word in zip(places, spoken, strict=True)):
        found.faults.append(f"{where}: the sentence is not a literal")
        return
    context, sentence, plural = spoken[0], str(spoken[1]), spoken[2]
    try:
        names = placeholders(sentence) | (placeholders(plural) if plural else set())
    except ValueError:
        found.faults.append(f"{where}: a stray per cent sign in {sentence!r}")
        return
    if given is not None and names - {"n"} != given - {"n", "num"}:
        odd = ", ".join(sorted((names ^ given) - {"n", "num"}))
        found.faults.append(f"{where}: placeholders and values differ: {odd}")
    found.add(where.rpartition(":")[0], context, sentence, plural)


def _toml(found: Found, file: str, source: str) -> None:
    for sentence in _spoken(tomllib.loads(source), everything=False):
        found.add(file, None, " ".join(sentence.split()))


def _spoken(table: Mapping[str, Any], *, everything: bool) -> Iterator[str]:
    for key, value in table.items():
        if key in TOML_SILENT or key in LANGUAGES:
            continue  # what is given by language is no sentence to translate
        if isinstance(value, str) and (everything or key in TOML_SENTENCES) and not TOML_NUMBERED.match(value):
            yield value
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from _spoken(inner, everything=everything or key in TOML_ALL_SPOKEN)
