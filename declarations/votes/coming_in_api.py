"""Coming in, the code that applies and one's delegation, for programs.

Unlike the rest of the API no key opens these: a participant has no account. The answer to `POST /api/v1/attend/session`
sets the cookie that every further request carries, and requests that change something carry the token of a page of
ours in `x-csrf-token`, as scripts of these pages do.
"""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post
from litestar.params import JSONBody

from declarations.meetings.arrival_pages import client_of, session_cookie
from declarations.meetings.model import Part
from declarations.meetings.service.acknowledging import OwnCode, acknowledge, own_code
from declarations.meetings.service.arriving import count_try, enter, leave, send_code
from declarations.votes.service.delegation import Member, own_delegation
from register.access.guards import AnyRequest, identity_of
from register.kernel.i18n import say

_V1, _TAGS = "/api/v1/attend", ["meetings"]


class LinkIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last part of a personal link."""

    token: str


class ComingIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A personal link with the code of the hall, or the one that was sent."""

    token: str
    code: str


class SeenCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The version that was read."""

    version: str


class ClauseOut(msgspec.Struct, frozen=True):
    """One clause in the language of the request."""

    clause: str
    text: str
    quoted: bool


class CodeOut(msgspec.Struct, frozen=True):
    """The code that applies, and whether this participant has acknowledged it."""

    code: str
    version: str
    clauses: list[ClauseOut]
    own_rules: str
    acknowledged_at: datetime | None
    acknowledged_by: str

    @classmethod
    def of(cls, own: OwnCode) -> "CodeOut":
        """The text in the language of the request."""
        clauses = [ClauseOut(rule.clause, say(rule.text), rule.quoted) for rule in own.code.rules]
        at, medium = (own.who.acknowledged_at, own.who.acknowledged_medium) if own.is_acknowledged else (None, "")
        return cls(own.code.name, own.code.version, clauses, own.code.own_rules, at, medium)


class MemberOut(msgspec.Struct, frozen=True):
    """One of the delegation: where there is an answer, never what it is."""

    id: UUID
    name: str
    function: Part
    acknowledged: bool
    answered_items: list[UUID]
    answered_for_the_meeting: bool

    @classmethod
    def of(cls, member: Member) -> "MemberOut":
        """As the head of the delegation sees it."""
        items = sorted(member.items)
        return cls(member.id, member.name, member.function, member.has_acknowledged, items, member.has_statement)


@post(_V1 + "/mailed-codes", opt={"action": "join.code"}, tags=_TAGS, status_code=202)
async def ask_for_code_by_mail(request: AnyRequest, data: JSONBody[LinkIn]) -> None:
    """Send a code to the address on the secretary's list."""
    await count_try(client_of(request))
    await send_code(data.token)


@post(_V1 + "/session", opt={"action": "join.enter"}, tags=_TAGS, status_code=204)
async def begin_session(request: AnyRequest, data: JSONBody[ComingIn]) -> Response[None]:
    """Come in with a code; the answer sets the cookie of the session."""
    await count_try(client_of(request))
    answered: Response[None] = Response(None, status_code=204)
    answered.set_cookie(session_cookie(await enter(data.token, data.code)))
    return answered


@delete(_V1 + "/session", opt={"action": "attend.leave"}, tags=_TAGS, status_code=204)
async def end_session(request: AnyRequest) -> Response[None]:
    """Leave: the session of this cookie ends."""
    await leave(identity_of(request))
    answered: Response[None] = Response(None, status_code=204)
    answered.set_cookie(session_cookie("", 0))
    return answered


@get(_V1 + "/code", opt={"action": "attend.acknowledge"}, tags=_TAGS)
async def read_code(request: AnyRequest) -> CodeOut:
    """The code that applies to your meeting."""
    return CodeOut.of(await own_code(identity_of(request)))


@post(_V1 + "/code", opt={"action": "attend.acknowledge"}, tags=_TAGS, status_code=200)
async def acknowledge_code(request: AnyRequest, data: JSONBody[SeenCode]) -> CodeOut:
    """Acknowledge it in the version that you read; it comes before the items. The same again is the same."""
    return CodeOut.of(await acknowledge(identity_of(request), data.version[:60]))


@get(_V1 + "/delegation", opt={"action": "attend.read"}, tags=_TAGS)
async def read_delegation(request: AnyRequest) -> list[MemberOut]:
    """Who of your delegation has answered; for its head alone."""
    return [MemberOut.of(each) for each in (await own_delegation(identity_of(request))).members]


coming_in_api = [ask_for_code_by_mail, begin_session, end_session, read_code, acknowledge_code, read_delegation]
