"""The desk for programs: the same services as the pages. Changes carry If-Match; `app.py` mounts `review_api`."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from declarations.codes.decisions import Effect, Status
from declarations.codes.vocabulary import GiftCategory, Kind
from declarations.filing.model import Declaration
from declarations.filing.pages.addresses import reference_in
from declarations.review.absence_api import absence_api
from declarations.review.api_filters import asked_of, filters_api
from declarations.review.conflict_schemas import ClosingIn
from declarations.review.model import DecisionCommand, Show
from declarations.review.schemas import (
    AssignmentIn,
    CaseOut,
    CaseStateOut,
    DecisionIn,
    HandingOverIn,
    NoteIn,
    QuestionIn,
    QueueOut,
    ReferralIn,
)
from declarations.review.service import acts, deciding
from declarations.review.service.case import open_desk_case
from declarations.review.service.queue import asked_queue
from declarations.review.together_api import together_api
from register.access.guards import AnyRequest, identity_of
from register.kernel.form import Form
from register.kernel.paging import decode_cursor
from register.web.etags import etag, if_match

_CASES = "/api/v1/cases"
_TAGS = ["cases"]


@get(_CASES, opt={"action": "case.queue"}, tags=_TAGS)
async def list_cases(  # noqa: PLR0913, PLR0917 - one argument for each parameter of the address
    request: AnyRequest,
    show: FromQuery[Show | None] = None,
    status: FromQuery[Status | None] = None,
    effect: FromQuery[Effect | None] = None,
    kind: FromQuery[Kind | None] = None,
    category: FromQuery[GiftCategory | None] = None,
    band: FromQuery[str | None] = None,
    event_from: FromQuery[date | None] = None,
    event_to: FromQuery[date | None] = None,
    filed_from: FromQuery[date | None] = None,
    filed_to: FromQuery[date | None] = None,
    elsewhere: FromQuery[Literal["found", "new"] | None] = None,
    saved: Annotated[str | None, QueryParameter(name="filter")] = None,
    at: FromQuery[str | None] = None,
) -> QueueOut:
    """The cases that are yours to work on, soonest due first; finished ones newest first.

    Your own cases, those you filed for others and those of your superiors are never in it. `filter` is the id of a
    filter of `/case-filters`; what is given beside it stands in the place of what it holds. `band` is a value band by
    its upper bound, `above` or `not_valued`; the days of a period are both included.
    `elsewhere` leaves cases whose party was found elsewhere in the register, or was since you last opened them.
    """
    codes = {"show": show, "status": status, "effect": effect, "kind": kind, "category": category, "band": band}
    days = {"event_from": event_from, "event_to": event_to, "filed_from": filed_from, "filed_to": filed_to}
    asked = asked_of(saved, **codes, **days, elsewhere=elsewhere)
    return QueueOut.of(await asked_queue(identity_of(request), asked, decode_cursor(at)))


@get(_CASES + "/{reference:str}", opt={"action": "case.read"}, tags=_TAGS)
async def read_case(request: AnyRequest, reference: FromPath[str]) -> Response[CaseOut]:
    """One case with everything that a decision needs. The opening is recorded in the reading log."""
    desk = await open_desk_case(identity_of(request), reference_in(reference))
    return Response(CaseOut.of(desk), headers={"etag": etag(desk.case.declaration.head_seq)})


@post(_CASES + "/{reference:str}/taking", opt={"action": "case.take"}, status_code=200, tags=_TAGS)
async def take_case(request: AnyRequest, reference: FromPath[str]) -> Response[CaseStateOut]:
    """Take charge of a case."""
    seen = if_match(request)
    return _state(await acts.take(identity_of(request), reference_in(reference), seen))


@post(_CASES + "/{reference:str}/assignment", opt={"action": "case.assign"}, status_code=200, tags=_TAGS)
async def assign_case(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[AssignmentIn]
) -> Response[CaseStateOut]:
    """Give a case to an ethics officer who may review it."""
    seen = if_match(request)
    return _state(await acts.assign(identity_of(request), reference_in(reference), data.to, seen))


@post(_CASES + "/{reference:str}/handing-over", opt={"action": "case.hand_over"}, status_code=200, tags=_TAGS)
async def hand_case_over(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[HandingOverIn]
) -> Response[CaseStateOut]:
    """Give a case that an officer has in charge to another who may review it, with a reason. Both are told."""
    seen, reason = if_match(request), _text("reason", data.reason)
    after = await acts.hand_over(
        identity_of(request), reference_in(reference), data.to, reason, seen, recusing=data.own_interest
    )
    return _state(after)


@post(_CASES + "/{reference:str}/questions", opt={"action": "case.ask"}, status_code=200, tags=_TAGS)
async def ask_question(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[QuestionIn]
) -> Response[CaseStateOut]:
    """Ask the declarant one question about one field."""
    seen, question = if_match(request), _text("question", data.question)
    return _state(
        await acts.ask(
            identity_of(request), reference_in(reference), data.field, question, seen, language=data.language
        )
    )


@post(_CASES + "/{reference:str}/notes", opt={"action": "case.note"}, status_code=200, tags=_TAGS)
async def make_note(request: AnyRequest, reference: FromPath[str], data: JSONBody[NoteIn]) -> Response[CaseStateOut]:
    """Make a note that the declarant never sees."""
    seen, note = if_match(request), _text("note", data.note)
    return _state(await acts.note(identity_of(request), reference_in(reference), note, seen))


@post(_CASES + "/{reference:str}/recommendation", opt={"action": "case.recommend"}, status_code=200, tags=_TAGS)
async def recommend_decision(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[DecisionIn]
) -> Response[CaseStateOut]:
    """Put a case with a recommendation before the authority that decides it."""
    seen = if_match(request)
    return _state(await deciding.recommend(identity_of(request), reference_in(reference), _command(data), seen))


@post(_CASES + "/{reference:str}/referral", opt={"action": "case.refer"}, status_code=200, tags=_TAGS)
async def refer_case(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[ReferralIn]
) -> Response[CaseStateOut]:
    """Refer a case to a higher authority, or from the authority back to the office. Voids a recommendation."""
    seen, reasons = if_match(request), _text("reasons", data.reasons)
    return _state(await deciding.refer(identity_of(request), reference_in(reference), data.to, reasons, seen))


@post(_CASES + "/{reference:str}/decision", opt={"action": "case.decide"}, status_code=200, tags=_TAGS)
async def decide_case(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[DecisionIn]
) -> Response[CaseStateOut]:
    """Decide a case: one of its `decisions`, with reasons. It cannot be taken back."""
    seen = if_match(request)
    return _state(await deciding.decide(identity_of(request), reference_in(reference), _command(data), seen))


@post(_CASES + "/{reference:str}/closing", opt={"action": "case.close"}, status_code=200, tags=_TAGS)
async def close_case(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[ClosingIn | None] = None
) -> Response[CaseStateOut]:
    """Close a decided case; of a conflict that was not disclosed to those concerned, say why."""
    seen, reason = if_match(request), _text("reason", data.reason) if data else ""
    return _state(await acts.close(identity_of(request), reference_in(reference), seen, reason))


@post(_CASES + "/{reference:str}/assent", opt={"action": "case.assent"}, status_code=200, tags=_TAGS)
async def assent_to_withdrawal(request: AnyRequest, reference: FromPath[str]) -> Response[CaseStateOut]:
    """Agree to the withdrawal that the declarant asked for."""
    seen = if_match(request)
    return _state(await acts.assent(identity_of(request), reference_in(reference), seen))


def _state(after: Declaration) -> Response[CaseStateOut]:
    return Response(CaseStateOut.of(after), headers={"etag": etag(after.head_seq)})


def _text(name: str, text: str) -> str:
    """Text as strictly as a form reads it. Raises Invalid, BadRequest."""
    form = Form({name: [text]})
    found = form.text(name)
    form.check()
    return found


def _command(data: DecisionIn) -> DecisionCommand:
    words = _text("reasons", data.reasons), _text("conditions", data.conditions)
    measures = tuple(each.command() for each in data.measures)
    tests = msgspec.to_builtins(data.tests) if data.tests else None
    return DecisionCommand(data.decision, *words, data.language, data.valid_until, measures, tests)


review_api = [
    list_cases,
    *filters_api,
    *absence_api,
    *together_api,
    read_case,
    take_case,
    assign_case,
    hand_case_over,
    ask_question,
    make_note,
    recommend_decision,
    refer_case,
    decide_case,
    close_case,
    assent_to_withdrawal,
]
