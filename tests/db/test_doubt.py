"""Doubt under ICSC 45 is the executive head's, the reviewer's as the declarant's own (ICSC 45, 48)."""

import msgspec
import pytest

from declarations.filing.history import sentences
from declarations.filing.model import Declaration
from declarations.filing.service.filing import amend, file_declaration
from declarations.filing.service.own import read_own
from declarations.review.model import DecisionCommand
from declarations.review.service import acts, deciding
from declarations.review.service.case import open_desk_case
from declarations.review.service.signing import Chosen, sign, signing_list
from register.kernel.errors import Invalid, NotFound, Stale
from register.kernel.i18n import say
from register.kernel.identity import Identity
from tests.activities import (
    PASSED,
    activity_command,
    authorized,
    in_doubt,
    recommended,
    refusal,
    renewal_command,
    under_review,
    until,
)
from tests.factories import World
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def under(office: Office, kept: Declaration, authority: str) -> Declaration:
    """As a case stands that came before this authority with a doubt of the office, as once was possible."""
    await office.world.superuser.execute("update declaration set authority = $2 where id = $1", kept.id, authority)
    return msgspec.structs.replace(kept, authority=authority)


async def refused(who: Identity, kept: Declaration, command: DecisionCommand | None = None) -> list[str]:
    """The fields at which a decision is refused."""
    with pytest.raises(Invalid) as found:
        await deciding.decide(who, kept.reference, command or until(90), kept.head_seq)
    return [fault.name for fault in found.value.fields]


@pytest.mark.parametrize("test", sorted(PASSED))
@pytest.mark.parametrize("answer", [True, None])
async def test_what_the_reviewer_doubts_goes_before_the_executive_head(
    office: Office, test: str, answer: bool | None
) -> None:
    kept = await under_review(office)
    assert kept.authority == "authorizing_official"
    command = msgspec.structs.replace(until(90), tests=PASSED | {test: answer})
    kept = await deciding.recommend(office.officer, kept.reference, command, kept.head_seq)
    assert kept.authority == "executive_head"
    with pytest.raises(NotFound):
        await deciding.decide(office.official, kept.reference, until(90), kept.head_seq)
    kept = await deciding.decide(office.head, kept.reference, until(90), kept.head_seq)
    assert kept.outcome == "authorize"


async def test_the_case_says_why_and_the_declarant_reads_who_decides_and_nothing_of_the_doubt(office: Office) -> None:
    kept = await under_review(office)
    kept = await deciding.recommend(office.officer, kept.reference, in_doubt(), kept.head_seq)
    told = (await open_desk_case(office.head, kept.reference)).recommendation
    assert told is not None
    assert told.tests == PASSED | {"incompatible_with_status": None}
    assert told.doubt is not None
    assert "the executive head rules on it" in say(told.doubt)
    (row,) = (await signing_list(office.head)).page.items
    assert row.recommendation.rule == "ICSC-45-doubt"
    own = await read_own(office.declarant, kept.reference)
    assert "Who decides now: Executive head" in say(sentences(own.steps, "declarant")[-1])
    assert {"tests", "rule", "reasons"}.isdisjoint(own.steps[-1].said)


async def test_without_doubt_the_ordinary_authority_decides(office: Office) -> None:
    """The control; and a doubt of a case that the executive head rules on already changes nothing."""
    assert (await recommended(office)).authority == "authorizing_official"
    kept = await under_review(office, activity_command(activity_class="political_office"))
    command = in_doubt(decision="authorize_with_conditions")
    kept = await deciding.recommend(office.officer, kept.reference, command, kept.head_seq)
    found = (await open_desk_case(office.head, kept.reference)).recommendation
    assert (kept.authority, found and found.rule) == ("executive_head", "ICSC-48-a")


@pytest.mark.parametrize("decision", ["authorize", "authorize_with_conditions", "modify"])
async def test_a_lower_authority_that_doubts_grants_nothing_and_may_refuse_or_refer(
    office: Office, decision: str
) -> None:
    kept = await recommended(office)
    command = in_doubt(decision=decision)
    if decision == "modify":
        command = msgspec.structs.replace(command, conditions="One evening a week.")
    assert await refused(office.official, kept, command) == ["decision"]
    other = await recommended(office, command=activity_command(employer="Omega Press"))
    no = msgspec.structs.replace(refusal(), tests=in_doubt().tests)
    assert (await deciding.decide(office.official, other.reference, no, other.head_seq)).outcome == no.decision
    kept = await deciding.refer(office.official, kept.reference, "executive_head", "I cannot tell.", kept.head_seq)
    assert (await deciding.decide(office.head, kept.reference, command, kept.head_seq)).outcome == decision


async def test_what_was_recommended_with_a_doubt_is_not_granted_by_a_lower_authority_that_has_none(
    office: Office,
) -> None:
    kept = await under_review(office)
    kept = await deciding.recommend(office.officer, kept.reference, in_doubt(answer=True), kept.head_seq)
    kept = await under(office, kept, "authorizing_official")
    assert await refused(office.official, kept) == ["decision"]
    assert await refused(office.official, kept, msgspec.structs.replace(until(90), tests=None)) == ["decision"]
    with pytest.raises(Stale) as stale:
        await sign(office.official, [Chosen(kept.reference, kept.head_seq)], "As advised.")
    (fault,) = stale.value.fields
    assert "Only the executive head may authorize it" in say(fault.message)
    kept = await under(office, kept, "executive_head")
    (kept,) = await sign(office.head, [Chosen(kept.reference, kept.head_seq)], "As advised.")
    assert kept.outcome == "authorize"


async def test_the_office_that_decides_itself_refers_its_doubt(office: Office) -> None:
    kept = await under(office, await under_review(office), "ethics_officer")
    assert await refused(office.officer, kept, in_doubt()) == ["decision"]
    kept = await deciding.refer(office.officer, kept.reference, "executive_head", "I cannot tell.", kept.head_seq)
    assert (await deciding.decide(office.head, kept.reference, in_doubt(), kept.head_seq)).outcome == "authorize"


async def test_a_renewal_and_a_change_in_doubt_go_before_the_executive_head_too(office: Office) -> None:
    first = await authorized(office, 90)
    again = await file_declaration(office.declarant, renewal_command(first))
    more = await authorized(office, command=activity_command(employer="Omega Press"))
    asked = activity_command(employer="Omega Press", hours_per_week=12)
    changed = await amend(office.declarant, more.reference, asked, "They need me more often.", more.head_seq)
    for kept in (again, changed):
        taken = await acts.take(office.officer, kept.reference, kept.head_seq)
        put = await deciding.recommend(office.officer, taken.reference, in_doubt(), taken.head_seq)
        assert (taken.authority, put.authority) == ("authorizing_official", "executive_head")
        assert (await deciding.decide(office.head, put.reference, until(90), put.head_seq)).outcome == "authorize"


async def test_where_no_authority_is_named_there_is_nothing_to_authorize_and_no_doubt_to_refer(office: Office) -> None:
    """What former staff disclose, for one."""
    kept = await under_review(office)
    await office.world.superuser.execute(
        "update declaration set effect = 'disclose', authority = null where id = $1", kept.id
    )
    command = msgspec.structs.replace(in_doubt(decision="modify"), conditions="One evening a week.")
    assert (await deciding.decide(office.officer, kept.reference, command, kept.head_seq)).outcome == "modify"
