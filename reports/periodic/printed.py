"""The report as PDF, set in a process of its own with a bound of time; the same report gives the same bytes."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from declarations.letters.coverage import showable
from declarations.letters.errors import LetterNotSet
from declarations.letters.typeset import set_apart
from register.kernel.errors import RegisterError
from register.kernel.i18n import Locale, Message, msg, pmsg
from register.kernel.money import format_number
from reports.model import Organisation
from reports.periodic.book.annex import COLUMNS, words_of
from reports.periodic.book.bound import CORRECTIONS, Bound, in_groups
from reports.periodic.book.corrections import HEADS
from reports.periodic.book.method import counted, withheld
from reports.periodic.book.placed import BEFORE, CHANGE, THIS_PERIOD
from reports.periodic.book.seal import facts_of
from reports.periodic.model import Published
from reports.periodic.reading import Read, Row, key_figures
from reports.periodic.shown import Shown, corrected, shown
from reports.periodic.words import CORRECTED_NUMBERS, WITHHELD, Beside, period

_PROGRAM = Path(__file__).resolve().parent / "typesetting" / "setting.py"
_SECONDS = 40.0
_LTR = "\u200e"
"""A sign stands before its number in text of either direction."""
_AT_ONCE = asyncio.Semaphore(1)


class ReportNotSet(RegisterError):
    """The report could not be set as PDF, or not in time."""

    code = "report_not_set"
    status = 503
    sentence = msg("The report could not be set as a PDF just now. Print the page instead.")


async def report_pdf(
    report: Published, locale: Locale, of: Organisation, *, is_released: bool, beside: Sequence[Beside] = ()
) -> bytes:
    """The report as PDF/A-2a and PDF/UA-1. Raises ReportNotSet."""
    bound = Bound(report, locale, of.name(locale.tag), is_released=is_released, beside=beside)
    order = json.dumps({"report": _shown(as_data(bound)), "timestamp": int(report.as_of.timestamp())}).encode()
    try:
        async with _AT_ONCE:
            return await set_apart(_PROGRAM, order, _SECONDS)
    except LetterNotSet as error:
        raise ReportNotSet from error


def _shown(value: Any) -> Any:
    """The same with characters that the fonts can show."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, dict):
        return {name: _shown(each) for name, each in value.items()}
    return [_shown(each) for each in value] if isinstance(value, list) else value


def as_data(bound: Bound) -> dict[str, Any]:
    """What the template is given: texts only."""
    report = bound.report
    return {
        "organization": bound.organisation,
        "lang": bound.locale.tag,
        "dir": bound.locale.direction,
        "title": bound.title,
        "classification": bound.classification,
        "warning": bound.warning,
        "head": " · ".join(part for part in (bound.organisation, report.symbol) if part),
        "facts": [{"key": bound.said(title), "value": value} for title, value in cover_facts(bound) if value],
        "opening": _sections(bound, *_OPENING),
        "asking": _sections(bound, *_ASKING),
        "closing": _sections(bound, (msg("Recommendations for revising the code"), "recommendations")),
        "key": _key(bound),
        "tables": [_table(bound, number, each) for number, each in enumerate(shown(report), 1)],
        "nothing": bound.said(msg("There was nothing to count in either period.")),
        "corrected": _corrected(bound),
        "annex": _annex(bound),
        "method": _method(bound),
        "seal": _seal(bound),
    }


_OPENING = ((msg("Summary"), "summary"),)
_ASKING = (
    (msg("Action requested"), "action"),
    (msg("Draft decision"), "draft_decision"),
    (msg("Introduction"), "introduction"),
)


def cover_facts(bound: Bound) -> Iterable[tuple[Message, str]]:
    """What the head of the document says of it."""
    report = bound.report
    yield pmsg("cover", "Document"), report.symbol
    yield pmsg("cover", "Session"), bound.text("session")
    yield pmsg("cover", "Agenda item"), bound.text("agenda_item")
    yield pmsg("cover", "Period"), period(report.since, report.until, bound.locale)
    yield pmsg("cover", "State of the register"), bound.said(msg("Counted on %(moment)s", moment=report.as_of))
    yield pmsg("cover", "Language"), bound.locale.name
    if report.corrects:
        yield pmsg("cover", "Corrected from"), in_groups(report.corrects)
        yield msg("What this report corrects, and why"), report.correction.get(bound.locale.tag, "")


def _sections(bound: Bound, *named: tuple[Message, str]) -> list[dict[str, str]]:
    return [{"heading": bound.said(title), "text": bound.text(name)} for title, name in named if bound.text(name)]


