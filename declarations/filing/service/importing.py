"""Entries of an older register as declarations: judged by the rules of their day, closed, told to nobody."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.decisions import FigureName, Status
from declarations.codes.engine import evaluate, stated_band
from declarations.codes.facts import Facts, parse_facts
from declarations.codes.library import Library, regime_for
from declarations.codes.model import ProfileVersion
from declarations.codes.periods import period_start, periods
from declarations.codes.rates import NO_RATES, Rates
from declarations.codes.store import rates_for
from declarations.filing.model import Action, Content, Declaration, Details, Party, Route
from declarations.filing.service.columns import columns_of
from declarations.filing.service.evaluating import Giver, Judged, currencies, prior_facts
from declarations.filing.service.filing import EMPTY_ROW, FilingCommand
from declarations.filing.service.kinds_kept import refuse_other_kind
from declarations.filing.service.moves import append_event, apply_move
from declarations.filing.service.settings import filing_settings
from declarations.filing.store import PriorGift, insert
from register import vault
from register.kernel.canonical import canonical_json
from register.kernel.db import Transaction
from register.kernel.ids import new_id, new_reference


class Bounds(msgspec.Struct, frozen=True):
    """What words say of a value: more than one amount, up to another one."""

    currency: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of an older register, ready to be judged."""

    declarant: UUID
    declarant_name: str
    capacity: str
    kind: str
    facts: dict[str, Any]
    details: Details
    giver: str = ""
    country: str | None = None
    declared: date | None = None
    """When it was entered in the older register; lateness is judged by it."""
    asked: date | None = None
    """When it was asked, of a kind whose facts have no day of their own."""
    outcome: str | None = None
    ended: date | None = None
    """Since when it is no longer so, where no fact says it."""
    bounds: Bounds | None = None
    """Of a value that is known in words only."""
    language: str = "en"

    @property
    def command(self) -> FilingCommand:
        """The same as filing knows it."""
        return FilingCommand(
            kind=self.kind,
            facts=self.facts,
            details=self.details,
            declarant=self.declarant,
            capacity=self.capacity,
            giver_country=self.country,
            language=self.language,
        )


