"""Absences and delegations for programs: the same services as the page."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from declarations.review.absence import Absence, AbsenceCommand
from declarations.review.service import absences
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.form import Form
from register.kernel.paging import decode_cursor

_ABSENCES = "/api/v1/absences"
_TAGS = ["cases"]
Line = Annotated[str, Meta(max_length=300)]


class AbsenceIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """First and last day; the address of whoever stands in; for the executive head the delegating document."""

    since: date
    until: date
    delegate: Line = ""
    instrument: Line = ""


class AbsenceOut(msgspec.Struct, frozen=True):
    """One absence."""

    id: UUID
    person: str
    since: date
    until: date
    delegate: str | None
    ended_at: datetime | None

    @classmethod
    def of(cls, found: Absence, names: dict[UUID, str]) -> "AbsenceOut":
        """With the names of those concerned."""
        delegate = names.get(found.delegate, "") if found.delegate else None
        return cls(found.id, names.get(found.person, ""), found.since, found.until, delegate, found.ended_at)


class CaseInPlaceOut(msgspec.Struct, frozen=True):
    """An open case of somebody who is away."""

    reference: str
    in_the_place_of: str
    status: str
    due_on: date | None


class AbsencesOut(msgspec.Struct, frozen=True):
    """One's own absences, those in which one stands in today, and everyone who is away from the desk today."""

    own: list[AbsenceOut]
    standing_in: list[AbsenceOut]
    cases: list[CaseInPlaceOut]
    """The soonest due of the open cases of those for whom one stands in."""
    away: list[AbsenceOut]


class RecordedOut(msgspec.Struct, frozen=True):
    """The absence that was recorded."""

    id: UUID


@get(_ABSENCES, opt={"action": "absence.list"}, tags=_TAGS)
async def list_absences(request: AnyRequest) -> AbsencesOut:
    """Your own absences, for whom you stand in today, and who is away."""
    board = await absences.board(identity_of(request))
    own, standing, away = (
        [AbsenceOut.of(each, board.names) for each in group] for group in (board.own, board.standing_in, board.away)
    )
    cases = [
        CaseInPlaceOut(each.reference, board.names.get(each.reviewer, ""), each.status, each.due_on)
        for each in board.cases
    ]
    return AbsencesOut(own, standing, cases, away)


@post(_ABSENCES, opt={"action": "absence.record"}, tags=_TAGS)
async def record_absence(request: AnyRequest, data: JSONBody[AbsenceIn]) -> RecordedOut:
    """Record that you are away, and who acts in your place. Periods of one person never overlap."""
    form = Form({"delegate": [data.delegate], "instrument": [data.instrument]})
    delegate, instrument = form.line("delegate"), form.line("instrument", longest=300)
    form.check()
    command = AbsenceCommand(data.since, data.until, delegate, instrument)
    return RecordedOut((await absences.record_absence(identity_of(request), command)).id)


@delete(_ABSENCES + "/{absence:str}", opt={"action": "absence.end"}, tags=_TAGS)
async def end_absence(request: AnyRequest, absence: FromPath[str]) -> None:
    """Be back before the last day; whoever stands in does so no longer."""
    await absences.end_absence(identity_of(request), canonical_id(absence))


class StepForAnotherOut(msgspec.Struct, frozen=True):
    """A step in a case that `by` took in the place of another; `record` is the id that the reading log names too."""

    record: UUID
    seq: int
    event: str
    at: datetime
    by: str
    in_the_place_of: str


class StepsForAnotherOut(msgspec.Struct, frozen=True):
    """One page; `newer` and `older` are values for `at`."""

    items: list[StepForAnotherOut]
    newer: str | None
    older: str | None


@get("/api/v1/steps-for-another", opt={"action": "reading_log.read"}, tags=["audit"])
async def list_steps_for_another(request: AnyRequest, at: FromQuery[str | None] = None) -> StepsForAnotherOut:
    """Who took which step in whose place, newest first; nothing of what the cases say."""
    page = await absences.steps_for_another(identity_of(request), decode_cursor(at))
    items = [StepForAnotherOut(*msgspec.structs.astuple(each)) for each in page.items]
    return StepsForAnotherOut(items, page.newer, page.older)


absence_api = [list_absences, record_absence, end_absence, list_steps_for_another]
