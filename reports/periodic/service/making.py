"""Counting a period: one snapshot of the register becomes a data set that never changes."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from uuid import UUID

from declarations.codes.adopted import library_in
from declarations.codes.library import Library
from declarations.filing.service.filing import made_before
from register.access.policy import permits
from register.kernel import clock
from register.kernel.db import REPEATABLE_READ, Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from reports.periodic import store, store_reports
from reports.periodic.counting import Gathered, tables
from reports.periodic.model import DEFINITIONS, DataSet, Policy, canonical, fingerprint
from reports.periodic.spans import period_before
from reports.periodic.stored import StoredSet

REPORTER = service("reporter")
"""Reads numbers alone: views without a name, an id or a story."""
_NOW, _BEFORE = 1, 0


def spans_of(since: date, until: date) -> store.Spans:
    """The period, and the one of the same length just before it. Raises Invalid where it cannot be counted."""
    if since > until:
        raise Invalid(fields=[FieldError("until", msg("The period ends before it begins."))])
    if until > clock.today():
        raise Invalid(fields=[FieldError("until", msg("Give a day that is not in the future."))])
    return since, until, *period_before(since, until)


async def count(since: date, until: date) -> DataSet:
    """Count the period as the register stands now. Raises Invalid."""
    spans = spans_of(since, until)
    async with transaction(REPORTER, isolation=REPEATABLE_READ) as tx:
        return await count_in(tx, spans)


async def count_in(tx: Transaction, spans: store.Spans) -> DataSet:
    """The data set, in a snapshot of the service `reporter`."""
    gathered = await store.gathered(tx, spans, versions_in(await library_in(tx), spans))
    return DataSet(
        definitions=DEFINITIONS,
        since=spans[0],
        until=spans[1],
        as_of=clock.now(),
        tables=tables(gathered, _NOW),
        before=tables(gathered, _BEFORE),
        policies=_policies(gathered),
        annex=await store.annex(tx, spans[0], spans[1]),
        seal=await store.stand(tx),
    )


def versions_in(library: Library, spans: store.Spans) -> list[tuple[int, str, int]]:
    """Versions of thresholds and rules by the period in which they came into force."""
    found: Counter[tuple[int, str]] = Counter()
    for name, profile in library.profiles.items():
        for version in profile.versions:
            for span, (first, last) in ((_NOW, spans[:2]), (_BEFORE, spans[2:])):
                if first <= version.effective_from <= last:
                    found[span, name] += 1
    return [(span, name, n) for (span, name), n in sorted(found.items())]


def _policies(gathered: Gathered) -> tuple[Policy, ...]:
    judged: Iterable[tuple[int, str, str, bool, int]] = gathered.cases["policies"]  # type: ignore[assignment]
    return tuple(
        Policy(regime, version, n)
        for span, regime, version, gone, n in sorted(judged, key=lambda group: group[:3])
        if span == _NOW and not gone
    )


@retry_serialization
async def make_data_set(identity: Identity, since: date, until: date, *, idempotency_key: str | None = None) -> UUID:
    """Count a period and keep the data set for good; its id, the same again for the same idempotency key.

    Raises NotFound for whoever may not, Invalid, IdempotencyMismatch.
    """
    if identity != REPORTER and (identity.person is None or not permits(identity, "report.prepare")):
        raise NotFound
    spans = spans_of(since, until)
    acting = Identity(person=identity.person, service=REPORTER.service, name=identity.name)
    made, digest = new_id(), sha256(f"{since}\n{until}".encode()).digest()
    async with transaction(acting, isolation=REPEATABLE_READ) as tx:
        earlier = await made_before(tx, idempotency_key, digest, made)
        if earlier is not None:
            return earlier
        counted = await count_in(tx, spans)
        kept = StoredSet(
            id=made,
            since=since,
            until=until,
            as_of=counted.as_of,
            definitions=counted.definitions,
            fingerprint=fingerprint(counted),
            body=canonical(counted),
            made_by=identity.person,
            made_at=counted.as_of,
        )
        await store_reports.keep_set(tx, kept)
    return kept.id
