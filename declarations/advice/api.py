"""Advice and guidance for programs: the same services as the pages. Creates carry a key, changes If-Match."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.advice.model import Advice, AskCommand, Show, Topic, TurnCommand
from declarations.advice.schemas import (
    AdviceOut,
    AdvicesOut,
    ConsentIn,
    GuidanceIn,
    GuidanceOut,
    GuidancesOut,
    MadeOut,
    NoteIn,
    QuestionIn,
    ThreadOut,
    TurnIn,
    WordsIn,
    YearOut,
)
from declarations.advice.service import advising, asking, publishing, turning
from declarations.filing.api.errors import idempotency_key
from declarations.filing.forms.wire import read_words
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.clock import today
from register.kernel.errors import BadRequest
from register.kernel.paging import Page, decode_cursor
from register.web.etags import etag, if_match

_V1, _DESK, _TAGS = "/api/v1/advice", "/api/v1/advice-desk", ["advice"]


@get(_V1, opt={"action": "advice.list"}, tags=_TAGS)
async def list_advice(request: AnyRequest, at: FromQuery[str | None] = None) -> AdvicesOut:
    """Your own questions, newest first."""
    return _page(await asking.list_own(identity_of(request), decode_cursor(at)))


@post(_V1, opt={"action": "advice.ask"}, tags=_TAGS)
async def ask_for_advice(request: AnyRequest, data: JSONBody[QuestionIn]) -> MadeOut:
    """Ask the ethics office. The answer is advice, never a decision."""
    command = AskCommand(data.topic, _words(data.words), data.spoken)
    key = f"advice-{idempotency_key(request)}"
    return MadeOut(await asking.ask(identity_of(request), command, idempotency_key=key))


@get(_V1 + "/{advice:str}", opt={"action": "advice.read"}, tags=_TAGS)
async def read_advice(request: AnyRequest, advice: FromPath[str]) -> Response[ThreadOut]:
    """Your own question with its thread."""
    found = await asking.read_own(identity_of(request), canonical_id(advice))
    return Response(ThreadOut.of(found), headers={"etag": etag(found.advice.version)})


@post(_V1 + "/{advice:str}/messages", opt={"action": "advice.write"}, status_code=204, tags=_TAGS)
async def add_to_question(request: AnyRequest, advice: FromPath[str], data: JSONBody[WordsIn]) -> Response[None]:
    """Add to your own question, which then waits for an answer again."""
    wanted, words, seen = canonical_id(advice), _words(data.words), if_match(request)
    version = await asking.write_more(identity_of(request), wanted, words, data.spoken, seen)
    return _done(version)


@put(_V1 + "/{advice:str}/consent", opt={"action": "advice.consent"}, status_code=204, tags=_TAGS)
async def say_consent_to_publication(request: AnyRequest, advice: FromPath[str], data: JSONBody[ConsentIn]) -> None:
    """Agree to a publication in general words, or take that back before it is published."""
    await asking.consent(identity_of(request), canonical_id(advice), agrees=data.agrees)


@post(_V1 + "/{advice:str}/drafts", opt={"action": "advice.declare"}, tags=_TAGS)
async def make_declaration_of_it(request: AnyRequest, advice: FromPath[str], data: JSONBody[TurnIn]) -> MadeOut:
    """Begin a draft with the words of your question. Nothing of the answers goes with it."""
    command = TurnCommand(data.kind, data.agrees)
    return MadeOut((await turning.turn(identity_of(request), canonical_id(advice), command)).id)


@get(_DESK, opt={"action": "advising.queue"}, tags=_TAGS)
async def list_requests_for_advice(
    request: AnyRequest, show: FromQuery[Show] = Show.OPEN, at: FromQuery[str | None] = None
) -> AdvicesOut:
    """Questions on which you advise: `open` (soonest due first), `answered` or `noted` (newest first)."""
    return _page((await advising.queue(identity_of(request), show, decode_cursor(at))).page)


@post(_DESK + "/notes", opt={"action": "advising.note"}, tags=_TAGS)
async def note_advice(request: AnyRequest, data: JSONBody[NoteIn]) -> MadeOut:
    """Note advice that was given by mail, by telephone or in person, with or without a name."""
    key = f"advice-note-{idempotency_key(request)}"
    return MadeOut(await advising.note(identity_of(request), data.command(), idempotency_key=key))


@get(_DESK + "/figures", opt={"action": "advising.count"}, tags=_TAGS)
async def count_advice(request: AnyRequest, year: FromQuery[int | None] = None) -> YearOut:
    """The figures of a year by topic, channel and month; numbers that could point at somebody are null."""
    wanted = today().year if year is None else year
    if not 2000 <= wanted <= today().year:
        raise BadRequest
    return YearOut.of(await advising.year(identity_of(request), wanted))


@get(_DESK + "/{advice:str}", opt={"action": "advising.read"}, tags=_TAGS)
async def read_request_for_advice(request: AnyRequest, advice: FromPath[str]) -> Response[ThreadOut]:
    """A question on which you advise, with its thread."""
    found = await advising.read(identity_of(request), canonical_id(advice))
    return Response(ThreadOut.of(found), headers={"etag": etag(found.advice.version)})


@post(_DESK + "/{advice:str}/answers", opt={"action": "advising.answer"}, status_code=204, tags=_TAGS)
async def answer_request(request: AnyRequest, advice: FromPath[str], data: JSONBody[WordsIn]) -> Response[None]:
    """Answer a question."""
    wanted, words, seen = canonical_id(advice), _words(data.words), if_match(request)
    return _done(await advising.answer(identity_of(request), wanted, words, data.spoken, seen))


@put(_DESK + "/{advice:str}/guidance", opt={"action": "advising.publish"}, tags=_TAGS)
async def write_guidance(
    request: AnyRequest, advice: FromPath[str], data: JSONBody[GuidanceIn]
) -> Response[GuidanceOut]:
    """Write guidance out of an answer, once the asker agrees. If-Match: its `guidance_version`, if it has one."""
    wanted, who = canonical_id(advice), identity_of(request)
    seen = await _seen_guidance(request, wanted)
    found = await publishing.propose(who, wanted, data.command(), seen)
    return Response(GuidanceOut.of(found), headers={"etag": etag(found.version)})


async def _seen_guidance(request: AnyRequest, wanted: UUID) -> int:
    """The version in If-Match; 0 where nothing is written yet, so that there is nothing to have read."""
    thread = await advising.read(identity_of(request), wanted)
    return 0 if thread.guidance is None else if_match(request)


@post(_DESK + "/{advice:str}/publication", opt={"action": "advising.publish"}, status_code=200, tags=_TAGS)
async def publish_guidance(request: AnyRequest, advice: FromPath[str]) -> Response[GuidanceOut]:
    """Publish it after a second look: by another than its writer where there is one."""
    found = await publishing.publish(identity_of(request), canonical_id(advice), if_match(request))
    return Response(GuidanceOut.of(found), headers={"etag": etag(found.version)})


@post(_DESK + "/{advice:str}/withdrawal", opt={"action": "advising.publish"}, status_code=204, tags=_TAGS)
async def withdraw_guidance(request: AnyRequest, advice: FromPath[str]) -> None:
    """Take guidance back, published or not."""
    await publishing.withdraw(identity_of(request), canonical_id(advice), if_match(request))


@get("/api/v1/guidance", opt={"action": "guidance.read"}, tags=_TAGS)
async def list_guidance(
    request: AnyRequest, topic: FromQuery[Topic | None] = None, at: FromQuery[str | None] = None
) -> GuidancesOut:
    """Published guidance, newest first."""
    page = await publishing.list_published(identity_of(request), topic, decode_cursor(at))
    return GuidancesOut([GuidanceOut.of(each) for each in page.items], page.newer, page.older)


@get("/api/v1/guidance/{wanted:str}", opt={"action": "guidance.read"}, tags=_TAGS)
async def read_guidance(request: AnyRequest, wanted: FromPath[str]) -> GuidanceOut:
    """One piece of published guidance."""
    return GuidanceOut.of(await publishing.read_published(identity_of(request), canonical_id(wanted)))


def _words(text: str) -> str:
    return read_words("words", text, longest=asking.LONGEST)


def _page(found: Page[Advice]) -> AdvicesOut:
    return AdvicesOut([AdviceOut.of(each) for each in found.items], found.newer, found.older)


def _done(version: int) -> Response[None]:
    return Response(None, status_code=204, headers={"etag": etag(version)})


advice_api: list[ControllerRouterHandler] = [
    list_advice,
    ask_for_advice,
    read_advice,
    add_to_question,
    say_consent_to_publication,
    make_declaration_of_it,
    list_requests_for_advice,
    note_advice,
    count_advice,
    read_request_for_advice,
    answer_request,
    write_guidance,
    publish_guidance,
    withdraw_guidance,
    list_guidance,
    read_guidance,
]
