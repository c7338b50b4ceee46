"""By what an entry is known again: in the next edition of its register, and within one file."""

import hashlib

import msgspec

from declarations.legacy.headings import plain
from declarations.legacy.model import KindRecord, Problem, Record
from declarations.legacy.problems import is_refused, problem


def key_of(record: Record) -> str:
    """By what an entry is known again in the next edition: its own number, else everything that it says."""
    return f"#{plain(record.own_id) or record.own_id}" if record.own_id else content_of(record)


def content_of(record: Record) -> str:
    """A digest of all that an entry says, so that a change shows; where it stood in the file does not count."""
    plainly = msgspec.structs.replace(record, row=0)
    return hashlib.sha256(msgspec.json.encode(plainly, order="deterministic")).hexdigest()


def _gift_of(record: Record) -> tuple[str, ...]:
    worth = f"{record.worth.money}" if record.worth.money else plain(record.worth.words)
    return (
        plain(record.person),
        plain(record.giver),
        str(record.day),
        plain(record.description),
        worth,
        str(record.is_nil),
        record.period,
    )


def without_twice(records: list[Record]) -> tuple[list[Record], list[Problem]]:
    """The records without those that repeat another one, and what was found."""
    kept: list[Record] = []
    problems: list[Problem] = []
    numbers: set[str] = set()
    gifts: set[tuple[str, ...]] = set()
    for record in records:
        code = "" if record.is_nil and not record.own_id else _repeats(record, numbers, gifts)
        numbers.add(key_of(record))
        gifts.add(_gift_of(record))
        if code:
            problems.append(problem(record.row, code, "", record.own_id))
        if not is_refused(code):
            kept.append(record)
    return kept, problems


def _repeats(record: Record, numbers: set[str], gifts: set[tuple[str, ...]]) -> str:
    if key_of(record) in numbers:
        return "number_twice" if record.own_id else "row_twice"
    if _gift_of(record) not in gifts:
        return ""
    return "same_entry" if isinstance(record, KindRecord) else "same_gift"
