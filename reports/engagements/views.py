"""What the pages of audit engagements show, and the words that they share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response

from declarations.evidence.views import size_of
from register.access.guards import AnyRequest, identity_of
from register.access.policy import permits
from register.access.service.confirming import needs_password
from register.kernel import clock
from register.kernel.errors import Conflict
from register.kernel.form import Form
from register.kernel.i18n import LOCALES, Message, pmsg
from register.web.rendering import render
from reports.engagements.forms import NAMES_OTHERS, extract_form
from reports.engagements.model import KEPT_HOURS, Answer, Engagement, JobState, Unmasking
from reports.engagements.service.recording import Opened
from reports.engagements.service.unmasking import answer_of, named_besides, reason_of
from reports.model import FileFormat

STATES: Mapping[str, tuple[Message, str]] = {
    JobState.WAITING: (pmsg("state of an extract", "Waits for its turn"), "waits"),
    JobState.RUNNING: (pmsg("state of an extract", "Being written"), "waits"),
    JobState.READY: (pmsg("state of an extract", "Ready"), "good"),
    JobState.FAILED: (pmsg("state of an extract", "Not made"), "bad"),
    JobState.EXPIRED: (pmsg("state of an extract", "Deleted"), "quiet"),
}
"""Each with the tone of its tag."""
ANSWERS: Mapping[str, tuple[Message, str]] = {
    Answer.ASKED: (pmsg("request of an auditor", "Waits for a second person"), "waits"),
    Answer.AGREED: (pmsg("request of an auditor", "Agreed"), "good"),
    Answer.REFUSED: (pmsg("request of an auditor", "Refused"), "bad"),
    Answer.CLOSED: (pmsg("request of an auditor", "Closed unanswered with the engagement"), "quiet"),
}
_AGREED_BEFORE = (pmsg("request of an auditor", "Agreed; closed with the engagement"), "quiet")
FORMATS: Mapping[str, Message] = {
    FileFormat.XLSX: pmsg("format", "Excel workbook"),
    FileFormat.CSV: pmsg("format", "Comma-separated values (CSV)"),
}
_DECISIONS = (
    ("agree", pmsg("answer to an auditor", "Yes, I agree")),
    ("refuse", pmsg("answer to an auditor", "No, I refuse")),
)
_ALL_THE_SAME = pmsg("request of an auditor", "The audit needs it all the same")
_IN_FORCE = (pmsg("engagement", "In force"), "good")
_LATER = (pmsg("engagement", "Not in force yet"), "waits")
_OVER = (pmsg("engagement", "Over"), "quiet")
_ENDED = (pmsg("engagement", "Ended early"), "quiet")


def standing(engagement: Engagement, today: date | None = None) -> tuple[Message, str]:
    """Whether an engagement is in force, in words, with the tone of the tag."""
    day = today or clock.today()
    if engagement.ended_at is not None:
        return _ENDED
    if day < engagement.in_force_from:
        return _LATER
    return _IN_FORCE if day <= engagement.in_force_until else _OVER


def is_over(engagement: Engagement, today: date) -> bool:
    """Whether it was in force and is no longer, or was ended before: nothing is open under it again."""
    return engagement.ended_at is not None or today > engagement.in_force_until


def answer_shown(asked: Unmasking, under: Engagement, today: date) -> tuple[Message, str]:
    """Where a request stands, in words with the tone of the tag: what was agreed is open during the mandate alone."""
    stands = asked.shown(is_in_force=under.is_in_force(today))
    return _AGREED_BEFORE if stands is Answer.AGREED and is_over(under, today) else ANSWERS[stands]


def besides_of(asked: Unmasking) -> Message | None:
    """What else its answer names; None of a request from before that was counted."""
    return None if asked.others is None else named_besides(asked.others)


def engagement_page(
    request: AnyRequest,
    found: Opened,
    form: Form | None = None,
    status: int = 200,
    changed: Conflict | None = None,
) -> Response[str]:
    """One engagement with what its reader may do under it; `changed` says why something was not done."""
    who, under = identity_of(request), found.engagement
    is_named = permits(who, "engagement.extract") and who.person in under.auditors
    return render(
        request,
        "engagements/engagement.html",
        status,
        found=found,
        under=under,
        standing=standing(under, found.today),
        base=f"/engagements/{under.id}",
        form=form or extract_form(),
        changed=changed,
        acts=is_named and found.is_in_force,
        may_end=permits(who, "engagement.end") and under.ended_at is None and found.today <= under.in_force_until,
        me=who.person,
        has_recorded=who.person == under.recorded_by,
        now=clock.now(),
        names=dict(zip(under.auditors, under.auditor_names, strict=True)),
        is_waiting=found.is_in_force and any(job.state == JobState.WAITING for job in found.jobs),
        states=STATES,
        answer_shown=answer_shown,
        is_over=is_over(under, found.today),
        formats=FORMATS,
        tongues=[(each.tag, each.name) for each in LOCALES.values()],
        kept_hours=KEPT_HOURS,
        size_of=size_of,
        all_the_same=[(NAMES_OTHERS, _ALL_THE_SAME)],
    )


async def unmasking_page(
    request: AnyRequest,
    read: tuple[Engagement, Unmasking],
    form: Form | None = None,
    status: int = 200,
    changed: Conflict | None = None,
) -> Response[str]:
    """One request, for the auditor who asked or for a reviewer who may answer."""
    who, (under, asked) = identity_of(request), read
    stands = asked.shown(is_in_force=under.is_in_force(clock.today()))
    is_open = stands is Answer.ASKED
    may_answer = is_open and permits(who, "engagement.answer")
    may_answer = may_answer and who.person not in (under.recorded_by, *under.auditors)
    context: dict[str, Any] = {
        "decisions": _DECISIONS,
        "standing": answer_shown(asked, under, clock.today()),
        "is_over": is_over(under, clock.today()),
        "besides": besides_of(asked),
        "reason": reason_of(under, asked),
        "answer": answer_of(under, asked),
        "may_read": asked.state == Answer.AGREED and who.person == asked.asked_by and under.is_in_force(clock.today()),
        "may_answer": may_answer,
        "needs_password": may_answer and await needs_password(who),
    }
    return render(
        request,
        "engagements/unmasking.html",
        status,
        under=under,
        asked=asked,
        name=dict(zip(under.auditors, under.auditor_names, strict=True)).get(asked.asked_by, ""),
        form=form or Form(),
        changed=changed,
        **context,
    )
