"""Undoing an import: every entry back to what it was before, by lawful steps that stay readable."""

import msgspec

from declarations.codes.adopted import library_in
from declarations.filing.model import Action, Declaration, Party
from declarations.filing.service.evaluating import COMPUTED
from declarations.filing.service.importing import Assessor, Entry, correct_imported, withdraw_imported
from declarations.filing.service.moves import apply_move
from declarations.legacy import store
from declarations.legacy.service.earlier import editions
from declarations.legacy.service.performing import Progress
from register.kernel.db import Transaction

_TOGETHER = 20


async def undo_steps(tx: Transaction, run: store.Run, progress: Progress) -> None:
    """Take back each step of a run, in the open transaction."""
    steps = await store.steps(tx, run.id)
    held = await store.declarations(tx, {step["declaration"] for step in steps})
    assessor = Assessor(await library_in(tx))
    for done, step in enumerate(steps, start=1):
        await _take_back(tx, run, step["action"], held[step["declaration"]], assessor)
        withdrawn = step["action"] in {"added", "restored"}
        await store.change_entry(tx, step["id"], step["before"] or step["content_hash"], withdrawn=withdrawn)
        if done % _TOGETHER == 0:
            progress(done)


async def _take_back(tx: Transaction, run: store.Run, action: str, before: Declaration, assessor: Assessor) -> None:
    said: dict[str, object] = {"register": run.register, "undone": True}
    if action in {"added", "restored"}:
        await withdraw_imported(tx, before, said)
    elif action == "withdrawn":
        await apply_move(tx, before, Action.CORRECT_IMPORT, parties=frozenset({Party.RULE}), said=said)
    else:
        entry = await _as_it_was(tx, before)
        judged = await assessor.judge(tx, entry)
        told = {
            "outcome": entry.outcome,
            "country": entry.country,
            "ended": entry.ended,
            "asked": entry.asked,
            "bounds": msgspec.to_builtins(entry.bounds),
        }
        await correct_imported(
            tx, before, entry, judged, said | {name: value for name, value in told.items() if value is not None}
        )


async def _as_it_was(tx: Transaction, now: Declaration) -> Entry:
    """What the declaration said before its last version, out of its events."""
    (earlier, content), (last, _) = (await editions(tx, now))[-2:]
    facts = {name: value for name, value in content.facts.items() if name not in COMPUTED | {"kind", "capacity"}}
    declared = content.facts.get("filed_date")
    return msgspec.convert(
        {
            "declarant": now.declarant,
            "declarant_name": content.declarant_name,
            "capacity": now.capacity,
            "kind": now.kind,
            "facts": facts,
            "details": msgspec.to_builtins(content.details),
            "giver": content.details.named_party,
            "country": earlier.country,
            "declared": declared,
            "asked": earlier.asked,
            "outcome": earlier.outcome,
            "ended": earlier.ended if now.ended_on == last.ended else now.ended_on,
            "bounds": msgspec.to_builtins(earlier.bounds),
            "language": content.language,
        },
        Entry,
    )
