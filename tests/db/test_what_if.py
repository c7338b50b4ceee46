"""A sandbox over the register: counted exactly, part by part, by whoever may see what; and never in force."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from declarations.codes.library import shipped
from declarations.codes.sandbox import Sandbox
from declarations.codes.terms import terms_of
from declarations.whatif.model import Asked, By, Cell, Figure, Tally, answer_of
from declarations.whatif.service import asking, running
from register.kernel import db
from register.kernel.errors import DatabaseUnavailable, Invalid, NotFound
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from tests.factories import World
from tests.reviewing import Office, staffed

RULE = """
[[rule]]
id = "PRE-try-hospitality"
clause = "try"
force = "shall"
effect = "referral"
authority = "ethics_officer"
message = "Hospitality is looked at."
text = "Hospitality is looked at."
instrument = "Proposal of the office"
mark = "D"
when = [{ kind = "gift", category = "hospitality" }]
"""


def sandbox(nominal: str | None = None, **changed: Any) -> Sandbox:
    """The profile of the United Nations with another nominal value, and other rules."""
    terms = terms_of(shipped().profile("un-style").versions[-1])
    figures = tuple(
        msgspec.structs.replace(each, amount=type(each.amount)(nominal))
        if nominal and each.name == "nominal" and not each.when
        else each
        for each in terms.figures
    )
    return Sandbox("un-style", msgspec.structs.replace(terms, figures=figures), **changed)


async def asked(who: Identity, question: Asked) -> asking.WhatIfView:
    wanted = await asking.ask(who, question)
    while await running.work_off():
        pass
    return await asking.read_what_if(who, wanted)


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def gifts(world: World, by: Identity, amounts: list[str], **facts: Any) -> list[str]:
    kept = [await world.declaration(by, value={"amount": each, "currency": "USD"}, **facts) for each in amounts]
    return [each.reference for each in kept]


async def test_an_officer_sees_how_many_and_which_would_have_had_another_effect(world: World, office: Office) -> None:
    dear = await gifts(world, office.stranger, ["45.00", "60.00"])
    await gifts(world, office.stranger, ["120.00"])
    view = await asked(office.officer, Asked(sandbox("100")))
    assert (view.run.status, view.answer.judged, view.answer.changed) == ("done", 3, 2)
    assert {case.reference for case in view.cases} == set(dear)
    assert {(case.before, case.after) for case in view.cases} == {("authorization_required", "noted")}
    assert [(cell.kind, cell.judged, cell.changed) for cell in view.answer.cells] == [("gift", 3, 2)]
    assert view.answer.recorded_otherwise == 0


async def test_figures_of_today_stand_beside_those_of_the_trial(world: World, office: Office) -> None:
    await gifts(world, office.stranger, ["45.00", "60.00", "120.00"])
    figures = (await asked(office.officer, Asked(sandbox("100")))).answer.figures
    together = {each.effect: (each.today, each.tried, each.difference) for each in figures if each.unit is None}
    assert together == {"noted": (0, 2, 2), "authorization_required": (3, 1, -2)}
    assert [each.effect for each in figures] == ["noted", "authorization_required"] * 2, "all units, then each"
    tally = Tally(
        [Cell("gift", "A", 9)], figures=[Figure("gift", "A", "noted", 9, 3), Figure("gift", "A", "none", 0, 6)]
    )
    told = [
        (each.effect, each.today, each.tried, each.difference) for each in answer_of(tally, is_rounded=True).figures
    ]
    assert told == [("none", None, 5, 5), ("noted", 5, None, -5)] * 2, "the difference tells no more than the two do"
    begun_before = msgspec.structs.replace(tally, cells=[Cell("gift", "A", 12)])
    assert answer_of(begun_before, is_rounded=False).figures == (), "of a part of the register nothing is told"


async def test_control_the_same_figures_change_nothing(world: World, office: Office) -> None:
    await gifts(world, office.stranger, ["45.00", "12.00"])
    view = await asked(office.officer, Asked(sandbox()))
    assert (view.answer.judged, view.answer.changed, view.cases) == (2, 0, ())


async def test_an_officer_counts_neither_their_superiors_cases_nor_those_of_the_designate(
    world: World, office: Office
) -> None:
    await gifts(world, office.head, ["45.00"])
    await gifts(world, office.stranger, ["45.00"])
    assert (await asked(office.officer, Asked(sandbox("100")))).answer.judged == 1


async def test_a_policy_owner_sees_rounded_counts_of_everyone_and_no_case(world: World, office: Office) -> None:
    owner = await world.person("policy_owner")
    await gifts(world, office.head, ["45.00"])
    await gifts(world, office.stranger, ["45.00"] * 6 + ["10.00"])
    view = await asked(owner, Asked(sandbox("100")))
    assert view.answer.is_rounded
    assert (view.answer.judged, view.answer.changed, view.cases) == (5, 5, ())
    few = await asked(owner, Asked(sandbox("100"), since=date(2031, 1, 1)))
    assert few.answer.judged is None
    with pytest.raises(NotFound):
        await asking.read_what_if(office.officer, view.run.id)


@pytest.mark.parametrize("nominal", ["10", "100"])
async def test_a_policy_owner_learns_nothing_of_a_single_declaration(
    world: World, office: Office, nominal: str
) -> None:
    """Neither its kind and unit, nor its effect, nor on which side of the figure that was tried its amount lies."""
    owner = await world.person("policy_owner")
    await gifts(world, office.stranger, ["45.00"])
    control = (await asked(office.officer, Asked(sandbox(nominal)))).answer
    assert (control.judged, len(control.cells), control.changed) == (1, 1, len(control.moves)), "the control"
    told = (await asked(owner, Asked(sandbox(nominal)))).answer
    assert (told.judged, told.changed, told.reclassed, told.unreadable) == (None, None, None, None)
    assert (told.cells, told.moves, told.classes, told.figures) == ((), (), (), ())


async def test_a_rule_switched_off_on_or_written_for_it_changes_the_effect(world: World, office: Office) -> None:
    await gifts(world, office.stranger, ["45.00"], category="hospitality")
    added = await asked(office.officer, Asked(sandbox("100", added=RULE)))
    assert [(move.before, move.after) for move in added.answer.moves] == [("authorization_required", "referral")]
    present = shipped().profile("un-style").versions[-1].rules
    names = tuple(sorted({rule.id for rules in present.values() for rule in rules if rule.id.startswith("ICSC")}))
    off = await asked(office.officer, Asked(sandbox(off=names)))
    assert off.answer.changed == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"off": ("ICSC-999",)}, "off"),
        ({"on": ("ICSC-50",)}, "on"),
        ({"added": "[[rule]]\nid ="}, "added"),
        ({"added": RULE.replace("PRE-try", "ICSC-try")}, "added"),
        ({"added": RULE.replace('hospitality" }]', 'nothing" }]')}, "added"),
        ({"added": RULE + RULE}, "added"),
        ({"added": "rule = [1]"}, "added"),
        ({"added": RULE.replace("when = [{", "when = [1, {")}, "added"),
        ({"added": "x" * 60_000}, "added"),
    ],
)
async def test_what_cannot_be_used_is_said_at_its_field(office: Office, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        await asking.ask(office.officer, Asked(sandbox(**changed)))
    assert [fault.name for fault in refused.value.fields] == [field]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": Decimal("NaN")}, "figures"),
        ({"amount": Decimal(-1)}, "figures"),
        ({"amount": Decimal("1e99999")}, "figures"),
        ({"when": {"colour": ["blue"]}}, "figures"),
        ({"when": {"giver_type": ["nobody"]}}, "figures"),
        ({"when": {"kind": ["gift", "conflict"]}}, "figures"),
    ],
)
async def test_figures_that_cannot_be_compared_are_refused(office: Office, changed: dict[str, Any], field: str) -> None:
    tried = sandbox()
    first, *others = tried.terms.figures
    figures = (msgspec.structs.replace(first, **changed), *others)
    terms = msgspec.structs.replace(tried.terms, figures=figures)
    with pytest.raises(Invalid) as refused:
        await asking.ask(office.officer, Asked(msgspec.structs.replace(tried, terms=terms)))
    assert [fault.name for fault in refused.value.fields] == [field]


async def test_a_currency_or_a_year_that_does_not_exist_is_refused(office: Office) -> None:
    tried = sandbox()
    terms = msgspec.structs.replace(tried.terms, currency="XXY", reporting_year_starts=(13, 1))
    with pytest.raises(Invalid) as refused:
        await asking.ask(office.officer, Asked(msgspec.structs.replace(tried, terms=terms)))
    assert [fault.name for fault in refused.value.fields] == ["currency", "reporting_year_starts"]


async def test_the_period_is_by_the_day_of_the_event_or_of_the_filing(world: World, office: Office) -> None:
    await gifts(world, office.stranger, ["45.00"], event_date="2025-03-01")
    await gifts(world, office.stranger, ["45.00"], event_date="2025-09-01")
    until = date(2025, 6, 30)
    assert (await asked(office.officer, Asked(sandbox("100"), until=until))).answer.judged == 1
    assert (await asked(office.officer, Asked(sandbox("100"), By.FILED, until=until))).answer.judged == 0


async def test_a_stopped_what_if_goes_on_where_it_was_and_counts_nothing_twice(
    world: World, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "TOGETHER", 2)
    await gifts(world, office.stranger, ["45.00"] * 5)
    wanted = await asking.ask(office.officer, Asked(sandbox("100")))
    whole, parts = running._part, 0

    async def stopped(*given: Any) -> bool:
        nonlocal parts
        parts += 1
        if parts == 2:
            raise DatabaseUnavailable
        return await whole(*given)

    monkeypatch.setattr(running, "_part", stopped)
    with pytest.raises(DatabaseUnavailable):
        await running.work_off()
    half = await asking.read_what_if(office.officer, wanted)
    assert (half.run.status, half.run.progress, half.run.total) == ("waiting", 2, 5)
    assert await running.work_off()
    done = await asking.read_what_if(office.officer, wanted)
    assert (done.run.status, done.answer.judged, done.answer.changed) == ("done", 5, 5)


async def test_what_can_no_longer_be_read_is_counted_as_such(world: World, office: Office) -> None:
    await gifts(world, office.stranger, ["45.00", "45.00"])
    await world.superuser.execute(
        "update declaration set wrapped_key = null where reference = (select min(reference) from declaration)"
    )
    answer = (await asked(office.officer, Asked(sandbox("100")))).answer
    assert (answer.judged, answer.unreadable) == (1, 1)


async def test_whoever_lost_the_role_gets_no_answer(world: World, office: Office) -> None:
    await gifts(world, office.stranger, ["45.00"])
    wanted = await asking.ask(office.officer, Asked(sandbox("100")))
    await world.superuser.execute("update role_grant set ended_at = now() where person = $1", office.officer.person)
    await running.work_off()
    assert (await asking.read_what_if(office.officer, wanted)).run.status == "failed"


async def test_it_is_its_askers_alone_kept_encrypted_and_forgotten_after_thirty_days(
    world: World, office: Office
) -> None:
    view = await asked(office.officer, Asked(sandbox("100", added=RULE)))
    row = await world.superuser.fetchrow("select * from what_if")
    assert row is not None
    assert b"PRE-try" not in row["question"]
    assert b"cells" not in row["answer"]
    for other in (office.second_officer, office.stranger, office.head):
        with pytest.raises(NotFound):
            await asking.read_what_if(other, view.run.id)
    await running.clear_what_ifs()
    assert await world.superuser.fetchval("select count(*) from what_if") == 1
    await world.superuser.execute("update what_if set asked_at = asked_at - interval '31 days'")
    await running.clear_what_ifs()
    assert await world.superuser.fetchval("select count(*) from what_if") == 0


async def test_the_service_reads_all_declarations_only_where_no_person_stands_beside_it(
    world: World, office: Office
) -> None:
    await gifts(world, office.head, ["45.00"])
    counts = []
    named = Identity(person=office.stranger.person, service="what_if")
    for who in (service("what_if"), named, Identity(person=new_id())):
        async with db.transaction(who) as tx:
            counts.append(await tx.fetchval("select count(*) from declaration"))
    assert counts == [1, 0, 0]


async def test_a_policy_owner_asks_for_whole_months_and_an_officer_for_any_period(world: World, office: Office) -> None:
    owner, days = await world.person("policy_owner"), (date(2025, 6, 2), date(2025, 6, 29))
    with pytest.raises(Invalid) as refused:
        await asking.ask(owner, Asked(sandbox("100"), since=days[0], until=days[1]))
    assert [fault.name for fault in refused.value.fields] == ["since", "until"]
    await asking.ask(owner, Asked(sandbox("100"), since=date(2025, 6, 1), until=date(2025, 6, 30)))
    await asking.ask(office.officer, Asked(sandbox("100"), since=days[0], until=days[1]))
