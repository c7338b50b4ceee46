"""Profiles, proposals and rates for programs; the same services as the pages."""

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from declarations.codes.service import load_rates_for, rate_sources
from declarations.codes.store import SourceView
from declarations.codes.store_versions import Proposal
from declarations.policies.schemas import (
    BoardOut,
    PreviewOut,
    ProposalIn,
    ProposalOut,
    ProposalViewOut,
    RatesIn,
    RatesOut,
    ReasonIn,
)
from declarations.policies.service import proposing
from register.access.forms import canonical_id
from register.access.guards import AnyRequest, identity_of
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg
from register.web.etags import etag, if_match

_V1, _TAGS = "/api/v1/profiles", ["profiles"]


@get(_V1, opt={"action": "profile.proposals"}, tags=_TAGS)
async def list_profiles(request: AnyRequest) -> BoardOut:
    """Every profile with its versions, and what was proposed lately."""
    return BoardOut.of(await proposing.board(identity_of(request)))


@post(_V1 + "/previews", opt={"action": "profile.propose"}, status_code=200, tags=_TAGS)
async def preview_version(request: AnyRequest, data: JSONBody[ProposalIn]) -> PreviewOut:
    """What a version would change. Nothing is kept."""
    return PreviewOut.of(await proposing.preview(identity_of(request), data.proposed()))


@post(_V1 + "/proposals", opt={"action": "profile.propose"}, tags=_TAGS)
async def propose_version(request: AnyRequest, data: JSONBody[ProposalIn]) -> Response[ProposalOut]:
    """Propose the next version of a profile; somebody else adopts it. A day is proposed once."""
    return _state(await proposing.propose(identity_of(request), data.proposed()), 201)


@get(_V1 + "/proposals/{wanted:str}", opt={"action": "profile.proposals"}, tags=_TAGS)
async def read_proposal(request: AnyRequest, wanted: FromPath[str]) -> Response[ProposalViewOut]:
    """One proposal with what it changes."""
    found = await proposing.read_proposal(identity_of(request), canonical_id(wanted))
    return Response(ProposalViewOut.of(found), headers={"etag": etag(found.proposal.head_seq)})


@post(_V1 + "/proposals/{wanted:str}/adoption", opt={"action": "profile.adopt"}, status_code=200, tags=_TAGS)
async def adopt_version(request: AnyRequest, wanted: FromPath[str]) -> Response[ProposalOut]:
    """Adopt what somebody else proposed."""
    return _state(await proposing.adopt(identity_of(request), canonical_id(wanted), if_match(request)))


@post(_V1 + "/proposals/{wanted:str}/rejection", opt={"action": "profile.adopt"}, status_code=200, tags=_TAGS)
async def reject_version(request: AnyRequest, wanted: FromPath[str], data: JSONBody[ReasonIn]) -> Response[ProposalOut]:
    """Reject what somebody else proposed, with a reason."""
    if not data.reason.strip():
        raise Invalid(fields=[FieldError("reason", msg("Write why this version is not adopted."))])
    seen = if_match(request)
    return _state(await proposing.reject(identity_of(request), canonical_id(wanted), seen, data.reason.strip()))


@post(_V1 + "/proposals/{wanted:str}/withdrawal", opt={"action": "profile.propose"}, status_code=200, tags=_TAGS)
async def withdraw_version(request: AnyRequest, wanted: FromPath[str]) -> Response[ProposalOut]:
    """Take one's own proposal back."""
    return _state(await proposing.withdraw(identity_of(request), canonical_id(wanted), if_match(request)))


@get("/api/v1/rates", opt={"action": "rate.load"}, tags=_TAGS)
async def list_rate_sources(request: AnyRequest) -> list[SourceView]:
    """The sources of rates, the preferred one first."""
    return await rate_sources(identity_of(request))


@post("/api/v1/rates", opt={"action": "rate.load"}, status_code=200, tags=_TAGS)
async def load_rates(request: AnyRequest, data: JSONBody[RatesIn]) -> RatesOut:
    """Load rates of exchange of one source: all of them or, with faults, none."""
    return RatesOut.of(await load_rates_for(identity_of(request), data.file()))


def _state(proposal: Proposal, status: int = 200) -> Response[ProposalOut]:
    return Response(ProposalOut.of(proposal), status_code=status, headers={"etag": etag(proposal.head_seq)})


policies_api: list[ControllerRouterHandler] = [
    list_profiles,
    preview_version,
    propose_version,
    read_proposal,
    adopt_version,
    reject_version,
    withdraw_version,
    list_rate_sources,
    load_rates,
]
