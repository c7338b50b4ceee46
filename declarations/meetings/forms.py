"""A meeting and its sittings as they are typed, read into commands; every fault by field."""

import re
from datetime import date, datetime, time
from uuid import UUID

from declarations.meetings.labels import MAJORITIES, QUORUMS, codes_offered
from declarations.meetings.model import Meeting, Names
from declarations.meetings.service.preparing import MeetingCommand, SittingCommand
from register.kernel.clock import now
from register.kernel.dates import local
from register.kernel.errors import Invalid
from register.kernel.form import YES, Form
from register.kernel.i18n import LOCALES, current_locale, msg
from register.kernel.numerals import western

WRITE_BODY = msg("Name the body that meets.")
WRITE_TITLE = msg("Write a title.")
WRITE_DAY = msg("Write a date.")
_NO_TIME = msg("Write the time on 24 hours, for example %(example)s.", example="14:30")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)", re.ASCII)
_LINES = ("body", "title", "code", "own_rules", "mandate", "place", "counts_rule")


def read_meeting_form(form: Form) -> MeetingCommand:
    """The particulars of a meeting. Raises Invalid."""
    lines = {
        "body": form.line("body", missing=WRITE_BODY),
        "title": form.line("title", missing=WRITE_TITLE, longest=300),
        "place": form.line("place"),
        **{name: form.line(name, longest=300) for name in ("own_rules", "mandate", "counts_rule")},
    }
    code = form.choice("code", codes_offered(), missing=msg("Choose the code that applies."))
    starts, ends = read_day(form, "starts_on"), read_day(form, "ends_on")
    languages, names = _languages(form), _names(form)
    by_correspondence = form.ticked("by_correspondence")
    opens, closes = (read_moment(form, name) for name in ("ballot_opens", "ballot_closes"))
    mandate_on = form.day_line("mandate_on")
    quorum, majority = (form.choice(*each, missing=None) for each in (("quorum_of", QUORUMS), ("majority", MAJORITIES)))
    share = "".join(form.typed("quorum").split())
    form.check()
    if starts is None or ends is None:
        raise Invalid
    return MeetingCommand(
        **lines,
        code=code or "",
        mandate_on=mandate_on,
        starts_on=starts,
        ends_on=ends,
        languages=languages,
        by_correspondence=by_correspondence,
        ballot_opens=opens if by_correspondence else None,
        ballot_closes=closes if by_correspondence else None,
        papers_withheld=form.ticked("papers_withheld"),
        quorum_of=quorum,
        majority=majority,
        quorum=share or None,
        abstentions_count=form.ticked("abstentions_count"),
        names=names,
    )


def _languages(form: Form) -> tuple[str, ...]:
    """The languages of the meeting, first the one in which its body, title and place are typed above the others."""
    chosen, first = form.choices("languages", LOCALES), form.choice("first_language", LOCALES, missing=None)
    if first is None or not chosen:
        return chosen
    if first not in chosen:
        form.refuse("first_language", msg("Choose one of the languages of the meeting."))
    return (first, *(tag for tag in chosen if tag != first))


def _names(form: Form) -> dict[str, Names]:
    found = {
        tag: Names(form.line(f"body_{tag}"), form.line(f"title_{tag}", longest=300), form.line(f"place_{tag}"))
        for tag in LOCALES
    }
    return {tag: names for tag, names in found.items() if names != Names()}


def fresh_meeting() -> Form:
    """An empty form: every language of the register, first the one of the page."""
    form = Form()
    form.put("languages", list(LOCALES))
    form.put("first_language", current_locale().tag)
    return form


def form_of_meeting(row: Meeting) -> Form:
    """What stands, to be corrected."""
    form = Form()
    for name in (*_LINES, "quorum_of", "majority", "quorum"):
        form.put(name, getattr(row, name) or "")
    for name in ("starts_on", "ends_on", "mandate_on"):
        day: date | None = getattr(row, name)
        form.put(name, day.isoformat() if day else "")
    for name in ("by_correspondence", "papers_withheld", "abstentions_count"):
        form.put(name, YES if getattr(row, name) else "")
    for name in ("ballot_opens", "ballot_closes"):
        put_moment(form, name, getattr(row, name))
    form.put("languages", row.languages)
    form.put("first_language", row.languages[0])
    for tag, names in row.names.items():
        for name in names.__struct_fields__:
            form.put(f"{name}_{tag}", getattr(names, name))
    return form


def read_day(form: Form, name: str) -> date | None:
    """A day that must be there; a fault where it is not."""
    found = form.day_line(name)
    if found is None:
        form.refuse(name, WRITE_DAY)
    return found


def read_moment(form: Form, name: str, *, is_needed: bool = False) -> datetime | None:
    """A moment in the time of the organization, from `name_day` and `name_time`; None where both are empty."""
    day, typed = form.day_line(f"{name}_day"), western(form.line(f"{name}_time", longest=20))
    if day is None and f"{name}_day" not in form.errors and (is_needed or typed):
        form.refuse(f"{name}_day", WRITE_DAY)
    if day is None or (not typed and not is_needed):
        return None if day is None else _at(day, "0:00")
    if not _TIME.fullmatch(typed):
        form.refuse(f"{name}_time", _NO_TIME)
        return None
    return _at(day, typed)


def put_moment(form: Form, name: str, moment: datetime | None) -> None:
    """Fill a moment in beforehand."""
    if moment is not None:
        there = local(moment)
        form.put(f"{name}_day", there.date().isoformat())
        form.put(f"{name}_time", f"{there:%H:%M}")


def _at(day: date, typed: str) -> datetime:
    found = _TIME.fullmatch(typed)
    hour, minute = (int(found[1]), int(found[2])) if found else (0, 0)
    return datetime.combine(day, time(hour, minute), local(now()).tzinfo)


def read_sitting(form: Form) -> SittingCommand:
    """One sitting: its day, its beginning and its end, which may be after midnight. Raises Invalid."""
    starts, ends = (read_moment(form, name, is_needed=True) for name in ("starts", "ends"))
    if starts is not None and ends is not None and ends <= starts:
        form.refuse("ends_time", msg("A sitting cannot end before it begins."))
    number = _number(form)
    form.check()
    if starts is None or ends is None:
        raise Invalid
    return SittingCommand(number, starts, ends)


def _number(form: Form) -> int:
    typed = western(form.line("number", longest=10))
    if typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed) < 1000):
        form.refuse("number", msg("Write a whole number, from 1 to %(most)s.", most=999))
        return 0
    return int(typed or 0)


def chosen_id(form: Form, name: str) -> UUID | None:
    """The id that was chosen; None for none, a fault for what is no id."""
    typed = form.typed(name)
    try:
        return UUID(typed) if typed else None
    except ValueError:
        form.refuse(name, msg("Choose one of the answers."))
        return None
