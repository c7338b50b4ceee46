"""What is declared in the years before the demonstration opens, and when: pure, the same for the same seed."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec

from declarations.codes.vocabulary import Kind
from declarations.filing.asked import CIRCUMSTANCES
from declarations.filing.model import (
    ActivityDetails,
    ApprovalDetails,
    ConflictDetails,
    Details,
    GiftDetails,
    NilDetails,
)
from declarations.filing.model import ValueBasis as Basis
from declarations.parties.model import PartyRow
from register.demonstration.past.staff import Giver, Organization
from register.demonstration.past.stories import Activity, Approval, Conflict, Stories
from register.people.model import PersonRow

_RATES: Mapping[str, float] = {"gift": 8.5, "outside_activity": 3.0, "conflict": 2.4, "approval_request": 1.5}
"""How many of a kind are filed in an ordinary month."""
_VOTES = (4, 5, 9, 10)
"""Months in which hospitality is offered before the sessions of May and November."""


class Planned(msgspec.Struct, frozen=True):
    """One declaration: whose, when it is filed, and what it says."""

    number: int
    by: str
    on: datetime
    kind: str
    facts: dict[str, Any]
    details: Details
    language: str
    giver: str = ""
    """An entry of the directory by its English name; empty where the directory does not know them."""


class Planner:
    """Makes declarations by chance."""

    def __init__(
        self,
        chance: random.Random,
        said: Organization,
        people: Sequence[PersonRow],
        known: Mapping[str, PartyRow],
        first_number: int = 0,
    ) -> None:
        self._chance = chance
        self._said = said
        self._quiet = people[: said.quiet]
        self._people = people[said.quiet :]
        self._known = known
        self._stories = Stories.read()
        self._number = first_number

    def plan(self, since: date, until: date) -> list[Planned]:
        """Everything that is filed from one day to another, in order."""
        found: list[Planned] = []
        for first in _months(since, until):
            weight = self._said.months[first.month - 1] * (1 + self._said.growth) ** (first.year - since.year)
            for kind, rate in _RATES.items():
                found += [self._one(kind, first) for _ in range(self._times(rate * (weight if kind == "gift" else 1)))]
            if first.month == 1:
                found += [self._nil(who, first) for who in self._quiet]
        return sorted((each for each in found if since <= each.on.date() <= until), key=lambda each: each.on)

    def plan_statements(self, people: Sequence[PersonRow], since: date, until: date) -> list[Planned]:
        """That each of these people has nothing to declare, said every January."""
        found = [self._nil(who, first) for first in _months(since, until) if first.month == 1 for who in people]
        return [each for each in found if since <= each.on.date() <= until]

    def _times(self, expected: float) -> int:
        whole = int(expected * self._chance.uniform(0.8, 1.2))
        return whole + (self._chance.random() < expected - int(expected))

    def _one(self, kind: str, first: date) -> Planned:
        who = self._chance.choice(self._people)
        on = self._moment(first + timedelta(days=self._chance.randrange(28)))
        making: Mapping[str, Callable[[PersonRow, datetime], tuple[dict[str, Any], Details, str]]] = {
            Kind.GIFT: self._gift,
            Kind.OUTSIDE_ACTIVITY: self._activity,
            Kind.CONFLICT: self._conflict,
            Kind.APPROVAL_REQUEST: self._approval,
        }
        return self._planned(who, on, kind, *making[kind](who, on))

    def _planned(
        self, who: PersonRow, on: datetime, kind: str, facts: dict[str, Any], details: Details, giver: str = ""
    ) -> Planned:
        self._number += 1
        return Planned(self._number, who.email, on, kind, facts, details, who.languages[0], giver)

    def _moment(self, day: date) -> datetime:
        """An hour of a working day."""
        day -= timedelta(days=max(day.weekday() - 4, 0))
        return datetime.combine(day, time(self._chance.randrange(7, 17), self._chance.randrange(60)), UTC)

    def _before(self, on: datetime, mean: float) -> str:
        """The day of the event: most come soon after it, a few late."""
        return (on.date() - timedelta(days=min(int(self._chance.expovariate(1 / mean)), 90))).isoformat()

    def _chosen(self, share: Mapping[str, float]) -> str:
        return self._chance.choices(list(share), list(share.values()))[0]

    def _gift(self, who: PersonRow, on: datetime) -> tuple[dict[str, Any], Details, str]:
        language, chance, told = who.languages[0], self._chance, self._stories.gifts
        before_vote = on.month in _VOTES
        twice = {"hospitality"} if before_vote else set()
        category = self._chosen({name: each.share * (1 + (name in twice)) for name, each in told.category.items()})
        giver, said = self._giver(), told.category[category]
        kind, relation = self._kind_of(giver)
        day = self._before(on, 5)
        facts = {
            "direction": self._chosen({"received": 66, "offered_to_me": 14, "declined_by_me": 12, "given": 8}),
            "category": category,
            "giver_type": kind,
            "giver_relation": relation,
            "recipient": self._chosen({"self": 80, "unit": 12, "organization": 8}),
            "event_date": day,
            "aware_date": day,
            "value": self._value(said.value),
            **dict.fromkeys(CIRCUMSTANCES, False),
            **dict.fromkeys(chance.sample(("official_function", "usual_courtesy", "related_to_assignment"), 2), True),
        }
        if chance.random() < 0.12:
            facts |= {chance.choice(("unusual", "could_appear_as_influence", "refusal_would_embarrass")): True}
        words = told.before_vote if before_vote and category == "hospitality" else told.circumstances
        details = GiftDetails(
            description=chance.choice(said.words[language]),
            circumstances=chance.choice(words[language]),
            giver_name=giver.name,
            value_basis=Basis.ESTIMATE if facts["value"] else Basis.NOT_KNOWN,
        )
        return facts, details, "" if giver.is_typed else giver.name

    def _giver(self) -> Giver:
        return self._stories.one(self._chance, self._said.givers)

    def _kind_of(self, giver: Giver) -> tuple[str, str]:
        if giver.is_typed:
            return giver.type, "none"
        row = self._known[giver.name]
        return str(row.giver_type), str(row.relation)

    def _value(self, between: tuple[int, int]) -> dict[str, str] | None:
        if self._chance.random() < 0.06:
            return None
        low, high = between
        amount = low * (high / low) ** self._chance.random()
        currency = self._chosen({"USD": 60, "EUR": 25, "CHF": 15})
        return {"amount": f"{max(round(amount), 1)}.00", "currency": currency}

    def _activity(self, who: PersonRow, on: datetime) -> tuple[dict[str, Any], Details, str]:
        chance, language = self._chance, who.languages[0]
        told: Activity = self._stories.one(chance, self._stories.activities)
        starts = on.date() + timedelta(days=chance.randrange(20, 60))
        facts = {
            **self._stories.activity_facts,
            "activity_class": told.of_class,
            "start_date": starts.isoformat(),
            "end_date": (starts + timedelta(days=chance.randrange(90, 330))).isoformat(),
            "hours_per_week": chance.choice((1, 2, 3, 4, 6)),
            "remunerated": chance.random() < 0.5,
            "related_to_mandate": chance.random() < 0.3,
        }
        details = ActivityDetails(
            description=told.words[language],
            position=told.position[language],
            other_party=self._giver().name,
            mandate_relation=told.words[language] if facts["related_to_mandate"] else "",
        )
        return facts, details, ""

    def _conflict(self, who: PersonRow, on: datetime) -> tuple[dict[str, Any], Details, str]:
        chance, language = self._chance, who.languages[0]
        told: Conflict = self._stories.one(chance, self._stories.conflicts)
        day = self._before(on, 6)
        facts = {
            "domain": told.domain,
            "nature_declared": self._chosen({"potential": 55, "perceived": 30, "actual": 15}),
            "interest_holder": told.holder,
            "indirect": chance.random() < 0.2,
            "benefit_to": "self" if told.holder == "self" else "third_party",
            "counterpart_kind": "third_party",
            "acts_on_matter": chance.random() < 0.6,
            "uses_information": False,
            "event_date": day,
            "aware_date": day,
            **dict.fromkeys(told.no, False),
        }
        details = ConflictDetails(
            description=told.words[language],
            other_party=self._giver().name,
            matter=f"{on.year}/{chance.randrange(10, 99)}",
            proposed=("recusal", "disclosure_to_concerned"),
        )
        return facts, details, ""

    def _approval(self, who: PersonRow, on: datetime) -> tuple[dict[str, Any], Details, str]:
        told: Approval = self._stories.one(self._chance, self._stories.approvals)
        no = ("airs_grievances", "furthers_own_interests", "uses_information")
        party, words = self._giver().name, told.words[who.languages[0]]
        details = ApprovalDetails(description=words, other_party=party, occasion=str(on.year))
        return {"subject": told.subject, **dict.fromkeys(no, False), **dict.fromkeys(told.yes, True)}, details, ""

    def _nil(self, who: PersonRow, first: date) -> Planned:
        details = NilDetails(period=str(first.year - 1), matters=("gift", "outside_activity", "conflict"))
        on = self._moment(first + timedelta(days=self._chance.randrange(3, 28)))
        return self._planned(who, on, Kind.NIL, {}, details)


def _months(since: date, until: date) -> Iterator[date]:
    """The first day of each month."""
    first = since.replace(day=1)
    while first <= until:
        yield first
        first = (first + timedelta(days=32)).replace(day=1)
