"""From a counted period to a released report: written by one person, frozen, released by another (INTERPOL 24)."""

from collections.abc import Collection, Mapping
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from declarations.filing.service.filing import made_before
from register.access.policy import permits
from register.access.service.confirming import require_confirmed
from register.kernel import clock
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, FieldError, Invalid, NotFound
from register.kernel.i18n import LOCALES, msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from reports.periodic import notices
from reports.periodic import store_reports as store
from reports.periodic.model import Profile, Published, canonical, fingerprint
from reports.periodic.publishing import Correction, Heading, publish
from reports.periodic.stored import AssemblyDecision, Report, Status, StoredSet
from reports.periodic.words import symbol_of_correction

TEXTS = (
    *("title", "session", "agenda_item", "summary", "introduction"),
    *("action", "draft_decision", "recommendations"),
)
"""What the ethics office writes, in each language."""
_LONGEST = 6000
"""Characters of one text."""
_LONGEST_SYMBOL, _LONGEST_REASON = 60, 600
_THRESHOLD = 5
Texts = Mapping[str, Mapping[str, str]]


class ReportCommand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a draft says: its document symbol, its texts by language, whether gifts are listed one by one."""

    symbol: str = ""
    texts: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    annex: bool = False
    threshold: int = 5
    correction: dict[str, str] = msgspec.field(default_factory=dict)
    """What changed and why, by language, where the report corrects another."""


def _permitted(identity: Identity, action: str) -> UUID:
    if identity.person is None or not permits(identity, action):
        raise NotFound
    return identity.person


@retry_serialization
async def draft(
    identity: Identity,
    data_set: UUID,
    profile: Profile,
    *,
    corrects: UUID | None = None,
    like: UUID | None = None,
    marked: Collection[str] = (),
    idempotency_key: str | None = None,
) -> UUID:
    """Begin a report on a data set; its id, the same again for the same idempotency key.

    It begins with the texts of the report that it corrects or is `like`, or with what was last decided on a report to
    the same readers. A report for the public takes of one to other readers nothing but the texts that are `marked` for
    it. Raises NotFound, Invalid, IdempotencyMismatch, Conflict where another report stands in its way.
    """
    person = _permitted(identity, "report.prepare")
    made, digest = new_id(), sha256("\n".join(map(str, (data_set, profile, corrects, like, *marked))).encode()).digest()
    async with transaction(identity) as tx:
        earlier = await made_before(tx, idempotency_key, digest, made)
        if earlier is not None:
            return earlier
        counted = await store.data_set(tx, data_set)
        begun = Report(
            id=made,
            profile=profile,
            data_set=data_set,
            since=counted.since,
            until=counted.until,
            status=Status.DRAFT,
            corrects=corrects,
            prepared_by=person,
            prepared_at=clock.now(),
            **await _opening(tx, profile, like or corrects, corrects, marked),
        )
        await check_period(tx, begun)
        await _check_corrected(tx, begun)
        await store.keep_report(tx, begun)
    return made


async def _opening(
    tx: Transaction, profile: Profile, like: UUID | None, corrects: UUID | None, marked: Collection[str]
) -> dict[str, Any]:
    """With what a draft begins: all that another report says besides its numbers, or what was decided on the last."""
    if like is None:
        texts = _json(await _decided_before(tx, profile))
        return {"symbol": "", "annex": False, "threshold": _THRESHOLD, "texts": texts}
    found = await store.report(tx, like)
    if profile is Profile.PUBLIC and found.profile != profile:
        taken = {tag: {name: said[name] for name in marked if name in said} for tag, said in found.written.items()}
        return {"symbol": "", "annex": False, "threshold": found.threshold, "texts": _json(taken)}
    kept = {name: getattr(found, name) for name in ("symbol", "annex", "threshold", "texts")}
    if found.id == corrects:
        kept["symbol"] = symbol_of_correction(found.symbol)
    return kept | ({"correction": found.correction} if found.corrects == corrects else {})


async def _decided_before(tx: Transaction, profile: Profile) -> Texts:
    """What was decided on the last report opens the next one (INTERPOL 24)."""
    decided = await store.last_decided(tx, profile)
    if decided is None:
        return {}
    words = msgspec.json.decode(decided.decided_words, type=dict[str, str])
    return {tag: {"introduction": said} for tag, said in words.items() if said}


async def check_period(tx: Transaction, report: Report) -> None:
    """Reports follow each other without overlapping, so that their difference gives nothing away."""
    if await store.overlapping(tx, report.since, report.until):
        raise Conflict(msg("A released report covers part of this period. Choose the days after it."))
    same = await store.released_of(tx, report.profile, report.since, report.until)
    if same is not None and same.id != report.corrects:
        raise Conflict(msg("A report on this period is released. Correct it instead."))


async def _check_corrected(tx: Transaction, report: Report) -> None:
    """A correction is to the same readers, on the same period, of what is released, and the only one."""
    if report.corrects is None:
        return
    found = await store.report(tx, report.corrects)
    meant = (found.profile, found.since, found.until, found.status)
    if meant != (report.profile, report.since, report.until, Status.RELEASED):
        raise Conflict(msg("Only a released report can be corrected, with numbers of the same period."))
    if await store.correction_of(tx, found.id):
        raise Conflict(msg("A correction of this report is begun already."))


async def write(identity: Identity, wanted: UUID, version: int, command: ReportCommand) -> Report:
    """Write a draft. Raises NotFound, Invalid, Stale, Conflict where it is frozen."""
    _permitted(identity, "report.prepare")
    _check(command)
    async with transaction(identity) as tx:
        found = _at(await store.report(tx, wanted, lock=True), version)
        _in(found, Status.DRAFT)
        return await store.change_report(
            tx,
            found,
            "written",
            symbol=command.symbol,
            texts=_json(command.texts),
            annex=command.annex,
            threshold=command.threshold,
            correction=_json(command.correction),
        )


def _check(command: ReportCommand) -> None:
    faults = []
    if len(command.symbol) > _LONGEST_SYMBOL:
        faults.append(FieldError("symbol", msg("At most %(most)s characters.", most=_LONGEST_SYMBOL)))
    if not 2 <= command.threshold <= 50:
        faults.append(FieldError("threshold", msg("Choose a number from 2 to 50.")))
    if unknown := {*command.texts, *command.correction} - set(LOCALES):
        faults.append(FieldError("texts", msg("There is no language %(tag)s.", tag=min(unknown))))
    for tag, texts in command.texts.items():
        for name, words in texts.items():
            if name not in TEXTS:
                faults.append(FieldError(f"{tag}.{name}", msg("There is no such text.")))
            elif len(words) > _LONGEST:
                faults.append(FieldError(f"{tag}.{name}", msg("At most %(most)s characters.", most=_LONGEST)))
    faults += _too_long(command.correction, "correction")
    if faults:
        raise Invalid(fields=faults)


def _too_long(words: Mapping[str, str], name: str) -> list[FieldError]:
    sentence = msg("At most %(most)s characters.", most=_LONGEST)
    return [FieldError(f"{tag}.{name}", sentence) for tag, said in words.items() if len(said) > _LONGEST]


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _at(report: Report, version: int) -> Report:
    return msgspec.structs.replace(report, version=version)


async def _waiting(tx: Transaction, wanted: UUID) -> Report:
    """The frozen report, held for its last step. Raises NotFound, Conflict where somebody else took that step."""
    try:
        found = await store.report(tx, wanted, lock=True)
    except NotFound:  # once the step is taken the second person still reads the row, and changes it no more
        found = await store.report(tx, wanted)
    if found.status in _TAKEN:
        raise Conflict(_TAKEN[Status(found.status)])
    _in(found, Status.FROZEN)
    return found


_MOVED = msg("The report has moved on. Open it again.")
_TAKEN = {
    Status.RELEASED: msg("Somebody released this report after you opened it."),
    Status.SET_ASIDE: msg("Somebody set this report aside after you opened it."),
}


def _in(report: Report, status: Status) -> None:
    if report.status != status:
        raise Conflict(_MOVED)


async def freeze(identity: Identity, wanted: UUID, version: int) -> Report:
    """Work out what the report says, for good. Raises NotFound, Invalid, Stale, Conflict."""
    person = _permitted(identity, "report.prepare")
    async with transaction(identity) as tx:
        found = _at(await store.report(tx, wanted, lock=True), version)
        _in(found, Status.DRAFT)
        _complete(found)
        await check_period(tx, found)
        said = await published_of(tx, found)
        frozen = await store.change_report(
            tx,
            found,
            "frozen",
            status=Status.FROZEN,
            frozen_by=person,
            frozen_at=clock.now(),
            published=canonical(said),
            fingerprint=fingerprint(said),
        )
        await notices.tell_frozen(tx, frozen)
    return frozen


def _complete(report: Report) -> None:
    """A title in every language, a symbol, and for a correction what changed and why."""
    faults = []
    if not report.symbol:
        faults.append(FieldError("symbol", msg("Give the report its document symbol.")))
    reasons = msgspec.json.decode(report.correction, type=dict[str, str])
    if report.corrects is not None:
        silent = [tag for tag in LOCALES if not reasons.get(tag, "").strip()]
        faults += [FieldError(f"{tag}.correction", msg("Say what changed and why.")) for tag in silent]
    if faults:
        raise Invalid(fields=faults)


async def published_of(tx: Transaction, report: Report) -> Published:
    """What a report says as it stands, also before it is frozen."""
    counted: StoredSet = await store.data_set(tx, report.data_set)
    heading = Heading(Profile(report.profile), report.symbol, report.written, report.annex)
    others = [each.opened() for each in await store.told_around(tx, report) if each.id != report.corrects]
    return publish(counted.opened(), heading, report.threshold, await _correction(tx, report), others)


async def _correction(tx: Transaction, report: Report) -> Correction | None:
    if report.corrects is None:
        return None
    earlier = await store.report(tx, report.corrects)
    return Correction(earlier.opened(), msgspec.json.decode(report.correction, type=dict[str, str]))


async def release(identity: Identity, wanted: UUID, version: int) -> Report:
    """Release a frozen report, as somebody who neither wrote nor froze it.

    Whoever signed in a while ago has confirmed by the password that it is still them. Raises NotFound, Invalid, Stale,
    Conflict.
    """
    person = _permitted(identity, "report.release")
    await require_confirmed(identity)
    async with transaction(identity) as tx:
        found = _at(await _waiting(tx, wanted), version)
        await check_period(tx, found)
        if person in {found.prepared_by, found.frozen_by}:
            raise Conflict(msg("A second person releases the report."))
        step = {"status": Status.RELEASED, "released_by": person, "released_at": clock.now()}
        released = await store.change_report(tx, found, "released", **step)
        await notices.tell_released(tx, released)
    return released


async def set_aside(identity: Identity, wanted: UUID, version: int, because: str) -> Report:
    """Do not release a frozen report, and say why. Raises NotFound, Invalid, Stale, Conflict."""
    _permitted(identity, "report.release")
    if not because.strip():
        raise Invalid(fields=[FieldError("because", msg("Say why."))])
    if len(because) > _LONGEST_REASON:
        raise Invalid(fields=[FieldError("because", msg("At most %(most)s characters.", most=_LONGEST_REASON))])
    async with transaction(identity) as tx:
        found = _at(await _waiting(tx, wanted), version)
        step = {"status": Status.SET_ASIDE, "set_aside_because": because.strip()}
        aside = await store.change_report(tx, found, "set_aside", **step)
        await notices.tell_set_aside(tx, aside)
    return aside


async def record_decision(
    identity: Identity, wanted: UUID, version: int, decided: AssemblyDecision, on: date, words: Mapping[str, str]
) -> Report:
    """Record what the Assembly decided on a released report.

    Raises NotFound, Invalid, Stale, Conflict where it is recorded.
    """
    person = _permitted(identity, "report.prepare")
    faults = _too_long(words, "decided")
    if on > clock.today():
        faults.append(FieldError("on", msg("Give a day that is not in the future.")))
    if faults:
        raise Invalid(fields=faults)
    async with transaction(identity) as tx:
        found = _at(await store.report(tx, wanted, lock=True), version)
        _in(found, Status.RELEASED)
        if found.released_at is not None and on < found.released_at.date():  # nobody decides on what they cannot read
            sentence = msg("The decision cannot be earlier than the release of the report.")
            raise Invalid(fields=[FieldError("on", sentence)])
        if found.decided is not None:
            raise Conflict(msg("What was decided on this report is recorded."))
        return await store.change_report(
            tx,
            found,
            "decided",
            decided=decided,
            decided_on=on,
            decided_words=_json(dict(words)),
            decided_recorded_by=person,
        )