def said(bound: Bound, value: Read, *, sign: bool = False) -> str:
    """A number in writing: marks for what is withheld and what is not there."""
    if value.number is None:
        return "*" if value.is_withheld else "–"
    if not sign or not value.number:
        return format_number(value.number, bound.locale)
    mark = "+" if value.number > 0 else "-"  # the fonts of letters have no minus sign
    return f"{_LTR}{mark}{format_number(abs(value.number), bound.locale)}"


def note(bound: Bound, rows: Iterable[Sequence[str]]) -> str:
    """What stands under a table in which a number is withheld; else nothing."""
    return bound.said(WITHHELD) if any("*" in row for row in rows) else ""


def _key(bound: Bound) -> dict[str, Any]:
    rows = [
        [bound.said(each.title), said(bound, each.now), said(bound, each.before), said(bound, each.change, sign=True)]
        for each in key_figures(bound.report)
    ]
    titles = (pmsg("report", "Key figures"), THIS_PERIOD, BEFORE, CHANGE)
    return {
        "title": bound.said(titles[0]),
        "columns": [bound.said(title) for title in titles],
        "rows": [{"cells": row, "total": False} for row in rows],
        "note": note(bound, rows),
    }


def _table(bound: Bound, number: int, each: Shown) -> dict[str, Any]:
    rows = list(_rows(bound, each))
    return {
        "title": f"{number}. {bound.said(each.entry.title)}",
        "meaning": bound.said(each.entry.meaning),
        "columns": heads(bound, each),
        "rows": rows,
        "note": note(bound, (row["cells"] for row in rows)),
        "bars": [
            {"title": bound.said(bar.title), "length": bar.length, "number": format_number(bar.number, bound.locale)}
            for bar in each.bars()
        ],
    }


def heads(bound: Bound, each: Shown) -> list[str]:
    """The heads of a table with the period before and the change of the column that says most."""
    found = [bound.said(each.entry.of_lines), *(bound.said(column.title) for column in each.columns)]
    if not each.table.has_before:
        return found
    main = each.columns[each.main].title
    before = msg("Period before: %(column)s", column=main) if len(each.columns) > 1 else BEFORE
    return [*found, bound.said(before), bound.said(CHANGE)]


def _rows(bound: Bound, each: Shown) -> Iterable[dict[str, Any]]:
    """Its lines in writing, each group under its name; whether a line adds up the others."""
    for name, rows in each.table.groups:
        if name is not None:
            yield {"cells": [bound.said(name)], "total": False, "group": True}
        yield from ({"cells": _cells(bound, each, row), "total": row.is_total} for row in rows)


def _cells(bound: Bound, each: Shown, row: Row) -> list[str]:
    cells = [bound.said(each.short(row)), *(said(bound, value) for value in row.now)]
    if each.table.has_before:
        cells += [said(bound, row.before[each.main]), said(bound, row.change[each.main], sign=True)]
    return cells


def _annex(bound: Bound) -> dict[str, Any]:
    return {
        "title": bound.said(pmsg("worksheet", "Annex: gifts of the period")),
        "columns": [bound.said(title) for title, _ in COLUMNS],
        "rows": [{"cells": list(words_of(bound, gift)), "total": False} for gift in bound.report.annex],
    }


def _corrected(bound: Bound) -> dict[str, Any]:
    rows = [
        [
            *(bound.said(words) for words in (each.table, each.line, each.column.title)),
            *(said(bound, value) for value in (each.before, each.after)),
        ]
        for each in corrected(bound.report)
    ]
    return {
        "title": bound.title_of(CORRECTIONS),
        "meaning": bound.said(CORRECTED_NUMBERS),
        "columns": [bound.said(title) for title, _ in HEADS],
        "rows": [{"cells": row, "total": False} for row in rows],
        "note": note(bound, rows),
    }


def _method(bound: Bound) -> dict[str, Any]:
    words: Sequence[Message] = [*counted(bound), *withheld(bound)]
    return {"title": bound.said(pmsg("worksheet", "Method and definitions")), "said": [bound.said(w) for w in words]}


def _seal(bound: Bound) -> dict[str, Any]:
    facts = ((bound.said(title), value) for title, value in facts_of(bound))
    rows = [{"key": key, "value": str(value) if isinstance(value, int) else in_groups(value)} for key, value in facts]
    return {"title": bound.said(pmsg("worksheet", "Seal and verification")), "rows": rows}
