"""Judging many declarations gives for each of them what judging it alone gives; the controls break it and must show."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, find, given, seed, settings
from hypothesis import strategies as st

from declarations.codes.batch import Batch, Outcome
from declarations.codes.batch_derived import Deriver
from declarations.codes.conditions import compile_table
from declarations.codes.decisions import Comparator, FigureName
from declarations.codes.engine import evaluate
from declarations.codes.facts import parse_facts
from declarations.codes.library import shipped
from declarations.codes.model import Figure, ProfileVersion
from declarations.codes.rates import Quote, Rates, RateTable
from declarations.codes.vocabulary import Kind
from register.kernel.errors import Invalid
from tests.unit.codes.test_proofs import GIFTS, ON
from tests.unit.codes.test_proofs import SHARE as SHARE_OF_GIFTS
from tests.unit.codes.test_proofs_of_kinds import _SOURCE, ANSWERS, declared, version_of

SINCE = date(2013, 1, 1)
RATES = Rates(
    [
        RateTable(
            "Test",
            "USD",
            [
                Quote("EUR", SINCE, Decimal("0.9")),
                Quote("EUR", date(2026, 5, 1), Decimal("0.93717")),
                Quote("CHF", date(2026, 4, 1), Decimal("0.8")),
            ],
        )
    ]
)
DAYS = [None, "2026-03-31", "2026-04-30", "2026-05-01", "2026-05-20"]
PRIORS = st.lists(
    st.fixed_dictionaries(
        {
            "amount": st.sampled_from([None, "15", "29.99", "30", "31"]),
            "currency": st.sampled_from(["USD", "EUR", "JPY"]),
            "date": st.sampled_from(DAYS[1:]),
        }
    ),
    max_size=3,
)
GIFTS_WITH_HISTORY = st.builds(
    lambda gift, priors, event, aware: {**gift, "prior_values": priors, "event_date": event, "aware_date": aware},
    GIFTS,
    PRIORS,
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
)
PROFILES = sorted(shipped().profiles)
_NARROW = Figure(
    FigureName.UPPER, Decimal(40), Comparator.GTE, None, compile_table({"may_vote": True}), _SOURCE, "Proof"
)


def _version(profile: str) -> ProfileVersion:
    """With ceilings, and with one figure that applies only perhaps where the vote is not known."""
    version = version_of(profile)
    return msgspec.structs.replace(version, figures=(*version.figures, _NARROW))


def _answer(judge: Callable[[], Outcome]) -> Outcome | str:
    try:
        return judge()
    except Invalid as error:
        return str(error.fields)


def told_otherwise(version: ProfileVersion, on: date | None = ON) -> Callable[[dict[str, Any]], bool]:
    """Whether the batch says another thing than the engine, twice: found anew, and looked up."""
    batch = Batch(version, RATES)

    def differs(raw: dict[str, Any]) -> bool:
        facts = parse_facts(raw)
        alone = _answer(lambda: Outcome.of(evaluate(facts, version, RATES, on)))
        return any(_answer(lambda: batch.outcome(facts, on)) != alone for _ in range(2))

    return differs


def judged_otherwise(facts: st.SearchStrategy[dict[str, Any]], version: ProfileVersion) -> list[dict[str, Any]]:
    """Facts, of a seeded share of all, of which the batch says another thing; the first ends the search."""
    differs, found = told_otherwise(version), list[dict[str, Any]]()

    @settings(SHARE_OF_GIFTS, max_examples=SHARE_OF_GIFTS.max_examples // 4)
    @seed(23)
    @given(facts)
    def look(raw: dict[str, Any]) -> None:
        if not found and differs(raw):
            found.append(raw)

    look()
    return found


@pytest.mark.parametrize("profile", PROFILES)
def test_many_gifts_are_judged_as_each_alone(profile: str) -> None:
    assert judged_otherwise(GIFTS_WITH_HISTORY, _version(profile)) == []


@pytest.mark.parametrize("kind", list(ANSWERS))
@pytest.mark.parametrize("profile", ["un-style", "eu-style-staff", "iso"])
def test_many_declarations_of_other_kinds_are_judged_as_each_alone(profile: str, kind: Kind) -> None:
    assert judged_otherwise(declared(kind), _version(profile)) == []


def test_a_statement_of_nothing_and_a_declaration_without_a_day_are_answered_as_alone() -> None:
    differs = told_otherwise(_version("un-style"), None)
    assert not differs({"kind": "nil", "capacity": "staff", "filed_date": "2026-05-04"})
    assert not differs({"kind": "gift", "capacity": "staff"})


def test_a_figure_that_hangs_on_a_derived_fact_is_left_to_the_engine() -> None:
    hanging = msgspec.structs.replace(_NARROW, when=compile_table({"always_authorized": True}))
    version = version_of("un-style")
    assert (
        judged_otherwise(GIFTS_WITH_HISTORY, msgspec.structs.replace(version, figures=(hanging, *version.figures)))
        == []
    )


@pytest.mark.parametrize("lost", ["over_nominal", "filed_late", "cumulative_over"])
def test_control_an_answer_remembered_without_a_derived_fact_is_noticed(
    lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(self: Deriver, *given: Any) -> int:
        self._steps = [step for step in self._steps if step[0] is not self.named.get(lost)]
        return whole(self, *given)

    whole = Deriver.bits
    monkeypatch.setattr(Deriver, "bits", without)
    search = settings(SHARE_OF_GIFTS, max_examples=4000, phases=[Phase.generate])
    assert find(GIFTS_WITH_HISTORY, told_otherwise(_version("un-style")), settings=search)


def test_control_limits_that_are_rounded_are_noticed() -> None:
    """A value one millionth above a limit that stands in another currency."""
    version = shipped().profile("un-style").versions[-1]
    at_limit = {"amount": "27", "currency": "EUR"}
    day = (ON - timedelta(days=1)).isoformat()
    raw = {"kind": "gift", "capacity": "staff", "direction": "received", "event_date": day, "giver_type": "commercial"}
    effects = []
    for value in (at_limit, {"amount": "27.000001", "currency": "EUR"}):
        facts = parse_facts({**raw, "value": value})
        assert Batch(version, RATES).outcome(facts) == Outcome.of(evaluate(facts, version, RATES))
        effects.append(Batch(version, RATES).outcome(facts).effect)
    assert effects[0] != effects[1]
