"""Opening a case: its content, its versions and its story, decrypted for somebody whom row security lets see it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from declarations.codes.decisions import Alert, Authority, Effect, Force, ReviewClass
from declarations.codes.model import Reason, review_class_of
from declarations.filing import history
from declarations.filing.measures import measures_of
from declarations.filing.model import Action, Content, Declaration, Party, Permit, Step
from declarations.filing.service.moves import parties_in, possible_actions
from declarations.filing.service.permits import permits
from declarations.filing.workflow import OF_MEASURES, closed_by
from register import vault
from register.kernel.db import Transaction
from register.kernel.i18n import Message
from register.ledger.model import Event
from register.ledger.service import events, last_events

DESK_PARTIES = frozenset({Party.OFFICE, Party.AUTHORITY})
"""Who reads the notes of the office and its recommendations; nobody else ever gets them out of here."""

VERSION_EVENTS = frozenset({"declaration:submitted", "declaration:amended", "declaration:change_reported"})


_EARLIER = frozenset({"prior_total", "prior_values", "prior_hours", "prior_income"})
"""What the person declared before: theirs to read and the desk's, and only judged by for an assistant."""


class JudgedFinding(msgspec.Struct, frozen=True):
    """A finding as it was kept with the declaration."""

    rule: str
    code: str
    clause: str
    force: Force
    effect: Effect
    authority: Authority | None
    certain: bool
    message: Message
    text: Message
    quoted: bool
    instrument: Message
    reasons: tuple[Reason, ...]
    review_class: ReviewClass = ReviewClass.ORDINARY


class KeptEvaluation(msgspec.Struct, frozen=True):
    """The evaluation as it was kept with the declaration; it is never made anew for showing."""

    effect: Effect
    authority: Authority | None
    alerts: tuple[Alert, ...]
    findings: tuple[JudgedFinding, ...]
    reference_value: dict[str, str] | None
    value_band: str
    profile: str
    profile_version: str
    in_force: bool
    codes: tuple[str, ...]

    @property
    def review_class(self) -> ReviewClass:
        """With how much care it is reviewed."""
        return review_class_of(self.effect, self.findings)


class Case(msgspec.Struct, frozen=True):
    """Everything of one declaration that a person may see who may see it at all."""

    declaration: Declaration
    content: Content
    evaluation: KeptEvaluation
    steps: tuple[Step, ...]
    versions: tuple[tuple[Step, Content], ...]
    """Every version with the step that filed it, oldest first."""
    parties: frozenset[Party]
    actions: frozenset[Action]
    """What the person may do now."""
    permit: Permit | None = None
    """For how long an outside activity is authorized."""


async def open_case(tx: Transaction, declaration: Declaration) -> Case:
    """Decrypt a declaration that `store` has returned, and all of its events."""
    key = vault.unwrap(declaration.key_id, declaration.wrapped_key)
    content = open_content(declaration, key)
    parties = await parties_in(tx, declaration)
    audience: history.Audience = "declarant" if parties.isdisjoint(DESK_PARTIES) else "desk"
    steps = history.readable(await open_steps(tx, declaration, key=key), audience)
    versions = [(step, _content_of(step.said)) for step in steps if step.name in VERSION_EVENTS]
    if Party.FILER in parties:
        content = _as_filed(content)
        versions = [(step, _as_filed(version)) for step, version in versions]
    permit = await permits().of(tx, declaration.id) if declaration.kind == "outside_activity" else None
    measures = measures_of(steps)
    is_held = any(each.state.is_open for each in measures) or (permit is not None and permit.is_open)
    return Case(
        declaration=declaration,
        content=content,
        evaluation=_evaluation_of(content),
        steps=tuple(steps),
        versions=tuple(versions),
        parties=parties,
        actions=possible_actions(declaration, parties, is_held=is_held)
        - closed_by(permit.validity if permit else None)
        - (frozenset() if measures else OF_MEASURES)
        - (frozenset({Action.ACKNOWLEDGE}) if is_read(steps) else frozenset())
        - (frozenset({Action.SETTLE_PAYMENT}) if is_settled(declaration, steps) else frozenset()),
        permit=permit,
    )


