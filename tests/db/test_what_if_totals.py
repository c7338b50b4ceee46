"""What-ifs add earlier gifts up anew: by giver and by year, under the sandbox's own period, as filing itself would."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from declarations.codes.batch import Outcome
from declarations.codes.decisions import Comparator, FigureName, Period, ReviewClass
from declarations.codes.earlier import PRIORS, EarlierGift
from declarations.codes.engine import evaluate
from declarations.codes.facts import Facts, parse_facts
from declarations.codes.library import shipped
from declarations.codes.model import ProfileVersion
from declarations.codes.sandbox import Sandbox, sandbox_version
from declarations.codes.terms import terms_of
from declarations.filing.service.own import read_own
from declarations.whatif import store
from declarations.whatif.comparing import Comparison, Priors, with_earlier
from declarations.whatif.model import Asked
from declarations.whatif.service import running
from register.kernel import clock
from register.kernel.currency import Money
from register.kernel.db import transaction
from tests.db.test_what_if import asked
from tests.factories import World, gift_command
from tests.reviewing import Office, staffed
from tests.unit.codes.test_batch import RATES

RULE = """
[[rule]]
id = "PRE-try-total"
clause = "try"
force = "shall"
effect = "referral"
review_class = "heightened"
authority = "ethics_officer"
message = "The total of the year is looked at."
text = "The total of the year is looked at."
instrument = "Proposal of the office"
mark = "D"
when = [{ kind = "gift", cumulative_over = true }]
"""
PROFILE = shipped().profile("un-style")


def sandbox(limit: str = "100", period: Period = Period.CALENDAR_YEAR) -> Sandbox:
    """A nominal value that nothing reaches alone, and a total of a year that a rule refers."""
    terms = terms_of(PROFILE.versions[-1])
    changed: dict[str, dict[str, Any]] = {
        FigureName.NOMINAL: {"amount": Decimal(90)},
        FigureName.CUMULATIVE: {"amount": Decimal(limit), "comparator": Comparator.GT, "period": period},
    }
    figures = tuple(msgspec.structs.replace(each, **changed.get(each.name, {})) for each in terms.figures)
    return Sandbox("un-style", msgspec.structs.replace(terms, figures=figures), added=RULE)


AFTER = sandbox_version(sandbox(), shipped())


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def test_totals_of_a_giver_and_a_year_are_added_up_under_the_sandbox(world: World, office: Office) -> None:
    who, today = office.stranger, clock.today()
    for giver, day in [
        ("Delta Pumps Company", today - timedelta(days=400)),  # another year
        ("Delta Pumps Company", today - timedelta(days=4)),
        ("Omega Wells", today - timedelta(days=4)),  # another giver
        ("Delta Pumps Company", today - timedelta(days=3)),
    ]:
        on = day.isoformat()
        await world.declaration(who, gift_command(giver_name=giver, event_date=on, aware_date=on))
    await world.declaration(office.declarant)  # another person
    last = await world.declaration(who, gift_command(giver_name="delta  pumps company"))
    late = (today - timedelta(days=5)).isoformat()  # of an earlier day, declared last
    await world.declaration(who, gift_command(value={"amount": "2", "currency": "USD"}, event_date=late))
    view = await asked(office.officer, Asked(sandbox("136")))
    to = {case.reference: case.after for case in view.cases}
    assert view.answer.judged == 7
    assert to.pop(last.reference) == "referral", "three times 45 and 2 are more than 136"
    assert set(to.values()) == {"noted"}
    assert view.answer.recorded_otherwise == 0, "what filing knew is found again"
    assert [(move.after, move.many) for move in view.answer.classes] == [(ReviewClass.HEIGHTENED, 1)]
    assert [(cell.kind, cell.reclassed) for cell in view.answer.cells if cell.reclassed] == [("gift", 1)]


async def test_what_is_added_up_anew_is_what_filing_wrote_down(world: World, office: Office) -> None:
    who = office.stranger
    day = (clock.today() - timedelta(days=9)).isoformat()
    kept = [await world.declaration(who, value=None, event_date=day, aware_date=day)]
    kept += [await world.declaration(who, value={"amount": each, "currency": "USD"}) for each in ("20.50", "45", "7")]
    found = await _priors(world)
    for each in kept:
        facts = (await read_own(who, each.reference)).content.facts
        again = with_earlier(parse_facts({k: v for k, v in facts.items() if k not in PRIORS}), found.get(each.id, {}))
        assert again.to_object() == facts
    assert len(found) == 3


async def _priors(world: World) -> dict[Any, Any]:
    ids = [row["id"] for row in await world.superuser.fetch("select id from declaration order by id")]
    judges = Comparison(PROFILE, AFTER, RATES)
    assert judges.reach == 366
    async with transaction(running.WHAT_IF) as tx:
        each = [each async for each in store.earlier_gifts(tx, ids, judges.reach)]
    return {gift: judges.priors(day, earlier).before for gift, day, earlier in each}


Adding = Callable[[Comparison, date, list[EarlierGift]], Priors]
HISTORY = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from(["12.40", "20", "31", "89.99"]), st.sampled_from(["USD", "EUR"])),
    min_size=1,
    max_size=8,
)


def by_hand(gift: EarlierGift, earlier: list[EarlierGift], version: ProfileVersion) -> Facts:
    """The facts of a gift with those before it in its year, added up as somebody with a pencil would."""
    day = gift.event_date
    month, first = (1, 1) if version is AFTER else version.reporting_year_starts
    year = max(date(year, month, first) for year in (day.year - 1, day.year) if date(year, month, first) <= day)
    month_before = day - timedelta(days=30)
    among = [each for each in earlier if each.event_date >= min(year, month_before)]
    values = [RATES.convert(_money(each), "USD", each.event_date) for each in among if each.event_date >= year]
    raw: dict[str, Any] = {
        "kind": "gift",
        "capacity": "staff",
        "direction": "received",
        "category": "gift",
        "giver_type": "commercial",
        "giver_relation": "none",
        "event_date": day.isoformat(),
        "value": {"amount": str(gift.amount), "currency": gift.currency},
    }
    if among:
        raw["prior_total"] = {"amount": str(sum(each.amount for each in values if each)), "currency": "USD"}
        raw["prior_values"] = [
            {"amount": str(each.amount), "currency": each.currency, "date": each.event_date.isoformat()}
            for each in among
            if each.event_date >= month_before
        ]
    return parse_facts(raw)


def _money(gift: EarlierGift) -> Money:
    assert gift.amount is not None
    return Money(gift.amount, gift.currency or "")


def told_otherwise(adding: Adding) -> Callable[[list[tuple[int, str, str]]], bool]:
    """Whether the batch says of a gift of a history what the engine does not say beside sums made by hand."""

    def differs(history: list[tuple[int, str, str]]) -> bool:
        judges, last = Comparison(PROFILE, AFTER, RATES), date(2026, 5, 20)
        gifts = [
            EarlierGift(Decimal(amount), currency, None, None, last - timedelta(days=ago))
            for ago, amount, currency in sorted(history, reverse=True)
        ]
        return any(_differs(judges, gift, gifts[:at], adding) for at, gift in enumerate(gifts))

    return differs


def _differs(judges: Comparison, gift: EarlierGift, earlier: list[EarlierGift], adding: Adding) -> bool:
    day, versions = gift.event_date, (PROFILE.version_on(gift.event_date)[0], AFTER)
    bare = with_earlier(by_hand(gift, [], AFTER), {})
    found = judges.judged(bare, day, adding(judges, day, earlier))
    alone = [Outcome.of(evaluate(by_hand(gift, earlier, each), each, RATES, day)) for each in versions]
    return alone != list(found)


def test_the_batch_and_the_engine_agree_on_totals() -> None:
    differs, met = told_otherwise(Comparison.priors), []

    @settings(max_examples=150, deadline=None)
    @given(HISTORY)
    def look(history: list[tuple[int, str, str]]) -> None:
        met.append(differs(history))

    look()
    assert not any(met)


@pytest.mark.parametrize("kept", [slice(0), slice(1, None)])
def test_control_a_gift_that_is_not_added_up_is_noticed(kept: slice) -> None:
    def lossy(judges: Comparison, day: date, earlier: list[EarlierGift]) -> Priors:
        return judges.priors(day, earlier[kept])

    assert find(HISTORY, told_otherwise(lossy), settings=settings(max_examples=2000, phases=[Phase.generate]))
