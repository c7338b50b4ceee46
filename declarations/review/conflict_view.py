"""What the forms of a conflict at the desk offer. Pure."""

import msgspec

from declarations.codes.labels import labels_of
from declarations.filing.measures import Carrier
from declarations.review.conflict_forms import CONFIRM, LIFT
from register.kernel.i18n import Message, pmsg

Choices = list[tuple[str, Message]]


class ConflictOptions(msgspec.Struct, frozen=True):
    """The choices of each form."""

    natures: Choices
    measures: Choices
    carriers: Choices
    endings: Choices


def conflict_options() -> ConflictOptions:
    """The choices, in the order of the vocabulary."""
    return ConflictOptions(
        natures=list(labels_of("conflict.nature_assessed").items()),
        measures=list(labels_of("measure").items()),
        carriers=[
            (Carrier.DECLARANT.value, pmsg("measure", "The declarant")),
            (Carrier.OTHERS.value, pmsg("measure", "Somebody else")),
        ],
        endings=[
            (CONFIRM, pmsg("measure", "It is carried out")),
            (LIFT, pmsg("measure", "It is needed no longer")),
        ],
    )
