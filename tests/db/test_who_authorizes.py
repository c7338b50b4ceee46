"""Who decides on an outside activity that no rule reserves to the executive head: a setting (ICSC 45–47)."""

from collections.abc import Iterator

import msgspec
import pytest

from declarations.codes.library import shipped
from declarations.filing.model import Declaration
from declarations.filing.pages.case_view import answer_of
from declarations.filing.pages.code_view import rule_view
from declarations.filing.service.filing import amend
from declarations.filing.service.own import read_own
from declarations.filing.service.precheck import check_facts
from declarations.filing.service.settings import configure, filing_settings
from declarations.review.service import acts, deciding
from register import configuring
from register.kernel.errors import NotConfigured, NotFound, TransitionRefused
from register.kernel.i18n import say
from register.settings import Activities, Settings, load
from tests.activities import activity_command, activity_facts, in_doubt, recommended, under_review, until
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.fixture
def before() -> Iterator[None]:
    """The settings as they are, put back afterwards."""
    kept = filing_settings()
    yield
    configure(kept)


def decided_by(authority: str) -> None:
    configure(msgspec.structs.replace(filing_settings(), ordinary_authority=authority))


async def told(office: Office, kept: Declaration) -> str:
    """Who decides, as the page of the declarant says it first."""
    return say(answer_of(await read_own(office.declarant, kept.reference)).steps[0], "en")


async def test_the_authorizing_official_decides_unless_an_organization_says_otherwise(office: Office) -> None:
    activity, statement = await recommended(office), await filed(office.declarant, "approval_request")
    assert (activity.authority, statement.authority) == ("authorizing_official", "authorizing_official")
    assert await told(office, activity) == "Deciding authority: Authorizing official"
    activity = await deciding.decide(office.official, activity.reference, until(90), activity.head_seq)
    assert activity.outcome == "authorize"


async def test_an_organization_leaves_it_to_the_executive_head(office: Office, before: None) -> None:
    earlier = await recommended(office)
    decided_by("executive_head")
    activity = await recommended(office, command=activity_command(employer="Omega Press"))
    statement = await filed(office.declarant, "approval_request")
    assert (activity.authority, statement.authority) == ("executive_head", "executive_head")
    assert await told(office, activity) == "Deciding authority: Executive head"
    with pytest.raises(NotFound):
        await deciding.decide(office.official, activity.reference, until(90), activity.head_seq)
    activity = await deciding.decide(office.head, activity.reference, until(90), activity.head_seq)
    assert activity.outcome == "authorize"
    earlier = await deciding.decide(office.official, earlier.reference, until(90), earlier.head_seq)
    assert earlier.outcome == "authorize", "what was filed before keeps its authority"


async def test_an_organization_leaves_it_to_the_ethics_office_but_for_doubt(office: Office, before: None) -> None:
    decided_by("ethics_officer")
    activity = await under_review(office)
    assert activity.authority == "ethics_officer"
    with pytest.raises(TransitionRefused):
        await deciding.recommend(office.officer, activity.reference, until(90), activity.head_seq)
    activity = await deciding.decide(office.officer, activity.reference, until(90), activity.head_seq)
    assert activity.outcome == "authorize"
    doubtful = await under_review(office, activity_command(employer="Omega Press", conflicts_with_interests=True))
    assert doubtful.authority == "executive_head"
    unsure = await under_review(office, activity_command(employer="Lake School"))
    unsure = await deciding.refer(office.officer, unsure.reference, "executive_head", "I cannot tell.", unsure.head_seq)
    unsure = await deciding.decide(office.head, unsure.reference, in_doubt(), unsure.head_seq)
    assert unsure.outcome == "authorize"


async def test_what_a_rule_reserves_or_gives_to_another_is_not_moved_by_it(office: Office, before: None) -> None:
    decided_by("ethics_officer")
    assert (await office.world.declaration(office.declarant)).authority == "executive_head", "a gift (ICSC 50)"
    assert (await filed(office.declarant, "conflict")).authority == "authorizing_official", "heightened review"
    own = await filed(office.head, "outside_activity")
    assert own.authority == "governing_body_designate"


async def test_a_new_version_goes_before_whoever_decides_by_now(office: Office, before: None) -> None:
    kept = await under_review(office)
    decided_by("executive_head")
    kept = await amend(
        office.declarant, kept.reference, activity_command(hours_per_week=3), "One evening more.", kept.head_seq
    )
    assert kept.authority == "executive_head"


async def test_whoever_asks_beforehand_and_whoever_reads_the_rules_is_told_who_decides(
    office: Office, before: None
) -> None:
    facts = activity_facts() | {"kind": "outside_activity", "capacity": "staff"}
    rule = next(each for each in shipped().rules() if each.id == "ICSC-47")
    for authority, name in (
        ("authorizing_official", "Authorizing official"),
        ("executive_head", "Executive head"),
        ("ethics_officer", "Ethics officer"),
    ):
        decided_by(authority)
        answer = (await check_facts(office.declarant, facts)).answer
        assert say(answer.steps[0], "en") == f"Deciding authority: {name}"
        assert say(rule_view(rule).authority, "en") == name


async def test_what_the_reviewer_doubts_is_told_to_the_declarant_by_who_decides(office: Office) -> None:
    kept = await under_review(office)
    kept = await acts.note(office.officer, kept.reference, "It is a bidder.", kept.head_seq)
    kept = await deciding.recommend(office.officer, kept.reference, in_doubt(), kept.head_seq)
    assert await told(office, kept) == "Deciding authority: Executive head"


def test_the_setting_is_read_and_nobody_else_can_be_named(before: None) -> None:
    assert load({"REGISTER_ACTIVITIES_AUTHORITY": "ethics_officer"}).activities.authority == "ethics_officer"
    with pytest.raises(NotConfigured):
        load({"REGISTER_ACTIVITIES_AUTHORITY": "supervisor"})
    named = Settings(activities=Activities(authority="executive_head"))
    assert configuring._filing(named).ordinary_authority == "executive_head"
