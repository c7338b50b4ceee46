"""Judging the facts of a declaration: what the person said, what the register knows of earlier gifts, the rates."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from declarations.codes.earlier import added_up, counts_since
from declarations.codes.engine import evaluate
from declarations.codes.facts import Facts, parse_facts
from declarations.codes.library import Library, regime_for
from declarations.codes.model import Evaluation, ProfileVersion
from declarations.codes.rates import NO_RATES
from declarations.codes.store import rates_for
from declarations.codes.vocabulary import Kind
from declarations.filing import store
from declarations.filing.service.permits import permits
from declarations.filing.service.settings import filing_settings
from declarations.filing.store import PriorGift
from declarations.parties.names import search_form
from register.kernel.db import Transaction
from register.people import store as people

COMPUTED = frozenset(
    {
        "prior_total",
        "prior_values",
        "filed_date",
        "roles",
        "prior_hours",
        "prior_income",
        "authorized_until",
        "nature_assessed",
    }
)
"""Facts that the register fills in itself, or a reviewer alone; whoever files cannot say otherwise."""


_LONGEST_KEY = 300
"""As the column holds; folding makes some names longer than they were typed (ß, ΐ)."""


class Judged(msgspec.Struct, frozen=True):
    """The facts as they were judged, and what came out."""

    facts: Facts
    evaluation: Evaluation


class Giver(msgspec.Struct, frozen=True):
    """From whom: an entry of the directory, or a name as it was typed."""

    party: UUID | None = None
    name: str = ""

    @property
    def key(self) -> str:
        """The typed name in the one form in which two spellings meet; empty when the directory knows the giver."""
        return "" if self.party else search_form(self.name)[:_LONGEST_KEY]


async def judge(
    tx: Transaction,
    asked: Mapping[str, Any],
    *,
    declarant: UUID,
    capacity: str,
    giver: Giver,
    but: UUID | None = None,
    continues: UUID | None = None,
    filed: date | None = None,
) -> Judged:
    """Evaluate facts as of now, for a person in a capacity. Raises Invalid with one error for each fact.

    `but` leaves one declaration out of the earlier ones: the one that is being amended. `continues` is the one whose
    authorization a renewal or a change goes on from. `filed` is the day of the first filing where that is what counts:
    nobody is late for adding to what was declared in time.
    """
    flat = {name: value for name, value in asked.items() if name not in COMPUTED}
    flat |= {"capacity": capacity, "filed_date": (filed or tx.now.date()).isoformat()}
    facts = parse_facts(flat)
    version, on = _version(await library_in(tx), facts, tx.now.date())
    if facts.kind == "gift" and declarant is not None:
        earlier = await _earlier(tx, facts, version, declarant, giver, but)
        facts = parse_facts(facts.to_object() | prior_facts(earlier, version, facts.event_date))
    if facts.kind == "conflict":
        facts = parse_facts(facts.to_object() | {"roles": await _roles_in_bodies(tx, declarant)})
    if facts.kind == "outside_activity":
        employer = (giver.party, giver.key)
        known = await permits().known(tx, facts, version, person=declarant, continues=continues, employer=employer)
        facts = parse_facts({**facts.to_object(), **known})
    wanted = currencies(facts, version)
    rates = await rates_for(tx, wanted, facts.event_date or on) if len(wanted) > 1 else NO_RATES
    return Judged(facts, evaluate(facts, version, rates, on))


async def _roles_in_bodies(tx: Transaction, declarant: UUID) -> list[str]:
    """The roles that the people file gives the person today, such as chair: neutral ones judge a conflict."""
    found = await people.person(tx, declarant)
    return list(found.body_roles) if found else []


def _version(library: Library, facts: Facts, today: date) -> tuple[ProfileVersion, date]:
    profile = regime_for(facts.capacity, filing_settings().regimes, library)
    on = facts.event_date or facts.get("start_date") or today
    return library.profile(profile).version_on(on)[0], on


def currencies(facts: Facts, version: ProfileVersion) -> set[str]:
    return facts.currencies | ({version.currency} if version.currency else set())


async def _earlier(
    tx: Transaction, facts: Facts, version: ProfileVersion, declarant: UUID, giver: Giver, but: UUID | None
) -> list[PriorGift]:
    day = facts.event_date
    if day is None or facts.get("direction") != "received":
        return []
    since = counts_since(version, day)
    if since is None:
        return []
    return await store.prior_gifts(tx, declarant, giver.party, giver.key, since=since, until=day, but=but)


def prior_facts(earlier: list[PriorGift], version: ProfileVersion, day: date | None) -> dict[str, Any]:
    """The facts on earlier gifts as they are written."""
    if day is None:
        return {}
    known = Facts(Kind.GIFT, added_up(earlier, version, day, lambda gift: gift.reference_amount))
    return known.to_object()
