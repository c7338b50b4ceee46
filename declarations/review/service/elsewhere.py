"""Holding the other party of a case against the rest of the register, while the case is opened.

The names that sound like it are found by their keys and judged here; the rows are then read under the row security of
the reader, so that a name which only stands in what they may not see shows nowhere.
"""

from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from declarations.filing.model import Declaration, Party, Status
from declarations.filing.service.reading import Case
from declarations.parties import store as directory
from declarations.parties import store_sounds
from declarations.parties.hearing import keys_of
from declarations.parties.matching import Match, Reason, surest
from declarations.parties.model import PARTY_TYPES
from declarations.review import store_elsewhere
from declarations.review.elsewhere import (
    SURE,
    Elsewhere,
    ElsewhereRow,
    OwnRow,
    PerhapsSame,
    Same,
    by_sureness,
)
from declarations.review.model import EarlierRow, Total
from register.access.policy import permits
from register.kernel.currency import Money
from register.kernel.db import Transaction
from register.kernel.i18n import current_locale

_MOST_NAMES = 6
_MOST_ALIKE = 60
"""Names that are judged while a case is opened: those that share most keys with its own."""
_MOST_OFFERED = 3
_SAME = Match(Reason.SAME_NAME, 1.0)
_OTHER = Match(Reason.OTHER_NAME, 1.0)
NOWHERE = Elsewhere()


async def elsewhere_of(tx: Transaction, case: Case) -> Elsewhere:
    """Where else the party of a case stands, as far as it is open to the reader."""
    declaration = case.declaration
    own = await _own(tx, declaration)
    if not own.parties and not own.keys:
        return NOWHERE
    alike = Same({}, {}) if _is_natural_person(case) else await _alike(tx, declaration, own)
    same = await _whole(tx, own, alike)
    mine = await store_elsewhere.mine(tx, declaration, own, same)
    of_person = _rows(await store_elsewhere.of_person(tx, declaration, own, same), declaration, same)
    is_office = Party.OFFICE in case.parties
    others = await store_elsewhere.of_others(tx, declaration, own, same) if is_office else []
    return Elsewhere(
        of_person=of_person,
        of_others=_rows(others, declaration, same),
        own=tuple(OwnRow(row["reference"], row["kind"], _why(row, same).reason) for row in mine),
        of_reviewer=await _of_reviewer(tx, declaration, own, same),
        perhaps=await _perhaps(tx, declaration, own, alike) if is_office else (),
        may_recognise=permits(tx.identity, "party.promote") and declaration.giver_type in PARTY_TYPES,
        together=await _together(tx, declaration, own, same, of_person),
    )


def _is_natural_person(case: Case) -> bool:
    """Natural persons never enter the directory, and are never taken for one another by likeness."""
    individual = {case.declaration.giver_type, case.content.facts.get("counterpart_kind")}
    return "individual" in individual


async def _own(tx: Transaction, declaration: Declaration) -> Same:
    """What the case names, and what is known to be the same."""
    parties, keys = await store_elsewhere.same_party(tx, declaration)
    return Same(
        {party: _SAME if party == declaration.party else _OTHER for party in parties},
        {key: _SAME if key == declaration.party_key else _OTHER for key in keys},
    )


async def _alike(tx: Transaction, declaration: Declaration, own: Same) -> Same:
    """Entries of the directory and typed names that are like a name of the party."""
    listed = await store_elsewhere.names_of(tx, list(own.parties), _MOST_NAMES) if own.parties else []
    names = tuple(dict.fromkeys([*([declaration.party_key] if declaration.party_key else []), *listed]))[:_MOST_NAMES]
    sounds = {key for name in names for key in keys_of(name)}
    typed = await store_sounds.names_sounding(tx, sounds, _MOST_ALIKE)
    judged = {form: surest(names, form) for form in typed if form not in own.keys}
    found = {form: match for form, match in judged.items() if match is not None}
    parties: dict[UUID, Match] = {}
    for form, party in await store_sounds.parties_named(tx, list(found)):
        if party not in own.parties and (party not in parties or parties[party].score < found[form].score):
            parties[party] = found[form]
    return Same(parties, found)


async def _whole(tx: Transaction, own: Same, alike: Same) -> Same:
    """All of them, with the entries and typed names that count as those that were found."""
    parties, keys = dict(alike.parties), dict(alike.keys)
    for party, family, typed in await store_elsewhere.one_party(tx, list(alike.parties)) if alike.parties else ():
        parties |= dict.fromkeys(family, alike.parties[party])
        keys = dict.fromkeys(typed, alike.parties[party]) | keys
    return Same(parties | dict(own.parties), keys | dict(own.keys))


def _why(row: Any, same: Same) -> Match:
    return same.match_of(row["party"], row["party_key"])


_OF_EARLIER = EarlierRow.__struct_fields__


def _rows(rows: Any, declaration: Declaration, same: Same) -> tuple[ElsewhereRow, ...]:
    return tuple(
        ElsewhereRow(
            EarlierRow(**{**{name: row[name] for name in _OF_EARLIER}, "status": Status(row["status"])}),
            _why(row, same).reason,
            _why(row, same).score,
            is_reviewed_by_declarant=row["reviewer"] == declaration.declarant,
        )
        for row in rows
    )


async def _of_reviewer(tx: Transaction, declaration: Declaration, own: Same, same: Same) -> tuple[ElsewhereRow, ...]:
    if declaration.reviewer in {None, tx.identity.person, declaration.declarant}:
        return ()
    return _rows(await store_elsewhere.of_reviewer(tx, declaration, own, same), declaration, same)


async def _perhaps(tx: Transaction, declaration: Declaration, own: Same, alike: Same) -> tuple[PerhapsSame, ...]:
    """The entries that a typed name may mean, while it was not recognised as one."""
    if own.parties or declaration.party is not None:
        return ()
    tag = current_locale().tag
    offered: list[PerhapsSame] = []
    for party, match in alike.parties.items():
        found = await directory.party(tx, party)
        if found is not None and len(offered) < _MOST_OFFERED * 2:
            offered.append(PerhapsSame(party, found.name(tag), match.reason, match.score))
    return tuple(sorted(offered, key=by_sureness)[:_MOST_OFFERED])


async def _together(
    tx: Transaction, declaration: Declaration, own: Same, same: Same, rows: tuple[ElsewhereRow, ...]
) -> Total | None:
    """What was received from all of them; None where likeness adds nothing to what the rules counted."""
    adds = any(each.row.direction == "received" and each.reason not in SURE for each in rows)
    if declaration.direction != "received" or not adds:
        return None
    gifts = await store_elsewhere.gifts_together(tx, declaration, own, same)
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
