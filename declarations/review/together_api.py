"""Several cases at once, for programs: the signing list, signatures, assignments."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.params import FromQuery, JSONBody
from msgspec import Meta

from declarations.filing.pages.addresses import reference_in
from declarations.review.schemas import CaseStateOut, RecommendationOut
from declarations.review.service import assigning, signing
from declarations.review.service.signing import Chosen, SigningList, SigningRow
from register.access.guards import AnyRequest, identity_of
from register.access.service.confirming import confirm
from register.kernel.form import Form
from register.kernel.i18n import say
from register.kernel.paging import PAGE_ROWS, decode_cursor

_TAGS = ["cases"]
References = Annotated[list[str], Meta(min_length=1, max_length=PAGE_ROWS)]


class ToSignOut(msgspec.Struct, frozen=True):
    """A case that waits for your signature; `seen` goes back with it."""

    reference: str
    seen: int
    declarant: str
    giver: str
    effect: str
    due_on: date | None
    filed_at: datetime
    recommendation: RecommendationOut

    @classmethod
    def of(cls, row: SigningRow, board: SigningList) -> "ToSignOut":
        """A row of the list with its names."""
        found = row.declaration
        return cls(
            reference=found.reference,
            seen=found.head_seq,
            declarant=board.names.get(found.declarant, ""),
            giver=found.party_name,
            effect=found.effect,
            due_on=found.due_on,
            filed_at=found.filed_at,
            recommendation=RecommendationOut.of(row.recommendation),
        )


class SigningOut(msgspec.Struct, frozen=True):
    """A page of the signing list; `newer` and `older` are cursors for the parameter `at`."""

    items: list[ToSignOut]
    newer: str | None
    older: str | None


class ChosenIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case of the list and its `seen`."""

    reference: str
    seen: int


class SignaturesIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cases that are decided as recommended, and the reasons that the persons concerned read."""

    cases: Annotated[list[ChosenIn], Meta(min_length=1, max_length=PAGE_ROWS)]
    reasons: Annotated[str, Meta(max_length=10000)]
    password: Annotated[str, Meta(max_length=1000)] = ""
    """Only in the session of a browser whose person signed in more than fifteen minutes ago; a key needs its scope."""


class SignedOut(msgspec.Struct, frozen=True):
    """Every case after it was signed."""

    cases: list[CaseStateOut]


class AssignmentsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cases that nobody has in charge, and the ethics officer who shall review them."""

    cases: References
    to: UUID


class RefusedOut(msgspec.Struct, frozen=True):
    """A case that was left as it was, and why."""

    reference: str
    reason: str


class AssignmentsOut(msgspec.Struct, frozen=True):
    """What was assigned, and what was not."""

    assigned: list[CaseStateOut]
    refused: list[RefusedOut]


@get("/api/v1/signing-list", opt={"action": "case.sign"}, tags=_TAGS)
async def list_to_sign(request: AnyRequest, at: FromQuery[str | None] = None) -> SigningOut:
    """The cases that were recommended to you and that you may decide, soonest due first; recorded as read."""
    board = await signing.signing_list(identity_of(request), decode_cursor(at))
    return SigningOut([ToSignOut.of(row, board) for row in board.page.items], board.page.newer, board.page.older)


@post("/api/v1/signatures", opt={"action": "case.sign"}, status_code=200, tags=_TAGS)
async def sign_cases(request: AnyRequest, data: JSONBody[SignaturesIn]) -> SignedOut:
    """Decide several cases as recommended: all of them, or none. 409 names each case that stands in the way."""
    form = Form({"reasons": [data.reasons]})
    reasons = form.text("reasons")
    form.check()
    chosen = [Chosen(reference_in(each.reference), each.seen) for each in data.cases]
    if data.password and identity_of(request).session is not None:
        await confirm(identity_of(request), data.password)
    signed = await signing.sign(identity_of(request), chosen, reasons)
    return SignedOut([CaseStateOut.of(each) for each in signed])


@post("/api/v1/case-assignments", opt={"action": "case.assign"}, status_code=200, tags=_TAGS)
async def assign_cases(request: AnyRequest, data: JSONBody[AssignmentsIn]) -> AssignmentsOut:
    """Give several cases to one officer in one transaction; a case that cannot be given is left and named."""
    references = [reference_in(each) for each in data.cases]
    done = await assigning.assign_together(identity_of(request), references, data.to)
    return AssignmentsOut(
        [CaseStateOut.of(each) for each in done.done],
        [RefusedOut(reference, say(why)) for reference, why in done.refused],
    )


together_api = [list_to_sign, sign_cases, assign_cases]
