"""What has been declared in the demonstration when it opens: filed and moved on by the services that everybody uses."""

import tomllib
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.vocabulary import GiverRelation, GiverType, Kind
from declarations.filing.asked import CIRCUMSTANCES
from declarations.filing.model import Declaration, Details, GiftDetails, ValueBasis
from declarations.filing.service.filing import FilingCommand, file_declaration
from declarations.parties.model import PartyRow
from declarations.review.model import DecisionCommand
from declarations.review.service import acts, deciding
from declarations.review.three_tests import TESTS
from register.kernel import clock
from register.kernel.identity import Identity
from register.kernel.locales import speaking

FILE = Path(__file__).with_name("cases.toml")


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step at the desk."""

    by: str
    does: str
    said: str = ""
    field: str = ""
    question: str = ""
    decision: str = ""
    reasons: str = ""
    conditions: str = ""
    language: str = ""
    valid_for: int = 0
    """Days for which an activity is authorized; 0 for decisions that have no last day."""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One gift and what was done about it; `by` and `for_whom` are addresses of the people file."""

    by: str
    language: str
    days: int
    giver: str
    category: str
    basis: ValueBasis
    description: str
    circumstances: str
    value: str = ""
    """Empty where it is not known."""
    currency: str = ""
    yes: tuple[str, ...] = ()
    direction: str = "received"
    for_whom: str = msgspec.field(default="", name="for")
    acts: tuple[Act, ...] = msgspec.field(default=(), name="act")


class Other(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A declaration of another kind; `in_days` and `days_ago` name the days of its facts from the first start on."""

    kind: str
    by: str
    language: str
    details: dict[str, Any]
    facts: dict[str, Any] = {}
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    in_days: dict[str, int] = {}
    days_ago: dict[str, int] = {}
    acts: tuple[Act, ...] = msgspec.field(default=(), name="act")


Who = Callable[[str], Awaitable[Identity]]
"""The person with an address."""


def demonstration_cases() -> list[Case | Other]:
    """What the file says."""
    read = tomllib.loads(FILE.read_text("utf-8"))
    return [*msgspec.convert(read["case"], list[Case]), *msgspec.convert(read["other"], list[Other])]


async def file_cases(who: Who, givers: Mapping[str, tuple[UUID, PartyRow]]) -> None:
    """File each case and take its steps; a case that an interrupted start had filed is left as it stands."""
    for number, case in enumerate(demonstration_cases()):
        if isinstance(case, Other):
            command = _of_kind(case, number)
        else:
            command = await _command(case, number, who, *givers[case.giver])
        filed = await file_declaration(await who(case.by), command)
        if filed.reviewer is not None:
            continue
        for act in case.acts:
            with speaking(act.language or case.language):
                filed = await _done(await who(act.by), filed, act)


def _of_kind(case: Other, number: int) -> FilingCommand:
    today, facts = clock.today(), dict(case.facts)
    facts |= dict.fromkeys(case.yes, True) | dict.fromkeys(case.no, False)
    facts |= {name: (today + timedelta(days=days)).isoformat() for name, days in case.in_days.items()}
    facts |= {name: (today - timedelta(days=days)).isoformat() for name, days in case.days_ago.items()}
    if case.kind == Kind.OUTSIDE_ACTIVITY:
        facts.setdefault("during_leave", None)  # the one null that means something: not on leave
    return FilingCommand(
        kind=case.kind,
        facts=facts,
        details=msgspec.convert({"kind": case.kind, **case.details}, Details),
        language=case.language,
        attested=True,
        idempotency_key=f"demonstration-{number}",
    )


async def _command(case: Case, number: int, who: Who, party: UUID, row: PartyRow) -> FilingCommand:
    return FilingCommand(
        facts=_facts(case, row.giver_type, row.relation),
        details=GiftDetails(
            description=case.description,
            circumstances=case.circumstances,
            giver_name=row.name_en,
            value_basis=case.basis,
        ),
        declarant=(await who(case.for_whom)).person if case.for_whom else None,
        party=party,
        language=case.language,
        attested=True,
        idempotency_key=f"demonstration-{number}",
    )


def _facts(case: Case, giver_type: GiverType, relation: GiverRelation) -> dict[str, Any]:
    day = (clock.today() - timedelta(days=case.days)).isoformat()
    value = {"amount": case.value, "currency": case.currency} if case.value else None
    return {
        "direction": case.direction,
        "category": case.category,
        "giver_type": str(giver_type),
        "giver_relation": str(relation),
        "recipient": "self",
        "event_date": day,
        "aware_date": day,
        "value": value,
        **{name: name in case.yes for name in CIRCUMSTANCES},
    }


async def _done(by: Identity, filed: Declaration, act: Act) -> Declaration:
    reference, seen = filed.reference, filed.head_seq
    end = clock.today() + timedelta(days=act.valid_for) if act.valid_for else None
    tests = dict.fromkeys(TESTS, False) if filed.kind == Kind.OUTSIDE_ACTIVITY and act.does == "recommend" else None
    command = DecisionCommand(act.decision, act.reasons, act.conditions, act.language, valid_until=end, tests=tests)
    match act.does:
        case "take":
            return await acts.take(by, reference, seen)
        case "ask":
            return await acts.ask(by, reference, act.field, act.question, seen)
        case "note":
            return await acts.note(by, reference, act.said, seen)
        case "recommend":
            return await deciding.recommend(by, reference, command, seen)
        case "decide":
            return await deciding.decide(by, reference, command, seen)
    raise ValueError(act.does)
