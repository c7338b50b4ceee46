"""The one place where a status changes: check the table, append the event, keep the row."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from declarations.filing import store, store_lasting
from declarations.filing.consulted import may_be_consulted
from declarations.filing.in_force import lasts
from declarations.filing.model import Action, Decision, Declaration, Party, Standing, Status
from declarations.filing.parties_to import parties_to
from declarations.filing.service.permits import open_permit
from declarations.filing.workflow import NEEDS_NO_RESOLVING, TRANSITIONS, Move, Precondition
from register import vault
from register.kernel.canonical import canonical_json
from register.kernel.db import Transaction
from register.kernel.errors import NotFound, TransitionRefused
from register.kernel.i18n import Message, msg
from register.ledger.model import RULE, Head
from register.ledger.service import append


def _is_settled(declaration: Declaration) -> bool:
    is_open = declaration.kind == "conflict" and declaration.resolved_at is None
    return not is_open or declaration.outcome in NEEDS_NO_RESOLVING


_HOLDS: Mapping[Precondition, Any] = {
    Precondition.CONFIRMED: lambda d: d.confirmed_at is not None,
    Precondition.UNCONFIRMED: lambda d: d.confirmed_at is None,
    Precondition.FREE_TO_WITHDRAW: lambda d: not _needs_assent(d),
    Precondition.NEEDS_ASSENT: lambda d: _needs_assent(d) and d.withdrawal_requested_at is None,
    Precondition.WITHDRAWAL_REQUESTED: lambda d: d.withdrawal_requested_at is not None,
    Precondition.PAYMENT: lambda d: (d.is_payment or d.is_to_be_returned) and d.imported is None,
    Precondition.IMPORTED: lambda d: d.imported is not None,
    Precondition.TAKEN_UP: lambda d: d.reviewer is not None,
    Precondition.AUTHORITY_NAMED: lambda d: d.authority is not None,
    Precondition.CONFLICT: lambda d: d.kind == "conflict" and d.imported is None,
    Precondition.NOT_DISCLOSED: lambda d: d.disclosed_at is None,
    Precondition.NOT_ADDRESSED: lambda d: d.addressed_at is None,
    Precondition.NOT_RESOLVED: lambda d: d.resolved_at is None,
    Precondition.MEASURES_DECIDED: lambda d: d.outcome == Decision.MEASURE,
    Precondition.SETTLED: _is_settled,
    Precondition.MARKABLE: lambda d: not (d.legal_hold and d.under_appeal),
    Precondition.MARKED: lambda d: d.legal_hold or d.under_appeal,
    Precondition.FREE_TO_CLOSE: lambda d: not (d.legal_hold or d.under_appeal),
    Precondition.INTEREST: lambda d: d.kind in {"conflict", "outside_activity"} and d.imported is None,
    Precondition.IN_FORCE: lasts,
    Precondition.ACTIVITY: lambda d: d.kind == "outside_activity",
    Precondition.FOR_SUPERVISOR: lambda d: may_be_consulted(d.kind, d.review_class),
    Precondition.AUTHORIZED: lambda d: d.imported is None and d.kind == "outside_activity",
}

_MARKED = msg("This mark is set already.")
_REFUSALS: Mapping[Precondition, Message] = {
    Precondition.CONFIRMED: msg("The person has not yet confirmed this declaration, so it cannot be decided."),
    Precondition.UNCONFIRMED: msg("This declaration is already confirmed."),
    Precondition.FREE_TO_WITHDRAW: msg(
        "A conflict of interest, or an item already received, is withdrawn only with the assent of the reviewer."
    ),
    Precondition.NEEDS_ASSENT: msg("The withdrawal has already been requested, or needs no assent."),
    Precondition.WITHDRAWAL_REQUESTED: msg("The person has not asked to withdraw this declaration."),
    Precondition.PAYMENT: msg("Only a supplementary payment, or a gift that is to be returned, is recorded so."),
    Precondition.IMPORTED: msg("This declaration did not come with an older register."),
    Precondition.TAKEN_UP: msg("Nobody has taken up this case yet, so it is assigned and not handed over."),
    Precondition.AUTHORITY_NAMED: msg("No other authority is named for this case; the ethics office decides it."),
    Precondition.CONFLICT: msg("This is possible for a conflict of interest only."),
    Precondition.NOT_DISCLOSED: _MARKED,
    Precondition.NOT_ADDRESSED: _MARKED,
    Precondition.NOT_RESOLVED: _MARKED,
    Precondition.MEASURES_DECIDED: msg("No measures were decided in this case."),
    Precondition.SETTLED: msg(
        "A conflict is closed once it is resolved, or when it was decided with reasons that no measure is needed."
    ),
    Precondition.MARKABLE: _MARKED,
    Precondition.MARKED: msg("This case is neither under appeal nor under legal hold."),
    Precondition.FREE_TO_CLOSE: msg("A case that is under appeal or under legal hold is not closed."),
    Precondition.INTEREST: msg("This is possible for an interest that was declared here only."),
    Precondition.IN_FORCE: msg("Nothing of this declaration is in force any more."),
    Precondition.ACTIVITY: msg("This is possible for an outside activity only."),
    Precondition.FOR_SUPERVISOR: msg(
        "A supervisor is asked about an outside activity, or about an instruction or pressure from outside."
    ),
    Precondition.AUTHORIZED: msg("No authorization was given here."),
}


def _needs_assent(declaration: Declaration) -> bool:
    return declaration.kind == "conflict" or declaration.is_received


def lawful_move(declaration: Declaration, action: Action, parties: frozenset[Party], *, is_held: bool = False) -> Move:
    """The step that the table has for this; NotFound for whoever it is not open to, TransitionRefused otherwise.

    `is_held` says that an activity has an authorization that stands, whatever was decided last, or that a measure on a
    conflict is open, resolved or not.
    """
    move = TRANSITIONS.get((declaration.status, action))
    if move is None:
        raise TransitionRefused
    if move.by.isdisjoint(parties):
        raise NotFound
    for condition in sorted(move.requires):
        still_lasts = condition is Precondition.IN_FORCE and lasts(declaration, is_held=is_held)
        if not still_lasts and not _HOLDS[condition](declaration):
            raise TransitionRefused(_REFUSALS[condition])
    return move


def possible_actions(
    declaration: Declaration, parties: frozenset[Party], *, is_held: bool = False
) -> frozenset[Action]:
    """Every action that is open to the person now, so that pages offer just what the service accepts."""
    found = set()
    for action in Action:
        try:
            lawful_move(declaration, action, parties, is_held=is_held)
        except (NotFound, TransitionRefused):
            continue
        found.add(action)
    return frozenset(found)


async def parties_in(tx: Transaction, declaration: Declaration) -> frozenset[Party]:
    """Who the acting person is towards the case."""
    if declaration.declarant == tx.identity.person:  # and therefore nothing else
        return frozenset({Party.DECLARANT})
    return parties_to(declaration, tx.identity, await store.ties_of_me(tx))


async def apply_move(  # noqa: PLR0913 - the one place where everything of a step comes together
    tx: Transaction,
    declaration: Declaration,
    action: Action,
    *,
    parties: frozenset[Party],
    said: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    key: vault.DataKey | None = None,
    by_rule: bool = False,
    is_new: bool = False,
    standing: Standing | None = None,
) -> Declaration:
    """Take one lawful step: the row's next state and its event, in the open transaction.

    `is_new` says that the row is not in the table yet, because the step follows on the filing itself; `standing`, in
    whose place the person acts. Raises NotFound, TransitionRefused, and Stale when another event came first.
    """
    move = lawful_move(declaration, action, parties, is_held=await _is_held(tx, declaration, action))
    key = key or vault.unwrap(declaration.key_id, declaration.wrapped_key)
    after = _moved(declaration, move, changes or {})
    head = await append_event(
        tx, after, move.event, declaration.status, said or {}, key, by_rule=by_rule, standing=standing
    )
    after = msgspec.structs.replace(after, head_seq=head.seq, head_hash=head.hash)
    if is_new:
        store.insert(tx, after)
    else:
        await store.update(tx, after, seen=declaration.head_seq)
    return after


_OF_WHAT_LASTS = frozenset({Action.STILL_CORRECT, Action.END, Action.REOPEN})


async def _is_held(tx: Transaction, declaration: Declaration, action: Action) -> bool:
    if action not in _OF_WHAT_LASTS:
        return False
    if declaration.kind == "outside_activity":
        return await open_permit(tx, declaration.id) is not None
    return declaration.kind == "conflict" and await store_lasting.is_measured(tx, declaration.id)


def _moved(before: Declaration, move: Move, changes: Mapping[str, Any]) -> Declaration:
    return msgspec.structs.replace(before, **changes, status=Status(move.to))


class Planned(msgspec.Struct, frozen=True):
    """One of several cases that take the same step together."""

    declaration: Declaration
    parties: frozenset[Party]
    said: Mapping[str, Any]
    changes: Mapping[str, Any]
    standing: Standing | None = None


async def apply_moves(tx: Transaction, action: Action, planned: Sequence[Planned]) -> list[Declaration]:
    """Take the same lawful step in several cases: one statement for the events, one for the rows, or nothing at all.

    The changes may be of `store.TOGETHER` only. Raises as `apply_move` does.
    """
    moved = []
    for each in planned:
        before = each.declaration
        move = lawful_move(before, action, each.parties)
        after = _moved(before, move, each.changes)
        key = vault.unwrap(before.key_id, before.wrapped_key)
        head = await append_event(
            tx, after, move.event, before.status, each.said, key, standing=each.standing, together=True
        )
        moved.append(msgspec.structs.replace(after, head_seq=head.seq, head_hash=head.hash))
    await store.update_together(tx, moved, [each.declaration.head_seq for each in planned])
    return moved


async def append_event(  # noqa: PLR0913 - an event has as many parts
    tx: Transaction,
    after: Declaration,
    name: str,
    before: str | None,
    said: Mapping[str, Any],
    key: vault.DataKey,
    *,
    by_rule: bool = False,
    standing: Standing | None = None,
    together: bool = False,
) -> Head:
    """The event over the row as it will be; the payload keeps the names as they were: who acts, and in whose place.

    `together` lets it go with others in one statement.
    """
    head = Head(after.head_seq, after.head_hash) if after.head_seq else None
    seq = after.head_seq + 1
    named = {"standing_for": standing.name} if standing else {}
    words = canonical_json({**said, **named, "actor_name": "" if by_rule else tx.identity.name})
    acting_for = after.declarant if tx.identity.person == after.filed_by != after.declarant else None
    acting_for = standing.person if standing else acting_for
    return await append(
        tx,
        kind="declaration",
        stream=after.id,
        head=head,
        name=name,
        from_status=before,
        to_status=after.status,
        payload=vault.encrypt(key, words, after.id, f"event:{seq}"),
        state=store.row_digest(after),
        acting_for=None if by_rule else acting_for,
        by=RULE if by_rule else None,
        together=together,
    )
