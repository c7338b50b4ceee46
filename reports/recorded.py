"""What the reading log keeps of an export as codes, and the same in words."""

from datetime import date

from declarations.codes.decisions import Effect, Status
from declarations.codes.labels import label
from declarations.review import wording
from declarations.review.model import Filters, Show
from register.access.labels import LANGUAGES
from register.kernel.message import Message, pmsg
from reports.model import ExportRequest


def purpose_of(request: ExportRequest, chosen: str) -> str:
    """The codes of an export; `chosen` says by which filters, empty for the whole register."""
    period = f"{request.since or ''}..{request.until or ''}"
    return f"export:{request.kind}:{request.audience}:{request.language}:{period}{f':{chosen}' if chosen else ''}"


def codes_of(filters: Filters) -> list[str]:
    """The filters of a list; of a search only that there was one. Short: a purpose has at most 200 letters."""
    found = [str(filters.show), str(filters.status or ""), filters.effect or "", "search" if filters.words else ""]
    found += [f"c={filters.category}"] if filters.category else []
    found += [f"b={filters.band}"] if filters.band else []
    found += [f"m={filters.elsewhere}"] if filters.elsewhere else []
    for letter, first, last in (
        ("e", filters.event_from, filters.event_to),
        ("f", filters.filed_from, filters.filed_to),
    ):
        found += [f"{letter}={_short(first)}-{_short(last)}"] if first or last else []
    return [code for code in found if code]


def _short(day: date | None) -> str:
    return day.isoformat().replace("-", "") if day else ""


def told(codes: str) -> list[Message] | None:
    """Language, period and filters out of `en:2026-01-01..:open,search`; None for what is no such text."""
    parts = codes.split(":")
    try:
        language, (since, until) = parts[0], parts[1].split("..")
        period = wording.period_words(_day(since), _day(until))
        found = [LANGUAGES[language], *([period] if period else [])]
        return found + [_filter(code) for code in (parts[2].split(",") if len(parts) > 2 else ())]
    except (KeyError, ValueError, IndexError):
        return None


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _filter(code: str) -> Message:
    name, narrows, value = code.partition("=")
    if narrows:
        [words] = wording.narrowing_words(_narrowed(name, value))
        return words
    if code in set(Show):
        return wording.VIEWS[Show(code)]
    if code in set(Status):
        return label("status", code)
    return label("effect", Effect(code)) if code != "search" else pmsg("export", "Found by a search")


def _narrowed(name: str, value: str) -> Filters:
    if name in {"e", "f"}:
        first, last = (_day(day) for day in value.split("-"))
        return Filters(event_from=first, event_to=last) if name == "e" else Filters(filed_from=first, filed_to=last)
    return {"c": Filters(category=value), "b": Filters(band=value), "m": Filters(elsewhere=value)}[name]
