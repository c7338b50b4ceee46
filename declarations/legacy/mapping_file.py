"""The mapping file: written for correction, read again; a fault says in which line it is."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from declarations.legacy import words
from declarations.legacy.amounts import read_worth
from declarations.legacy.decision_names import decision_named
from declarations.legacy.headings import certainties, plain
from declarations.legacy.importable import GIFTS, Importable, importable
from declarations.legacy.kind_words import choices_of
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Column, Table
from declarations.legacy.understood import outcome_words
from register.kernel.errors import Invalid
from register.kernel.i18n import msg

_SURE = 0.85
_MOST_WORDS = 40
_LONGEST_WORD = 80


def read_mapping(text: str) -> ColumnMapping:
    """A mapping file. Raises Invalid with the line of what cannot be read."""
    try:
        return msgspec.convert(_with_decisions(tomllib.loads(text)), ColumnMapping)
    except tomllib.TOMLDecodeError as error:
        fault, at = str(error), re.search(r"\(at line (\d+)", str(error))
        raise _unreadable(fault, int(at[1]) if at else None) from error
    except msgspec.ValidationError as error:
        fault, _, where = str(error).partition(" - at ")
        named = re.search(r"unknown field `([^`]+)`|Invalid enum value '([^']+)'", fault)
        setting = re.sub(r".*\$\.|\[.*|`", "", where)
        names = [*filter(None, named.groups()), setting] if named else [setting]
        raise _unreadable(str(error), next(filter(None, (_line_of(text, name) for name in names)), None)) from error


def _with_decisions(read: dict[str, Any]) -> dict[str, Any]:
    """What was read, with the stored values of decisions that are called by their names."""
    outcomes = read.get("outcomes")
    if not isinstance(outcomes, dict):
        return read
    named = {word: decision_named(said) if isinstance(said, str) else None for word, said in outcomes.items()}
    return read | {"outcomes": {word: str(named[word] or said) for word, said in outcomes.items()}}


def _unreadable(fault: str, line: int | None) -> Invalid:
    if line is None:
        return Invalid(msg("The mapping file cannot be read: %(fault)s.", fault=fault[:160]))
    return Invalid(msg("Line %(line)s of the mapping file cannot be read: %(fault)s.", line=line, fault=fault[:160]))


def _line_of(text: str, name: str) -> int | None:
    """The line in which a setting stands, or a table begins."""
    for number, line in enumerate(text.splitlines(), start=1):
        setting, _, value = line.partition("=")
        if name and name in {setting.strip(' []"'), value.strip(' "')}:
            return number
    return None


def write_mapping(mapping: ColumnMapping, table: Table, others: Sequence[str] = ()) -> str:
    """The mapping file, with the headings that nothing was found for, and other sheets with entries, as comments."""
    plainly, kind = msgspec.to_builtins(mapping), importable(mapping.kind)
    lines = [
        "# How this register is read. Correct what is wrong and import again with --map.",
        f"register = {_quoted(mapping.register)}",
        f"kind = {_quoted(mapping.kind)}",
        f"sheet = {_quoted(mapping.sheet)}",
        *(
            f"# {_quoted(name)} looks like a register too: import it with a mapping and a name of its own."
            for name in others
        ),
        f"header_row = {mapping.header_row}",
        f"capacity = {_quoted(mapping.capacity)}",
        f"language = {_quoted(mapping.language)}",
        "",
        "# Which of two numbers is the day, as in 03/07/2025: day_first or month_first.",
        _setting("date_order", plainly["date_order"]),
        "# The currency of an amount that names none, and what stands before its decimals.",
        _setting("currency", mapping.currency),
        _setting("decimal", plainly["decimal"]),
        "",
        "[columns]",
        *(
            _column(column, mapping.columns[column], mapping.kind)
            for column in kind.columns
            if column in mapping.columns
        ),
        *(f'# {column} = ""' for column in kind.columns if column not in mapping.columns),
        *(f"# not used: {_quoted(each)}" for each in table.headings if each not in mapping.columns.values()),
        "",
        '# Signs of currencies in this file, such as "$" = "USD".',
        "[signs]",
        *(f"{_quoted(sign)} = {_quoted(code)}" for sign, code in mapping.signs.items()),
        "",
        _meanings(kind),
        "[words]",
        *(f"{_quoted(word)} = {_quoted(meaning)}" for word, meaning in mapping.words.items()),
        *_open_words(mapping, table),
        "",
        "# Words for what was decided, or what became of a gift, and the decision that each stands for, one of these:",
        f"# {', '.join(kind.decisions)}.",
        "[outcomes]",
        *(f"{_quoted(word)} = {_quoted(str(decision))}" for word, decision in mapping.outcomes.items()),
        *(
            f"# {_quoted(each.word)} = {_quoted(each.decision or '')}  # stands there {each.rows} times"
            for each in outcome_words(table, mapping)
            if plain(each.word) not in mapping.decisions
        ),
    ]
    return "\n".join(lines) + "\n"


def _column(column: Column, heading: str, kind: str) -> str:
    fit = dict(certainties(heading, kind)).get(column, 0.0)
    return f"{column} = {_quoted(heading)}" + ("" if fit >= _SURE else "  # look whether this is right")


def _meanings(kind: Importable) -> str:
    if kind is GIFTS:
        return "# Words, and what they mean: unknown, nil, above 140, below 140, given, received, travel."
    return (
        f"# Words, and what they mean: unknown, nil, above 140, below 140, {', '.join(sorted(choices_of(kind.kind)))}."
    )


def _open_words(mapping: ColumnMapping, table: Table) -> list[str]:
    """What stands in the column of values and is no amount, as comments, the most frequent first."""
    heading = mapping.columns.get(Column.VALUE, "")
    cells = (" ".join(line.cells.get(heading, "").split()) for line in table.lines)
    seen = Counter(cell for cell in cells if 0 < len(cell) <= _LONGEST_WORD and not words.says_nothing(cell))
    known = {plain(word) for word in mapping.words}
    found = [
        f'# {_quoted(word)} = "unknown"  # stands there {times} times'
        for word, times in seen.most_common()
        if plain(word) not in known and not words.is_nil(word) and _is_word(word, mapping)
    ]
    return found[:_MOST_WORDS]


def _is_word(text: str, mapping: ColumnMapping) -> bool:
    """Whether no number is told, also none that waits for its currency or its decimals."""
    worth = read_worth(text, mapping.written)
    return worth.money is None and worth.currency is None and not worth.open


def _setting(name: str, value: Any) -> str:
    return f"# {name} =" if value is None else f"{name} = {_quoted(str(value))}"


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    kept = "".join(letter if letter >= " " and letter != "\x7f" else f"\\u{ord(letter):04x}" for letter in text)
    return '"' + kept.replace("\\", "\\\\").replace("\\\\u00", "\\u00").replace('"', '\\"') + '"'