def as_decided(case: Case, decided: Step) -> Case:
    """The case with the version on which a decision was made, and the findings of that version, not of a later one."""
    versions = [content for step, content in case.versions if step.seq < decided.seq]
    content = versions[-1] if versions else case.content  # what was imported has no other
    return msgspec.structs.replace(case, content=content, evaluation=_evaluation_of(content))


def is_read(steps: Sequence[Step]) -> bool:
    """Whether the person has said that they have read the decision that stands: it is said once of each."""
    told = [step.name for step in steps if step.name in _READ_OR_DECIDED]
    return bool(told) and told[-1] == "declaration:acknowledged"


def is_settled(declaration: Declaration, steps: Sequence[Step]) -> bool:
    """Whether a payment is recorded as repaid, or declined where it was only offered, and a gift as returned."""
    if declaration.is_to_be_returned:
        return returned_on(steps) is not None
    told = (step.said for step in steps if step.name == "declaration:payment_settled")
    return any(bool(said.get("repaid")) is declaration.is_received for said in told)


def returned_on(steps: Sequence[Step]) -> date | None:
    """On which day the declarant gave it back after the decision that stands; None while nobody said so."""
    told: date | None = None
    for step in steps:
        if step.name == "declaration:decided":
            told = None
        elif step.name == "declaration:payment_settled" and step.said.get("returned"):
            told = day_in(step.said, "on")
    return told


_READ_OR_DECIDED = frozenset(
    {"declaration:acknowledged", "declaration:decided", "declaration:noted", "declaration:revoked"}
)


def _evaluation_of(content: Content) -> KeptEvaluation:
    return msgspec.json.decode(content.evaluation, type=KeptEvaluation)


def _as_filed(content: Content) -> Content:
    """Without the earlier gifts that the register added: others may have filed them, or the person alone."""
    return msgspec.structs.replace(
        content, facts={name: value for name, value in content.facts.items() if name not in _EARLIER}
    )


def open_content(declaration: Declaration, key: vault.DataKey | None = None) -> Content:
    """The story of the present version."""
    key = key or vault.unwrap(declaration.key_id, declaration.wrapped_key)
    return msgspec.json.decode(vault.decrypt(key, declaration.details, declaration.id, "details"), type=Content)


async def open_steps(
    tx: Transaction, declaration: Declaration, *, after: int = 0, key: vault.DataKey | None = None
) -> list[Step]:
    """The events of the case after number `after`, oldest first."""
    key = key or vault.unwrap(declaration.key_id, declaration.wrapped_key)
    return [
        _step(event, _said(key, event.payload, declaration.id, event.seq))
        for event in await events(tx, declaration.id, after=after)
    ]


async def last_steps(tx: Transaction, declarations: Sequence[Declaration], name: str) -> dict[UUID, Step]:
    """The last event of a name in each of several cases, opened; one query for all of them."""
    known = {declaration.id: declaration for declaration in declarations}
    found = {}
    for event in await last_events(tx, list(known), name):
        declaration = known[event.stream]
        key = vault.unwrap(declaration.key_id, declaration.wrapped_key)
        found[event.stream] = _step(event, _said(key, event.payload, event.stream, event.seq))
    return found


def day_in(said: Mapping[str, Any], name: str) -> date | None:
    """A day that an event was kept with."""
    found = said.get(name)
    return date.fromisoformat(str(found)) if found else None


def _step(event: Event, said: dict[str, Any]) -> Step:
    return Step(
        seq=event.seq,
        name=event.name,
        actor=event.actor,
        acting_for=event.acting_for,
        at=event.at,
        from_status=event.from_status,
        to_status=event.to_status,
        said=said,
    )


def _said(key: vault.DataKey, payload: bytes, owner: UUID, seq: int) -> dict[str, Any]:
    return msgspec.json.decode(vault.decrypt(key, payload, owner, f"event:{seq}"), type=dict[str, Any])


def _content_of(said: Any) -> Content:
    return msgspec.json.decode(msgspec.json.encode(said["content"]), type=Content)
