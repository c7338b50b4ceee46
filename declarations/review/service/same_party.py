"""Which entries of the directory and which typed names may be the party of a case: known to be, or like it by name."""

from uuid import UUID

from declarations.filing.model import Declaration
from declarations.parties import store_sounds
from declarations.parties.hearing import keys_of
from declarations.parties.matching import Match, Reason, surest
from declarations.review import store_elsewhere
from declarations.review.elsewhere import Same
from register.kernel.db import Transaction

_MOST_NAMES = 6
_MOST_ALIKE = 60
"""Names that are judged at once: those that share most keys with the party's own."""
SAME = Match(Reason.SAME_NAME, 1.0)
OTHER = Match(Reason.OTHER_NAME, 1.0)
NONE = Same({}, {})


async def own_of(tx: Transaction, declaration: Declaration) -> Same:
    """What a declaration names, and what is known to be the same."""
    parties, keys = await store_elsewhere.same_party(tx, declaration)
    return Same(
        {party: SAME if party == declaration.party else OTHER for party in parties},
        {key: SAME if key == declaration.party_key else OTHER for key in keys},
    )


async def alike_to(tx: Transaction, typed: str, own: Same) -> Same:
    """Entries of the directory and typed names that are like a name of the party, or the very name that was typed."""
    listed = await store_elsewhere.names_of(tx, list(own.parties), _MOST_NAMES) if own.parties else []
    names = tuple(dict.fromkeys([*([typed] if typed else []), *listed]))[:_MOST_NAMES]
    sounds = {key for name in names for key in keys_of(name)}
    heard = await store_sounds.names_sounding(tx, sounds, _MOST_ALIKE)
    judged = {form: surest(names, form) for form in heard}
    found = {form: match for form, match in judged.items() if match is not None}
    parties: dict[UUID, Match] = {}
    for form, party in await store_sounds.parties_named(tx, list(found)):
        if party not in own.parties and (party not in parties or parties[party].score < found[form].score):
            parties[party] = found[form]
    return Same(parties, {form: match for form, match in found.items() if form not in own.keys})


async def whole(tx: Transaction, own: Same, alike: Same) -> Same:
    """All of them, with the entries and typed names that count as those that were found."""
    parties, keys = dict(alike.parties), dict(alike.keys)
    for party, family, typed in await store_elsewhere.one_party(tx, list(alike.parties)) if alike.parties else ():
        parties |= dict.fromkeys(family, alike.parties[party])
        keys = dict.fromkeys(typed, alike.parties[party]) | keys
    return Same(parties | dict(own.parties), keys | dict(own.keys))