class Assessor:
    """Judges entries one after another, with the earlier gifts of the same giver held in memory."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._earlier: dict[tuple[UUID, str], list[PriorGift]] = {}
        self._rates: dict[tuple[frozenset[str], date], Rates] = {}

    def remember(self, declarant: UUID, giver_key: str, gift: PriorGift) -> None:
        """Count a gift for the totals of those that are judged after it."""
        if giver_key:
            self._earlier.setdefault((declarant, giver_key), []).append(gift)

    async def judge(self, tx: Transaction, entry: Entry) -> Judged:
        """What the rules of its day say. Raises Invalid."""
        flat = entry.facts | {"kind": entry.kind, "capacity": entry.capacity}
        if entry.declared is not None:
            flat |= {"filed_date": entry.declared.isoformat()}
        facts = parse_facts(flat)
        profile = regime_for(facts.capacity, filing_settings().regimes, self._library)
        on = facts.event_date or facts.get("start_date") or entry.asked or entry.declared or tx.now.date()
        version = self._library.profile(profile).version_on(on)[0]
        key = Giver(None, entry.giver).key
        if facts.kind == "gift" and facts.get("direction") == "received" and key:
            earlier = self._before(entry.declarant, key, facts, version)
            facts = parse_facts(facts.to_object() | prior_facts(earlier, version, facts.event_date))
        wanted = currencies(facts, version)
        rates = await self._rates_of(tx, frozenset(wanted), on) if len(wanted) > 1 else NO_RATES
        found = evaluate(facts, version, rates, on)
        if entry.bounds is not None and entry.bounds.currency == version.currency and facts.get("value") is None:
            band = stated_band(entry.bounds.at_least or Decimal(0), entry.bounds.at_most, version)
            found = msgspec.structs.replace(found, value_band=band)
        return Judged(facts, found)

    def _before(self, declarant: UUID, key: str, facts: Facts, version: ProfileVersion) -> list[PriorGift]:
        day = facts.event_date
        if day is None:
            return []
        starts = [period_start(period, day, version.reporting_year_starts) for period in periods(version)]
        split = version.figure(FigureName.SPLIT_WINDOW_DAYS)
        if split is not None:
            starts.append(day - timedelta(days=int(split.amount)))
        known = self._earlier.get((declarant, key), ()) if starts else ()
        return [gift for gift in known if min(starts) <= gift.event_date <= day]

    async def _rates_of(self, tx: Transaction, wanted: frozenset[str], on: date) -> Rates:
        if (wanted, on) not in self._rates:
            self._rates[wanted, on] = await rates_for(tx, wanted, on)
        return self._rates[wanted, on]


async def file_imported(tx: Transaction, entry: Entry, judged: Judged, run: UUID, said: dict[str, Any]) -> Declaration:
    """Keep an entry as a closed declaration with one event; `said` is what the event tells of where it came from."""
    made, key = new_id(), vault.new_data_key()
    content = _content(entry, judged)
    is_head = entry.capacity == "executive_head"
    declaration = msgspec.convert(
        EMPTY_ROW
        | _columns(entry, judged)
        | {
            "id": made,
            "reference": new_reference(),
            "kind": entry.kind,
            "declarant": entry.declarant,
            "capacity": entry.capacity,
            "filed_by": entry.declarant,
            "filed_at": tx.now,
            "status": Status.CLOSED,
            "route": Route.DESIGNATE if is_head else Route.OFFICE,
            "outcome": entry.outcome,
            "key_id": key.key_id,
            "wrapped_key": key.wrapped,
            "details": vault.encrypt(key, canonical_json(content), made, "details"),
            "imported": run,
        },
        Declaration,
    )
    told = said | {"content": content}
    head = await append_event(tx, declaration, "declaration:imported", None, told, key)
    declaration = msgspec.structs.replace(declaration, head_seq=head.seq, head_hash=head.hash)
    insert(tx, declaration)
    return declaration


async def correct_imported(
    tx: Transaction, before: Declaration, entry: Entry, judged: Judged, said: dict[str, Any]
) -> Declaration:
    """A new version of an imported declaration; the earlier one stays readable. Raises OtherKind."""
    refuse_other_kind(before.kind, entry.kind, entry.details.of_kind)
    key = vault.unwrap(before.key_id, before.wrapped_key)
    content = _content(entry, judged)
    changes = _columns(entry, judged) | {
        "version": before.version + 1,
        "outcome": entry.outcome,
        "details": vault.encrypt(key, canonical_json(content), before.id, "details"),
    }
    told = said | {"content": content}
    return await apply_move(
        tx, before, Action.CORRECT_IMPORT, parties=frozenset({Party.RULE}), changes=changes, said=told, key=key
    )


async def withdraw_imported(tx: Transaction, before: Declaration, said: dict[str, Any]) -> Declaration:
    """Withdraw what a newer edition no longer holds, or what an undone import brought."""
    return await apply_move(tx, before, Action.UNDO_IMPORT, parties=frozenset({Party.RULE}), said=said)


def _columns(entry: Entry, judged: Judged) -> dict[str, Any]:
    """The columns of an entry; the day on which it was asked counts as its day where the facts have none."""
    dated = {"event_date": entry.asked} if entry.asked is not None else {}
    return columns_of(entry.command, judged) | {"giver_country": entry.country, "ended_on": entry.ended} | dated


def _content(entry: Entry, judged: Judged) -> Content:
    return Content(
        details=entry.details,
        facts=judged.facts.to_object(),
        evaluation=msgspec.Raw(judged.evaluation.to_json()),
        language=entry.language,
        declarant_name=entry.declarant_name,
    )
