"""Gifts for tests of reports, put into an empty register behind its back: rows, events, encrypted stories."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from declarations.filing.model import Content, GiftDetails
from register import vault
from register.kernel.canonical import canonical_json
from register.kernel.ids import new_id, new_reference

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CATEGORIES = ["gift", "gift", "gift", "hospitality", "travel", "award", "decoration", "entertainment", "discount"]
DIRECTIONS = ["received", "received", "received", "declined_by_me", "offered_to_me", "given"]
GIVERS = [
    ("government", "KE"),
    ("government", "JP"),
    ("commercial", "CH"),
    ("academic", None),
    ("non_governmental", "SN"),
]
ENDS: list[tuple[str, str, str | None]] = [
    ("noted", "closed", "note"),
    ("authorization_required", "decided", "authorize"),
    ("authorization_required", "decided", "refuse_authorization"),
    ("authorization_required", "under_review", None),
    ("accept_and_surrender", "acknowledged", "surrender_to_organization"),
    ("not_acceptable", "closed", "not_permitted"),
    ("referral", "submitted", None),
    ("authorization_required", "withdrawn", None),
]
BANDS = [
    ("30", "12.50"),
    ("150", "99.00"),
    ("500", "320.00"),
    ("1000", "750.00"),
    ("above", "12000.00"),
    ("not_valued", None),
]
COLUMNS = [
    "id",
    "reference",
    "kind",
    "declarant",
    "capacity",
    "filed_by",
    "confirmed_at",
    "regime",
    "profile_version",
    "event_date",
    "filed_at",
    "party_name",
    "party_key",
    "amount",
    "currency",
    "reference_amount",
    "reference_currency",
    "rate",
    "rate_source",
    "rate_date",
    "value_band",
    "direction",
    "category",
    "giver_type",
    "giver_country",
    "status",
    "effect",
    "alerts",
    "route",
    "outcome",
    "decided_at",
    "version",
    "words_language",
    "purposes",
    "items",
    "head_seq",
    "head_hash",
    "key_id",
    "wrapped_key",
    "details",
]


def gift(number: int, declarant: UUID, **changes: Any) -> dict[str, Any]:
    """One row of `declaration`; the same number makes the same gift."""
    chance = random.Random(number)
    effect, status, outcome = chance.choice(ENDS)
    (giver_type, country), (band, amount) = chance.choice(GIVERS), chance.choice(BANDS)
    day = date(2025, 1, 1) + timedelta(days=chance.randrange(400))
    filed = datetime(day.year, day.month, day.day, 10, tzinfo=UTC) + timedelta(days=chance.randrange(9))
    value = None if amount is None else Decimal(amount)
    row = dict.fromkeys(COLUMNS) | {
        "id": new_id(), "reference": new_reference(), "kind": "gift", "declarant": declarant, "capacity": "staff",
        "filed_by": declarant, "regime": "un-style", "profile_version": "2020-04-23", "event_date": day,
        "filed_at": filed,
        "party_name": "", "party_key": "", "amount": value, "currency": value and "USD", "reference_amount": value,
        "reference_currency": value and "USD", "rate_date": value and day,
        "rate_source": value and "UN operational rates",
        "rate": value and Decimal(1), "value_band": band, "direction": chance.choice(DIRECTIONS),
        "category": chance.choice(CATEGORIES), "giver_type": giver_type, "giver_country": country, "status": status,
        "effect": effect, "alerts": [], "route": "office", "outcome": outcome, "version": 1, "words_language": "en",
        "decided_at": filed + timedelta(days=chance.randrange(30)) if outcome else None, "purposes": [], "items": 1,
        "head_seq": 1, "head_hash": bytes(32),
    }  # fmt: skip
    return row | changes


def with_story(
    row: dict[str, Any], description: str, giver: str = "Blueline", declarant: str = "Amina Haddad"
) -> dict[str, Any]:
    """The row with an encrypted story."""
    key = vault.new_data_key()
    content = Content(
        details=GiftDetails(description=description, giver_name=giver),
        facts={},
        evaluation=msgspec.Raw(b'{"findings":[{"rule":"ICSC-50","effect":"noted"}]}'),
        language="en",
        declarant_name=declarant,
    )
    sealed = vault.encrypt(key, canonical_json(content), row["id"], "details")
    return row | {"key_id": key.key_id, "wrapped_key": key.wrapped, "details": sealed}


async def keep(superuser: asyncpg.Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put rows in, each with the event that its head names."""
    for row in rows:
        row.setdefault("details", b"")
        row["details"] = row["details"] or b""
        row["key_id"] = row["key_id"] or "k"
    await superuser.copy_records_to_table(
        "declaration", columns=COLUMNS, records=[tuple(row[name] for name in COLUMNS) for row in rows]
    )
    await superuser.executemany(
        "insert into event (stream, seq, kind, name, actor, to_status, at, payload, state, prev, hash)"
        " values ($1, 1, 'declaration', 'declaration:submitted', $2, 'submitted', $3, ''::bytea, $4, $4, $5)",
        [(row["id"], row["declarant"], row["filed_at"], bytes(32), row["id"].bytes * 2) for row in rows],
    )
