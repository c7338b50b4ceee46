"""The desk for every kind of declaration: what a row says, which list it stands in, what similar cases became."""

from datetime import timedelta

import asyncpg
import pytest

from declarations.codes.decisions import Decision, Status
from declarations.filing.model import Declaration
from declarations.review.model import Asked, Filters
from declarations.review.queue_view import QueueView
from declarations.review.service import acts
from declarations.review.service.case import open_desk_case
from declarations.review.service.queue import queue
from register.kernel import clock
from register.kernel.i18n import say
from register.kernel.identity import Identity
from reports.extract import EXPORTER
from reports.model import Audience
from tests.db.test_extract import exported, register_of
from tests.db.test_review_queue import copies
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed

KINDS = ("outside_activity", "conflict", "approval_request")
HEADLINES = {"outside_activity": "Teaching", "conflict": "Procurement", "approval_request": "Media statement"}
PARTIES = {
    "outside_activity": "University of the Delta",
    "conflict": "Delta Pumps Company",
    "approval_request": "Radio Delta",
}


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def rows(who: Identity, chosen: Filters) -> dict[str, tuple[str, str]]:
    view = QueueView(await queue(who, chosen))
    return {row.kind: (say(view.what(row), "en"), row.party_name) for row in view.page.items}


async def test_a_row_says_what_it_is_of_and_who_the_other_party_is(office: Office) -> None:
    for kind in KINDS:
        await filed(office.declarant, kind)
    found = await rows(office.officer, Filters())
    assert {kind: words for kind, (words, _) in found.items()} == HEADLINES
    assert {kind: party for kind, (_, party) in found.items()} == PARTIES


async def test_a_list_is_narrowed_to_a_kind_open_and_finished(office: Office) -> None:
    for kind in KINDS:
        await filed(office.declarant, kind)
    await filed(office.declarant, "nil")
    for kind in KINDS:
        assert set(await rows(office.officer, Filters(kind=kind))) == {kind}
    assert await rows(office.officer, Filters(kind="gift")) == {}
    assert set(await rows(office.officer, Filters(kind="nil", status=Status.CLOSED))) == {"nil"}
    assert set(await rows(office.officer, Filters(words="delta", kind="conflict"))) == {"conflict"}
    assert set(await rows(office.officer, Filters(words="delta"))) == set(KINDS), "control"


async def past(superuser: asyncpg.Connection, case: Declaration, many: int, **columns: object) -> None:
    """Decided copies of a case, of other declarants."""
    await copies(superuser, case, many)
    ended = {"outcome": "authorize", "status": "closed", "decided_at": clock.now() - timedelta(days=9), "due_on": None}
    ended |= columns | {"judged_as": None}
    await superuser.execute("set session_replication_role = replica")  # else no copy could be of another kind
    await superuser.execute(
        f"update declaration set {', '.join(f'{name} = ${place}' for place, name in enumerate(ended, 2))}"
        " where id <> $1 and outcome is null",
        case.id,
        *ended.values(),
    )
    await superuser.execute("set session_replication_role = origin")


@pytest.mark.parametrize(
    ("columns", "counted"),
    [
        ({}, {"authorize": 5}),
        ({"activity_class": "publication"}, {}),
        ({"leading_rule": "ICSC-47"}, {}),
        ({"kind": "approval_request"}, {}),
    ],
    ids=["control", "another class", "another rule", "another kind"],
)
async def test_similar_are_cases_of_the_same_kind_and_class_under_the_same_rule(
    office: Office, superuser: asyncpg.Connection, columns: dict[str, object], counted: dict[str, int]
) -> None:
    case = await filed(office.declarant, "outside_activity")
    await past(superuser, case, 5, **columns)
    assert dict((await open_desk_case(office.officer, case.reference)).similar) == counted


async def test_political_office_is_not_authorized_without_conditions(office: Office) -> None:
    plain = await filed(office.declarant, "outside_activity")
    political = await filed(office.declarant, "outside_activity", activity_class="political_office")
    for case, is_offered in ((plain, True), (political, False)):
        taken = await acts.take(office.officer, case.reference, case.head_seq)
        found = await open_desk_case(office.officer, taken.reference)
        assert (Decision.AUTHORIZE in found.decisions) is is_offered


async def test_a_list_of_a_kind_is_exported_as_that_kind(office: Office) -> None:
    made = {kind: await filed(office.declarant, kind) for kind in KINDS}
    for kind, case in made.items():
        asked = Asked.exactly(Filters(kind=kind))
        found = register_of(await exported(office.officer, audience=Audience.DESK, kind=kind, asked=asked))
        assert [row[0] for row in found[1:]] == [case.reference]
    await exported(EXPORTER, asked=Asked.exactly(Filters(kind="gift")))
