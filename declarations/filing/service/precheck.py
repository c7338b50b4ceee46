"""The pre-check "May I accept this?": the rules are asked, and nothing of it is kept, logged or sent anywhere.

The only thing written is a count of tries under a keyed hash, which is gone after an hour. A person without an account
may ask where the organization allows it.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from declarations.codes.adopted import held_library, library_in
from declarations.codes.engine import default_day, evaluate
from declarations.codes.facts import Facts, parse_facts
from declarations.codes.library import Library, regime_for
from declarations.codes.model import Evaluation, Profile, ProfileVersion
from declarations.codes.plain import PlainAnswer, may_harden, plain_answer
from declarations.codes.questions import Question, pre_check_facts, questions_for, with_the_rest_unknown
from declarations.codes.store import rates_for
from declarations.codes.vocabulary import Capacity, Direction, Kind
from declarations.filing.service.settings import filing_settings
from register.access.limits import count
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.identity import Identity
from register.kernel.money import Money

HOUR = 3600


class Asked(msgspec.Struct, frozen=True):
    """What a person answered: a question that is not among the answers counts as "I do not know"."""

    capacity: Capacity = Capacity.STAFF
    direction: Direction = Direction.OFFERED_TO_ME
    value: Money | None = None
    answers: Mapping[str, bool | None] = {}


class Checked(msgspec.Struct, frozen=True):
    """What came out: the facts that were judged, what the rules found, and the answer for the person."""

    facts: Facts
    evaluation: Evaluation
    answer: PlainAnswer
    may_harden: bool = False
    """Whether the full form asks something that could make the answer stricter."""


def capacity_of(identity: Identity) -> Capacity | None:
    """The capacity in which the person would declare; None for visitors, who say it themselves."""
    return Capacity(identity.capacity) if identity.capacity in set(Capacity) else None


def capacities() -> tuple[Capacity, ...]:
    """Those that some regime judges, in the order of the vocabulary."""
    judged = set(held_library().regimes) | set(filing_settings().regimes)
    return tuple(capacity for capacity in Capacity if capacity in judged)


def questions_asked(capacity: Capacity) -> tuple[Question, ...]:
    """The four or five questions that matter for a capacity. Raises Invalid where no regime is set for it."""
    return questions_for(_version(capacity))


def kinds_asked(capacity: Capacity) -> tuple[Kind, ...]:
    """The kinds on which the codes that apply in a capacity speak; there is nothing to ask about nothing to declare."""
    spoken = _version(capacity).rules
    return tuple(kind for kind in Kind if kind in spoken and kind is not Kind.NIL)


def _profile(library: Library, capacity: Capacity | None) -> Profile:
    return library.profile(regime_for(capacity, filing_settings().regimes, library))


def _version(capacity: Capacity) -> ProfileVersion:
    return _profile(held_library(), capacity).version_on(clock.today())[0]


async def count_try(identity: Identity, address: str) -> None:
    """Count one try. Raises TooManyRequests above the limit of the hour."""
    key = str(identity.person or address)
    await count("pre-check", key, limit=filing_settings().pre_checks_per_hour, seconds=HOUR)


async def check_answers(identity: Identity, asked: Asked) -> Checked:
    """Judge the answers to the plain questions."""
    facts = pre_check_facts(
        questions_asked(asked.capacity),
        asked.answers,
        capacity=asked.capacity,
        value=asked.value,
        on=clock.today(),
        direction=asked.direction,
    )
    return await check_brief(identity, facts, with_the_rest_unknown(facts))


async def check_brief(identity: Identity, raw: Any, in_full: Any) -> Checked:
    """Judge facts, and say whether what was not asked, not known in `in_full`, could make the answer stricter."""
    facts = parse_facts(raw)
    profile, evaluation = await _judge(identity, facts)
    _, whole = await _judge(identity, parse_facts(in_full))
    rules = profile.version_on(default_day(facts))[0].rules[facts.kind]
    return _checked(facts, evaluation, may_harden=may_harden(evaluation, whole, rules))


async def check_facts(identity: Identity, raw: Any) -> Checked:
    """Judge a facts file. Raises Invalid with one error for each fact that is wrong."""
    facts = parse_facts(raw)
    return _checked(facts, (await _judge(identity, facts))[1])


async def _judge(identity: Identity, facts: Facts) -> tuple[Profile, Evaluation]:
    async with transaction(identity) as tx:
        profile = _profile(await library_in(tx), facts.capacity)
        rates = await rates_for(tx, _currencies(facts, profile), facts.event_date or clock.today())
    return profile, evaluate(facts, profile, rates)


def _checked(facts: Facts, evaluation: Evaluation, *, may_harden: bool = False) -> Checked:
    decides = filing_settings().authority_for(evaluation.authority)
    answer = plain_answer(evaluation, facts.get("direction"), kind=facts.kind, authority=decides)
    return Checked(facts, evaluation, answer, may_harden)


def _currencies(facts: Facts, profile: Profile) -> set[str]:
    return {version.currency for version in profile.versions if version.currency} | facts.currencies
