"""What the reading log keeps of an export as codes, and the same in words."""

from collections.abc import Iterator
from datetime import date

from declarations.codes.decisions import Effect, Status
from declarations.codes.labels import label
from declarations.review import wording
from declarations.review.model import Show
from register.access.labels import LANGUAGES
from register.kernel.message import Message, msg, pmsg
from reports.model import ExportRequest


def purpose_of(request: ExportRequest, chosen: str) -> str:
    """The codes of an export; `chosen` says by which filters, empty for the whole register."""
    period = f"{request.since or ''}..{request.until or ''}"
    return f"export:{request.kind}:{request.audience}:{request.language}:{period}{f':{chosen}' if chosen else ''}"


def told(codes: str) -> list[Message] | None:
    """Language, period and filters out of `en:2026-01-01..:open,search`; None for what is no such text."""
    parts = codes.split(":")
    try:
        language, (since, until) = parts[0], parts[1].split("..")
        found = [LANGUAGES[language], *_period(since, until)]
        return found + [_filter(code) for code in (parts[2].split(",") if len(parts) > 2 else ())]
    except (KeyError, ValueError, IndexError):
        return None


def _period(since: str, until: str) -> Iterator[Message]:
    first, last = (date.fromisoformat(day) if day else None for day in (since, until))
    if first and last:
        yield msg("From %(since)s to %(until)s", since=first, until=last)
    elif first:
        yield msg("Since %(since)s", since=first)
    elif last:
        yield msg("Until %(until)s", until=last)


def _filter(code: str) -> Message:
    if code in set(Show):
        return wording.VIEWS[Show(code)]
    if code in set(Status):
        return label("status", code)
    return label("effect", Effect(code)) if code != "search" else pmsg("export", "Found by a search")
