"""What stands beside one item on the participant's own screen: what only they see, and where they stand."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from declarations.filing.headline import headline
from declarations.meetings.model import Level
from declarations.votes.labels import OWN_MEASURES, vote_time, ways
from declarations.votes.model import Answer, Stance, Words
from declarations.votes.service.standing import STRICTNESS, Own, own_standing
from declarations.votes.service.touching import Touch, touching
from register.kernel.form import Form
from register.kernel.identity import Identity
from register.kernel.message import Message


class Beside(NamedTuple):
    """Of one item, for one person."""

    touches: list[Touch]
    own: Own


async def beside(identity: Identity, item: UUID) -> Beside:
    """What the participant sees beside an item. Raises NotFound."""
    return Beside(await touching(identity, item), await own_standing(identity, item))


def fill(form: Form, found: Beside, reference: str, answered: Answer | None, said: Words | None) -> None:
    """Begin the answer with a declaration that touches the item, and the choice with the one that holds.

    Where the rules have changed since, it begins with what the person said last, in their own words.
    """
    if found.own.now is not None and "measure" not in form:
        form.put("measure", found.own.now.measure)
        form.put("replaced_by", str(found.own.now.replaced_by or ""))
    chosen = next((each for each in found.touches if each.held.reference == reference), None)
    if chosen is not None and "stance" not in form:
        form.put("stance", Stance.SOMETHING)
        form.put("levels", [Level.GIFT if chosen.held.kind == "gift" else Level.OWN])
        form.put("party", chosen.held.party_name)
    elif found.own.later is not None and answered is not None and said is not None and "stance" not in form:
        form.put("stance", answered.stance)
        form.put("levels", answered.levels)
        form.put("party", said.party)
        form.put("text", said.text)


def _choices(own: Own) -> list[tuple[str, Message]]:
    """What may be chosen: no less than a rule of the body asks for."""
    least = STRICTNESS[own.now.measure] if own.now is not None and own.now.by_matrix else 0
    return [(measure.value, OWN_MEASURES[measure]) for measure in own.measures if STRICTNESS[measure] >= least]


def _alternates(own: Own) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in own.alternates]


SHOWN: Mapping[str, Any] = {
    "headline": headline,
    "vote_time": vote_time,
    "ways": ways,
    "choices": _choices,
    "alternates": _alternates,
}
"""What the template of an item calls."""
