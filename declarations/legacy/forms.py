"""The form of a mapping: filled in as it stands, read into a mapping; every fault by field."""

from collections.abc import Sequence

import msgspec

from declarations.codes.decisions import Decision
from declarations.codes.vocabulary import Capacity
from declarations.legacy.beside import Mark
from declarations.legacy.dates import Order
from declarations.legacy.decision_names import decision_named
from declarations.legacy.headings import plain
from declarations.legacy.importable import importable
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.understood import OutcomeWord
from register.kernel.currency import CURRENCIES
from register.kernel.errors import FieldError
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, msg

PREFIX = "column_"
DECIDED = "decided_"
_MOST_WORDS = 200


def filled_in(mapping: ColumnMapping, shown: Sequence[OutcomeWord] = ()) -> Form:
    """The form as a mapping stands; decisions for the words that the file holds are chosen, others are lines."""
    form = Form()
    form.put("register", mapping.register)
    form.put("sheet", mapping.sheet)
    form.put("header_row", str(mapping.header_row))
    form.put("date_order", mapping.order or "")
    form.put("currency", mapping.currency or "")
    form.put("decimal", mapping.decimal or "")
    form.put("capacity", mapping.capacity)
    form.put("language", mapping.language)
    for column, heading in mapping.columns.items():
        form.put(f"{PREFIX}{column}", heading)
    form.put("words", _lines(mapping.words))
    form.put("signs", _lines(mapping.signs))
    chosen = {plain(each.word) for each in shown}
    left = {word: str(decision) for word, decision in mapping.outcomes.items() if plain(word) not in chosen}
    form.put("outcomes", _lines(left))
    for at, each in enumerate(shown):
        form.put(f"{DECIDED}{at}", each.decision or "")
    return form


def _lines(pairs: object) -> str:
    found: dict[str, str] = msgspec.convert(pairs, dict[str, str])
    return "\n".join(f"{word} = {meaning}" for word, meaning in found.items())


def read_mapping_form(form: Form, before: ColumnMapping, shown: Sequence[OutcomeWord] = ()) -> ColumnMapping:
    """The mapping that the form describes; `shown` are the words whose decisions are chosen. Raises Invalid."""
    register = form.line("register", missing=msg("Name the register, so that its next edition is known."), longest=120)
    order, mark = form.typed("date_order"), form.typed("decimal")
    currency = form.typed("currency").strip().upper()
    if currency and currency not in CURRENCIES:
        form.refuse("currency", msg("Write the three letters of a currency, such as USD."))
    row = form.typed("header_row").strip()
    if not (row.isascii() and row.isdigit() and 1 <= int(row) <= 10_000):
        form.refuse("header_row", msg("Write the number of the row that holds the headings."))
    chosen = {column: form.typed(f"{PREFIX}{column}") for column in importable(before.kind).columns}
    words, signs, outcomes = (_pairs(form, name) for name in ("words", "signs", "outcomes"))
    decided = {word: decision_named(said) for word, said in outcomes.items()}
    if None in decided.values():
        form.refuse("outcomes", msg("After the equals sign stands one of the decisions that are listed above."))
    if any(code not in CURRENCIES for code in signs.values()):
        form.refuse("signs", msg("After the equals sign stand the three letters of a currency, such as USD."))
    capacity = form.choice("capacity", tuple(Capacity))
    language = form.choice("language", tuple(LOCALES))
    form.check()
    return msgspec.structs.replace(
        before,
        register=register,
        sheet=form.typed("sheet"),
        header_row=int(row),
        order=Order(order) if order in set(Order) else None,
        currency=currency or None,
        decimal=Mark(mark) if mark in set(Mark) else None,
        capacity=capacity or before.capacity,
        language=language or before.language,
        columns={column: heading for column, heading in chosen.items() if heading},
        words=words,
        signs=signs,
        outcomes=_chosen(form, before, shown) | {word: each for word, each in decided.items() if each is not None},
    )


def _chosen(form: Form, before: ColumnMapping, shown: Sequence[OutcomeWord]) -> dict[str, Decision]:
    """The decisions that are chosen for words of the file, without those that the words stand for in any register."""
    bare = msgspec.structs.replace(before, outcomes={})
    typed = {each.word: form.typed(f"{DECIDED}{at}") for at, each in enumerate(shown)}
    return {
        word: Decision(said) for word, said in typed.items() if said in set(Decision) and said != bare.decision_of(word)
    }


def _pairs(form: Form, name: str) -> dict[str, str]:
    """Lines such as `Above limit = above 140`."""
    found: dict[str, str] = {}
    for line in form.typed(name).splitlines()[:_MOST_WORDS]:
        if not line.strip():
            continue
        word, equals, meaning = line.rpartition("=")
        if not equals or not word.strip() or not meaning.strip():
            form.refuse(name, msg("Write one word in each line, an equals sign, and what it means."))
            continue
        found[word.strip()] = meaning.strip()
    return found


def at_field(fault: FieldError) -> FieldError:
    """A fault of a mapping at the field in which it is typed."""
    name = fault.name.replace("columns.", PREFIX)
    return FieldError(name, fault.message)
