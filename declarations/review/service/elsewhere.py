"""Holding the other party of a case against the rest of the register, while the case is opened.

What the worker found when something was filed or the directory changed is shown with its day; what came since is found
here. Rows are read under the row security of the reader, so that a name which only stands in what they may not see
shows nowhere.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from declarations.filing.model import Declaration, Party, Status
from declarations.filing.service.reading import Case
from declarations.parties import store as directory
from declarations.parties.matching import Match
from declarations.parties.model import may_be_organization
from declarations.review import store_elsewhere, store_matches
from declarations.review.elsewhere import (
    SURE,
    Elsewhere,
    ElsewhereRow,
    OwnRow,
    PerhapsSame,
    Same,
    Split,
    by_sureness,
)
from declarations.review.giver import split_among
from declarations.review.matches import Kept, Occasion
from declarations.review.model import EarlierRow, Total
from declarations.review.service.same_party import NONE, alike_to, own_of, whole
from register.access.policy import permits
from register.kernel.currency import Money
from register.kernel.db import Transaction
from register.kernel.i18n import current_locale

_MOST_OFFERED = 3
_MOST_BEFORE = 6
"""What was found and is listed beside the newest."""
NOWHERE = Elsewhere()


async def elsewhere_of(tx: Transaction, case: Case) -> Elsewhere:
    """Where else the party of a case stands, as far as it is open to the reader: what was found, and what is there now.

    What was found counts as looked at from then on.
    """
    declaration = case.declaration
    own = await own_of(tx, declaration)
    if not own.parties and not own.keys:
        return NOWHERE
    alike = NONE if _is_natural_person(case) else await alike_to(tx, declaration.party_key, own)
    same = await whole(tx, own, alike)
    kept = await _kept(tx, declaration)
    is_office = Party.OFFICE in case.parties
    of_person = list(await store_elsewhere.of_person(tx, declaration, own, same))
    others = list(await store_elsewhere.of_others(tx, declaration, own, same)) if is_office else []
    for row in await _found_before(tx, kept, {row["id"] for row in (*of_person, *others)}, same):
        if row["declarant"] == declaration.declarant:
            of_person.append(row)
        elif is_office and row["declarant"] != declaration.reviewer:
            others.append(row)
    rows = _rows(of_person, declaration, same, kept)
    mine = await store_elsewhere.mine(tx, declaration, own, same)
    together, split = await _if_one(tx, case, own, same, rows)
    return Elsewhere(
        of_person=rows,
        of_others=_rows(others, declaration, same, kept),
        own=tuple(OwnRow(row["reference"], row["kind"], _why(row, same).reason) for row in mine),
        of_reviewer=await _of_reviewer(tx, declaration, own, same, kept),
        perhaps=await _perhaps(tx, declaration, own, alike, kept) if is_office else (),
        may_recognise=permits(tx.identity, "party.promote") and _may_recognise(declaration),
        together=together,
        split=split,
    )


async def _kept(tx: Transaction, declaration: Declaration) -> Mapping[UUID, Kept]:
    kept = await store_matches.kept_of(tx, declaration.id)
    if any(each.is_new for each in kept.values()):
        await store_matches.look(tx, declaration.id)
    return kept


async def _found_before(tx: Transaction, kept: Mapping[UUID, Kept], shown: Collection[UUID], same: Same) -> list[Any]:
    """What the worker found and newer rows have taken the place of, where it still holds."""
    left = sorted((other for other in kept if other not in shown), key=lambda other: kept[other].found_at, reverse=True)
    found = await store_elsewhere.by_ids(tx, left[:_MOST_BEFORE]) if left else []
    return [row for row in found if same.names(row["party"], row["party_key"])]


def _may_recognise(declaration: Declaration) -> bool:
    return may_be_organization(declaration.kind, declaration.giver_type, declaration.counterpart_kind)


def _is_natural_person(case: Case) -> bool:
    """Natural persons never enter the directory, and are never taken for one another by likeness."""
    individual = {case.declaration.giver_type, case.content.facts.get("counterpart_kind")}
    return "individual" in individual


def _why(row: Any, same: Same) -> Match:
    return same.match_of(row["party"], row["party_key"])


def _rows(rows: Any, declaration: Declaration, same: Same, kept: Mapping[UUID, Kept]) -> tuple[ElsewhereRow, ...]:
    return tuple(
        ElsewhereRow(
            EarlierRow(
                **{**{name: row[name] for name in EarlierRow.__struct_fields__}, "status": Status(row["status"])}
            ),
            _why(row, same).reason,
            _why(row, same).score,
            is_reviewed_by_declarant=row["reviewer"] == declaration.declarant,
            kept=kept.get(row["id"]),
        )
        for row in rows
    )


async def _of_reviewer(
    tx: Transaction, declaration: Declaration, own: Same, same: Same, kept: Mapping[UUID, Kept]
) -> tuple[ElsewhereRow, ...]:
    if declaration.reviewer in {None, tx.identity.person, declaration.declarant}:
        return ()
    return _rows(await store_elsewhere.of_reviewer(tx, declaration, own, same), declaration, same, kept)


async def _perhaps(
    tx: Transaction, declaration: Declaration, own: Same, alike: Same, kept: Mapping[UUID, Kept]
) -> tuple[PerhapsSame, ...]:
    """The entries that a typed name may mean, while it was not recognised as one."""
    if own.parties or declaration.party is not None:
        return ()
    tag = current_locale().tag
    offered: list[PerhapsSame] = []
    for party, match in alike.parties.items():
        found = await directory.party(tx, party)
        if found is not None and len(offered) < _MOST_OFFERED * 2:
            offered.append(PerhapsSame(party, found.name(tag), match.reason, match.score, kept.get(party)))
    return tuple(sorted(offered, key=by_sureness)[:_MOST_OFFERED])


def _came_later(row: ElsewhereRow) -> bool:
    """Whether the directory was changed after the rules had counted."""
    return row.kept is not None and row.kept.found_by is Occasion.PARTY_EDITED


async def _if_one(
    tx: Transaction, case: Case, own: Same, same: Same, rows: tuple[ElsewhereRow, ...]
) -> tuple[Total | None, Split | None]:
    """What was received from all of them, and whether it was split; nothing where the rules counted all of it."""
    declaration = case.declaration
    new = {each.row.reference for each in rows if each.reason not in SURE or _came_later(each)}
    if declaration.direction != "received" or not any(
        each.row.reference in new and each.row.direction == "received" for each in rows
    ):
        return None, None
    gifts = await store_elsewhere.gifts_together(tx, declaration, own, same)
    counted = {row["id"] for row in gifts if row["reference"] in new or not own.names(row["party"], row["party_key"])}
    return _total(declaration, gifts), await split_among(tx, case, gifts, new=counted)


def _total(declaration: Declaration, gifts: Sequence[Any]) -> Total:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in gifts:
        if row["reference_amount"] is not None:
            sums[row["reference_currency"]] += row["reference_amount"]
    if declaration.reference_amount is not None and declaration.reference_currency is not None:
        sums[declaration.reference_currency] += declaration.reference_amount
    return Total(
        received=len(gifts) + 1,
        not_valued=0,
        sums=tuple(Money(amount, currency) for currency, amount in sorted(sums.items())),
        is_capped=False,
    )
